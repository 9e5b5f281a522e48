"""Cells of a table beside those that they were: row by row and column by column, since a value says what its row and
its column make of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from sphinx_adoc.review.states.cells import ColumnNames
from sphinx_adoc.review.states.piece import STRUCTURE, CellPlace, Feature, Piece

from .matching import ALIKE, matched
from .row_cells import Row, key, line_of, paired_cells, place_of, text_of, with_spans, words_key
from .words import Pair

_LONG: Final = 200  # words of a row, from which it is known by its cells alone
_Rows = tuple[Row | None, Row | None]
"""A row as it was and as it is."""
_Cell = tuple[int, int, list[Piece]]
"""The numbers of the row and of the column of a cell, and its pieces."""
_HEADER: Final = ("table header", "yes")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of one side: the piece that it is, and its rows."""

    frame: Piece
    rows: list[Row]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max(
            (place.column + place.columns for _, _, cell in self.cells() if (place := place_of(cell))), default=0
        )

    @property
    def has_header(self) -> bool:
        """Whether the first row says what the columns are called."""
        return any((feature.name, feature.value) == _HEADER for feature in self.frame.features)

    def column_names(self) -> ColumnNames:
        """What the columns are called: by the header, else by their numbers."""
        head = self.rows[0] if self.has_header and self.rows else {}
        return ColumnNames((place, text_of(cell)) for cell in head.values() if (place := place_of(cell)))

    def names(self) -> list[str]:
        """The names of all columns."""
        names = self.column_names()
        return [names.name(column) for column in range(self.columns)]

    def cells(self) -> list[_Cell]:
        """All cells, with row and column, in order."""
        return [(number, column, row[column]) for number, row in enumerate(self.rows) for column in sorted(row)]


def with_tables(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of a page, those of the cells of changed tables made anew."""
    changed = {side.cell.table for pair in pairs if _differs(*pair) for side in pair[1:] if side and side.cell}
    gone = {side.cell.table for pair in pairs if _differs(*pair) for side in pair[:1] if side and side.cell}
    if not changed and not gone:
        return [*pairs]
    old_cells, new_cells = _cells((pair[0] for pair in pairs), gone), _cells((pair[1] for pair in pairs), changed)
    done: set[int] = set()
    made: dict[int, list[Pair]] = {}
    for number, (old, new) in enumerate(pairs):
        if old and new and old.kind == new.kind == "table" and old.cell and new.cell:
            both = old_cells.get(old.cell.table), new_cells.get(new.cell.table)
            if both[0] and both[1]:
                tables = _Table(old, _rows(both[0])), _Table(new, _rows(both[1]))
                made[number] = _compared(*tables)
                done |= {id(piece) for table in tables for _, _, cell in table.cells() for piece in cell}
    return [*_put_together(pairs, made, done)]


def _differs(old: Piece | None, new: Piece | None) -> bool:
    """Whether a cell is not on both sides what it was, where it was."""
    if old is None or new is None:
        return True
    return old.kind == "cell" and (old.cell is None or new.cell is None or not old.reads_as(new)
                                   or replace(old.cell, table=new.cell.table) != new.cell)  # fmt: skip


def _put_together(pairs: Sequence[Pair], made: dict[int, list[Pair]], done: set[int]) -> Iterator[Pair]:
    for number, (old, new) in enumerate(pairs):
        if number in made:
            yield from made[number]
            continue
        left = (None if id(old) in done else old), (None if id(new) in done else new)
        if left != (None, None):
            yield left


def _cells(pieces: Iterable[Piece | None], tables: AbstractSet[int]) -> dict[int, list[Piece]]:
    """The cells of some tables, by the tables' numbers."""
    cells: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece is not None and piece.kind == "cell" and piece.cell is not None and piece.cell.table in tables:
            cells.setdefault(piece.cell.table, []).append(piece)
    return cells


def _rows(cells: Sequence[Piece]) -> list[Row]:
    rows: dict[int, Row] = {}
    for piece in cells:
        if piece.cell is not None:
            rows.setdefault(piece.cell.row, {}).setdefault(piece.cell.column, []).append(piece)
    return [rows[number] for number in sorted(rows)]


# -- two tables --------------------------------------------------------------------------------------------------------


def _compared(old: _Table, new: _Table) -> list[Pair]:
    """The pairs of two tables: of themselves, then of their cells."""
    columns = _columns(old, new)
    rows, moved = _reordered(_paired_rows(old, new, columns))
    shifted = _shifted(old, new, columns, rows)
    if shifted is not None:
        return shifted
    frames = old.frame, new.frame
    order = [columns[column] for column in sorted(columns)]
    if order != sorted(order):
        frames = _said_of(*frames, "order of the columns", *map(", ".join, _column_names(old, new, columns)))
    for row, before, after in moved:
        frames = _said_of(*frames, f"row '{row}' has moved", f"line {before}", f"line {after}")
    pairs: list[Pair] = [frames]
    names = old.column_names(), new.column_names()
    for one, other in rows:
        pairs += paired_cells(one, other, columns, *names)
    return pairs


def _column_names(old: _Table, new: _Table, columns: dict[int, int]) -> tuple[list[str], list[str]]:
    """What the columns are called on both sides; without a header, by what they were."""
    names, was = old.names(), {other: one for one, other in columns.items()}
    if new.has_header:
        return names, new.names()
    return names, [names[was[column]] if column in was else "(new)" for column in range(new.columns)]


def _said_of(
    old: Piece, new: Piece, name: str, before: str, after: str, *, at: tuple[Piece, Piece] | None = None
) -> tuple[Piece, Piece]:
    """A table on both sides, with something that is said of it besides its own values. ``at``: the pieces in whose
    lines that stands, else the table's own.
    """
    line, other = ((piece.place.path, piece.place.line) for piece in at or (old, new))
    return (
        replace(old, features=(*old.features, Feature(STRUCTURE, name, before, line))),
        replace(new, features=(*new.features, Feature(STRUCTURE, name, after, other))),
    )


def _columns(old: _Table, new: _Table) -> dict[int, int]:
    """Which column is which: by the header, else by what stands in it, else by its number."""
    if old.has_header and new.has_header:
        places = _header_places(old), _header_places(new)
        common = {name: (places[0][name], places[1][name]) for name in places[0] if name in places[1]}
        if common:
            known = {one.column + step: other.column + step for one, other in common.values()
                     for step in range(min(one.columns, other.columns))}  # fmt: skip
            return _completed(known, old, new)
    contents = [*map(_contents, (old, new))]
    if old.columns != new.columns:
        return _completed(dict(matched(*contents)), old, new)
    if Counter(contents[0]) == Counter(contents[1]) and len({*contents[0]}) == old.columns:
        return {column: contents[1].index(content) for column, content in enumerate(contents[0])}
    return {column: column for column in range(old.columns)}


def _header_places(table: _Table) -> dict[str, CellPlace]:
    """The cells of the header that are alone in what they say, by that."""
    named: dict[str, list[CellPlace]] = {}
    for cell in table.rows[0].values() if table.rows else ():
        named.setdefault(text_of(cell), []).extend(place for place in (place_of(cell),) if place)
    return {name: places[0] for name, places in named.items() if name and len(places) == 1}


def _contents(table: _Table) -> list[Hashable]:
    """What stands in each column: the cells that begin in it, with their rows."""
    contents: list[list[Hashable]] = [[] for _ in range(table.columns)]
    for row, column, cell in table.cells():
        contents[column].append((row, words_key(cell)))
    return [*map(tuple, contents)]


def _completed(known: dict[int, int], old: _Table, new: _Table) -> dict[int, int]:
    """Columns with those that are left on both sides, in order, where these are as many."""
    taken = {*known.values()}
    left = [column for column in range(old.columns) if column not in known]
    right = [column for column in range(new.columns) if column not in taken]
    return known | dict(zip(left, right, strict=True)) if len(left) == len(right) else known


def _paired_rows(old: _Table, new: _Table, columns: dict[int, int]) -> list[_Rows]:
    """The rows beside those that they were; of others those that begin alike are one, wherever they stand."""
    there = {*columns.values()}
    keys = [
        [frozenset((columns[at], key(cell)) for at, cell in row.items() if at in columns) for row in old.rows],
        [frozenset((at, key(cell)) for at, cell in row.items() if at in there) for row in new.rows],
    ]
    pairs: list[_Rows] = []
    old_at = new_at = 0
    for one, other in [*matched(*keys), (len(old.rows), len(new.rows))]:
        pairs += _alike(old.rows[old_at:one], new.rows[new_at:other], columns)
        if one < len(old.rows) and other < len(new.rows):
            pairs.append((old.rows[one], new.rows[other]))
        old_at, new_at = one + 1, other + 1
    return pairs


def _alike(old: Sequence[Row], new: Sequence[Row], columns: dict[int, int]) -> Iterator[_Rows]:
    """Rows that went and came between others: those that are alike are one, changed."""
    at = 0
    for row in old:
        likely = [(_likeness(row, other, columns), -number) for number, other in enumerate(new[at : at + 50], at)]
        best, number = max(likely, default=(0.0, 0))
        if best < ALIKE and not (len(old) == len(new) and _says_one_thing(row) and _says_one_thing(new[-number])):
            yield row, None
            continue
        yield from ((None, other) for other in new[at:-number])
        yield row, new[-number]
        at = 1 - number
    yield from ((None, other) for other in new[at:])


def _says_one_thing(row: Row) -> bool:
    """Whether a row has one cell, or the same one several times."""
    return len({text_of(cell) for cell in row.values()}) == 1


def _likeness(old: Row, new: Row, columns: dict[int, int]) -> float:
    """How alike two rows are: those that begin with the same words are one."""
    texts = [(text_of(old.get(one, [])), text_of(new.get(other, []))) for one, other in columns.items()]
    if not texts:
        return 0.0
    same = sum(before == after for before, after in texts) / len(texts)
    first = _first(old), _first(new)
    if first[0] == first[1]:
        return 1 + same
    before, after = (" ".join(side).split() for side in zip(*texts, strict=True))
    return max(same, SequenceMatcher(None, before, after, autojunk=False).ratio() if len(before) < _LONG else 0.0)


def _first(row: Row) -> str:
    return text_of(row[min(row)]) if row else ""


def _reordered(pairs: Sequence[_Rows]) -> tuple[list[_Rows], list[tuple[str, int, int]]]:
    """The pairs with rows beside each other that begin alike, and alone so, and stand in another order now; and those
    rows, by what they begin with, with their lines. Rows that are as they were are left: they moved as they are.
    """
    gone = Counter(_first(old) for old, new in pairs if old and not new)
    came = Counter(_first(new) for old, new in pairs if new and not old)
    was = {_first(old): old for old, new in pairs if old and not new}
    made: list[_Rows] = []
    moved: dict[str, tuple[int, int]] = {}
    for old, new in pairs:
        first = _first(new) if new else ""
        other = was.get(first) if first and not old and gone[first] == came[first] == 1 else None
        if new and other and [*map(key, other.values())] != [*map(key, new.values())]:
            moved[first] = min(map(line_of, other.values())), min(map(line_of, new.values()))
            made.append((other, new))
        else:
            made.append((old, new))
    kept = [pair for pair in made if not (pair[0] and not pair[1] and _first(pair[0]) in moved)]
    return kept, [(first, *lines) for first, lines in moved.items()]


# -- cells that stand in other columns ---------------------------------------------------------------------------------


def _shifted(old: _Table, new: _Table, columns: dict[int, int], rows: Sequence[_Rows]) -> list[Pair] | None:
    """The pairs of two tables whose cells flow into other rows and columns, as after a cell that is missing; None where
    rows stay rows.
    """
    before, after = old.cells(), new.cells()
    flow = [*matched([words_key(cell) for _, _, cell in before], [words_key(cell) for _, _, cell in after])]
    sources: dict[int, set[int]] = {}
    for one, other in flow:
        sources.setdefault(after[other][0], set()).add(before[one][0])
    kept = sum(_kept(one, other, columns) for one, other in rows if one and other)
    if len(flow) <= kept or all(len(rows_of) == 1 for rows_of in sources.values()):
        return None
    pairs = [*_flowing(before, after, flow)]
    elsewhere = [(one, other) for one, other in pairs
                 if one and other and columns.get(one[1], one[1]) != other[1]]  # fmt: skip
    if not elsewhere:
        return None
    names = old.column_names(), new.column_names()
    made: list[Pair] = [_said_of_columns(old, new, elsewhere)]
    for left, right in pairs:
        both = [*zip_longest(left[2] if left else [], right[2] if right else [])]
        made += with_spans(both, None, *names) if left and right else both
    return made


def _flowing(
    before: Sequence[_Cell], after: Sequence[_Cell], flow: Sequence[tuple[int, int]]
) -> Iterator[tuple[_Cell | None, _Cell | None]]:
    """The cells of two tables beside each other. ``flow``: the numbers of those that are the same; between them those
    are one, changed, that are as many.
    """
    one_at = other_at = 0
    for one, other in [*flow, (len(before), len(after))]:
        gone, came = before[one_at:one], after[other_at:other]
        if len(gone) == len(came):
            yield from zip(gone, came, strict=True)
        else:
            yield from ((cell, None) for cell in gone)
            yield from ((None, cell) for cell in came)
        if one < len(before) and other < len(after):
            yield before[one], after[other]
        one_at, other_at = one + 1, other + 1


def _said_of_columns(old: _Table, new: _Table, elsewhere: Sequence[tuple[_Cell, _Cell]]) -> tuple[Piece, Piece]:
    """Two tables with how many of their cells stand in other columns, and which is the first of them."""
    (_, was, gone), (_, now, cell) = elsewhere[0]
    several = len(elsewhere) > 1
    count = f"{len(elsewhere)} cells stand in other columns" if several else "1 cell stands in another column"
    name = f"{count} now, {'first ' if several else ''}'{text_of(cell)}'"
    names = old.names(), new.names()
    named = [f"'{names[0][was]}'", f"'{names[1][now]}'"]
    if names[0] != names[1]:  # what is called so now may be another column
        named = [f"column {was + 1}", f"column {now + 1}"]
    return _said_of(old.frame, new.frame, name, *named, at=(gone[0], cell[0]))


def _kept(old: Row, new: Row, columns: dict[int, int]) -> int:
    """How many cells of a row stay as they are."""
    return sum(key(old[one]) == key(new[other]) for one, other in columns.items() if one in old and other in new)
