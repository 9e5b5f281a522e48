"""The document: its header, its blocks, its attributes in every state, and the trouble found while reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import OF_CODE, Code, Severity

from . import inlines
from .attributes import LATEST, MAX_VALUE, AttributeStore, Budget, too_long
from .blocks import rules
from .blocks.content import MAX_DEPTH
from .blocks.cursor import Cursor
from .blocks.header import Author, Header, read_header
from .blocks.host import Join
from .blocks.manpage import read_manpage_header
from .blocks.metadata import read_metadata
from .blocks.sections import SectionReader
from .reader import Reader, Trouble, component_root, decode, load
from .sequences import next_count
from .settings import ASCIIDOC_PY, Settings, initial_attributes
from .source import Origin, Problem, Span
from .tree import NORMAL, AttributeEntry, Block, Container, Footnotes, Inline, InlineText, Subs

__all__ = ["Author", "Document", "Header", "Inclusion", "Settings", "parse", "parse_file"]

_MAX_INNER: Final = 8
_MAX_GROWTH: Final = 4_000_000  # characters that attribute values may add to a document, all texts together


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A file that was brought in: its path as opened, and where the directive stands."""

    path: Path
    span: Span


class Document(Container):
    """A parsed document (also: the document inside a table's cell, whose ``parent`` is the outer one).

    Revision: attributes revnumber, revdate, revremark. ``ids``: block ids in order of appearance (inline anchors are in
    the inline nodes). ``problems``: trouble found so far; parsing inline text lazily can add to it, so ask after
    :meth:`read_all`. ``header_version``: the state of the attributes at the header's end.
    """

    __slots__ = (
        "attributes", "block_macros", "budget", "doctype", "footnotes", "header", "header_version", "held", "id_counts",
        "ids", "inclusions", "inline_macros", "legacy", "locked_counters", "nested", "origin", "parent", "path",
        "pending", "problems", "settings", "unset",
    )  # fmt: skip
    name = "document"

    def __init__(self, path: str, settings: Settings, parent: Document | None = None) -> None:
        super().__init__(0)
        self.path = path
        self.settings = settings
        self.parent = parent
        self.nested = parent is not None
        self.pending: list[InlineText] = []
        self.held = 0
        self.locked_counters: dict[str, str] = {}
        self.header: Header | None = None
        self.header_version = 0
        self.doctype = "article"
        self.inline_macros = settings.inline_macros
        self.block_macros = settings.block_macros
        self.legacy = settings.ids == ASCIIDOC_PY
        if parent is None:
            self.origin = Origin()
            self.budget = Budget(_MAX_GROWTH)
            self.ids: dict[str, Block] = {}
            self.id_counts: dict[str, int] = {}
            self.footnotes = Footnotes()
            self.problems: list[Problem] = []
            self.inclusions: list[Inclusion] = []
            values, locked, self.unset = initial_attributes(settings, path)
            self.attributes = AttributeStore(values, locked)
        else:
            self._share(parent)

    def _share(self, parent: Document) -> None:
        self.origin = parent.origin
        self.budget = parent.budget
        self.ids = parent.ids
        self.footnotes = Footnotes()
        self.id_counts = parent.id_counts
        self.problems = parent.problems
        self.inclusions = parent.inclusions
        self.unset = parent.unset
        kind = parent.doctype
        self.attributes = parent.attributes.inside(
            ("doctype", f"doctype-{kind}", f"backend-html5-doctype-{kind}", "doctitle")
        )

    # -- attributes ----------------------------------------------------------------------------------------------------

    def attribute(self, name: str, version: int | None = None) -> str | None:
        """The value of an attribute in a state (default: at the end of the document)."""
        return self.attributes.get(name, version)

    def set_attribute(self, name: str, value: str | None) -> None:
        """Set (None: unset) an attribute from here on, unless it was locked from outside."""
        if name in self.attributes.locked:
            return
        if value is not None and len(value) > MAX_VALUE:  # an entry's value was cut where the entry stands
            self.report_line(Code.ATTRIBUTE_VALUE, too_long(name), len(self.origin) - 1)
            value = value[:MAX_VALUE]
        self.attributes.set(name, value)

    def counter(self, name: str, seed: str | None) -> str:
        """Advance a counter and return its value: the successor of the one before, or the seed (default 1) at first.

        A counter is the whole document's, also where a cell that is a document of its own advances it. One whose
        attribute was given from outside counts on from that, and leaves the attribute as it is.
        """
        chain: list[Document] = [self]
        while (outer := chain[-1].parent) is not None:
            chain.append(outer)
        top = chain[-1]
        value = next_count(top.locked_counters.get(name) or top.attributes.get(name), seed)
        if name in top.attributes.locked:
            top.locked_counters[name] = value
            return value
        for document in chain:
            document.set_attribute(name, value)
        return value

    def spend(self, characters: int) -> bool:
        """Take from what attribute values may add to the document; False where nothing is left."""
        return self.budget.spend(characters)

    def note_entry(self, entry: AttributeEntry) -> None:
        """Keep an attribute entry of the header."""
        if self.header is not None and not self.ready:
            self.header.note(entry)

    def substitute(self, raw: str, ref: int, missing: str | None = None, report: bool = False) -> str:
        """Replace the attribute references in a directive's or an attribute line's text.

        ``missing``: what becomes of those that are not set, in place of what ``attribute-missing`` says. ``report``:
        they are trouble.
        """
        note = self._noting(raw, ref) if report else None
        return inlines.substitute_attributes(raw, self, LATEST, missing, note)

    def trace(self, raw: str, ref: int, report: bool = True) -> tuple[str, list[tuple[int, int]]]:
        """As :meth:`substitute`, with the part of ``raw`` that each character stands for."""
        return inlines.trace_attributes(raw, self, LATEST, self._noting(raw, ref) if report else None)

    def _noting(self, raw: str, ref: int) -> Callable[[Code, str, int, int, Severity, str], None]:
        """What records trouble between two offsets of a part of a line."""
        begin = max(self.origin.line(ref).find(raw) - self.origin.shift_of.get(ref, 0), 0) + 1

        def note(code: Code, message: str, start: int, end: int, severity: Severity, hint: str) -> None:
            self.report_line(code, message, ref, begin + start, begin + end - 1, severity=severity, hint=hint)

        return note

    def pass_subs(self, spec: str) -> Subs:
        """The substitutions that a pass macro names ('' : none)."""
        return inlines.resolve_subs(spec, inline=True) if spec else ()

    # -- texts and blocks ----------------------------------------------------------------------------------------------

    def text(self, raw: str, refs: Sequence[int], subs: Subs = NORMAL, cols: Sequence[int] | None = None) -> InlineText:
        """A text with the attributes that are in force now: those that the texts before it set included."""
        if self.pending and "{" in raw and not self.held:
            self.settle()
        text = InlineText(raw, refs, self, self.attributes.version, subs, cols)
        if "{" in raw and ("{set:" in raw or "{counter" in raw):
            self.pending.append(text)
        return text

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Let no text be read early while it may still become part of another one."""
        self.held += 1
        yield
        self.held -= 1

    def forget(self, text: InlineText | None) -> None:
        """Drop a text that became part of another one, or whose place another one took."""
        self.pending = [other for other in self.pending if other is not text]

    def settle(self) -> None:
        """Parse the texts so far that change attributes, so that what follows sees the change."""
        pending, self.pending = self.pending, []
        for text in pending:
            text.version = LATEST
            text.inlines  # noqa: B018

    def parse_inlines(self, text: InlineText) -> list[Inline]:
        """The inline nodes of a text of this document."""
        return inlines.parse(text)

    def read_blocks(self, cur: Cursor) -> list[Block]:
        """The blocks of a run of lines."""
        return rules.read_blocks(self, cur)

    def read_item(self, cur: Cursor, kind: str, text_only: bool, join: Join | None) -> list[Block]:
        """The blocks of a list item."""
        return rules.read_item(self, cur, kind, text_only, join)

    def inner(self, lines: list[str], refs: list[int], depth: int) -> Document:
        """Parse lines as a document of their own inside this one (a table's cell), ``depth`` blocks deep."""
        if not self.held:
            self.settle()
        document = Document(self.path, self.settings, self)
        outer, above = 0, self.parent
        while above is not None:
            outer, above = outer + 1, above.parent
        if outer >= _MAX_INNER or depth > MAX_DEPTH:
            message = f"tables nested more than {_MAX_INNER} deep, or in blocks more than {MAX_DEPTH} deep"
            self.report_line(Code.NESTING_TOO_DEEP, message, refs[0])
            return document
        document._body(Reader(document, lines, refs, self._path()), depth)
        return document

    def read_all(self) -> None:
        """Parse every text, in document order, so that all problems are known."""
        for visit in self.walk_texts():
            visit.text.inlines  # noqa: B018

    @property
    def ready(self) -> bool:
        """Whether the header has been read."""
        return self.header_version > 0

    # -- trouble -------------------------------------------------------------------------------------------------------

    def report(
        self,
        code: Code,
        message: str,
        text: InlineText,
        start: int,
        end: int,
        severity: Severity = OF_CODE,
        hint: str = "",
    ) -> None:
        """Record trouble between two offsets of a text."""
        ref, _ = text.position(start)
        span = text.span(start, end)
        self.problems.append(Problem(code, message, span, severity, hint, self.origin.include_stack(ref)))

    def report_line(
        self,
        code: Code,
        message: str,
        ref: int,
        col: int = 1,
        end_col: int = 0,
        *,
        severity: Severity = OF_CODE,
        hint: str = "",
    ) -> None:
        """Record trouble in a line, from a column up to another one (included; 0: to the line's end)."""
        origin = self.origin
        last = end_col or max(len(origin.line(ref)) - origin.shift_of.get(ref, 0), col)
        span = Span(origin.place(ref, col), origin.place(ref, last))
        self.problems.append(Problem(code, message, span, severity, hint, origin.include_stack(ref)))

    # -- files ---------------------------------------------------------------------------------------------------------

    def _path(self) -> Path | None:
        return None if self.path.startswith("<") else Path(self.path)

    def include_root(self) -> Path | None:
        """The directory that includes must not leave (None: nothing can be included).

        A page of an Antora component may include what is in the component's other folders.
        """
        path = self._path()
        if path is None or self.settings.root is not None:
            return self.settings.root
        return component_root(path, self.settings.files) or path.parent

    def included(self, path: Path, ref: int) -> None:
        """Take note of a file that was brought in."""
        self.inclusions.append(Inclusion(path, Span(self.origin.place(ref, 1), self.origin.place(ref, 1))))

    # -- reading -------------------------------------------------------------------------------------------------------

    def _read(self, text: str, trouble: list[Trouble]) -> None:
        lines, refs = load(self, text, self.path, trouble)
        self._body(Reader(self, lines, refs, self._path()))

    def _body(self, reader: Reader, depth: int = 0) -> None:
        cur = Cursor.over(reader, depth, loose=self.legacy)
        self.header = header = Header()
        meta = read_header(self, cur, header)
        self._doctype()
        if header.id is not None:
            self.id, self.explicit_id = header.id, True
            self.ids.setdefault(header.id, self)
        if self.doctype == "manpage" and not self.nested:
            meta = read_manpage_header(self, cur, self.attribute("doctitle"), header.ref) or meta
        self.header_version = self.attributes.version
        if self.doctype == "inline":
            self._inline_only(cur)
        else:
            SectionReader(self, cur, self, self.title is not None).read(meta)
        self.ref, self.col, self.end_ref, self.end_col = reader.extent()
        self.pending = []  # texts that no block took

    def _doctype(self) -> None:
        self.doctype = self.attribute("doctype") or "article"
        self.attributes.set("doctype", self.doctype)
        self.set_attribute(f"doctype-{self.doctype}", "")
        self.set_attribute(f"backend-html5-doctype-{self.doctype}", "")

    def _inline_only(self, cur: Cursor) -> None:
        """A document of the type inline: its first paragraph alone."""
        meta = read_metadata(self, cur)
        if cur.peek():
            block = rules.read_block(self, cur, meta)
            self.blocks = [block] if block is not None else []


def parse(text: str | bytes, path: str = "<string>", settings: Settings | None = None) -> Document:
    """Read a document from its text. ``path``: its name in places, and where relative includes start from.

    Never raises on input: what is wrong is in ``problems``.
    """
    document = Document(path, settings or Settings())
    source, trouble = (text, []) if isinstance(text, str) else decode(text)
    document._read(source, trouble)
    return document


def parse_text(text: str, path: str = "<string>", settings: Settings | None = None) -> InlineText:
    """Read running text alone: no blocks, no directives. ``doc`` of the result knows its places and problems."""
    document = Document(path, settings or Settings())
    lines, refs = load(document, text.rstrip("\n"), path, [])
    return document.text("\n".join(lines), refs)


def parse_file(path: Path, settings: Settings | None = None) -> Document:
    """Read a document from a file. Raises OSError where the file itself cannot be read."""
    settings = settings or Settings()
    return parse(settings.files.read(path), str(path), settings)
