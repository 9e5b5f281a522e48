"""Collects the details of a document: of all of it, or unit by unit while its summary is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from operator import itemgetter
from typing import Final

from sphinx_adoc.claims import collect
from sphinx_adoc.claims.sentence.texts import ROLE
from sphinx_adoc.graph.unit_reader import Part
from sphinx_adoc.syntax.checkpoint import END, NotSeparable
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place, Span
from sphinx_adoc.syntax.tree import (
    ATTRIBUTES,
    AttributeEntry,
    Block,
    Cell,
    Formatted,
    Heading,
    Inline,
    InlineVisit,
    Leaf,
    ListItem,
    Open,
    Paragraph,
    Preamble,
    Section,
    TextVisit,
)

from .details import Details, Included, Setting, Stated, Title, Use, up_to

_REFERENCE: Final = re.compile(r"(?<!\\)\{(?:set:|counter2?:)?([A-Za-z0-9_][\w-]*)(?::[^}\n]*)?\}")
ENTRY: Final = re.compile(r":(!?)([\w][\w-]*)(!?):(?=\s|$)")
CONDITION: Final = re.compile(r"(?:ifdef|ifndef|endif)::([^\[\s]*)\[")
_MARKED: Final = re.compile(r"\bclaim\b")  # a block or phrase with the role
_TARGET: Final = re.compile(r"\\?include::([^\[]*)\[")
_NAME: Final = re.compile(r"[\w][\w-]*")


def details(doc: Document) -> Details:
    """Return what is kept of a document that was read as a whole."""
    kept = unit_details(
        Part(
            document=doc,
            blocks=[doc],
            entries=doc.last_entries,
            line=END,
            below=END,
            ref=0,
            file=0,
            version=doc.header_version,
        )
    )
    return replace(kept, claims=tuple(_claims(doc)) if _has_claims(doc, 0) else ())


def unit_details(part: Part) -> Details:
    """Return what is kept of a unit; raise NotSeparable for one with claims, as their sentences may begin above it."""
    doc, walk = part.document, _Walk(part)
    is_whole = part.blocks == [doc]
    if not is_whole and _has_claims(doc, part.file) and any(map(_is_claim, _visits(part.blocks))):
        raise NotSeparable("claims")
    walk.run()
    return Details(
        headings=tuple(walk.headings),
        blocks=tuple(walk.blocks),
        includes=tuple(_included(doc)),
        settings=tuple(setting for _, setting in sorted(walk.settings, key=itemgetter(0))),
        uses=tuple(walk.uses),
        titled=tuple(walk.titled),
        inactive=tuple((path, tuple(sorted(lines))) for path, lines in _inactive(part).items()),
        files=tuple(dict.fromkeys(file.path for file in (doc.origin.files[0], *doc.origin.files[part.file :]))),
        closing=() if is_whole else tuple(walk.closing()),
        end=None if is_whole else walk.end(len(part.blocks)),
    )


def _claims(doc: Document) -> Iterator[Stated]:
    for claim in collect(doc):
        if claim.kind != "block":
            yield Stated(claim.kind, claim.id, claim.text, claim.names, claim.span)


def _has_claims(doc: Document, first: int) -> bool:
    return any(_MARKED.search(line) for file in doc.origin.files[first:] for line in file.lines)


def _visits(blocks: Iterable[Block]) -> Iterator[Block | TextVisit | InlineVisit[Inline]]:
    return chain.from_iterable(block.walk_all() for block in blocks)


def _is_claim(visit: Block | TextVisit | InlineVisit[Inline]) -> bool:
    marked = visit.inline if isinstance(visit, InlineVisit) else visit
    return isinstance(marked, Block | Formatted) and ROLE in marked.roles


def _included(doc: Document) -> Iterator[Included]:
    lines = {file.path: file.lines for file in doc.origin.files}
    for one in doc.inclusions:
        start = one.span.start
        line = lines[start.path][start.line - 1]
        target = _TARGET.match(line)
        first, last = target.span(1) if target is not None else (0, len(line))
        span = Span(Place(start.path, start.line, first + 1), Place(start.path, start.line, last))
        yield Included(str(one.path), span, line[target.end() :].rstrip().removesuffix("]") if target else "")


def _is_own(part: Part, ref: int) -> bool:
    """Whether a line belongs to a unit: one of the document's own file by its number."""
    origin = part.document.origin
    if ref < part.ref or origin.file_of[ref] == 0:
        line = origin.line_of[ref] - 1
        return origin.file_of[ref] == 0 and line >= part.line and (part.below == END or line < part.below)
    return True


def _inactive(part: Part) -> dict[str, frozenset[int]]:
    """The lines that are in no part of the document, by file."""
    origin = part.document.origin
    out: dict[str, set[int]] = {}
    for ref in origin.left_out:
        if _is_own(part, ref):
            out.setdefault(origin.files[origin.file_of[ref]].path, set()).add(origin.line_of[ref])
    if not out:
        return {}
    read: dict[str, set[int]] = {path: set() for path in out}
    for ref in (*range(min(part.ref, len(origin.files[0].lines))), *range(part.ref, len(origin))):
        path = origin.files[origin.file_of[ref]].path
        if path in read and ref not in origin.left_out and _is_own(part, ref):
            read[path].add(origin.line_of[ref])
    return {path: frozenset(lines - read[path]) for path, lines in out.items() if lines - read[path]}


class _Walk:
    """One walk over the blocks and texts of a document, or of a unit of one."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.doc = part.document
        self.origin = part.document.origin
        self.headings: list[Title] = []
        self.titled: list[Title] = []
        self.blocks: list[tuple[str, Span]] = []
        self.settings: list[tuple[int, Setting]] = []  # each with the state of the attributes that has it
        self.uses: list[Use] = []
        self._set_by: dict[str, list[tuple[int, Span]]] = {}  # with the state of the attributes that has it
        self._plain: set[tuple[int, int]] = set()  # lines in which braces are no references
        self._told: set[tuple[str, Place]] = set()
        self._starts: dict[int, list[tuple[int, int]]] = {}
        self._titles: dict[int, int] = {}  # the numbers of the headings of sections, which have their ids

    def run(self) -> None:
        """Walk."""
        header = self.doc.header if self.part.line == END else None
        if header is not None:
            for entry in sorted(header.entries.values(), key=lambda entry: entry.ref):
                self._entry(entry)
        for visit in self._steps():
            if isinstance(visit, TextVisit):
                self._text(visit)
            else:
                self._block(visit)
        self._join_sections()
        for entry in self.part.entries:
            self._entry(entry)
        for inclusion in self.doc.inclusions:
            self._start(inclusion.ref, inclusion.version)
        for number in (0, *range(max(self.part.file, 1), len(self.origin.files))):
            self._lines(number)

    def _steps(self) -> Iterator[Block | TextVisit]:
        """The blocks and texts, those of the document itself first where the unit begins it."""
        if self.part.line == END and self.part.blocks != [self.doc]:
            self.doc.blocks, blocks = [], self.doc.blocks
            itself = [*self.doc.walk_unparsed()]
            self.doc.blocks = blocks
            yield from itself
        for block in self.part.blocks:
            yield from block.walk_unparsed()

    # -- sections of several pieces or units ---------------------------------------------------------------------------

    def _join_sections(self) -> None:
        """Let each section reach to its end, or on into the next unit: the blocks of a unit may have been taken while
        sections were open, and what these have further down then stands beside them.
        """
        open_: list[Section] = []
        for number, block in enumerate(self.part.blocks):
            if isinstance(block, Section):
                while open_ and open_[-1].level >= block.level:
                    self._close(open_.pop(), number)
            open_ += [section for section in _last_sections(block) if self._is_in_outline(section)]
        for section in open_:
            if self.part.below != END:
                title = self._titles[id(section)]
                self.headings[title] = replace(self.headings[title], goes_on=True)
            else:
                self._close(section, len(self.part.blocks))

    def _is_in_outline(self, section: Section) -> bool:
        """Whether a section has a title, in the document's own file."""
        return id(section) in self._titles and self.origin.file_of[section.ref] == 0

    def _close(self, section: Section, number: int) -> None:
        """Have a section end where the block above one of a number does."""
        title = self._titles[id(section)]
        self.headings[title] = up_to(self.headings[title], self.end(number))

    def closing(self) -> Iterator[tuple[int, Place | None]]:
        """Yield the levels of sections that end those from above, with where these end in the document's own file."""
        for number, block in enumerate(self.part.blocks):
            if isinstance(block, Section):
                yield block.level, self.end(number)

    def end(self, number: int) -> Place | None:
        """Return where the block above one of a number ends in the document's own file; None where there is none."""
        if not number:
            return None
        return self._end_in(0, self.part.blocks[number - 1])

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        for entry in block.entries:
            self._entry(entry)
        self._start(block.ref, block.version)
        if isinstance(block, Document | Section | Heading):
            self._heading(block)
        elif block.title is not None:
            words = f"{block.caption}{' '.join(block.title.plain.split())}"
            own = block.id or "", block.explicit_id, self._extent(block), block.title.span()
            self.titled.append(Title(block.name, words, -1, *own))
        if not isinstance(block, Document | Section | Paragraph | Preamble | ListItem | Cell) and not _is_intro(block):
            span = self._extent(block)
            if span.end.line > span.start.line:
                self.blocks.append((block.name, span))

    def _start(self, ref: int, version: int, below: int = 0) -> None:
        """Note which state of the attributes is in force from a line on, or from one so many lines below it."""
        if 0 <= ref < len(self.origin):
            self._starts.setdefault(self.origin.file_of[ref], []).append((self.origin.line_of[ref] + below, version))

    def _heading(self, block: Document | Section | Heading) -> None:
        title = block.title
        if title is None or (isinstance(block, Document) and block.parent is not None):
            return
        level = -1 if isinstance(block, Document) else block.level
        words = " ".join(title.plain.split()) or "(untitled)"
        extent = self._extent(block) if block is not self.doc else self._whole()
        id_ = block.id or ""
        self._titles[id(block)] = len(self.headings)
        self.headings.append(
            Title(
                kind=block.name,
                title=words,
                level=level,
                id=id_,
                explicit=block.explicit_id,
                span=extent,
                name=title.span(),
            )
        )

    def _whole(self) -> Span:
        """The document's own file."""
        file = self.origin.files[0]
        last = len(file.lines)
        return Span(Place(file.path, 1, 1), Place(file.path, last, len(file.lines[-1]) if file.lines else 0))

    def _extent(self, block: Block) -> Span:
        """A block's lines in the file in which it begins."""
        start = self.origin.place(block.ref, block.col)
        if not 0 <= block.ref < len(self.origin):
            return Span(start, start)
        number = self.origin.file_of[block.ref]
        end = self._end_in(number, block)
        if end is None:  # it goes on behind its file
            lines = self.origin.files[number].lines
            end = Place(start.path, len(lines), len(lines[-1]) if lines else 0)
        return Span(start, max(start, end, key=lambda place: (place.line, place.column)))

    def _end_in(self, file: int, block: Block) -> Place | None:
        """Where a block, or the last one inside a section that does, ends in a file; None where that is not in it. What
        the file includes counts as the line of the directive.
        """
        if isinstance(block, Section):
            ends = (self._end_in(file, inner) for inner in reversed(block.blocks))
            if (end := next(filter(None, ends), None)) is not None:
                return end
            return self._in_file(file, block.ref, len(self.origin.line(block.ref)))
        return self._in_file(file, min(block.end_ref, len(self.origin) - 1), block.end_col)

    def _in_file(self, file: int, line: int, column: int) -> Place | None:
        """A place in a file, where it is in that or in what that includes."""
        ref = line
        while ref >= 0 and self.origin.file_of[ref] != file:
            ref = self.origin.files[self.origin.file_of[ref]].included_at
        if ref < 0:
            return None
        return self.origin.place(ref, column if ref == line else len(self.origin.line(ref)))

    # -- attributes ----------------------------------------------------------------------------------------------------

    def _entry(self, entry: AttributeEntry) -> None:
        line = self.origin.line(entry.ref)
        match = ENTRY.match(line)
        if match is None or entry.ignored:
            return
        span = self._span(entry.ref, match.start(2), match.end(2))
        self._set_by.setdefault(entry.name, []).append((entry.version, span))
        self._start(entry.ref, entry.version, below=1)
        if ("", span.start) not in self._told:
            self._told.add(("", span.start))
            self.settings.append((entry.version, Setting(entry.name, entry.value, span)))

    def _text(self, visit: TextVisit) -> None:
        text = visit.text
        if ATTRIBUTES not in text.subs:
            if isinstance(visit.block, Leaf):
                self._plain.update(self._at(ref) for ref in text.refs)
            return
        if "{" in text.raw and not text.columns:
            for match in _REFERENCE.finditer(text.raw):
                span = text.span(match.start(1), match.end(1))
                self._use(match[1], span, text.doc.attribute(match[1].lower(), text.version), text.version)

    def _at(self, ref: int) -> tuple[int, int]:
        ref = min(max(ref, 0), len(self.origin) - 1)
        return self.origin.file_of[ref], self.origin.line_of[ref]

    def _use(self, name: str, span: Span, value: str | None, version: int) -> None:
        key = name.lower()
        if (key, span.start) not in self._told:
            self._told.add((key, span.start))
            above = [setting for since, setting in self._set_by.get(key, ()) if since <= version]
            self.uses.append(Use(key, value, span, above[-1] if above else None))

    def _lines(self, number: int) -> None:
        """What the lines of a file name beside its texts: directives, attribute lists, entries, targets of macros."""
        file = self.origin.files[number]
        starts = self._starts.get(number, [])
        version_above = self._version_above(number)
        first, last = 0, len(file.lines)
        if number == 0:
            first, last = max(self.part.line, 0), last if self.part.below == END else self.part.below
        for row, line in enumerate(file.lines[first:last], first + 1):
            if ("{" not in line and "::" not in line) or (number, row) in self._plain:
                continue
            for name, column in _named(line):
                start = Place(file.path, row, column)
                span = Span(start, Place(file.path, row, column + len(name) - 1))
                if (name.lower(), start) not in self._told:
                    version = max((version for at, version in starts if at <= row), default=version_above)
                    self._use(name, span, self.doc.attributes.get(name.lower(), version), version)

    def _version_above(self, number: int) -> int:
        """The state of the attributes where a file of the unit begins."""
        at = self.origin.files[number].included_at
        return next((one.version for one in self.doc.inclusions if one.ref == at), self.part.version)

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


def _last_sections(block: Block) -> Iterator[Section]:
    """A block where it is a section, and the last one in it, and so on: they are open behind it."""
    while isinstance(block, Section):
        yield block
        if not block.blocks:
            return
        block = block.blocks[-1]


def _is_intro(block: Block) -> bool:
    """Whether a block is the implicit introduction of a part."""
    return isinstance(block, Open) and block.style == "partintro" and block.meta is None
