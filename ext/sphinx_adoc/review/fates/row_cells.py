"""Cells of a row beside those that they were, also where they take other columns, or more rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from sphinx_adoc.review.states.cells import ColumnNames
from sphinx_adoc.review.states.piece import STRUCTURE, CellPlace, Feature, Piece

from .words import Pair

Row = dict[int, list[Piece]]
"""The pieces of each cell of a row, by the first column that it takes."""
_SPANS: Final = ("cell colspan", "cell rowspan")
_WORDS: Final = 6  # of a cell, which it is known by


def key(cell: Sequence[Piece]) -> Hashable:
    """Return what makes a cell the same for a reader."""
    return tuple(piece.key for piece in cell)


def words_key(cell: Sequence[Piece]) -> Hashable:
    """Return what makes a cell the same, however many columns and rows it takes."""
    return key([_without_spans(piece) for piece in cell])


def text_of(cell: Sequence[Piece]) -> str:
    """Return the words of a cell."""
    return " ".join(piece.text for piece in cell)


def place_of(cell: Sequence[Piece]) -> CellPlace | None:
    """Return where a cell stands; None where that is not known."""
    return cell[0].cell if cell else None


def line_of(cell: Sequence[Piece]) -> int:
    """Return the line of a cell, in its file."""
    return cell[0].place.line


def paired_cells(
    old: Row | None, new: Row | None, columns: Mapping[int, int], old_names: ColumnNames, new_names: ColumnNames
) -> Iterator[Pair]:
    """Yield the cells of a row beside those that they were. ``columns``: which old column is which new one; the names
    are those of the columns.
    """
    old_row, new_row = old or {}, new or {}
    partner = {column: columns[column] for column in old_row if columns.get(column) in new_row} if old and new else {}
    if old and new:
        partner |= _overlapping(old_row, new_row, columns, partner)
    was = {other: one for one, other in partner.items()}
    for column in sorted(new_row):
        before = old_row[was[column]] if column in was else []
        pairs = [*zip_longest(before, new_row[column])]
        yield from with_spans(pairs, columns, old_names, new_names) if before else pairs
    for column in sorted(old_row):
        if column not in partner:
            yield from ((piece, None) for piece in old_row[column])


def _overlapping(old: Row, new: Row, columns: Mapping[int, int], known: Mapping[int, int]) -> dict[int, int]:
    """Cells that begin in other columns and take, with others, the same: one of a row that takes more or fewer of them
    leaves the next ones more or less room.
    """
    pairs: dict[int, int] = {}
    free = [column for column in sorted(new) if column not in {*known.values()}]
    for column in sorted(old):
        taken = {columns.get(each, -1) for each in _covered(old[column])}
        if column in known or not free:
            continue
        other = next((each for each in free if not taken.isdisjoint(_covered(new[each]))), None)
        if other is not None:
            pairs[column] = other
            free.remove(other)
    return pairs


def _covered(cell: Sequence[Piece]) -> range:
    place = place_of(cell)
    return range(place.column, place.column + place.columns) if place else range(0)


def with_spans(
    pairs: Sequence[Pair], columns: Mapping[int, int] | None, old_names: ColumnNames, new_names: ColumnNames
) -> list[Pair]:
    """Return the pieces of one cell beside those that they were, with the columns and rows that it takes in words where
    these are others. ``columns``: which old column is which new one; None: how many it takes counts alone.
    """
    old, new = pairs[0] if pairs else (None, None)
    if old is None or new is None or old.cell is None or new.cell is None:
        return [*pairs]
    said: list[tuple[str, str]] = []
    was = [columns.get(column, -1) for column in _covered([old])] if columns is not None else []
    same = was == [*_covered([new])] if columns is not None else old.cell.columns == new.cell.columns
    if not same and max(old.cell.columns, new.cell.columns) > 1:
        said.append((old_names.words(old.cell), new_names.words(new.cell)))
    if old.cell.rows != new.cell.rows:
        said.append((_rows(old.cell.rows), _rows(new.cell.rows)))
    name = " ".join(new.text.split()[:_WORDS]) or " ".join(old.text.split()[:_WORDS])
    called = f"cell '{name}'" if name else "cell"
    old_said, new_said = (
        replace(
            _without_spans(piece),
            features=(
                *_without_spans(piece).features,
                *(Feature(STRUCTURE, called, each[side], (piece.place.path, piece.place.line)) for each in said),
            ),
        )
        for side, piece in enumerate((old, new))
    )
    return [(old_said, new_said), *pairs[1:]]


def _rows(amount: int) -> str:
    return f"{amount} rows" if amount > 1 else "1 row"


def _without_spans(piece: Piece) -> Piece:
    """A cell without the numbers of columns and rows that it takes."""
    features = tuple(feature for feature in piece.features if feature.name not in _SPANS)
    return replace(piece, features=features) if len(features) < len(piece.features) else piece
