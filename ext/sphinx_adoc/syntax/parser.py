"""Reading a document: what the parser of blocks needs while it fills the tree, and the finished tree does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code

from . import inlines
from .antora import component_root
from .attributes import LATEST, AttributeStore
from .blocks import rules
from .blocks.content import MAX_DEPTH
from .blocks.cursor import Cursor
from .blocks.header import read_header
from .blocks.host import Join
from .blocks.manpage import read_manpage_header
from .blocks.metadata import read_metadata
from .blocks.sections import SectionReader
from .reader import Reader, Trouble, load
from .settings import Settings, initial_attributes
from .source import Origin, Span
from .text_host import TextHost
from .tree import NORMAL, AttributeEntry, Block, Document, Footnotes, Header, Inclusion, InlineText, Subs

_MAX_INNER: Final = 8
Pause = Callable[[Reader, SectionReader, list[AttributeEntry]], bool]


class DocumentParser:
    """Reads one document into ``document``; a table's cell that is a document has a parser of its own inside ``outer``.

    ``host``: what the texts keep for the time after that. ``id_counts``: how often each generated id was asked for.
    ``pending``: texts that change attributes or have footnotes and are not parsed yet; ``changing``: at least one of
    them changes attributes. While ``held`` is not 0 they wait.
    """

    def __init__(self, path: str, settings: Settings, outer: DocumentParser | None = None) -> None:
        self.settings = settings
        self.outer = outer
        self.nested = outer is not None
        self.document: Document = _new(path, settings) if outer is None else _new_inside(outer.document)
        self.host: TextHost = TextHost(self.document, outer.host if outer is not None else None)
        self.document.host = self.host
        self.attributes = self.document.attributes
        self.footnotes = self.document.footnotes
        self.ids = self.document.ids
        self.origin = self.document.origin
        self.references = self.host.references
        self.footnote_numbers = self.host.footnote_numbers
        self.block_macros = settings.block_macros
        self.styles = settings.styles
        self.legacy = self.host.legacy
        self.id_counts: dict[str, int] = outer.id_counts if outer is not None else {}
        self.pending: list[InlineText] = []
        self.changing = False
        self.held = 0
        self.attribute = self.attributes.get
        self.set_attribute = self.host.set_attribute
        self.counter = self.host.counter
        self.report_line = self.document.report_line

    # -- reading -------------------------------------------------------------------------------------------------------

    def read(self, text: str, trouble: list[Trouble], pause: Pause | None = None) -> None:
        """Read the document. ``trouble``: what decoding it gave. ``pause``: called where :meth:`SectionReader.read`
        says; then what can only be known at the end (footnotes' numbers, words of references) is left to the caller.
        """
        lines, refs = load(self, text, self.document.path, trouble)
        self._read_body(Reader(self, lines, refs, self._path()), pause=pause)

    def read_text(self, text: str) -> InlineText:
        """Read running text alone: no blocks, no directives."""
        lines, refs = load(self, text, self.document.path, [])
        made = self.text("\n".join(lines), refs)
        self.footnote_numbers.finish(self.document)
        self.references.finish()
        return made

    def _read_body(self, reader: Reader, depth: int = 0, pause: Pause | None = None) -> None:
        document = self.document
        cur = Cursor.of_reader(reader, depth, loose=self.legacy)
        document.header = header = Header()
        meta = read_header(self, cur, header)
        self._read_doctype()
        if header.id is not None:
            document.id, document.explicit_id = header.id, True
            self.ids.setdefault(header.id, document)
        if document.doctype == "manpage" and not self.nested:
            meta = read_manpage_header(self, cur, self.attribute("doctitle"), header.ref) or meta
        document.header_version = self.attributes.version
        if document.doctype == "inline":
            self._read_one_paragraph(cur)
        else:
            sections = SectionReader(self, cur, document, has_header=document.title is not None)
            sections.read(meta, partial(pause, reader, sections) if pause is not None else None)
        document.ref, document.col, document.end_ref, document.end_col = reader.extent()
        if not self.nested and pause is None:
            self.footnote_numbers.finish(self.document)
            self.references.finish()

    def _read_doctype(self) -> None:
        doctype = self.attribute("doctype") or "article"
        self.document.doctype = doctype
        self.attributes.set("doctype", doctype)
        self.set_attribute(f"doctype-{doctype}", "")
        self.set_attribute(f"backend-html5-doctype-{doctype}", "")

    def _read_one_paragraph(self, cur: Cursor) -> None:
        """A document of the type inline: its first paragraph alone."""
        meta = read_metadata(self, cur)
        if cur.peek():
            block = rules.read_block(self, cur, meta)
            if block is not None:
                self.document.blocks = [block]
                self.footnote_numbers.note_block(block)

    def note_entry(self, entry: AttributeEntry) -> None:
        """Keep an attribute entry of the header."""
        document = self.document
        if document.header is not None and document.header_version == 0:
            document.header.note(entry)

    # -- blocks --------------------------------------------------------------------------------------------------------

    def read_blocks(self, cur: Cursor) -> list[Block]:
        """Return the blocks of a run of lines."""
        return rules.read_blocks(self, cur)

    def read_item(self, cur: Cursor, kind: str, *, text_only: bool, join: Join | None) -> list[Block]:
        """Return the blocks of a list item."""
        return rules.read_item(self, cur, kind, text_only=text_only, join=join)

    def inner(self, lines: list[str], refs: list[int], depth: int) -> Document:
        """Parse lines as a document of their own inside this one (a table's cell), ``depth`` blocks deep."""
        if not self.held:
            self.settle()
        parser = DocumentParser(self.document.path, self.settings, self)
        outer, above = 0, self.outer
        while above is not None:
            outer, above = outer + 1, above.outer
        if outer >= _MAX_INNER or depth > MAX_DEPTH:
            message = f"tables nested more than {_MAX_INNER} deep, or in blocks more than {MAX_DEPTH} deep"
            self.report_line(Code.NESTING_TOO_DEEP, message, refs[0])
        else:
            parser._read_body(Reader(parser, lines, refs, self._path()), depth)
        return parser.document

    # -- texts ---------------------------------------------------------------------------------------------------------

    def text(self, raw: str, refs: Sequence[int], subs: Subs = NORMAL, cols: Sequence[int] | None = None) -> InlineText:
        """Return a text with the attributes that are in force now: those that the texts before it set included."""
        has_attributes = "{" in raw
        if has_attributes and self.changing and not self.held:
            self.settle()
        text = InlineText(raw, refs, self.host, self.attributes.version, subs, cols=cols)
        waits = has_attributes and _changes_attributes(raw)
        self.changing = self.changing or waits
        if "[" in raw:  # most texts have no macro
            waits = self._note_macros(text) or waits
        if waits:
            self.pending.append(text)
        return text

    def _note_macros(self, text: InlineText) -> bool:
        """Take note of a text that may have footnotes or anchors; return whether it waits for what comes."""
        raw = text.raw
        if "[[" in raw or "anchor:" in raw:
            self.references.note(text)
        if "footnote" not in raw:
            return False
        self.footnote_numbers.note()
        return True  # parsed with those in order, since a footnote can be called by its name further on

    def title(self, raw: str, refs: Sequence[int], cols: Sequence[int] | None = None) -> InlineText:
        """Return a text that is a title: what it refers to is resolved once the document has been read."""
        text = self.text(raw, refs, NORMAL, cols)
        self.references.note_title(text)
        return text

    def forget(self, text: InlineText | None) -> None:
        """Drop a text that became part of another one, or whose place another one took."""
        if text is None:
            return
        if self.pending:
            self.pending = [other for other in self.pending if other is not text]
        self.references.forget(text)

    def settle(self) -> None:
        """Parse the texts so far that change attributes, so that what follows sees the change."""
        if not self.changing:
            return
        pending, self.pending, self.changing = self.pending, [], False
        for text in pending:
            if _changes_attributes(text.raw):
                text.version = LATEST
            text.inlines  # noqa: B018

    # -- attribute references in lines ---------------------------------------------------------------------------------

    def substitute(self, raw: str, ref: int, missing: str | None = None, *, report: bool = False) -> str:
        """Replace the attribute references in a directive's or an attribute line's text.

        ``missing``: what becomes of those that are not set, in place of what ``attribute-missing`` says. ``report``:
        they are trouble.
        """
        note = self.document.note_at(raw, ref) if report else None
        return inlines.substitute_attributes(raw, self.host, LATEST, missing, note)

    def trace(self, raw: str, ref: int, *, report: bool = True) -> tuple[str, list[tuple[int, int]]]:
        """As :meth:`substitute`, with the part of ``raw`` that each character stands for."""
        note = self.document.note_at(raw, ref) if report else None
        return inlines.trace_attributes(raw, self.host, LATEST, note)

    def pass_subs(self, spec: str) -> Subs:
        """Return the substitutions that a pass macro names ('' : none)."""
        return inlines.resolve_subs(spec, inline=True) if spec else ()

    # -- files ---------------------------------------------------------------------------------------------------------

    def _path(self) -> Path | None:
        path = self.document.path
        return None if path.startswith("<") else Path(path)

    def include_root(self) -> Path | None:
        """Return the directory that includes must not leave (None: nothing can be included).

        A page of an Antora component may include what is in the component's other folders.
        """
        path = self._path()
        if path is None or self.settings.root is not None:
            return self.settings.root
        return component_root(path, self.settings.files) or path.parent

    def included(self, path: Path, ref: int) -> None:
        """Take note of a file that was brought in."""
        place = self.origin.place(ref, 1)
        self.document.inclusions.append(Inclusion(path, Span(place, place), ref, self.attributes.version))


def _changes_attributes(raw: str) -> bool:
    return "{set:" in raw or "{counter" in raw


def _new(path: str, settings: Settings) -> Document:
    values, locked = initial_attributes(settings, path)
    return Document(
        0, path=path, settings=settings, origin=Origin(), attributes=AttributeStore(values, locked),
        footnotes=Footnotes(), ids={}, problems=[], inclusions=[],
    )  # fmt: skip


def _new_inside(outer: Document) -> Document:
    """A document in a table's cell: all but footnotes and attributes is that of the one around it."""
    kind = outer.doctype
    own = ("doctype", f"doctype-{kind}", f"backend-html5-doctype-{kind}", "doctitle")
    return Document(
        0, path=outer.path, settings=outer.settings, origin=outer.origin, attributes=outer.attributes.inside(own),
        footnotes=Footnotes(), ids=outer.ids, problems=outer.problems, inclusions=outer.inclusions, parent=outer,
    )  # fmt: skip
