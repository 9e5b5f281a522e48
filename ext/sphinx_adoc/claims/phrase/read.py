"""The reader of stated values: a comparison, an amount, a unit; or names; or one word."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from .expectation import Expectation, Names, Numbers, Quantity, Word
from .numbers import amount, ordinal
from .units import NUMBER, TIME, UNITS, unit_meant

ABOUT: Final = 0.1  # "about 90" is from 81 to 99
LONGEST_NAME: Final = 4  # words


class Unreadable(Exception):
    """Words that state no value that could be compared; the message says what stands in the way."""


def read(words: str, names: Sequence[str] = ()) -> Expectation:
    """What the words say. ``names``: the literal names (in markup of their own) where the words are nothing else.

    Raises Unreadable.
    """
    text = " ".join(words.split()).rstrip(".,;:")
    if not text:
        raise Unreadable("no value is stated")
    if names:
        return Names(tuple(names))
    tokens = _tokens(text)
    return _quantity(tokens) or _numbers(text) or _nothing(tokens) or _in_words(text)


# -- quantities --------------------------------------------------------------------------------------------------------

_TOKEN: Final = re.compile(
    r"(?P<glued>(?<![\w.])\d[\d.,]*[^\W\d_][\w.+-]*)"  # 90s, 2nd, 802.3ad
    r"|<=|>=|[<>~≤≥≈%‰]"  # signs
    r"|(?<![\w.])[+-]?\d[\d,]*(?:\.\d+)?"  # numbers
    r"|[^\W\d]+(?:[-'][^\W\d]+)*"  # words
    r"|\S"
)
_DASH: Final = re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d)")
_SPELT: Final = str.maketrans({"\u2019": "'", "\u2212": "-", "\u00a0": " ", "\u202f": " "})


def _tokens(text: str) -> list[str]:
    plain = _DASH.sub(" to ", text.translate(_SPELT)).lower()
    return [token for found in _TOKEN.finditer(plain) for token in _unglued(found[0], found["glued"] is not None)]


def _unglued(token: str, glued: bool) -> list[str]:
    """A number and its unit, written together; anything else that begins with a digit is a name and stays whole."""
    number = token.rstrip("abcdefghijklmnopqrstuvwxyzµμ")
    return [number, token[len(number) :]] if glued and token[len(number) :] in UNITS else [token]


Bound = Callable[[Quantity], Quantity]


def _at_most(found: Quantity) -> Quantity:
    return replace(found, low=-math.inf)


def _at_least(found: Quantity) -> Quantity:
    return replace(found, high=math.inf)


def _less(found: Quantity) -> Quantity:
    return replace(found, low=-math.inf, high=found.low, high_open=True)


def _more(found: Quantity) -> Quantity:
    return replace(found, low=found.high, high=math.inf, low_open=True)


def _about(found: Quantity) -> Quantity:
    return replace(found, low=found.low - abs(found.low) * ABOUT, high=found.high + abs(found.high) * ABOUT)


def _exactly(found: Quantity) -> Quantity:
    return found


_BEFORE: Final[dict[Bound, tuple[str, ...]]] = {
    _at_most: (
        "at most", "up to", "no more than", "never more than", "not more than", "no longer than", "a maximum of",
        "maximum of", "maximum", "max", "within", "<=", "≤",
    ),
    _at_least: (
        "at least", "no less than", "not less than", "no fewer than", "a minimum of", "minimum of", "minimum", "min",
        ">=", "≥",
    ),
    _more: ("more than", "greater than", "longer than", "over", "above", ">"),
    _less: ("less than", "fewer than", "shorter than", "under", "below", "<"),
    _about: (
        "about", "roughly", "around", "approximately", "approx .", "approx", "circa", "ca .", "ca", "nearly", "almost",
        "~", "≈",
    ),
    _exactly: ("exactly", "precisely", "only", "just"),
}  # fmt: skip
_AFTER: Final[dict[Bound, tuple[str, ...]]] = {
    _at_most: ("or less", "or fewer", "at most", "at the most"),
    _at_least: ("or more", "or longer", "and more", "at least", "+"),
}


def _phrases(table: dict[Bound, tuple[str, ...]]) -> list[tuple[list[str], Bound]]:
    """The phrases as words, the longest first."""
    pairs = [(phrase.split(), bound) for bound, phrases in table.items() for phrase in phrases]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


_FIRST: Final = _phrases(_BEFORE)
_LAST: Final = _phrases(_AFTER)


def _quantity(tokens: list[str]) -> Quantity | None:
    """A number or interval with its bounds, or None when the words are none."""
    bounds: list[Bound] = []
    while found := next(((words, bound) for words, bound in _FIRST if tokens[: len(words)] == words), None):
        tokens = tokens[len(found[0]) :]
        bounds.insert(0, found[1])
    for words, bound in _LAST:
        if len(tokens) > len(words) and tokens[-len(words) :] == words:
            tokens = tokens[: -len(words)]
            bounds.append(bound)
            break
    value = _interval(tokens) or _single(tokens)
    if value is None:
        return None
    for bound in bounds:
        value = bound(value)
    return value


def _interval(tokens: list[str]) -> Quantity | None:
    """``between A and B``, ``from A to B``, ``A to B``; a missing unit of A is the one of B."""
    opening = tokens[:1]
    joint = "and" if opening == ["between"] else "to"
    inner = tokens[1:] if opening in (["between"], ["from"]) else tokens
    if joint not in inner:
        return None
    at = inner.index(joint)
    low, high = _measure(inner[:at]), _measure(inner[at + 1 :])
    if low is None or high is None:
        return None
    first, second = low[0], high[0]
    if low[1] is None:
        first, kind = first * high[2], high[1] or NUMBER
    else:
        kind = low[1]
    if kind != (high[1] or NUMBER):
        raise Unreadable("the two ends have different units")
    if first > second:
        raise Unreadable(f"the interval ends before it begins: {first:g} to {second:g}")
    return Quantity(first, second, kind)


def _single(tokens: list[str]) -> Quantity | None:
    """One amount, or several that add up ("1 minute and 30 seconds")."""
    place = ordinal(tokens)
    if place and (place[1] == len(tokens) or (place[1] + 1 == len(tokens) and _noun(tokens[-1]))):
        return Quantity(place[0], place[0], NUMBER)
    total, kind = 0.0, None
    parts = list(_parts(tokens))
    for part in parts:
        found = _measure(part)
        if found is None or (len(parts) > 1 and found[1] != TIME):
            return None
        total, kind = total + found[0], found[1]
    return Quantity(total, total, kind or NUMBER) if parts else None


def _parts(tokens: list[str]) -> Iterator[list[str]]:
    """The tokens, cut after each unit of time that is followed by more."""
    start = 0
    for at, token in enumerate(tokens[:-1]):
        if UNITS.get(token, ("", 0))[0] == TIME and at > start:
            following = at + 2 if tokens[at + 1] == "and" else at + 1
            if amount(tokens[following:]) and tokens[following:] != ["a", "half"]:
                yield tokens[start : at + 1]
                start = following
    if tokens[start:]:
        yield tokens[start:]


def _measure(tokens: list[str]) -> tuple[float, str | None, float] | None:
    """An amount in the base of its unit, the kind of unit (None: no unit), and the unit's factor."""
    found = amount(tokens)
    if found is None:
        return None
    value, taken = found
    rest = tokens[taken:]
    if not rest:
        return (value, None, 1.0) if tokens not in (["a"], ["an"]) else None
    if len(rest) == 1 and rest[0] in UNITS:
        kind, factor = UNITS[rest[0]]
        return value * factor, kind, factor
    if len(rest) == 3 and rest[:2] == ["and", "a"] and rest[2] == "half":
        return value + 0.5, None, 1.0
    if len(rest) >= 4 and rest[1:4] == ["and", "a", "half"] and rest[0] in UNITS:
        kind, factor = UNITS[rest[0]]
        return (value + 0.5) * factor, kind, factor
    if len(rest) == 1 and _noun(rest[0]) and tokens[:taken] not in (["a"], ["an"]):
        return value, None, 1.0
    return None


def _noun(word: str) -> bool:
    """Whether a word can be what is counted ("votes"); one that looks like a unit is not counted, it is mistyped."""
    if meant := unit_meant(word):
        raise Unreadable(f"'{word}' is no unit; did you mean '{meant}'?")
    return re.fullmatch(r"[^\W\d]{2,}(?:-[^\W\d]+)*", word) is not None


# -- lists and words ---------------------------------------------------------------------------------------------------

_SEPARATOR: Final = re.compile(r"\s*,\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
_NAME: Final = re.compile(r"[\w./+:'-]+(?: [\w./+:'-]+)*|[✓✔✗✘]")


def _numbers(text: str) -> Numbers | None:
    """A list of numbers with one unit at the end, or one each."""
    items = _SEPARATOR.split(text)
    if len(items) < 2:
        return None
    found = [_measure(_tokens(item)) for item in items]
    if any(item is None for item in found):
        return None
    measures = [item for item in found if item is not None]
    kind, factor = measures[-1][1], measures[-1][2]
    if any(item[1] not in (None, kind) for item in measures):
        raise Unreadable("the numbers have different units")
    values = frozenset(item[0] * (factor if item[1] is None and kind else 1.0) for item in measures)
    return Numbers(values, kind or NUMBER, re.search(r"\bor\b", text) is not None)


def _nothing(tokens: Sequence[str]) -> Expectation | None:
    """``no votes``, ``none of them``: nothing."""
    if len(tokens) == 2 and tokens[0] == "no" and _noun(tokens[1]):
        return Word("none")
    return None


def _in_words(text: str) -> Expectation:
    """Names in a row, or one word or short name; not where a number among them shows that a quantity was meant."""
    items = _SEPARATOR.split(text)
    if any(len(item.split()) > LONGEST_NAME or not _NAME.fullmatch(item) for item in items):
        raise Unreadable("it is neither a quantity nor names nor a word")
    if any(item.casefold() == "may not" for item in items):
        raise Unreadable("'may not' can mean both that something is possible and that it is forbidden")
    if any(" " in item and _holds_number(_tokens(item)) for item in items):
        raise Unreadable("it holds a number, but is no quantity that is understood")
    return Names(tuple(items)) if len(items) > 1 else Word(text)


def _holds_number(tokens: Sequence[str]) -> bool:
    return any((amount([token]) and not token.isalpha()) or token in UNITS for token in tokens)
