"""What is kept of a document beside its summary, by place: sections, blocks, includes, attributes, lines left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.claims import collect
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Origin, Place, Span
from sphinx_adoc.syntax.tree import (
    ATTRIBUTES,
    AttributeEntry,
    Block,
    Cell,
    Heading,
    InlineText,
    Leaf,
    ListItem,
    Paragraph,
    Preamble,
    Section,
    TextVisit,
)

_REFERENCE: Final = re.compile(r"(?<!\\)\{(?:set:|counter2?:)?([A-Za-z0-9_][\w-]*)(?::[^}\n]*)?\}")
ENTRY: Final = re.compile(r":(!?)([\w][\w-]*)(!?):(?=\s|$)")
CONDITION: Final = re.compile(r"(?:ifdef|ifndef|endif)::([^\[\s]*)\[")
_TARGET: Final = re.compile(r"\\?include::([^\[]*)\[")
_NAME: Final = re.compile(r"[\w][\w-]*")


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the outline. ``kind``: document, section or heading. ``span``: all that belongs to it, in its file;
    ``name``: the line of the title. ``level``: that of a section, -1 for a document.
    """

    kind: str
    title: str
    level: int
    id: str
    explicit: bool
    span: Span
    name: Span


@dataclass(frozen=True, slots=True)
class Included:
    """A file that was brought in, and the target of the directive that did so; ``wanted``: what of the file it asks
    for, as written.
    """

    path: str
    span: Span
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A line that sets an attribute. ``value``: None where it unsets it. ``span``: of the name."""

    name: str
    value: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """A place that names an attribute. ``value``: the one that it has there, None where it has none. ``setting``:
    where it got that; None: from outside of the document. ``span``: of the name.
    """

    name: str
    value: str | None
    span: Span
    setting: Span | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim, as :class:`sphinx_adoc.claims.Claim` has it."""

    kind: str
    id: str
    text: str
    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Details:
    """What is kept of a document. ``blocks``: the extents of blocks of several lines, each with the kind of the block.
    ``inactive``: the lines that it leaves out, by file. ``claims``: without data for claims. ``files``: its own file
    and those that it brings in.
    """

    headings: tuple[Title, ...] = ()
    blocks: tuple[tuple[str, Span], ...] = ()
    includes: tuple[Included, ...] = ()
    settings: tuple[Setting, ...] = ()
    uses: tuple[Use, ...] = ()
    inactive: tuple[tuple[str, tuple[int, ...]], ...] = ()
    claims: tuple[Stated, ...] = ()
    files: tuple[str, ...] = ()


def details(doc: Document) -> Details:
    """Return what is kept of a document that has been read."""
    walk = _Walk(doc)
    walk.run()
    return Details(
        headings=tuple(walk.headings),
        blocks=tuple(walk.blocks),
        includes=tuple(_included(doc)),
        settings=tuple(walk.settings),
        uses=tuple(walk.uses),
        inactive=tuple((path, tuple(sorted(lines))) for path, lines in _inactive(doc.origin).items()),
        claims=tuple(_claims(doc)) if _has_claims(doc) else (),
        files=tuple(dict.fromkeys(file.path for file in doc.origin.files)),
    )


def _claims(doc: Document) -> Iterator[Stated]:
    for claim in collect(doc):
        if claim.kind != "block":
            yield Stated(claim.kind, claim.id, claim.text, claim.names, claim.span)


def _has_claims(doc: Document) -> bool:
    return any("claim" in line for file in doc.origin.files for line in file.lines)


def _included(doc: Document) -> Iterator[Included]:
    lines = {file.path: file.lines for file in doc.origin.files}
    for one in doc.inclusions:
        start = one.span.start
        line = lines[start.path][start.line - 1]
        target = _TARGET.match(line)
        first, last = target.span(1) if target is not None else (0, len(line))
        span = Span(Place(start.path, start.line, first + 1), Place(start.path, start.line, last))
        yield Included(str(one.path), span, line[target.end() :].rstrip().removesuffix("]") if target else "")


def _inactive(origin: Origin) -> dict[str, frozenset[int]]:
    """The lines that are in no part of the document, by file."""
    out: dict[str, set[int]] = {}
    for ref in origin.left_out:
        out.setdefault(origin.files[origin.file_of[ref]].path, set()).add(origin.line_of[ref])
    if not out:
        return {}
    read: dict[str, set[int]] = {path: set() for path in out}
    for ref in range(len(origin)):
        path = origin.files[origin.file_of[ref]].path
        if path in read and ref not in origin.left_out:
            read[path].add(origin.line_of[ref])
    return {path: frozenset(lines - read[path]) for path, lines in out.items()}


class _Walk:
    """One walk over the blocks and texts of a document."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.origin = doc.origin
        self.headings: list[Title] = []
        self.blocks: list[tuple[str, Span]] = []
        self.settings: list[Setting] = []
        self.uses: list[Use] = []
        self._set_by: dict[str, Span] = {}
        self._plain: set[tuple[int, int]] = set()  # lines in which braces are no references
        self._told: set[tuple[str, Place]] = set()
        self._starts: dict[int, list[tuple[int, int]]] = {}

    def run(self) -> None:
        """Walk."""
        header = self.doc.header
        if header is not None:
            for entry in sorted(header.entries.values(), key=lambda entry: entry.ref):
                self._entry(entry)
        for visit in self.doc._steps():
            if isinstance(visit, TextVisit):
                self._text(visit)
            else:
                self._block(visit)
        for number in range(len(self.origin.files)):
            self._lines(number)

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        for entry in block.entries:
            self._entry(entry)
        if 0 <= block.ref < len(self.origin):
            file = self.origin.file_of[block.ref]
            self._starts.setdefault(file, []).append((self.origin.line_of[block.ref], block.version))
        if isinstance(block, Document | Section | Heading):
            self._heading(block)
        if not isinstance(block, Document | Paragraph | Preamble | ListItem | Cell):
            span = self._extent(block)
            if span.end.line > span.start.line:
                self.blocks.append((block.name, span))

    def _heading(self, block: Document | Section | Heading) -> None:
        title = block.title
        if title is None or (isinstance(block, Document) and block.parent is not None):
            return
        level = -1 if isinstance(block, Document) else block.level
        words = " ".join(title.plain.split()) or "(untitled)"
        extent = self._extent(block) if block is not self.doc else self._whole()
        id_ = block.id or ""
        self.headings.append(Title(block.name, words, level, id_, block.explicit_id, extent, title.span()))

    def _whole(self) -> Span:
        """The document's own file."""
        file = self.origin.files[0]
        last = len(file.lines)
        return Span(Place(file.path, 1, 1), Place(file.path, last, len(file.lines[-1]) if file.lines else 0))

    def _extent(self, block: Block) -> Span:
        """A block's lines in the file in which it begins: what it includes counts as the line of the directive."""
        start = self.origin.place(block.ref, block.col)
        if not 0 <= block.ref < len(self.origin):
            return Span(start, start)
        file, ref = self.origin.file_of[block.ref], min(block.end_ref, len(self.origin) - 1)
        while ref >= 0 and self.origin.file_of[ref] != file:
            ref = self.origin.files[self.origin.file_of[ref]].included_at
        if ref == block.end_ref:
            return Span(start, self.origin.place(ref, block.end_col))
        lines = self.origin.files[file].lines
        line = self.origin.line_of[ref] if ref >= 0 else len(lines)
        return Span(start, Place(start.path, max(line, start.line), len(lines[line - 1]) if lines else 0))

    # -- attributes ----------------------------------------------------------------------------------------------------

    def _entry(self, entry: AttributeEntry) -> None:
        line = self.origin.line(entry.ref)
        match = ENTRY.match(line)
        if match is None or entry.ignored:
            return
        span = self._span(entry.ref, match.start(2), match.end(2))
        self._set_by[entry.name] = span
        if ("", span.start) not in self._told:
            self._told.add(("", span.start))
            self.settings.append(Setting(entry.name, entry.value, span))

    def _text(self, visit: TextVisit) -> None:
        text = visit.text
        if ATTRIBUTES not in text.subs:
            if isinstance(visit.block, Leaf):
                self._plain.update(self._at(ref) for ref in text.refs)
            return
        if "{" in text.raw and not text.columns:
            for match in _REFERENCE.finditer(text.raw):
                span = text.span(match.start(1), match.end(1))
                self._use(match[1], span, self._value(text, match[1]))

    def _value(self, text: InlineText, name: str) -> str | None:
        return text.doc.attribute(name.lower(), text.version)

    def _at(self, ref: int) -> tuple[int, int]:
        ref = min(max(ref, 0), len(self.origin) - 1)
        return self.origin.file_of[ref], self.origin.line_of[ref]

    def _use(self, name: str, span: Span, value: str | None) -> None:
        key = name.lower()
        if (key, span.start) not in self._told:
            self._told.add((key, span.start))
            self.uses.append(Use(key, value, span, self._set_by.get(key)))

    def _lines(self, number: int) -> None:
        """What the lines of a file name beside its texts: directives, attribute lists, entries, targets of macros."""
        file = self.origin.files[number]
        starts = self._starts.get(number, [])
        for row, line in enumerate(file.lines, 1):
            if ("{" not in line and "::" not in line) or (number, row) in self._plain:
                continue
            for name, column in _named(line):
                start = Place(file.path, row, column)
                span = Span(start, Place(file.path, row, column + len(name) - 1))
                if (name.lower(), start) not in self._told:
                    version = max((version for at, version in starts if at <= row), default=self.doc.header_version)
                    self._use(name, span, self.doc.attributes.get(name.lower(), version))

    def _span(self, ref: int, start: int, end: int) -> Span:
        return Span(self.origin.place(ref, start + 1), self.origin.place(ref, end))


def _named(line: str) -> Iterator[tuple[str, int]]:
    """The attributes that a line names, each with its column: references, and the names in conditions."""
    if line.startswith("//") and not line.startswith("///"):
        return
    for match in _REFERENCE.finditer(line):
        yield match[1], match.start(1) + 1
    if condition := CONDITION.match(line):
        for name in _NAME.finditer(condition[1]):
            yield name[0], condition.start(1) + name.start() + 1
