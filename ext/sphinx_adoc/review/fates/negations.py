"""Negations that moved inside of their sentence: "may not start when it is open", "may start when it is not open"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from .quantifiers import NEGATIONS

_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-]\w+)*")

_BEHIND: Final = 4  # words behind a negation, at most, by which it is known
_Use = tuple[str, str, tuple[str, ...]]
"""A negation, the word before it ('' at the beginning of its sentence) and those behind it."""


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
    counted = Counter(map(str.casefold, old))
    once = frozenset(word for word, amount in counted.items() if amount == 1)
    for use in [*left]:
        if same := next((other for other in right if _is_the_same(use, other, once)), None):
            left.remove(use)
            right.remove(same)
    for use in left:
        if other := next((each for each in right if each[0].casefold() == use[0].casefold()), None):
            right.remove(other)
            yield _apart(use, other)


def _apart(use: _Use, other: _Use) -> tuple[str, str]:
    """Two negations with as many of the words behind them as they differ in."""
    amount = next((number for number in range(1, _BEHIND) if use[2][:number] != other[2][:number]), _BEHIND)
    return " ".join([use[0], *use[2][:amount]]), " ".join([other[0], *other[2][:amount]])


def _uses(words: list[str]) -> Iterator[_Use]:
    for number, word in enumerate(words[:-1]):
        if word.casefold() in NEGATIONS:
            yield word, words[number - 1] if number else "", tuple(words[number + 1 : number + 1 + _BEHIND])


def _is_the_same(one: _Use, other: _Use, once: AbstractSet[str]) -> bool:
    """Whether a negation stands at a word that it stood at, which is there ``once``; else at the same three."""
    (word, before, behind), others = ([each.casefold() for each in (*use[:2], use[2][0])] for use in (one, other))
    same = before == others[1], behind == others[2]
    known = before in once or not before, behind in once
    known_again = any(alike and alone for alike, alone in zip(same, known, strict=True))
    return word == others[0] and (known_again or (all(same) and one[2][1:2] == other[2][1:2]))
