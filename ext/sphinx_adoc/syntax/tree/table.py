"""Tables, their columns and cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import declare
from .base import Block
from .document import Document
from .text import InlineText


@dataclass(slots=True, eq=False)
class Column:
    """A table's column. ``width``: share in percent. ``halign``: left, center, right; ``valign``: top, middle, bottom.

    ``style``: None, or one of asciidoc, emphasis, header, literal, monospaced, strong, verse.
    """

    width: float = 1
    halign: str = "left"
    valign: str = "top"
    style: str | None = None
    autowidth: bool = False


@declare.node
class Cell(Block):
    """A table's cell: ``paragraphs`` of text, or with the style asciidoc a whole document in ``inner``.

    ``style``, ``halign``, ``valign``: the cell's own, else its column's. A literal or verse cell has one paragraph.
    """

    name = "cell"
    paragraphs: list[InlineText] = declare.texts("paragraph")
    inner: Document | None = declare.block()
    colspan: int = field(default=1, init=False)
    rowspan: int = field(default=1, init=False)
    halign: str = field(default="left", init=False)
    valign: str = field(default="top", init=False)


@declare.node
class Table(Block):
    """Rows of cells; ``head``, ``body``, ``foot``: lists of rows.

    ``frame``: all, ends, sides, none; ``grid``: all, rows, cols, none; ``stripes``: none, even, odd, hover, all.
    ``autowidth``: columns as wide as they need.
    """

    name = "table"
    columns: list[Column] = field(default_factory=list, init=False)
    head: list[list[Cell]] = declare.rows()
    body: list[list[Cell]] = declare.rows()
    foot: list[list[Cell]] = declare.rows()
    frame: str = field(default="all", init=False)
    grid: str = field(default="all", init=False)
    stripes: str = field(default="none", init=False)
    autowidth: bool = field(default=False, init=False)
    delimiter: str = field(default="", init=False)

    @property
    def rows(self) -> list[list[Cell]]:
        """Return all rows: head, body, foot."""
        return [*self.head, *self.body, *self.foot]
