"""Amounts with their units: "90 s", "1 minute and 30 seconds", "10 MB/s", "twice a day", "between 1 and 2 hours"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.claims.numbers import amount, decimals, ordinal
from sphinx_adoc.claims.units import (
    DAY_S,
    FREQUENCY,
    MONEY,
    MONTH_S,
    NUMBER,
    RATE,
    RATIO,
    SIZE,
    TIME,
    YEAR_S,
    slack,
    unit_meant,
    unit_of,
)
from sphinx_adoc.suggest import did_you_mean

from .expectation import Quantity, Tolerance
from .tokens import Token

MAX_NOUNS: Final = 3  # words that say what is counted: "two silent worker nodes"
_HALF: Final = ["and", "a", "half"]
_PER: Final = frozenset(["/", "per", "a", "an", "each", "every"])
_PERIODS: Final = {
    "hourly": 3600.0, "daily": DAY_S, "nightly": DAY_S, "weekly": 7 * DAY_S, "fortnightly": 14 * DAY_S,
    "monthly": MONTH_S, "quarterly": 3 * MONTH_S, "yearly": YEAR_S, "annually": YEAR_S,
}  # fmt: skip
_NO_NOUNS: Final = frozenset([
    "of", "to", "and", "or", "in", "at", "after", "before", "by", "than", "the", "a", "an", "so", "not", "no", "per",
    "as", "with", "from", "for", "on", "is", "are",
])  # fmt: skip


class Unreadable(Exception):
    """Words that state no value that could be compared; the message says what stands in the way."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount in the base of its unit; the kind of the unit (None: no unit) and its factor. ``step``: what one of the
    last decimals is worth that it is written with (0: it has none).
    """

    value: float
    kind: str | None = None
    factor: float = 1.0
    step: float = 0.0


def measure(tokens: Sequence[Token]) -> Measure | None:
    """Return the amount that all of some tokens are, None where they are none. Raise Unreadable for a mistyped unit."""
    if not tokens:
        return None
    first = unit_of(tokens[0].exact)
    if first and first[0].startswith(MONEY) and len(tokens) > 1:  # $5, EUR 20
        inner = measure(tokens[1:])
        return _times(inner, first) if inner and inner.kind is None else None
    amount_read = amount(tokens)
    if amount_read is None:
        return None
    value, taken = amount_read
    places = decimals(tokens[0]) if taken and tokens[0][:1].isdigit() else None
    step = 10.0**-places * _scale(tokens[1:taken]) if places else 0.0
    plain = Measure(value, step=step)
    rest = tokens[taken:]
    article = list(tokens[:taken]) in (["a"], ["an"])
    if not rest:
        return None if article else plain
    return _with_unit(plain, rest) or (None if article else _counted(plain, rest))


def _scale(words: Sequence[str]) -> float:
    """What the words behind a number multiply it by: "million"."""
    amount_read = amount(["1", *words])
    return amount_read[0] if amount_read else 1.0


def _times(measured: Measure, unit: tuple[str, float]) -> Measure:
    kind, factor = unit
    return Measure(measured.value * factor, kind, factor, measured.step * factor)


def _with_unit(plain: Measure, rest: Sequence[Token]) -> Measure | None:
    """An amount with what stands behind it: a unit, a unit and a half, a rate."""
    words = list(rest)
    if words == _HALF:
        return Measure(plain.value + 0.5)
    if words[:2] in (["percentage", "points"], ["percentage", "point"]):
        return _complete(_times(plain, (RATIO, 0.01)), rest[2:])
    if words[:2] == ["per", "cent"]:
        return _complete(_times(plain, (RATIO, 0.01)), rest[2:])
    unit = unit_of(rest[0].exact)
    if unit is None:
        return None
    if words[1:4] == _HALF and len(words) == 4:
        return _times(Measure(plain.value + 0.5), unit)
    if rate := _rate(plain, unit, rest[1:]):
        return rate
    return _complete(_times(plain, unit), rest[1:])


def _complete(measured: Measure, rest: Sequence[Token]) -> Measure | None:
    """An amount, also where it is said of what or for what: "50 % of the nodes", "10 MB per user", "5 s each"."""
    if not rest or list(rest) == ["each"]:
        return measured
    if rest[0] == "per":
        return measured if len(rest) == 2 and noun(rest[1]) else None
    return measured if rest[0] == "of" and len(rest) > 1 else None


def _rate(plain: Measure, unit: tuple[str, float], rest: Sequence[Token]) -> Measure | None:
    """So much in a time: "10 MB/s", "5 Gbit per second"."""
    if len(rest) != 2 or rest[0] not in _PER:
        return None
    time = unit_of(rest[1].exact)
    if time is None or time[0] != TIME or unit[0] == TIME:
        return None
    kind = RATE if unit[0] == SIZE else f"{unit[0]} in a time"
    return _times(plain, (kind, unit[1] / time[1]))


def _counted(plain: Measure, rest: Sequence[Token]) -> Measure | None:
    """An amount of things: "5 nodes", "three times a day", "100 requests per second", "10x", "half of the nodes"."""
    if rest[0] in ("x", "×", "times", "fold") and len(rest) == 1:
        return plain
    if _is_comparison(rest[1:] if rest[0] == "times" else rest):
        return plain
    if rest[0] == "of" and things(rest[1:]):
        return plain
    if plain.value < 1 and rest[0] == "of":
        return plain if len(rest) > 1 else None
    at = next((at for at, token in enumerate(rest) if token in _PER and at + 2 == len(rest)), None)
    time = unit_of(rest[-1].exact) if at is not None else None
    if at is not None and time and time[0] == TIME:
        names = rest[:at]
        if all(token == "times" or noun(token) for token in names) and len(names) <= MAX_NOUNS:
            return _times(plain, (FREQUENCY, 1 / time[1]))
    return plain if len(rest) <= MAX_NOUNS and all(map(noun, rest)) else None


_COMPARED: Final = frozenset(["many", "much", "long", "large", "big", "often", "fast", "high", "slow", "small"])
_THOSE: Final = frozenset(["the", "them", "these", "those", "its", "their", "our", "your"])


def _is_comparison(rest: Sequence[Token]) -> bool:
    """ "as many", "as long as before" """
    return len(rest) > 1 and rest[0] == "as" and rest[1] in _COMPARED and (len(rest) == 2 or rest[2] == "as")


def things(rest: Sequence[Token]) -> bool:
    """Return whether words behind an "of" are things that were counted, not how many there are: "(one of) the
    nodes".
    """
    return bool(rest) and rest[0] in _THOSE and len(rest) <= MAX_NOUNS + 1 and all(map(noun, rest[1:]))


def noun(word: str) -> bool:
    """Return whether a word can be what is counted ("votes"); one that looks like a unit is not counted, it is
    mistyped.
    """
    exact = getattr(word, "exact", word)
    if unit_of(exact) or word in _NO_NOUNS or amount([word]):
        return False
    if meant := unit_meant(exact):
        raise Unreadable(f"'{exact}' is no unit; {did_you_mean(meant)}")
    return re.fullmatch(r"[^\W\d]{2,}(?:-[^\W\d]+)*", word) is not None


# -- quantities --------------------------------------------------------------------------------------------------------


def interval(tokens: Sequence[Token]) -> Quantity | None:
    """Return the quantity of ``between A and B``, ``from A to B``, ``A to B`` or ``A ± B``; A may take its unit
    from B.
    """
    if spread := _spread(tokens):
        return spread
    opening = list(tokens[:1])
    inner = tokens[1:] if opening in (["between"], ["from"]) else tokens
    joints = ("and",) if opening == ["between"] else ("to", "through")
    joint = next((joint for joint in joints if joint in inner), None)
    if joint is None:
        return None
    at = [*map(str, inner)].index(joint)
    low, high = measure(inner[:at]), measure(inner[at + 1 :])
    if low is None or high is None:
        return None
    first, kind = low.value, low.kind
    if low.kind is None:
        first, kind = first * high.factor, high.kind or NUMBER
    if kind != (high.kind or NUMBER):
        raise Unreadable("the two ends have different units")
    if first > high.value:
        raise Unreadable(f"the interval ends before it begins: {first:g} to {high.value:g}")
    return Quantity(first, high.value, kind, slack=slack(high.value, high.factor) if high.kind == TIME else 0.0)


def tolerance(tokens: Sequence[Token]) -> Tolerance | None:
    """Return what "100 ± 5 %" says: a part of a number without a unit, or percents; None for other words."""
    at = [*map(str, tokens)].index("±") if "±" in tokens[1:] else 0
    middle, by = measure(tokens[:at]), measure(tokens[at + 1 :])
    if middle is None or by is None or middle.kind is not None or by.kind != RATIO:
        return None
    return Tolerance(middle.value, by.value)


def _spread(tokens: Sequence[Token]) -> Quantity | None:
    if "±" not in tokens:
        return None
    at = [*map(str, tokens)].index("±")
    middle, by = measure(tokens[:at]) if at else Measure(0.0), measure(tokens[at + 1 :])
    if middle is None or by is None:
        return None
    if by.kind == RATIO and middle.kind not in (None, RATIO):  # 5 V ± 5 %
        by = Measure(abs(middle.value) * by.value, middle.kind)
    if by.kind is None and middle.kind:  # 20 °C ± 1
        by = Measure(by.value * middle.factor, middle.kind)
    if middle.kind not in (None, by.kind):
        return None
    value = middle.value * (by.factor if middle.kind is None else 1.0)
    return Quantity(value - by.value, value + by.value, by.kind or NUMBER)


def single(tokens: Sequence[Token]) -> Quantity | None:
    """Return one amount, several that add up ("1 minute and 30 seconds"), a place in a row, or how often something
    comes.
    """
    place = ordinal(tokens)
    if place and (place[1] == len(tokens) or (place[1] + 1 == len(tokens) and noun(tokens[-1]))):
        return Quantity(place[0], place[0], NUMBER)
    if tokens and tokens[0] in ("every", "each"):
        return _period(tokens[1:]) or _every(tokens[1:])
    if (list(tokens[:1]) in (["a"], ["the"]) and tokens[1:2] in (["single"], ["only"])) or tokens[:1] == ["single"]:
        return _one(tokens[1 + (tokens[0] != "single") :])
    if len(tokens) == 1 and tokens[0] in _PERIODS:
        value = _PERIODS[tokens[0]]
        return Quantity(value, value, TIME, slack=slack(value, value))
    parts = [measure(part) for part in _parts(tokens)]
    if not parts or None in parts:
        return None
    measures = [part for part in parts if part is not None]
    if len(measures) > 1:
        if any(part.kind != TIME for part in measures):
            return None
        total = sum(part.value for part in measures)
        return Quantity(total, total, TIME, slack=sum(slack(part.value, part.factor) for part in measures))
    (one,) = measures
    loose = slack(one.value, one.factor) if one.kind == TIME else 0.0
    return Quantity(one.value, one.value, one.kind or NUMBER, step=one.step, slack=loose)


def _period(tokens: Sequence[Token]) -> Quantity | None:
    """``every 5 minutes``, ``every hour``, ``every other day``."""
    if list(tokens[:1]) == ["other"] and (one := _period(tokens[1:])):
        return Quantity(2 * one.low, 2 * one.high, TIME, slack=2 * one.slack)
    unit = unit_of(tokens[0].exact) if len(tokens) == 1 else None
    measured = _times(Measure(1.0), unit) if unit else measure(tokens)
    if measured is None or measured.kind != TIME:
        return None
    return Quantity(measured.value, measured.value, TIME, slack=slack(measured.value, measured.factor))


def _every(tokens: Sequence[Token]) -> Quantity | None:
    """ "every third", "every second request": which of them in a row."""
    place = ordinal(tokens)
    if place is None or not (place[1] == len(tokens) or (place[1] + 1 == len(tokens) and noun(tokens[-1]))):
        return None
    return Quantity(place[0], place[0], NUMBER)


def _one(rest: Sequence[Token]) -> Quantity | None:
    """ "a single node", "the only one": one of what is counted."""
    counted = len(rest) <= MAX_NOUNS and all(token == "one" or noun(token) for token in rest)
    return Quantity(1, 1, NUMBER) if counted else None


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens, cut after each unit of time that is followed by more."""
    start = 0
    for at, token in enumerate(tokens[:-1]):
        if (unit_of(token.exact) or ("", 0))[0] == TIME and at > start:
            following = at + 2 if tokens[at + 1] in ("and", ",") else at + 1
            if amount(tokens[following:]) and list(tokens[following:]) != ["a", "half"]:
                yield tokens[start : at + 1]
                start = following
    if tokens[start:]:
        yield tokens[start:]
