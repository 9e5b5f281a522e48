"""Where the cells of a table stand, and what they are called: by what their row begins with and by their column.

A cell may take several columns and rows: then those that follow it, and those below it, stand further to the right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

from sphinx_adoc.syntax.tree import Cell, Table

from .inline_pieces import words_of
from .piece import CellPlace


def cell_places(table: Table, number: int) -> dict[int, CellPlace]:
    """Return where the cells of a table stand, by the ``id`` of the cell. ``number``: of the table in its page."""
    places: dict[int, CellPlace] = {}
    all_columns = free = (1 << len(table.columns)) - 1  # a bit for each column that no cell from above takes
    ends: Counter[int] = Counter()  # the columns that a cell takes up to a row, by that row
    for row_number, row in enumerate(table.rows):
        if ends.pop(row_number, 0):
            free = all_columns & ~reduce(or_, ends.values(), 0)  # cells may overlap
        if sum(cell.colspan for cell in row) > free.bit_count():  # rows that cells from above fill were left out
            free = all_columns
            ends.clear()
        left, column = free, 0
        for cell in row:
            column = (left & -left).bit_length() - 1 if left else column
            places[id(cell)] = CellPlace(number, row_number, column, cell.colspan, cell.rowspan)
            taken = ((1 << cell.colspan) - 1) << column
            left &= ~taken
            if cell.rowspan > 1:
                free &= ~taken
                ends[row_number + cell.rowspan] |= taken
            column += cell.colspan
    return places


def cell_names(table: Table, places: Mapping[int, CellPlace]) -> dict[int, str]:
    """Return what the cells below the header are called, by the ``id`` of the cell. ``places``: where they stand."""
    columns = ColumnNames((places[id(cell)], cell_words(cell)) for row in table.head[-1:] for cell in row)
    names: dict[int, str] = {}
    first: Cell | None = None  # of the row, which may stand in one above
    for number, row in enumerate((*table.body, *table.foot), 1):
        first = next((cell for cell in row if places[id(cell)].column == 0), first)
        own = next((cell for cell in row if cell is not first), None) if first and first.rowspan > 1 else None
        for cell in row:
            begin = [
                words for each in (first, own if cell is not own else None) if each and (words := cell_words(each))
            ]
            said = ", ".join(f"'{words}'" for words in begin or [str(number)])
            names[id(cell)] = f"row {said}, {columns.words(places[id(cell)])}"
    return names


class ColumnNames:
    """What the columns of a table are called: by the cells of the header, else by their numbers."""

    def __init__(self, head: Iterable[tuple[CellPlace, str]]) -> None:
        self._names: dict[int, str] = {}
        for place, words in head:
            self._names |= dict.fromkeys(range(place.column, place.column + place.columns), words)
        self._counted = Counter(self._names.values())

    def name(self, column: int) -> str:
        """Return the name of a column, from 0; its number, from 1, where it has none."""
        return self._names.get(column) or str(column + 1)

    def words(self, place: CellPlace) -> str:
        """Return the columns of a cell in words; those of one name with their numbers, unless they are all of them."""
        last = place.column + place.columns - 1
        called = self.name(place.column)
        if last > place.column and self.name(last) == called and self._counted[called] == place.columns:
            return f"column '{called}'"
        if last > place.column:
            return f"columns {self._numbered(place.column)} to {self._numbered(last)}"
        return f"column {self._numbered(place.column)}"

    def _numbered(self, column: int) -> str:
        name = self.name(column)
        return f"'{name}' ({column + 1})" if self._counted[name] > 1 else f"'{name}'"


def cell_words(cell: Cell) -> str:
    """Return the words of a cell."""
    return " ".join(words_of(text) for text in cell.paragraphs)
