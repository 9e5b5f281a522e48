"""How all pages of two states compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from sphinx_adoc.review.states.piece import ATTRIBUTE, Piece

from .alignment import aligned
from .moves import (
    apart,
    carried,
    carried_and_changed,
    entries_apart,
    includes_apart,
    moved,
    moved_and_changed,
    moved_lines,
)
from .words import Change, ChangedLines, Pair, changes


@dataclass(frozen=True, slots=True)
class Comparison:
    """``pairs``: all pieces of each page beside those that they were; ``changes``: those that are others; ``moved``:
    those that stand elsewhere, as they were; ``markup_only``: how many are written otherwise in the source, and are the
    same for a reader; ``attributes``: the names, in small letters, of those whose entries are others, stand elsewhere,
    or are read on other pages.
    """

    pairs: Mapping[str, Sequence[Pair]]
    changes: tuple[Change, ...]
    moved: tuple[tuple[Piece, Piece], ...]
    markup_only: int
    attributes: AbstractSet[str] = frozenset()


Pages = Mapping[str, Sequence[Piece]]
"""The pieces of each page, by its path."""


def compare(before: Mapping[str, Pages], after: Mapping[str, Pages], changed: ChangedLines) -> Comparison:
    """Return how pages differ. ``before``, ``after``: the pages of each variant."""
    pairs: dict[str, list[Pair]] = {}
    for variant in after:
        for page, page_pairs in _pairs_by_page(before.get(variant, {}), after[variant], changed):
            pairs.setdefault(page, []).extend(page_pairs)
    listed = [change for page, page_pairs in pairs.items() for change in _repeated_once(changes(page, page_pairs))]
    once = {(change.before, change.after): change for change in reversed(listed)}  # in several variants, or pages
    single = [*includes_apart([*entries_apart(apart(reversed(once.values()), changed), changed)])]
    told = [change for change in single if not changed.keeps_line(change)]
    kept, elsewhere = moved(carried_and_changed(carried(told, changed), changed))
    kept = [change for change in moved_and_changed(kept, changed) if not changed.keeps(change)]
    elsewhere = [
        (old, new) for old, new in elsewhere if (old.place.path, old.place.line) != (new.place.path, new.place.line)
    ]
    elsewhere += moved_lines(pairs, changed)
    return Comparison(pairs, tuple(kept), tuple(elsewhere), _markup_only(pairs), frozenset(_attributes(single)))


def _attributes(changes: Sequence[Change]) -> Iterator[str]:
    """The names of the attributes that change, in small letters."""
    yield from (change.piece.where.casefold() for change in changes if change.piece.kind == ATTRIBUTE)


def _pairs_by_page(before: Pages, after: Pages, changed: ChangedLines) -> Iterator[tuple[str, list[Pair]]]:
    was = {new: old for old, new in changed.renamed.items()}
    pages = sorted({*after, *(name for name in before if name not in was.values())})
    sides = [(before.get(was.get(page, page), []), after.get(page, [])) for page in pages]
    yield from zip(pages, aligned(sides, changed), strict=True)


def _repeated_once(listed: Sequence[Change]) -> list[Change]:
    """The changes of a page, those of cells that are written once and repeated ("3*|") told once."""
    made: dict[object, list[Change]] = {}
    for number, change in enumerate(listed):
        sides = change.before, change.after
        key = [(side.place, side.text, side.features) for side in sides if side and side.kind == "cell"]
        made.setdefault((*key, change.before is None) if key else number, []).append(change)
    return [each[0] if len(each) == 1 else _of_several_cells(each[0], len(each) - 1) for each in made.values()]


def _of_several_cells(change: Change, more: int) -> Change:
    before, after = (
        replace(side, where=f"{side.where} and {more} more") if side and side.where else side
        for side in (change.before, change.after)
    )
    return replace(change, before=before, after=after)


def _markup_only(pairs: Mapping[str, Sequence[Pair]]) -> int:
    """How many pieces are written otherwise and are the same, each counted once."""
    both = {(old.lines, new.lines): old.markup != new.markup and old.reads_as(new)
            for page_pairs in pairs.values() for old, new in page_pairs if old and new}  # fmt: skip
    return sum(both.values())
