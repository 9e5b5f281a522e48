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
from dataclasses import replace
from typing import Final

from sphinx_adoc.review.input.lines import Numbers
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place
from sphinx_adoc.syntax.tree import (
    Block,
    BlockMacro,
    Cell,
    Column,
    DescriptionItem,
    Header,
    Heading,
    InlineText,
    Leaf,
    Listing,
    ListItem,
    Literal,
    Open,
    Pass,
    Preamble,
    Section,
    Stem,
    Table,
    Verse,
)

from .cells import cell_names, cell_places, cell_words
from .far_blocks import far_block
from .inline_pieces import feature_name, inline_features, single_blanks, values_of, visible_words, words_of
from .piece import ANCHOR, FORMATTING, NESTING, NOT_INCLUDED, RAW, STRUCTURE, TARGET, CellPlace, Feature, Line, Piece
from .source_lines import UNRESOLVED, header_lines, loose_lines, unresolved, with_directives


def pieces(doc: Document, whole: AbstractSet[str] | None = None, near: Numbers | None = None) -> list[Piece]:
    """Return the pieces of a page: those of its blocks, then the lines that belong to none.

    ``whole``: the files whose texts are read whole, all unless given. Texts of other files, but for titles, are taken
    as they are written: enough to see that they stay, and much faster. ``near``: the lines beside those that change,
    where other blocks than sections may be one piece each.
    """
    reading = _Reading(doc, whole, near)
    reading.read([doc])
    return reading.pieces + reading.loose()


class PiecesOfUnits:
    """The pieces of some units of a document, which is read in parts. ``sections``: the title above each unit, by its
    line; ``above``: the files that what stands above all units includes, and ``begin``: the line of the document's own
    file up to which that goes; ``whole``, ``near``: as in :func:`pieces`.
    """

    def __init__(
        self,
        sections: Mapping[int, str],
        above: AbstractSet[str],
        begin: int,
        whole: AbstractSet[str] | None,
        near: Numbers | None,
    ) -> None:
        self._near = near
        self._sections = sections
        self._above = above
        self._begin = begin
        self._whole = whole
        self._line = -1
        self._reading: _Reading | None = None

    def see(self, line: int, doc: Document, blocks: Sequence[Block]) -> None:
        """Read blocks of a unit, which begins in a line of the document's own file."""
        if self._reading is None:
            self._reading = _Reading(doc, self._whole, self._near)
        if line != self._line:
            self._line, self._reading.section = line, self._sections.get(line, "")
        self._reading.read(blocks)

    def pieces(self) -> list[Piece]:
        """Return the pieces of the blocks, then the lines of none."""
        reading = self._reading
        return [*reading.pieces, *filter(self._is_below, reading.loose())] if reading is not None else []

    def _is_below(self, piece: Piece) -> bool:
        """Whether a line of no block may be of a unit. Those above them had no blocks to belong to."""
        assert self._reading is not None
        path, line = piece.place.path, piece.place.line
        return path not in self._above and (path != self._reading.doc.path or line > self._begin)


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

_NESTED: Final = {"listItem": "item", "dlistItem": "item"}  # what blocks are called that others are inside of
_ABOUT: Final = ("title", "attribution", "citetitle")  # texts that say something of their block
_BEGIN: Final = 60  # characters of a text that is known by them
_ROWS: Final = ("header", "noheader", "footer", "autowidth")  # options of tables that have fields of their own
_TEXTS: Final = {"title": "caption", "paragraph": "cell"}  # what a text is called that is not the main one of its block
_OWNER: Final = re.compile(
    r"\s*\[\[?[\w .:/@\"'-]+\]\]?\s*"
)  # a line of code from which settings belong to what it names
_SETTING: Final = re.compile(r"\s*[\w.-]+\s*[=:]")


class _Reading:
    """One page, as it is read into pieces."""

    def __init__(self, doc: Document, whole: AbstractSet[str] | None, near: Numbers | None) -> None:
        self.doc = doc
        self._whole = whole
        self._near = near
        self.pieces: list[Piece] = []
        self.section = ""
        self._tables: dict[int, Table] = {}  # of each cell, by its id
        self._numbers: dict[int, CellPlace] = {}  # of each table, and of each cell, by its id
        self._amount = 0  # of tables so far
        self._cells: dict[int, str] = {}  # what is known of cells, of those tables of which one was asked for
        self._covered: set[Line] = set()
        self._within = ""
        self._around = ""

    def read(self, blocks: Sequence[Block]) -> None:
        """Read blocks and all that is in them, in document order."""
        stack: list[tuple[Block, str, str, str]] = [(block, "", "", "") for block in reversed(blocks)]
        while stack:
            block, nesting, within, around = stack.pop()
            self._within, self._around = within, around
            if not nesting and self._near is not None:
                far = far_block(block, self.doc.origin, self._near, self.section)
                if far is not None:
                    self._keep(far)
                    continue
            self._block(block, nesting)
            inner = (
                nesting
                if isinstance(block, Section | Document | Preamble)
                else f"{nesting} > {_NESTED.get(block.name, block.name)}"
            )
            within = _item_words(block) or within
            around = self._where(block) or around
            stack.extend((child, inner, within, around) for child in reversed(block.children))

    def _block(self, block: Block, nesting: str) -> None:
        if isinstance(block, Section):
            self.section = words_of(block.title)
        if isinstance(block, Table):
            self._tables.update((id(cell), block) for row in (*block.body, *block.foot) for cell in row)
            self._count(block)
        main = _main_text(block)
        own = self._lines(block)
        features = [*self._features(block)]
        if nesting:
            features.append(Feature(STRUCTURE, NESTING, nesting.removeprefix(" > "), self._line(block.ref)))
        for label, text in block.content():
            if isinstance(text, InlineText) and text is not main:
                outer, self._within = self._within, _block_words(block) if label in _ABOUT else self._within
                self._add(_TEXTS.get(label, label), block, text, (), frozenset())
                self._within = outer
        if main is None or isinstance(block, Listing | Literal | Stem | Pass):
            self._frame(block, features, own)
        if main is not None and not isinstance(block, Pass):
            self._main(block, main, features, own)

    def _main(self, block: Block, text: InlineText, features: Sequence[Feature], own: frozenset[Line]) -> None:
        if isinstance(block, Listing | Literal | Stem):
            self._code(text)
        else:
            self._within = (_item_words(block) if isinstance(block, DescriptionItem) else "") or self._within
            self._add(_kind(block), block, text, features, own)

    def _frame(self, block: Block, features: list[Feature], own: frozenset[Line]) -> None:
        """A block that says nothing itself, or whose words are pieces of their own."""
        if isinstance(block, Document | Preamble):  # no blocks for a reader
            return
        if isinstance(block, Pass):
            features.append(Feature(RAW, "passthrough block", block.text.raw, self._line(block.ref)))
            own |= self._text_lines(block.text)
        place, cell = block.span(self.doc).start, self._numbers.get(id(block))
        self._keep(Piece(self.section, _called(block), "", "", "", place, tuple(features), own, cell, self._within))

    def _code(self, text: InlineText) -> None:
        """A piece for each line of code, with the callouts in it."""
        origin = self.doc.origin
        stays = self._stays(self._text_lines(text))
        marks = [] if stays else [*inline_features(text)]
        owner = ""
        for number, line in enumerate((text.raw if stays else text.plain).split("\n")):
            ref = text.refs[min(number, len(text.refs) - 1)]
            at = self._line(ref)
            if unresolved(line):
                self._unresolved(origin.place(ref, 1))
                continue
            own = tuple(mark for mark in marks if mark.line == at)
            words = line.rstrip()
            owner = words.strip() if _OWNER.fullmatch(words) else owner
            within = owner if _SETTING.match(words) else ""
            place = origin.place(ref, 1)
            self._keep(Piece(self.section, "line", "", words, words, place, own, frozenset({at}), within=within))

    def _add(
        self, kind: str, block: Block, text: InlineText, features: Sequence[Feature], own: frozenset[Line]
    ) -> None:
        lines = own | self._text_lines(text)
        markup = with_directives(single_blanks(text.raw))
        if unresolved(single_blanks(text.raw)):
            self._unresolved(text.place(0))
            return
        place, cell = text.place(0), self._numbers.get(id(block))
        if kind != "title" and self._stays(lines):
            self._keep(Piece(self.section, kind, "", markup, markup, place, tuple(features), lines, cell, self._within))
            return
        marks = (*features, *inline_features(text))
        said = with_directives(single_blanks(visible_words(text.inlines)))
        where = self._where(block)
        self._keep(Piece(self.section, kind, where, said, markup, place, marks, lines, cell, self._within))

    def _unresolved(self, place: Place) -> None:
        """Where a directive that was not carried out stands in the page; what it says is told as a line of no block."""
        self.pieces.append(
            Piece(self.section, NOT_INCLUDED, "", "", "", place, (), frozenset({(place.path, place.line)}))
        )

    def _stays(self, lines: AbstractSet[Line]) -> bool:
        """Whether lines are those of files whose texts are taken as they are written."""
        return self._whole is not None and all(path not in self._whole for path, _ in lines)

    def _count(self, table: Table) -> None:
        """Give a table and its cells their numbers."""
        number = self._amount
        self._amount += 1
        self._numbers[id(table)] = CellPlace(number)
        self._numbers |= cell_places(table, number)

    def _where(self, block: Block) -> str:
        """The row and the column of a cell."""
        table = self._tables.get(id(block))
        if table is not None and id(block) not in self._cells:
            self._cells |= cell_names(table, self._numbers)
        return self._cells.get(id(block), "")

    def _keep(self, piece: Piece) -> None:
        self._covered |= piece.lines
        self.pieces.append(replace(piece, around=self._around) if self._around else piece)

    def _line(self, ref: int) -> Line:
        return self.doc.origin.path_and_line(ref)

    def _text_lines(self, text: InlineText) -> frozenset[Line]:
        refs = text.refs
        if UNRESOLVED in text.raw:  # such a line is one of no block
            lines = text.raw.split("\n")
            refs = [ref for ref, line in zip(refs, lines, strict=False) if not line.startswith(UNRESOLVED)]
        return frozenset(map(self._line, refs))

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
        for name, value in dict.fromkeys(_own_values(block)):  # a style may name what a field has as well
            if name == "id":
                if block.explicit_id:
                    yield Feature(ANCHOR, "anchor", value, line)
            elif name != "$1":
                yield Feature(
                    TARGET if name == "target" else STRUCTURE, feature_name(_called(block), name), value, line
                )

    # -- lines of no block ---------------------------------------------------------------------------------------------

    def loose(self) -> list[Piece]:
        """The lines that were read and belong to no block."""
        files = {file.path: file.lines for file in self.doc.origin.files}
        read = read_lines(self.doc, files.keys())
        above = header_lines(self.doc)
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


def _own_values(block: Block) -> Iterator[tuple[str, str]]:
    """The values of a block. Whether a table has a header is said of the table, however that was asked for."""
    for name, value in values_of(block):
        if name == "options" and isinstance(block, Table):
            value = " ".join(option for option in value.split() if option not in _ROWS)
        says_the_kind = name == "style" and value.casefold() == getattr(block, "variant", "").casefold()
        if value and not says_the_kind:
            yield name, value


def _item_words(block: Block) -> str:
    """The words of an item that others are inside of: of a description, its terms."""
    if isinstance(block, DescriptionItem):
        return "; ".join(term.raw for term in block.terms)
    return block.principal.raw if isinstance(block, ListItem) and block.principal else ""


def _block_words(block: Block) -> str:
    """What a block is, to know which one a caption is of: where it leads, or how it begins."""
    if isinstance(block, Table):
        first = next((cell for row in block.rows for cell in row), None)
        return f"table {cell_words(first) if first else ''}"
    text = block.text.raw if isinstance(block, Leaf) else ""
    return f"{_called(block)} {getattr(block, 'target', '') or text[:_BEGIN]}"


def _called(block: Block) -> str:
    """What a block is called: a macro by its name, an open block by its style."""
    if isinstance(block, BlockMacro):
        return block.macro
    return (block.style if isinstance(block, Open) else "") or block.name


def _kind(block: Block) -> str:
    if isinstance(block, Section | Heading | Document):
        return "title"
    return "item" if isinstance(block, ListItem) else "cell" if isinstance(block, Cell) else "paragraph"


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
    columns = ", ".join(map(_column_in_words, table.columns))
    yield Feature(STRUCTURE, "table columns", columns, line)
    yield Feature(STRUCTURE, "table header", "yes" if table.head else "no", line)
    yield Feature(STRUCTURE, "table footer", "yes" if table.foot else "no", line)


def _column_in_words(column: Column) -> str:
    """The width of a column, and what else is not as usual."""
    style = column.style if column.style not in (None, "", "default", "d") else ""
    others = (column.halign if column.halign != "left" else "", column.valign if column.valign != "top" else "", style)
    return " ".join(filter(None, (f"{column.width:.4g} %", *others)))
