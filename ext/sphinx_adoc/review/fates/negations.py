"""Negations that moved inside of their sentence: "may not start when it is open", "may start when it is not open"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from .quantifiers import NEGATIONS

_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-]\w+)*")

_Use = tuple[str, str, str]
"""A negation, the word before it ('' at the beginning of its sentence) and the word behind it."""


def moved_negations(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the negations of a text with the word behind each, before and after, that stand between other words now.

    Only sentences that have the same words on both sides are looked at: there nothing was worded otherwise.
    """
    before, after = _SENTENCES.split(old), _SENTENCES.split(new)
    if len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            if one != other:
                yield from _moved(_WORD.findall(one), _WORD.findall(other))


def _moved(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    if Counter(map(str.casefold, old)) != Counter(map(str.casefold, new)):
        return
    left, right = [*_uses(old)], [*_uses(new)]
    for use in [*left]:
        if same := next((other for other in right if _is_the_same(use, other)), None):
            left.remove(use)
            right.remove(same)
    for use in left:
        if other := next((each for each in right if each[0].casefold() == use[0].casefold()), None):
            right.remove(other)
            yield f"{use[0]} {use[2]}", f"{other[0]} {other[2]}"


def _uses(words: list[str]) -> Iterator[_Use]:
    for before, word, behind in zip(["", *words], words, words[1:], strict=False):
        if word.casefold() in NEGATIONS:
            yield word, before, behind


def _is_the_same(one: _Use, other: _Use) -> bool:
    """Whether a negation stands at one of the words that it stood at."""
    words = [[word.casefold() for word in use] for use in (one, other)]
    return words[0][0] == words[1][0] and (words[0][1] == words[1][1] or words[0][2] == words[1][2])
