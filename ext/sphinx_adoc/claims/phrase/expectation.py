"""What a stated value expects of the computed one. Times are held in seconds, ratios as parts of one."""

from __future__ import annotations

import enum
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any, Final

from .units import RATIO, TIME

CLOSE: Final = 1e-9  # relative; what computing in floating point may cost


class Mismatch(Exception):
    """A computed value of a kind that the stated one cannot be compared with; the message says both kinds."""


class Expectation:
    """What words say about a value."""

    def accepts(self, value: Any) -> bool:
        """Whether the computed value is what the words say. Raises Mismatch for one of another kind."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """A computed value for people, beside what the words say."""
        return show(value)


@dataclass(frozen=True, slots=True)
class Quantity(Expectation):
    """A number or an interval between ``low`` and ``high``; an open end is itself excluded.

    A computed interval (a pair, or an object with ``low`` and ``high``) must lie in it as a whole.
    """

    low: float
    high: float
    kind: str
    low_open: bool = False
    high_open: bool = False

    def accepts(self, value: Any) -> bool:
        """Numbers are in seconds where a time is stated, and parts of one where percents are."""
        low, high = bounds(value, self.kind)
        return _above(low, self.low, self.low_open) and _above(-high, -self.high, self.high_open)

    def times(self, factor: float) -> Quantity:
        """So many times as much."""
        return replace(self, low=self.low * factor, high=self.high * factor)

    def shown(self, value: Any) -> str:
        """With the unit that the value is held in."""
        return show(value) + {TIME: " s", RATIO: " (as a part of one)"}.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Numbers(Expectation):
    """Several numbers: all of a collection ("1, 2 and 4"), or those that a single one may be (``either``: "1 or 2")."""

    values: frozenset[float]
    kind: str
    either: bool

    def accepts(self, value: Any) -> bool:
        """A collection must have just these; a single number must be one of them where they are alternatives."""
        if isinstance(value, Collection) and not isinstance(value, str | tuple):
            found = frozenset(bounds(item, self.kind)[0] for item in value)
            return len(found) == len(self.values) and all(_among(item, self.values) for item in found)
        if not self.either:
            raise Mismatch(f"several numbers are stated, but {show(value)} is one value")
        low, high = bounds(value, self.kind)
        return low == high and _among(low, self.values)

    def times(self, factor: float) -> Numbers:
        """So many times as much, each of them."""
        return replace(self, values=frozenset(value * factor for value in self.values))


@dataclass(frozen=True, slots=True)
class Names(Expectation):
    """Literal names: just the members of a collection, or the one that a single value has."""

    names: tuple[str, ...]

    def accepts(self, value: Any) -> bool:
        """Members may be strings, or objects that print as the name."""
        if isinstance(value, str | enum.Enum):
            return self.names == (name_of(value),)
        if isinstance(value, Collection):
            return frozenset(map(name_of, value)) == frozenset(self.names)
        raise Mismatch(f"names are stated, but the computed value is {show(value)}")


YES: Final = frozenset(["yes", "true", "always", "on", "enabled", "can", "will", "does", "✓", "✔"])
NO: Final = frozenset(["no", "false", "never", "off", "disabled", "cannot", "none", "nothing", "✗", "✘"]) | {
    "can not", "can't", "will not", "won't", "does not", "doesn't", "is not", "isn't", "never does", "not",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word(Expectation):
    """A word or short name: of a string the string itself, of a truth value yes or no, of a collection its members."""

    word: str

    def accepts(self, value: Any) -> bool:
        """Case is ignored. ``none`` accepts what is empty; ``never`` also an infinite time."""
        word = self.word.casefold()
        if isinstance(value, str | enum.Enum):
            return name_of(value).casefold() == word
        if word == "never" and is_never(value):
            return True
        if is_truth(value):
            if word not in YES | NO:
                raise Mismatch(f"'{self.word}' is neither yes nor no, but the computed value is {bool(value)}")
            return bool(value) == (word in YES)
        if isinstance(value, Collection):
            return not value if word in NO else [name_of(item).casefold() for item in value] == [word]
        if word in ("none", "no", "nothing") and isinstance(value, Real):
            return value == 0
        raise Mismatch(f"a word is stated, but the computed value is {show(value)}")


# -- values ------------------------------------------------------------------------------------------------------------


def bounds(value: Any, kind: str) -> tuple[float, float]:
    """The lowest and highest number of a computed value. Raises Mismatch for what is no number of this kind."""
    if isinstance(value, tuple) and len(value) == 2:
        return _number(value[0], kind), _number(value[1], kind)
    if hasattr(value, "low") and hasattr(value, "high"):
        return _number(value.low, kind), _number(value.high, kind)
    number = _number(value, kind)
    return number, number


def _number(value: Any, kind: str) -> float:
    if isinstance(value, timedelta):
        if kind != TIME:
            raise Mismatch(f"a {kind} is stated, but the computed value is the time {show(value)}")
        return value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise Mismatch(f"a {kind} is stated, but the computed value is {show(value)}")
    return float(value)


def _above(value: float, limit: float, is_open: bool) -> bool:
    same = math.isclose(value, limit, rel_tol=CLOSE)
    return not same and value > limit if is_open else same or value > limit


def _among(value: float, values: Collection[float]) -> bool:
    return any(math.isclose(value, other, rel_tol=CLOSE, abs_tol=0.0) for other in values)


def name_of(value: Any) -> str:
    """The literal name that a value is: of an enumeration's member its value when that is text, else its name."""
    if isinstance(value, enum.Enum):
        return value.value if isinstance(value.value, str) else value.name
    return str(value)


def is_truth(value: Any) -> bool:
    """Whether a value answers yes or no: a bool, or an object made to be asked (it has ``__bool__`` of its own)."""
    if isinstance(value, bool):
        return True
    return hasattr(value, "__bool__") and not isinstance(value, Real | Decimal | Collection | timedelta)


def is_never(value: Any) -> bool:
    """Whether a value says that something does not come: None, or a time (both ends of it) that is infinite."""
    if value is None:
        return True
    try:
        return all(end == math.inf for end in bounds(value, TIME))
    except Mismatch:
        return False


def show(value: Any) -> str:
    """A computed value for people: an interval as "60 to 90", numbers without trailing digits, else its repr."""
    if isinstance(value, float | Fraction | Decimal):
        return f"{float(value):g}"
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, int | float) for end in value):
        return f"{value[0]:g} to {value[1]:g}"
    if isinstance(value, set | frozenset | Mapping):
        return clipped(", ".join(sorted(map(name_of, value)))) or "nothing"
    if isinstance(value, list | tuple) and all(isinstance(item, str | enum.Enum) for item in value):
        return clipped(", ".join(map(name_of, value))) or "nothing"
    return clipped(str(value) if hasattr(value, "low") and hasattr(value, "high") else repr(value))


def clipped(text: str, width: int = 300) -> str:
    """Text cut to what a message can carry: one line of some width."""
    line, *more = text.split("\n")
    return line if len(line) <= width and not more else line[: width - 3].rstrip() + "..."
