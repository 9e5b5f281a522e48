"""Which members of two sequences are the same, in order."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

ALIKE: Final = 0.4  # the share of common words from which one block is another one, changed
MOST: Final = 4_000_000  # pairs of blocks that are compared one by one; beyond them only rare ones guide


def matched(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of those that are the same, in order."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        yield start, start
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, *middle, autojunk=len(middle[0]) * len(middle[1]) > MOST)
    for block in matcher.get_matching_blocks():
        yield from ((start + block.a + step, start + block.b + step) for step in range(block.size))
    yield from zip(range(len(old) - end, len(old)), range(len(new) - end, len(new)), strict=True)
