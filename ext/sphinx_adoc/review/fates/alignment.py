"""Which pieces of a page are which, before and after."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from sphinx_adoc.review.states.piece import ANCHOR, LOOSE, Piece

from .labels import with_labels
from .matching import ALIKE, matched, matcher
from .splitting import with_split_texts
from .tables import with_tables
from .words import ChangedLines, Pair


def aligned(before: Sequence[Piece], after: Sequence[Piece], changed: ChangedLines) -> list[Pair]:
    """Return the pieces of a page beside those that they were, in order: first the blocks, then the lines of none."""
    pairs: list[Pair] = []
    for loose in (False, True):
        old, new = ([piece for piece in side if (piece.kind in LOOSE) == loose] for side in (before, after))
        pairs += _aligned(old, new, changed) if loose else with_labels(_aligned(old, new, changed), old, new, _texts)
    return with_split_texts(with_tables(pairs))


def _aligned(before: Sequence[Piece], after: Sequence[Piece], changed: ChangedLines) -> list[Pair]:
    """What the patch does not touch first, which stands in the same order on both sides; then what is between."""
    untouched = [(number, changed.old_key(piece)) for number, piece in enumerate(before) if not changed.removes(piece)]
    others = [(number, changed.new_key(piece)) for number, piece in enumerate(after) if not changed.adds(piece)]
    pairs: list[Pair] = []
    old_start = new_start = 0
    for first, second in matched([key for _, key in untouched], [key for _, key in others]):
        old_end, new_end = untouched[first][0], others[second][0]
        if old_end > old_start or new_end > new_start:
            pairs += _between(before[old_start:old_end], after[new_start:new_end], changed)
        pairs.append((before[old_end], after[new_end]))
        old_start, new_start = old_end + 1, new_end + 1
    return _runs_from_titles([*pairs, *_between(before[old_start:], after[new_start:], changed)])


def _between(old: Sequence[Piece], new: Sequence[Piece], changed: ChangedLines) -> Iterator[Pair]:
    """Those that say the same of the same first, between them those that say the same, then those that are alike."""
    keys = [*map(changed.old_key, old)], [*map(changed.new_key, new)]
    yield from _by_key(old, new, *keys, between=_of_the_same_words)


def _texts(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """The texts of one label: those that say the same first, then those that are alike, then in order."""
    keys = [piece.key for piece in old], [piece.key for piece in new]
    in_order = [one.kind for one in old] == [one.kind for one in new]
    yield from zip(old, new, strict=True) if in_order else _by_key(old, new, *keys, between=_paired)


def _of_the_same_words(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    if len(old) == len(new) == 1:
        yield from _paired(old, new)
    else:
        yield from _by_key(old, new, [piece.key for piece in old], [piece.key for piece in new], between=_paired)


def _by_key(
    old: Sequence[Piece],
    new: Sequence[Piece],
    old_keys: Sequence[Hashable],
    new_keys: Sequence[Hashable],
    *,
    between: Callable[[Sequence[Piece], Sequence[Piece]], Iterator[Pair]],
) -> Iterator[Pair]:
    """The pieces of one key beside each other, and what is between them as ``between`` says."""
    old_start = new_start = 0
    both_ends = (len(old), len(new))
    for old_end, new_end in [*matched(old_keys, new_keys), both_ends]:
        yield from between(old[old_start:old_end], new[new_start:new_end])
        if (old_end, new_end) != both_ends:
            yield old[old_end], new[new_end]
        old_start, new_start = old_end + 1, new_end + 1


def _runs_from_titles(pairs: list[Pair]) -> list[Pair]:
    """The pairs with runs of pieces that came or went moved up so that they begin with a title, where that says the
    same: of two equal titles the new one is the one with the new text.
    """
    at = 0
    while at < len(pairs):
        start, there = at, 1 if pairs[at][0] is None else 0
        while at < len(pairs) and pairs[at][1 - there] is None:
            at += 1
        if at > start:
            _move_run_up(pairs, start, at, there)
        at += at == start
    return pairs


def _move_run_up(pairs: list[Pair], start: int, end: int, there: int) -> None:
    """Move one run up. ``there``: the side of a pair that its pieces are on."""
    for up in range(min(end - start, start) + 1):
        first = pairs[start - up][there]
        if first is not None and first.kind == "title":
            others: list[Piece | None] = [None] * (end - start)
            others += [pairs[at][1 - there] for at in range(start - up, start)]
            for at, other in zip(range(start - up, end), others, strict=True):
                piece = pairs[at][there]
                pairs[at] = (other, piece) if there else (piece, other)
            return
        above, last = pairs[start - up - 1] if start > up else (None, None), pairs[end - up - 1][there]
        piece = above[there]
        if above[1 - there] is None or piece is None or last is None or piece.key != last.key:
            return


def _paired(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """Pieces that went and came: those that are alike are one, changed."""
    if len(old) == len(new) == 1 and old[0].kind == new[0].kind:
        yield old[0], new[0]
        return
    kept = frozenset[str]().union(*map(_ids, old)) & frozenset[str]().union(*map(_ids, new))
    if len(old) == len(new) and all(_likeness(one, other, kept) >= ALIKE for one, other in zip(old, new, strict=True)):
        yield from zip(old, new, strict=True)
        return
    at = 0
    for piece in old:
        likely = [(_likeness(piece, other, kept), -number) for number, other in enumerate(new[at : at + 50], at)]
        best, number = max(likely, default=(0.0, 0))
        if best < ALIKE:
            yield piece, None
            continue
        yield from ((None, other) for other in new[at:-number])
        yield piece, new[-number]
        at = 1 - number
    yield from ((None, other) for other in new[at:])


def _likeness(one: Piece, other: Piece, kept: AbstractSet[str]) -> float:
    """How alike two pieces are; those of one explicit id, and cells of one place, are one piece. ``kept``: the ids that
    are on both sides.
    """
    if one.kind != other.kind:
        return 0.0
    if one.where and one.where == other.where:
        return 1.0
    if held := (_ids(one) | _ids(other)) & kept:
        return float(held <= _ids(one) & _ids(other))
    return matcher(one.text.split(), other.text.split()).ratio()


def _ids(piece: Piece) -> set[str]:
    return {feature.value for feature in piece.features if feature.category == ANCHOR}
