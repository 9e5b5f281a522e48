"""A page as its pieces, in the order in which they are read: what each says, and what else there is to it.

A piece is a title, a paragraph, an item, a cell, a line of code, or a block that says nothing itself. Its ``text`` is
what a reader sees; its features are all else that the source says about it: where links lead, the kind of an
admonition, the columns of a table, raw output. Lines of the source that belong to no block, such as attribute entries
and directives, are pieces too. So two pages with the same pieces are the same page, and every line that was read is
part of a piece, or is blank or a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import (
    Block,
    BlockMacro,
    Callout,
    Cell,
    Header,
    Heading,
    Inline,
    InlineText,
    Leaf,
    Listing,
    ListItem,
    Literal,
    Open,
    Pass,
    Preamble,
    Raw,
    Section,
    Stem,
    Table,
    Text,
    Verse,
    Xref,
    plain_text,
    walk_inlines,
)

from .piece import ANCHOR, FORMATTING, RAW, STRUCTURE, TARGET, Feature, Line, Piece
from .source_lines import loose_lines


def pieces(doc: Document, whole: AbstractSet[str] | None = None) -> list[Piece]:
    """Return the pieces of a page: those of its blocks, then the lines that belong to none.

    ``whole``: the files whose texts are read whole, all unless given. Texts of other files, but for titles, are taken
    as they are written: enough to see that they stay, and much faster.
    """
    reading = _Reading(doc, whole)
    reading.read()
    return reading.pieces + reading.loose()


def read_lines(doc: Document, files: AbstractSet[str]) -> set[Line]:
    """Return those lines of some files that a page is made of: that were read, and not left out by a condition or the
    selection of an include.
    """
    origin = doc.origin
    wanted = {number for number, file in enumerate(origin.files) if file.path in files}
    return {
        (origin.files[file].path, line)
        for ref, (file, line) in enumerate(zip(origin.file_of, origin.line_of, strict=True))
        if file in wanted and ref not in origin.left_out
    }


# -- blocks ------------------------------------------------------------------------------------------------------------

_POSITIONS: Final = frozenset({  # where something stands or how it is written, not what it is
    "ref", "col", "end_ref", "end_col", "version", "meta", "start", "end", "target_start", "target_end", "delimiter",
    "form", "marker", "bare", "explicit_id", "guard", "macro",
})  # fmt: skip
_COUNTED: Final = frozenset({"number", "numeral", "ordinal", "trail", "caption", "label"})  # follow from what is above
_TEXTS: Final = {"title": "caption", "paragraph": "cell"}  # what a text is called that is not the main one of its block
_SAID_ELSEWHERE: Final = frozenset(
    {"id", "role", "options", "opts", "title", "attribution", "citetitle", "reftext", "cols"}
)
_OWN: Final = frozenset({"id", "role"})  # of inline nodes
_NAMES: Final = {"variant": "kind", "sectname": "kind", "attrs": "", "value": ""}


class _Reading:
    """One page, as it is read into pieces."""

    def __init__(self, doc: Document, whole: AbstractSet[str] | None) -> None:
        self.doc = doc
        self._whole = whole
        self.pieces: list[Piece] = []
        self.section = ""
        self._cells: dict[int, str] | None = None  # found when a cell is first read whole
        self._covered: set[Line] = set()

    def read(self) -> None:
        """Read all blocks, in document order."""
        stack: list[tuple[Block, str]] = [(self.doc, "")]
        while stack:
            block, nesting = stack.pop()
            self._block(block, nesting)
            inner = nesting if isinstance(block, Section | Document | Preamble) else f"{nesting}/{block.name}"
            stack.extend((child, inner) for child in reversed(block.children))

    def _block(self, block: Block, nesting: str) -> None:
        if isinstance(block, Section):
            self.section = words_of(block.title)
        main = _main_text(block)
        own = self._lines(block)
        features = [*self._features(block)]
        if nesting:
            features.append(Feature(STRUCTURE, "nesting", nesting.removeprefix("/"), self._line(block.ref)))
        for label, text in block.content():
            if isinstance(text, InlineText) and text is not main:
                self._add(_TEXTS.get(label, label), block, text, (), frozenset())
        if main is None or isinstance(block, Listing | Literal | Stem | Pass):
            self._frame(block, features, own)
        if main is not None and not isinstance(block, Pass):
            self._main(block, main, features, own)

    def _main(self, block: Block, text: InlineText, features: Sequence[Feature], own: frozenset[Line]) -> None:
        if isinstance(block, Listing | Literal | Stem):
            self._code(text)
        else:
            self._add(_kind(block), block, text, features, own)

    def _frame(self, block: Block, features: list[Feature], own: frozenset[Line]) -> None:
        """A block that says nothing itself, or whose words are pieces of their own."""
        if isinstance(block, Document | Preamble):  # no blocks for a reader
            return
        if isinstance(block, Pass):
            features.append(Feature(RAW, "passthrough block", block.text.raw, self._line(block.ref)))
            own |= self._text_lines(block.text)
        self._keep(Piece(self.section, _called(block), "", "", "", block.span(self.doc).start, tuple(features), own))

    def _code(self, text: InlineText) -> None:
        """A piece for each line of code, with the callouts in it."""
        origin = self.doc.origin
        stays = self._stays(self._text_lines(text))
        marks = [] if stays else [*_inline_features(text)]
        for number, line in enumerate((text.raw if stays else text.plain).split("\n")):
            ref = text.refs[min(number, len(text.refs) - 1)]
            at = self._line(ref)
            own = tuple(mark for mark in marks if mark.line == at)
            words = line.rstrip()
            self._keep(Piece(self.section, "line", "", words, words, origin.place(ref, 1), own, frozenset({at})))

    def _add(
        self, kind: str, block: Block, text: InlineText, features: Sequence[Feature], own: frozenset[Line]
    ) -> None:
        lines = own | self._text_lines(text)
        markup = single_blanks(text.raw)
        if kind != "title" and self._stays(lines):
            self._keep(Piece(self.section, kind, "", markup, markup, text.place(0), tuple(features), lines))
            return
        marks = (*features, *_inline_features(text))
        said = single_blanks(_said(text.inlines))
        self._keep(Piece(self.section, kind, self._where(block), said, markup, text.place(0), marks, lines))

    def _stays(self, lines: AbstractSet[Line]) -> bool:
        """Whether lines are those of files whose texts are taken as they are written."""
        return self._whole is not None and all(path not in self._whole for path, _ in lines)

    def _where(self, block: Block) -> str:
        """The row and the column of a cell."""
        if not isinstance(block, Cell):
            return ""
        if self._cells is None:
            self._cells = _cells(self.doc)
        return self._cells.get(id(block), "")

    def _keep(self, piece: Piece) -> None:
        self._covered |= piece.lines
        self.pieces.append(piece)

    def _line(self, ref: int) -> Line:
        return self.doc.origin.path_and_line(ref)

    def _text_lines(self, text: InlineText) -> frozenset[Line]:
        return frozenset(map(self._line, text.refs))

    def _lines(self, block: Block) -> frozenset[Line]:
        """The lines of a block that are not those of its texts or of the blocks inside."""
        refs = [*range(block.meta.ref, block.meta.end_ref + 1)] if block.meta else []
        if not isinstance(block, Document) and not (isinstance(block, Cell) and block.inner):
            refs.append(block.ref)
        if getattr(block, "delimiter", ""):
            refs.append(block.end_ref)
        if isinstance(block, Document | Section | Heading) and block.title:
            refs += [ref + 1 for ref in block.title.refs if not self.doc.origin.line(ref).startswith(("=", "#"))]
        return frozenset(map(self._line, refs))

    def _features(self, block: Block) -> Iterator[Feature]:
        """What there is to a block that is no text: its values, each under the name of its field."""
        line = self._line(block.ref)
        if isinstance(block, Document) and block.header:
            yield from _header_features(block.header, line)
        if isinstance(block, Table):
            yield from _table_features(block, line)
        if isinstance(block, Verse):
            yield Feature(FORMATTING, "lines of the verse", _lines_of(block.text), line)
        for name, value in _values(block):
            if name == "id":
                if block.explicit_id:
                    yield Feature(ANCHOR, "anchor", value, line)
            elif name not in ("$1", "id"):
                yield Feature(TARGET if name == "target" else STRUCTURE, _label(_called(block), name), value, line)

    # -- lines of no block ---------------------------------------------------------------------------------------------

    def loose(self) -> list[Piece]:
        """The lines that were read and belong to no block."""
        files = {file.path: file.lines for file in self.doc.origin.files}
        read = read_lines(self.doc, files.keys())
        header = self.doc.header
        above = {*map(self._line, range(header.ref, header.end_ref + 1))} if header and header.ref >= 0 else set()
        return [
            piece for path, lines in files.items() for piece in loose_lines(path, lines, read, self._covered, above)
        ]


def _main_text(block: Block) -> InlineText | None:
    """The text that a block is there for, if it has one."""
    if isinstance(block, Document | Section | Heading):
        return block.title
    if isinstance(block, Leaf):
        return block.text
    if isinstance(block, ListItem):
        return block.principal
    return block.paragraphs[0] if isinstance(block, Cell) and block.paragraphs else None


def _called(block: Block) -> str:
    """What a block is called: a macro by its name, an open block by its style."""
    if isinstance(block, BlockMacro):
        return block.macro
    return (block.style if isinstance(block, Open) else "") or block.name


def _kind(block: Block) -> str:
    if isinstance(block, Section | Heading | Document):
        return "title"
    return "item" if isinstance(block, ListItem) else "cell" if isinstance(block, Cell) else "paragraph"


def _values(node: Block | Inline) -> Iterator[tuple[str, str]]:
    """The values of a node that say what it is, by the names of their fields."""
    if isinstance(node, Document):  # the others are how it is being read
        yield "doctype", node.doctype
        return
    for field in node.values:
        counted = field.name in _COUNTED and not isinstance(node, Callout)
        if field.name not in _POSITIONS and not counted:
            yield from _plain(
                field.name, getattr(node, field.name), _SAID_ELSEWHERE if isinstance(node, Block) else _OWN
            )


def _plain(name: str, value: Any, left_out: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """A value as text, if it is plain data and says something. ``left_out``: keys that fields of their own have."""
    if isinstance(value, Mapping):
        for key, inner in sorted(value.items()):
            if not str(key).startswith("$") and key not in left_out:
                yield from _plain(str(key), inner, left_out)
    elif isinstance(value, tuple | list):
        if value and all(isinstance(inner, str) for inner in value):
            yield name, " ".join(value)
    elif isinstance(value, bool):
        if value:
            yield name, "yes"
    elif isinstance(value, str | int | float) and value != "":
        yield name, str(value)


def _label(block: str, name: str) -> str:
    return f"{block} {_NAMES.get(name, name)}".strip()


def _lines_of(text: InlineText) -> str:
    """The words of a text whose lines and indentation are shown, in one line."""
    lines = text.plain.split("\n")
    return " / ".join("." * (len(line) - len(line.lstrip())) + single_blanks(line) for line in lines)


def _header_features(header: Header, line: Line) -> Iterator[Feature]:
    """The id and the roles of the page itself."""
    if header.id:
        yield Feature(ANCHOR, "anchor", header.id, line)
    if header.roles:
        yield Feature(STRUCTURE, "page role", " ".join(header.roles), line)


def _table_features(table: Table, line: Line) -> Iterator[Feature]:
    columns = ", ".join(
        f"{column.width:g}{column.halign[0]}{column.valign[0]}{(column.style or ' ')[0].strip()}"
        for column in table.columns
    )
    yield Feature(STRUCTURE, "table columns", columns, line)
    yield Feature(STRUCTURE, "table header", "yes" if table.head else "no", line)
    yield Feature(STRUCTURE, "table footer", "yes" if table.foot else "no", line)


_WORD: Final = re.compile(r"[^ \t\n\r\f\v]+")

# -- texts -------------------------------------------------------------------------------------------------------------


def _inline_features(text: InlineText) -> Iterator[Feature]:
    """What there is to a text that is no word: formatting, targets, raw output, anchors, marks."""
    origin = text.doc.origin
    for node in walk_inlines(text.inlines):
        if isinstance(node, Text):
            continue
        line = origin.path_and_line(text.position(node.start)[0])
        if isinstance(node, Raw):
            yield Feature(RAW, "passthrough", node.value, line)
            continue
        said = single_blanks(plain_text(node.children)) if node.children else ""
        kind = getattr(node, "variant", node.name)
        if not hasattr(node, "target"):
            yield Feature(FORMATTING, str(kind), said, line)
        for name, value in _values(node):
            if name == "target":
                yield Feature(TARGET, node.name, value, line)
            elif name == "id":
                yield Feature(ANCHOR, "anchor", value, line)
            elif name not in ("variant", "path", "fragment"):
                yield Feature(STRUCTURE, _label(str(kind), name), value, line)


def _said(nodes: Sequence[Inline]) -> str:
    """The visible words; a cross-reference without any of its own says what it points at."""
    return "".join(
        f"<{node.target}>" if isinstance(node, Xref) and not node.children
        else _said(node.children) if node.children
        else plain_text([node])
        for node in nodes
    )  # fmt: skip


def single_blanks(text: str) -> str:
    """Return a text with single blanks, as it is read. One that keeps words together is a character of its own."""
    return " ".join(_WORD.findall(text))


def words_of(text: InlineText) -> str:
    """Return the visible words of a text, in one line."""
    return single_blanks(text.plain)


def _cells(doc: Document) -> dict[int, str]:
    """For each cell of a table (by ``id``) what its row begins with and its column is called."""
    names_of: dict[int, str] = {}
    for table in (block for block in doc.walk() if isinstance(block, Table)):
        names = [_cell_words(cell) for cell in table.head[-1]] if table.head else []
        for number, row in enumerate((*table.body, *table.foot), 1):
            first = _cell_words(row[0]) if row else ""
            for column, cell in enumerate(row):
                called = names[column] if column < len(names) and names[column] else str(column + 1)
                names_of[id(cell)] = f"row '{first or number}', column '{called}'"
    return names_of


def _cell_words(cell: Cell) -> str:
    return " ".join(words_of(text) for text in cell.paragraphs)
