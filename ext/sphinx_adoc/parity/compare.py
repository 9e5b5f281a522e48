"""Two pages held against each other, block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from .blocks import Block


@dataclass(frozen=True, slots=True)
class Difference:
    """Blocks that stand at the same point and are not equal; None: one side has none there. ``place``: ``file:line``
    of our block, or of the one before it.
    """

    theirs: Block | None
    ours: Block | None
    place: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two pages have in common.

    ``text``: the share of the words of both pages that stand in blocks at the same point, 0 to 1. ``structure``: the
    share of blocks whose counterpart has the same kind and path. ``blocks``: how many the larger page has.
    """

    text: float
    structure: float
    blocks: int
    differences: tuple[Difference, ...]


def compare(theirs: Sequence[Block], ours: Sequence[Block]) -> Comparison:
    """Return what two pages have in common: their blocks, aligned by their text."""
    pairs = list(_aligned(theirs, ours))
    both = [(one, other) for one, other in pairs if one and other]
    words = sum(_common(one.text, other.text) for one, other in both)
    same = sum((one.kind, one.path) == (other.kind, other.path) for one, other in both)
    total = sum(len(block.text.split()) for block in (*theirs, *ours))
    return Comparison(
        text=_share(words, total),
        structure=_share(same, len(theirs) + len(ours)),
        blocks=max(len(theirs), len(ours)),
        differences=tuple(_differences(pairs)),
    )


def _aligned(theirs: Sequence[Block], ours: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Pairs of blocks: those with equal text; between them those of the same kind; between these one by one."""
    for equal, some, others in _aligned_by(lambda block: block.text, theirs, ours):
        if equal:
            yield from zip(some, others, strict=True)
            continue
        for _, these, those in _aligned_by(lambda block: (block.kind, block.path), some, others):
            yield from zip_longest(these, those)


def _aligned_by(
    key: Callable[[Block], Hashable], theirs: Sequence[Block], ours: Sequence[Block]
) -> Iterator[tuple[bool, Sequence[Block], Sequence[Block]]]:
    """Runs of blocks on both sides, and whether they are equal by this key."""
    matcher = SequenceMatcher(None, [key(block) for block in theirs], [key(block) for block in ours])
    for kind, begin, end, first, last in matcher.get_opcodes():
        yield kind == "equal", theirs[begin:end], ours[first:last]


def _common(one: str, other: str) -> int:
    """How many words two texts share, whatever their order."""
    return sum((Counter(one.split()) & Counter(other.split())).values())


def _share(in_both: int, in_either: int) -> float:
    return 2 * in_both / in_either if in_either else 1.0


def _differences(pairs: Sequence[tuple[Block | None, Block | None]]) -> Iterator[Difference]:
    place = ""
    for theirs, ours in pairs:
        place = ours.place if ours and ours.place else place
        if theirs != ours:
            yield Difference(theirs, ours, place)
