"""Which members of two sequences are the same, in order."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

ALIKE: Final = 0.4  # the share of common words from which one block is another one, changed
MOST: Final = 4_000_000  # pairs that are compared one by one; beyond them only rare members guide


def matcher(old: Sequence[Hashable], new: Sequence[Hashable]) -> SequenceMatcher[Hashable]:
    """Return what compares two sequences, such as the words of two texts, in a time that stays bounded."""
    return SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST)


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
    for block in matcher(*middle).get_matching_blocks():
        yield from ((start + block.a + step, start + block.b + step) for step in range(block.size))
    yield from zip(range(len(old) - end, len(old)), range(len(new) - end, len(new)), strict=True)
