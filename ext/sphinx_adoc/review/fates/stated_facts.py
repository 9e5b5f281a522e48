"""The facts that a text states: numbers with their units, switches, quantifiers and negations, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sphinx_adoc.claims.units import UNITS

from .numerals import numerals, plain_unit, unit_at
from .quantifiers import NEGATIONS, PHRASES, SETS_OF
from .spelt_numbers import spelt_number

NUMBER: Final = "number"
SWITCH: Final = "switch"
NEGATION: Final = "negation"

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’]t)?")
_PHRASE: Final = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b".replace(" ", r"\s+"), re.IGNORECASE)
_LIMIT: Final = -1  # the set of phrases, beside those of single words
_JOINS: Final = "-_=|/<>'\"‘’“”"  # beside a word that is a part of a name, or one itself
_OR_BEFORE: Final = re.compile(r"\b(?:or|and|to)$", re.IGNORECASE)
_LISTED: Final = re.compile(r",|(?:or|and)\b", re.IGNORECASE)
_IN_A_PATH: Final = re.compile(r"[.:]\w")  # behind a word: "no.txt"
_PLURAL: Final = re.compile(r"\s[^\W\d_]{3,}(?<!i)(?<!u)(?<!s)s\b")  # not "this", "thus", "across"
_VERSION: Final = re.compile(r"\b(versions?|releases?)\s$", re.IGNORECASE)
_SHORT_VERSION: Final = re.compile(r"v\d")
_NEXT: Final = re.compile(r"\s+([^\W\d_]+)")
_PREVIOUS: Final = re.compile(r"([^\W\d_]+)\W+$")
_LINKS: Final = frozenset(["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"])
_PER_SECOND: Final = re.compile(r"(?:\b(?:per|a|each|every|half)\s|/)$", re.IGNORECASE)  # then it is the unit


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact as a text states it. ``kind``: number, switch or negation; ``value``: what is compared; ``start``: where
    it begins; ``sets``: of a switch, the sets of words that it is of; ``whole``: of an end of a range, the range.
    """

    kind: str
    value: object
    words: str
    start: int
    sets: tuple[int, ...] = ()
    whole: str = ""

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.words)


def stated_facts(text: str) -> list[StatedFact]:
    """Return the facts of a text, in order; none is inside of another one."""
    facts: list[StatedFact] = []
    for fact in sorted([*_numbers(text), *_words(text)], key=lambda fact: (fact.start, -fact.end)):
        if not facts or fact.start >= facts[-1].end:
            facts.append(fact)
    return facts


def quantity(text: str, fact: StatedFact) -> str:
    """Return a number of a text as a quantity, in words: with a unit, as a version, or with the plural behind it; ''
    for one that is of nothing.
    """
    if fact.kind != NUMBER or not isinstance(fact.value, tuple):
        return ""
    sign, _, unit = fact.value
    if version := _VERSION.search(text[max(fact.start - 12, 0) : fact.start]):
        return version[1] + " " + fact.words
    if (
        sign
        or _SHORT_VERSION.match(fact.words)
        or (unit and not fact.words[-len(unit) - 1 :][0].isdigit())
        or unit in UNITS
        or unit == "%"
    ):
        return fact.words
    plural = _PLURAL.match(text, fact.end)
    return fact.words + plural[0] if plural and not unit else ""


def has_unit(fact: StatedFact) -> bool:
    """Return whether a number has a unit that is known."""
    return isinstance(fact.value, tuple) and bool(fact.value[2])


def with_next_word(text: str, fact: StatedFact) -> StatedFact:
    """Return a fact with the word of its text that follows; without one, as it is."""
    behind = _NEXT.match(text, fact.end)
    return replace(fact, words=fact.words + behind[0]) if behind and behind[1] not in _LINKS else fact


def thing(text: str, fact: StatedFact) -> str:
    """Return what a number of a text is a number of: its unit, else the word behind it, without an s at its end; before
    punctuation, the word before it. '' where that is not clear.
    """
    unit = fact.value[2] if isinstance(fact.value, tuple) else ""
    if unit:
        return _singular(unit)
    if behind := _NEXT.match(text, fact.end):
        return "" if behind[1] in _LINKS else _singular(behind[1].casefold())
    before = _PREVIOUS.search(text[max(fact.start - 40, 0) : fact.start])
    return "" if before is None or before[1] in _LINKS else "after " + before[1].casefold()


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 2 else word


def _numbers(text: str) -> Iterator[StatedFact]:
    for each in numerals(text):
        value = (each.sign, each.value, plain_unit(each.unit))
        yield StatedFact(NUMBER, value, text[each.start : each.end], each.start, whole=each.whole)


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word negates nothing: it is a part of a longer name ("read-only"), or "none" in a list of values."""
    before, behind = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    joined = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if any(sign and sign in _JOINS for sign in joined) or _IN_A_PATH.match(text, match.end()):
        return True
    return match[0].casefold() == "none" and (
        before.endswith((",", ":")) or _OR_BEFORE.search(before) is not None or _LISTED.match(behind) is not None
    )


def _words(text: str) -> Iterator[StatedFact]:
    for match in _PHRASE.finditer(text):
        phrase = " ".join(match[0].casefold().split())
        yield StatedFact(SWITCH, PHRASES[phrase], match[0], match.start(), (_LIMIT,))
    for match in _WORD.finditer(text):
        word, start = match[0].casefold(), match.start()
        if (number := spelt_number(text, match)) is not None:
            value, end = number
            unit = unit_at(text, end)
            yield StatedFact(NUMBER, ("", str(value), plain_unit(unit)), text[start : end + len(unit)], start)
        elif word in NEGATIONS or word.endswith(("n't", "n’t")):
            if not _is_a_name(text, match):
                yield StatedFact(NEGATION, word, match[0], start, SETS_OF.get(word, ()))
        elif word in SETS_OF and not (word == "second" and _PER_SECOND.search(text[max(start - 6, 0) : start])):
            yield StatedFact(SWITCH, word, match[0], start, SETS_OF[word])
