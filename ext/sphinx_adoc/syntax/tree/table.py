"""Tables, their columns and cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from .block import Block
from .text import Host, InlineText


class Column:
    """A table's column. ``width``: share in percent. ``halign``: left, center, right; ``valign``: top, middle, bottom.

    ``style``: None, or one of asciidoc, emphasis, header, literal, monospaced, strong, verse.
    """

    __slots__ = ("autowidth", "halign", "style", "valign", "width")

    def __init__(self, width: float = 1, halign: str = "left", valign: str = "top", style: str | None = None) -> None:
        self.width = width
        self.halign = halign
        self.valign = valign
        self.style = style
        self.autowidth = False


class InnerDocument(Host, Protocol):
    """A document inside a table's cell."""

    blocks: list[Block]


class Cell(Block):
    """A table's cell: ``paragraphs`` of text, or with the style asciidoc a whole document in ``inner``.

    ``style``, ``halign``, ``valign``: the cell's own, else its column's. A literal or verse cell has one paragraph.
    """

    __slots__ = ("colspan", "halign", "inner", "paragraphs", "rowspan", "valign")
    name = "cell"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.colspan = 1
        self.rowspan = 1
        self.halign = "left"
        self.valign = "top"
        self.paragraphs: list[InlineText] = []
        self.inner: InnerDocument | None = None

    @property
    def children(self) -> Sequence[Block]:
        """The blocks of the inner document."""
        return self.inner.blocks if self.inner is not None else ()

    def texts(self) -> Iterator[InlineText]:
        """The paragraphs."""
        yield from self.paragraphs


class Table(Block):
    """Rows of cells; ``head``, ``body``, ``foot``: lists of rows.

    ``frame``: all, ends, sides, none; ``grid``: all, rows, cols, none; ``stripes``: none, even, odd, hover, all.
    ``autowidth``: columns as wide as they need.
    """

    __slots__ = ("autowidth", "body", "columns", "delimiter", "foot", "frame", "grid", "head", "stripes")
    name = "table"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.columns: list[Column] = []
        self.head: list[list[Cell]] = []
        self.body: list[list[Cell]] = []
        self.foot: list[list[Cell]] = []
        self.frame = "all"
        self.grid = "all"
        self.stripes = "none"
        self.autowidth = False
        self.delimiter = ""

    @property
    def children(self) -> Sequence[Block]:
        """All cells, row by row."""
        return [cell for rows in (self.head, self.body, self.foot) for row in rows for cell in row]
