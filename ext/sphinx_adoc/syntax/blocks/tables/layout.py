"""Laying cells into rows: repeated cells, spans over columns and rows, rows that end where the columns do."""

from __future__ import annotations

from typing import Final

from sphinx_adoc.syntax.tree import Column

from .cells import RawCell

Row = list[tuple[RawCell, Column]]
_MAX_EMPTY: Final = 16  # rows in which cells from above leave no place, one after another; more say nothing


class Layout:
    """Places cells one after another.

    Without explicit columns there are as many as are taken up by the cells that stand before a second line that begins
    with a separator. ``too_wide``: cells that did not
    fit; ``left_over``: those of a last row that is not full.
    """

    def __init__(self, columns: list[Column], *, explicit: bool, one_line_rows: bool) -> None:
        self.columns = columns
        self.explicit = explicit
        self.one_line_rows = one_line_rows
        self.rows: list[Row] = []
        self.too_wide: list[RawCell] = []
        self.left_over: list[RawCell] = []
        self._row: Row = []
        self._used = 0
        self._taken = 0  # columns of this row that cells of rows above span
        self._begins = 0  # columns that this row's cells span from the next row on
        self._ends: dict[int, int] = {}  # number of a row -> columns that are free again there
        self._number = 0

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
        taken = self._taken
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
        self._begins += columns
        end = self._number + rows
        self._ends[end] = self._ends.get(end, 0) + columns

    def _end_row(self) -> None:
        self.rows.append(self._row)
        self._row = []
        self._used = 0
        self._next_row()
        while self._taken >= len(self.columns) and self._ends:
            empty = min(self._ends) - self._number
            self.rows.extend([] for _ in range(min(empty, _MAX_EMPTY)))
            self._number += empty - 1
            self._next_row()

    def _next_row(self) -> None:
        self._number += 1
        self._taken += self._begins - self._ends.pop(self._number, 0)
        self._begins = 0
