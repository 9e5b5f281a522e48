"""Numbers that became others where more or fewer of them stand in the sentence: those at the same words are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from .stated_facts import StatedFact

_NEAR: Final = 60  # characters in which the next word is looked for
_LINKS: Final = frozenset([",", ";", "/", "and", "or", "und", "oder", "bis", "et", "ou", "y", "o"])  # in lists

_Unit = tuple[StatedFact, tuple[StatedFact, ...]]
"""A number, or a range as one, and the facts that it is made of."""


def at_the_same_words(
    old: str, before: Sequence[StatedFact], new: str, after: Sequence[StatedFact]
) -> Iterator[tuple[StatedFact, StatedFact, tuple[StatedFact, ...]]]:
    """Yield numbers of two texts that stand between the same words, with all facts that they are made of: a range is
    one. Of those in a list none is: which is which is not known there. ``before``, ``after``: those that may be others.
    """
    there: dict[tuple[str, str], list[_Unit]] = {}
    for context, unit in _in_context(new, after):
        there.setdefault(context, []).append(unit)
    known = [*_in_context(old, before)]
    counted = Counter(context for context, _ in known)
    for context, (one, parts) in known:
        units = there.get(context, [])
        if len(units) == counted[context] == 1 and context[0] not in _LINKS:
            other, others = units[0]
            if one.value != other.value:
                yield one, other, (*parts, *others)


def otherwise_spaced(
    old: str, before: Sequence[StatedFact], new: str, after: Sequence[StatedFact]
) -> tuple[StatedFact, StatedFact] | None:
    """Return facts that differ in blanks alone, such as "1,5" and "1, 5", each side as one; None where they do not."""
    if not before or not after:
        return None
    texts = [text[facts[0].start : facts[-1].end] for text, facts in ((old, before), (new, after))]
    if texts[0] == texts[1] or "".join(texts[0].split()) != "".join(texts[1].split()):
        return None
    one, other = (
        replace(facts[0], words=text, value=text, whole="") for text, facts in zip(texts, (before, after), strict=True)
    )
    return one, other


def _units(facts: Sequence[StatedFact]) -> Iterator[_Unit]:
    at = 0
    while at < len(facts):
        fact = facts[at]
        following = facts[at + 1] if at + 1 < len(facts) else None
        if (
            fact.whole
            and following
            and following.whole == fact.whole
            and following.start < fact.start + len(fact.whole)
        ):
            yield replace(fact, words=fact.whole, value=fact.whole, whole=""), (fact, following)
            at += 2
        else:
            yield fact, (fact,)
            at += 1


def _in_context(text: str, facts: Sequence[StatedFact]) -> Iterator[tuple[tuple[str, str], _Unit]]:
    """The numbers of a text, each with the word before it and the word behind it; '' where there is none."""
    for unit in _units(facts):
        before = text[max(unit[0].start - _NEAR, 0) : unit[0].start].split()
        behind = text[unit[0].end : unit[0].end + _NEAR].split()
        yield (_word(before[-1:]), _word(behind[:1])), unit


def _word(words: Sequence[str]) -> str:
    return "".join(words).casefold().removesuffix("s")
