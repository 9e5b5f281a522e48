"""Cells of a table beside those that they were: row by row and column by column, since a value says what its row and
its column make of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from sphinx_adoc.lazy_dataclasses import dataclass, replace
from sphinx_adoc.review.states.piece import STRUCTURE, Feature, Piece

from .matching import ALIKE, matched
from .words import Pair

_Row = dict[int, list[Piece]]
"""The pieces of each cell of a row, by its column."""

_LONG: Final = 200  # words of a row, from which it is known by its cells alone
_Rows = tuple["_Row | None", "_Row | None"]
"""A row as it was and as it is."""
_HEADER: Final = ("table header", "yes")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of one side: the piece that it is, and its rows."""

    frame: Piece
    rows: list[_Row]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max((max(row) + 1 for row in self.rows), default=0)

    @property
    def has_header(self) -> bool:
        """Whether the first row says what the columns are called."""
        return any((feature.name, feature.value) == _HEADER for feature in self.frame.features)

    def names(self) -> list[str]:
        """What the columns are called: by the header, else by their numbers."""
        head = self.rows[0] if self.has_header and self.rows else {}
        return [_text(head.get(column, [])) or str(column + 1) for column in range(self.columns)]

    def cells(self) -> list[tuple[int, int, list[Piece]]]:
        """All cells, with row and column, in order."""
        return [(number, column, row[column]) for number, row in enumerate(self.rows) for column in sorted(row)]


def with_tables(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of a page, those of the cells of changed tables made anew."""
    changed = {side.cell[0] for pair in pairs if _differs(*pair) for side in pair[1:] if side and side.cell}
    gone = {side.cell[0] for pair in pairs if _differs(*pair) for side in pair[:1] if side and side.cell}
    if not changed and not gone:
        return [*pairs]
    old_cells, new_cells = _cells((pair[0] for pair in pairs), gone), _cells((pair[1] for pair in pairs), changed)
    done: set[int] = set()
    made: dict[int, list[Pair]] = {}
    for number, (old, new) in enumerate(pairs):
        if old and new and old.kind == new.kind == "table" and old.cell and new.cell:
            both = old_cells.get(old.cell[0]), new_cells.get(new.cell[0])
            if both[0] and both[1]:
                tables = _Table(old, _rows(both[0])), _Table(new, _rows(both[1]))
                made[number] = _compared(*tables)
                done |= {id(piece) for table in tables for _, _, cell in table.cells() for piece in cell}
    return [*_put_together(pairs, made, done)]


def _differs(old: Piece | None, new: Piece | None) -> bool:
    """Whether a cell is not on both sides what it was, where it was."""
    if old is None or new is None:
        return True
    return old.kind == "cell" and (old.cell is None or new.cell is None or old.cell[1:] != new.cell[1:]
                                   or not old.reads_as(new))  # fmt: skip


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
        if piece is not None and piece.kind == "cell" and piece.cell is not None and piece.cell[0] in tables:
            cells.setdefault(piece.cell[0], []).append(piece)
    return cells


def _rows(cells: Sequence[Piece]) -> list[_Row]:
    rows: dict[int, _Row] = {}
    for piece in cells:
        if piece.cell is not None:
            rows.setdefault(piece.cell[1], {}).setdefault(piece.cell[2], []).append(piece)
    return [rows[number] for number in sorted(rows)]


def _key(cell: Sequence[Piece]) -> Hashable:
    return tuple(piece.key for piece in cell)


def _text(cell: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in cell)


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
    for one, other in rows:
        pairs += _paired_cells(one, other, columns)
    return pairs


def _column_names(old: _Table, new: _Table, columns: dict[int, int]) -> tuple[list[str], list[str]]:
    """What the columns are called on both sides; without a header, by what they were."""
    names, was = old.names(), {other: one for one, other in columns.items()}
    if new.has_header:
        return names, new.names()
    return names, [names[was[column]] if column in was else "(new)" for column in range(new.columns)]


def _said_of(old: Piece, new: Piece, name: str, before: str, after: str) -> tuple[Piece, Piece]:
    """A table on both sides, with something that is said of it besides its own values."""
    line = (old.place.path, old.place.line), (new.place.path, new.place.line)
    return (
        replace(old, features=(*old.features, Feature(STRUCTURE, name, before, line[0]))),
        replace(new, features=(*new.features, Feature(STRUCTURE, name, after, line[1]))),
    )


def _columns(old: _Table, new: _Table) -> dict[int, int]:
    """Which column is which: by the header, else by what stands in it, else by its number."""
    if old.has_header and new.has_header:
        names = old.names(), new.names()
        common = {name for name in names[0] if names[0].count(name) == names[1].count(name) == 1}
        if common:
            return _completed({names[0].index(name): names[1].index(name) for name in common}, old, new)
    contents = [[_column(table, column) for column in range(table.columns)] for table in (old, new)]
    if old.columns != new.columns:
        return _completed(dict(matched(*contents)), old, new)
    if Counter(contents[0]) == Counter(contents[1]) and len({*contents[0]}) == old.columns:
        return {column: contents[1].index(content) for column, content in enumerate(contents[0])}
    return {column: column for column in range(old.columns)}


def _column(table: _Table, column: int) -> Hashable:
    return tuple(_key(row.get(column, [])) for row in table.rows)


def _completed(known: dict[int, int], old: _Table, new: _Table) -> dict[int, int]:
    """Columns with those that are left on both sides, in order, where these are as many."""
    left = [column for column in range(old.columns) if column not in known]
    right = [column for column in range(new.columns) if column not in known.values()]
    return known | dict(zip(left, right, strict=True)) if len(left) == len(right) else known


def _paired_rows(old: _Table, new: _Table, columns: dict[int, int]) -> list[_Rows]:
    """The rows beside those that they were; of others those that begin alike are one, wherever they stand."""
    keys = [
        [tuple(_key(row.get(column, [])) for column in columns) for row in old.rows],
        [tuple(_key(row.get(column, [])) for column in columns.values()) for row in new.rows],
    ]
    pairs: list[_Rows] = []
    old_at = new_at = 0
    for one, other in [*matched(*keys), (len(old.rows), len(new.rows))]:
        pairs += _alike(old.rows[old_at:one], new.rows[new_at:other], columns)
        if one < len(old.rows) and other < len(new.rows):
            pairs.append((old.rows[one], new.rows[other]))
        old_at, new_at = one + 1, other + 1
    return pairs


def _alike(old: Sequence[_Row], new: Sequence[_Row], columns: dict[int, int]) -> Iterator[_Rows]:
    """Rows that went and came between others: those that are alike are one, changed."""
    at = 0
    for row in old:
        likely = [(_likeness(row, other, columns), -number) for number, other in enumerate(new[at : at + 50], at)]
        best, number = max(likely, default=(0.0, 0))
        if best < ALIKE and not (len(old) == len(new) and columns and len(columns) == 1):
            yield row, None
            continue
        yield from ((None, other) for other in new[at:-number])
        yield row, new[-number]
        at = 1 - number
    yield from ((None, other) for other in new[at:])


def _likeness(old: _Row, new: _Row, columns: dict[int, int]) -> float:
    """How alike two rows are: those that begin with the same words are one."""
    texts = [(_text(old.get(one, [])), _text(new.get(other, []))) for one, other in columns.items()]
    if not texts:
        return 0.0
    same = sum(before == after for before, after in texts) / len(texts)
    first = _first(old), _first(new)
    if first[0] == first[1]:
        return 1 + same
    before, after = (" ".join(side).split() for side in zip(*texts, strict=True))
    return max(same, SequenceMatcher(None, before, after, autojunk=False).ratio() if len(before) < _LONG else 0.0)


def _first(row: _Row) -> str:
    return _text(row[min(row)]) if row else ""


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
        if new and other and [*map(_key, other.values())] != [*map(_key, new.values())]:
            moved[first] = _line(other), _line(new)
            made.append((other, new))
        else:
            made.append((old, new))
    kept = [pair for pair in made if not (pair[0] and not pair[1] and _first(pair[0]) in moved)]
    return kept, [(first, *lines) for first, lines in moved.items()]


def _line(row: _Row) -> int:
    return min(piece.place.line for cell in row.values() for piece in cell)


def _paired_cells(old: _Row | None, new: _Row | None, columns: dict[int, int]) -> Iterator[Pair]:
    old_row, new_row = old or {}, new or {}
    of_new = {other: one for one, other in columns.items()} if old and new else {}
    for column in sorted(new_row):
        before = old_row.get(of_new[column], []) if column in of_new else []
        yield from zip_longest(before, new_row[column])
    for column in sorted(old_row):
        if not new or columns.get(column) not in new_row:
            yield from ((piece, None) for piece in old_row[column])


# -- cells that stand in other columns ---------------------------------------------------------------------------------


def _shifted(old: _Table, new: _Table, columns: dict[int, int], rows: Sequence[_Rows]) -> list[Pair] | None:
    """The pairs of two tables whose cells flow into other rows and columns, as after a cell that is missing; None where
    rows stay rows.
    """
    before, after = old.cells(), new.cells()
    flow = [*matched([_key(cell) for _, _, cell in before], [_key(cell) for _, _, cell in after])]
    sources: dict[int, set[int]] = {}
    elsewhere = []
    for one, other in flow:
        sources.setdefault(after[other][0], set()).add(before[one][0])
        if columns.get(before[one][1], before[one][1]) != after[other][1]:
            elsewhere.append((before[one], after[other]))
    kept = sum(_kept(one, other, columns) for one, other in rows if one and other)
    if len(flow) <= kept or not elsewhere or all(len(rows_of) == 1 for rows_of in sources.values()):
        return None
    (_, was, cell), (_, now, _) = elsewhere[0]
    several = len(elsewhere) > 1
    count = f"{len(elsewhere)} cells stand in other columns" if several else "1 cell stands in another column"
    name = f"{count} now, {'first ' if several else ''}'{_text(cell)}'"
    names = f"'{old.names()[was]}'", f"'{new.names()[now]}'"
    pairs: list[Pair] = [_said_of(old.frame, new.frame, name, *names)]
    one_at = other_at = 0
    for one, other in [*flow, (len(before), len(after))]:
        gone, came = before[one_at:one], after[other_at:other]
        if len(gone) == len(came):
            for left, right in zip(gone, came, strict=True):
                pairs += zip_longest(left[2], right[2])
        else:
            pairs += [(piece, None) for _, _, cell in gone for piece in cell]
            pairs += [(None, piece) for _, _, cell in came for piece in cell]
        if one < len(before) and other < len(after):
            pairs += zip_longest(before[one][2], after[other][2])
        one_at, other_at = one + 1, other + 1
    return pairs


def _kept(old: _Row, new: _Row, columns: dict[int, int]) -> int:
    """How many cells of a row stay as they are."""
    return sum(_key(old[one]) == _key(new[other]) for one, other in columns.items() if one in old and other in new)
