"""How all pages of two states compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sphinx_adoc.lazy_dataclasses import dataclass
from sphinx_adoc.review.states.piece import Piece

from .alignment import aligned
from .moves import apart, carried, includes_apart, moved, moved_and_changed, moved_lines
from .words import Change, ChangedLines, Pair, changes


@dataclass(frozen=True, slots=True)
class Comparison:
    """``pairs``: all pieces of each page beside those that they were; ``changes``: those that are others; ``moved``:
    those that stand elsewhere, as they were; ``markup_only``: how many are written otherwise in the source, and are the
    same for a reader.
    """

    pairs: Mapping[str, Sequence[Pair]]
    changes: tuple[Change, ...]
    moved: tuple[tuple[Piece, Piece], ...]
    markup_only: int


Pages = Mapping[str, Sequence[Piece]]
"""The pieces of each page, by its path."""


def compare(before: Mapping[str, Pages], after: Mapping[str, Pages], changed: ChangedLines) -> Comparison:
    """Return how pages differ. ``before``, ``after``: the pages of each variant."""
    pairs: dict[str, list[Pair]] = {}
    for variant in after:
        for page, page_pairs in _pairs_by_page(before.get(variant, {}), after[variant], changed):
            pairs.setdefault(page, []).extend(page_pairs)
    listed = [change for page, page_pairs in pairs.items() for change in changes(page, page_pairs)]
    once = {(change.before, change.after): change for change in reversed(listed)}  # in several variants, or pages
    single = [*includes_apart([*apart(reversed(once.values()), changed)])]
    kept, elsewhere = moved(carried(single, changed))
    kept = [change for change in moved_and_changed(kept, changed) if not changed.keeps(change)]
    elsewhere = [
        (old, new) for old, new in elsewhere if (old.place.path, old.place.line) != (new.place.path, new.place.line)
    ]
    elsewhere += moved_lines(pairs, changed)
    return Comparison(pairs, tuple(kept), tuple(elsewhere), _markup_only(pairs))


def _pairs_by_page(before: Pages, after: Pages, changed: ChangedLines) -> Iterator[tuple[str, list[Pair]]]:
    was = {new: old for old, new in changed.renamed.items()}
    pages = sorted({*after, *(name for name in before if name not in was.values())})
    sides = [(before.get(was.get(page, page), []), after.get(page, [])) for page in pages]
    yield from zip(pages, aligned(sides, changed), strict=True)


def _markup_only(pairs: Mapping[str, Sequence[Pair]]) -> int:
    """How many pieces are written otherwise and are the same, each counted once."""
    both = {(old.lines, new.lines): old.markup != new.markup and old.reads_as(new)
            for page_pairs in pairs.values() for old, new in page_pairs if old and new}  # fmt: skip
    return sum(both.values())
