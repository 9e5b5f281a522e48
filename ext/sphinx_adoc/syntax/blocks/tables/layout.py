"""Laying cells into rows: repeated cells, spans over columns and rows, rows that end where the columns do."""

from __future__ import annotations

from sphinx_adoc.syntax.nodes import Column

from .cells import RawCell

Row = list[tuple[RawCell, Column]]


class Layout:
    """Places cells one after another.

    Without explicit columns there are as many as are taken up by the cells that stand before a second line that begins
    with a separator. ``too_wide``: cells that did not
    fit; ``left_over``: those of a last row that is not full.
    """

    def __init__(self, columns: list[Column], explicit: bool, one_line_rows: bool) -> None:
        self.columns = columns
        self.explicit = explicit
        self.one_line_rows = one_line_rows
        self.rows: list[Row] = []
        self.too_wide: list[RawCell] = []
        self.left_over: list[RawCell] = []
        self._row: Row = []
        self._used = 0
        self._spanned: list[int] = []

    def place(self, cells: list[RawCell]) -> None:
        """Lay all cells."""
        if not self.explicit:
            self.columns = [Column() for _ in range(self._width_of_first_line(cells))]
        for cell in cells:
            for _ in range(cell.spec.repeat):
                self._one(cell)
        self.left_over = [cell for cell, _ in self._row]

    def _width_of_first_line(self, cells: list[RawCell]) -> int:
        width = 0
        for number, cell in enumerate(cells):
            if number and not self.one_line_rows and cell.line_start:
                break
            width += cell.spec.repeat * cell.spec.colspan
            if self.one_line_rows and cell.ends_row:
                break
        return width

    def _one(self, cell: RawCell) -> None:
        taken = self._spanned[0] if self._spanned else 0
        if self._used + taken + cell.spec.colspan > len(self.columns):
            self.too_wide.append(cell)
            if self._row and self._used + taken >= len(self.columns):
                self._end_row()
            return
        column = self.columns[min(len(self._row), len(self.columns) - 1)]
        self._row.append((cell, column))
        self._used += cell.spec.colspan
        if cell.spec.rowspan > 1:
            self._span(cell.spec.rowspan, cell.spec.colspan)
        if self._used + taken == len(self.columns):
            self._end_row()

    def _span(self, rows: int, columns: int) -> None:
        """Take columns of the next rows."""
        while len(self._spanned) < rows:
            self._spanned.append(0)
        for row in range(1, rows):
            self._spanned[row] += columns

    def _end_row(self) -> None:
        self.rows.append(self._row)
        self._row = []
        self._used = 0
        if self._spanned:
            self._spanned.pop(0)
        while self._spanned and self._spanned[0] >= len(self.columns):
            self.rows.append([])
            self._spanned.pop(0)
