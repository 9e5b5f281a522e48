"""The facts that a text states: numbers with their units, switches, quantifiers and negations, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.claims.units import UNITS

from .quantifiers import NEGATIONS, SETS_OF
from .spelt_numbers import spelt_number

NUMBER: Final = "number"
SWITCH: Final = "switch"
NEGATION: Final = "negation"

_SIZES: Final = r"[kmgtp]?bit/s|[kmgtp]?i?b(?:its?|ytes?|ps)?|[kmgt]?hz|[kmgt]?w|px|em|rpm|v|a|mm|cm|km|kg|g|°c|times|x"
_FOREIGN: Final = frozenset(  # units that other languages have
    word
    for words in (
        "sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre",
        "jahren millisekunde millisekunden mikrosekunden prozent grad meter euro",
        "seconde secondes heure heures jour jours semaine semaines mois an ans année années",
        "segundo segundos minuto minutos hora horas día días semana semanas mes meses año años",
    )
    for word in words.split()
)
_UNIT: Final = re.compile(rf"\s?(%|‰|°\w?|[$€£¥₹₽₩]|(?:{_SIZES})(?!\w)|[^\W\d_]+\b)", re.IGNORECASE)
_KNOWN: Final = re.compile(_SIZES, re.IGNORECASE)
_HYPHENED: Final = re.compile(r"[-‑]([^\W\d_]+)\b")  # "64-bit"
_NUMBER: Final = re.compile(r"(?<![\w.])(?<!\w-)([$€£¥]\s?)?([+-]?\d(?:[\d.,:]*\d)?)(?=[\w%‰°\s]|\W|$)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’]t)?")
_JOINS: Final = "-_=|/<>'\"‘’“”"  # beside a word that is a part of a name, or one itself
_OR_BEFORE: Final = re.compile(r"\b(?:or|and|to)$", re.IGNORECASE)
_LISTED: Final = re.compile(r",|(?:or|and)\b", re.IGNORECASE)
_IN_A_PATH: Final = re.compile(r"[.:]\w")  # behind a word: "no.txt"
_PLURAL: Final = re.compile(r"\s[^\W\d_]{3,}(?<!i)(?<!u)(?<!s)s\b")  # not "this", "thus", "across"
_VERSION: Final = re.compile(r"\b(versions?|releases?)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact as a text states it. ``kind``: number, switch or negation; ``value``: what is compared; ``start``: where
    it begins; ``sets``: of a switch, the sets of words that it is of.
    """

    kind: str
    value: object
    words: str
    start: int
    sets: tuple[int, ...] = ()

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
    if sign or (unit and not fact.words[-len(unit) - 1 :][0].isdigit()) or unit in UNITS or unit == "%":
        return fact.words
    plural = _PLURAL.match(text, fact.end)
    return fact.words + plural[0] if plural and not unit else ""


def _numbers(text: str) -> Iterator[StatedFact]:
    for match in _NUMBER.finditer(text):
        sign = (match[1] or "").strip()
        unit = _unit(text, match.end())
        value = match[2].replace(",", "")
        shown = text[match.start() : match.end() + len(unit)]
        yield StatedFact(NUMBER, (sign, value, _plain(unit)), shown, match.start())


def _plain(unit: str) -> str:
    return unit.strip().strip("-‑").casefold()


def _unit(text: str, at: int) -> str:
    """The unit behind a number, with the blank or the hyphen before it; '' where a word follows that is none."""
    hyphened = _HYPHENED.match(text, at)
    if hyphened is not None:
        return hyphened[0] if _is_known(hyphened[1].casefold()) else ""
    match = _UNIT.match(text, at)
    if match is None:
        return ""
    word = match[1].casefold()
    is_currency = len(word) == 3 and match[1].isupper()
    article = match[0][0].isspace() and match[1] == "a"
    known = _is_known(word) or not word[0].isalpha() or is_currency
    return match[0] if (known or not match[0][0].isspace()) and not article else ""


def _is_known(word: str) -> bool:
    return word in UNITS or word in _FOREIGN or _KNOWN.fullmatch(word) is not None


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
    for match in _WORD.finditer(text):
        word, start = match[0].casefold(), match.start()
        if (number := spelt_number(text, match)) is not None:
            value, end = number
            unit = _unit(text, end)
            yield StatedFact(NUMBER, ("", str(value), _plain(unit)), text[start : end + len(unit)], start)
        elif word in NEGATIONS or word.endswith(("n't", "n’t")):
            if not _is_a_name(text, match):
                yield StatedFact(NEGATION, word, match[0], start, SETS_OF.get(word, ()))
        elif word in SETS_OF:
            yield StatedFact(SWITCH, word, match[0], start, SETS_OF[word])
