"""What a stated value expects of the computed one. Times are held in seconds, sizes in bytes, ratios as parts of 1."""

from __future__ import annotations

import ast
import enum
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any, Final

from sphinx_adoc.claims.units import NUMBER, RATIO, TIME, base_of, unit_name

from .value import NONE, Declared, Mismatch, bounds, no_unit, number

MANY_PERCENTS: Final = 10  # "50 ± 5 %" of a part of one can be from 45 to 55 %; "1 ± 5 %" cannot be that
_PAIR_HINT: Final = "compute the pair (how many, of how many)"
CLOSE: Final = 1e-9  # relative; what computing in floating point may cost


class Expectation:
    """What words say about a value. ``declared``: the units of bare numbers, by kind."""

    __slots__ = ()

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether the computed value is what the words say. Raises Mismatch for one of another kind."""
        raise NotImplementedError

    def shown(self, value: Any, declared: Declared = NONE) -> str:
        """Return a computed value for people, beside what the words say."""
        return show(value)


@dataclass(frozen=True, slots=True)
class Quantity(Expectation):
    """A number or an interval between ``low`` and ``high``; an open end is itself excluded.

    A computed interval (a pair, or an object with ``low`` and ``high``) must lie in it as a whole. ``rounding``: by how
    much less a number may differ that is written with fewer decimals than it has; ``step``: what one of its last
    decimals is worth. ``slack``: by how much one may differ whose unit has no fixed length.
    """

    low: float
    high: float
    kind: str
    low_open: bool = False
    high_open: bool = False
    step: float = 0.0
    slack: float = 0.0

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a number, with its unit or the declared one, is what the words say."""
        low, high = bounds(value, self.kind, declared)
        if low == high and self._is_rounded(low):
            return True
        least, most = (self.low - self.slack, self.high + self.slack) if self.slack else (self.low, self.high)
        if _above(low, least, is_open=self.low_open) and _above(-high, -most, is_open=self.high_open):
            return True
        if self.kind == RATIO and RATIO not in declared and 1 < high < math.inf:  # 99.95 beside "99.9 %"
            raise no_unit(high, RATIO)
        return False

    def _is_rounded(self, value: float) -> bool:
        """Whether a value has more decimals than are written, and is the written one when it is rounded to them."""
        if not self.step or self.low != self.high:
            return False
        steps = value / self.step
        written = math.isclose(steps, round(steps), rel_tol=CLOSE)
        return not written and abs(value - self.low) < self.step / 2 * (1 - CLOSE)

    def times(self, factor: float) -> Quantity:
        """Return the quantity multiplied by a factor."""
        return replace(self, low=self.low * factor, high=self.high * factor)

    def shown(self, value: Any, declared: Declared = NONE) -> str:
        """Return the value with the unit that it is compared in."""
        if isinstance(value, timedelta) or hasattr(value, "dimensionality") or hasattr(value, "currency"):
            return show(value)
        if self.kind == RATIO and RATIO not in declared:
            return f"{show(value)} (as a part of one)"
        if self.kind in declared:
            return f"{show(value)} {unit_name(self.kind, declared[self.kind])}".rstrip()
        return f"{show(value)} {base_of(self.kind)}".rstrip()


@dataclass(frozen=True, slots=True)
class Tolerance(Expectation):
    """``middle`` ± a part of it ("100 ± 5 %"), or, where percents are computed, so many of these more or less."""

    middle: float
    part: float

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return a number must lie within the part of the middle; percents that are declared, or a part of one, within
        so many percents of it.
        """
        if RATIO in declared:
            return self._percents().accepts(value, declared)
        low, high = bounds(value, NUMBER)
        if self.middle >= MANY_PERCENTS and 0 <= low <= high <= 1:
            return self._percents().accepts(value)
        by = abs(self.middle) * self.part
        return Quantity(self.middle - by, self.middle + by, NUMBER).accepts(value)

    def _percents(self) -> Quantity:
        return Quantity(self.middle / 100 - self.part, self.middle / 100 + self.part, RATIO)


@dataclass(frozen=True, slots=True)
class AllBut(Expectation):
    """All of something, or all but some: "all but one", of ``whole`` where that is said; as a pair of numbers."""

    missing: float
    whole: float | None = None

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a pair (part, whole) of numbers is that; a single number is, where the whole is said."""
        if isinstance(value, tuple | list) and len(value) == 2:
            part, whole = number(value[0], NUMBER), number(value[1], NUMBER)
            return is_same(whole - part, self.missing) and self.whole in (None, whole)
        if isinstance(value, bool) and not self.missing and self.whole is None:
            return value
        if self.whole is None:
            raise Mismatch(
                f"all of something is stated, but the computed value is {show(value)}: of how many?", _PAIR_HINT
            )
        return is_same(number(value, NUMBER), self.whole - self.missing)


@dataclass(frozen=True, slots=True)
class NotNamed(Expectation):
    """Literal names that a value has none of: "neither `a` nor `b`"."""

    names: tuple[str, ...]

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether neither a single value nor any member of a collection is one of the names."""
        several = isinstance(value, Collection) and not isinstance(value, str | bytes | enum.Enum)
        return not any(is_named(item, name) for item in (value if several else [value]) for name in self.names)


@dataclass(frozen=True, slots=True)
class Share(Expectation):
    """``part`` of ``whole``: "2 of 3"; the two numbers as a pair, or their ratio."""

    part: float
    whole: float

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a pair of numbers, or a ratio, is this one."""
        if isinstance(value, tuple | list) and len(value) == 2:
            return tuple(value) == (self.part, self.whole)
        low, high = bounds(value, NUMBER)
        return low == high and math.isclose(low, self.part / self.whole, rel_tol=CLOSE)


@dataclass(frozen=True, slots=True)
class Numbers(Expectation):
    """Several numbers: all of a collection ("1, 2 and 4"), or those that a single one may be (``either``: "1 or 2")."""

    values: frozenset[float]
    kind: str
    either: bool

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return a collection must have just these; a single number must be one of them where they are alternatives."""
        if isinstance(value, Collection) and not isinstance(value, str | tuple):
            return self._are(value, declared)
        if not self.either:
            if isinstance(value, tuple) and len(value) == len(self.values):
                return self._are(value, declared)
            raise Mismatch(f"several numbers are stated, but {show(value)} is one value")
        low, high = bounds(value, self.kind, declared)
        return low == high and _among(low, self.values)

    def _are(self, value: Collection[Any], declared: Declared) -> bool:
        numbers = frozenset(bounds(item, self.kind, declared)[0] for item in value)
        return len(numbers) == len(self.values) and all(_among(item, self.values) for item in numbers)

    def times(self, factor: float) -> Numbers:
        """Return the numbers, each multiplied by a factor."""
        return replace(self, values=frozenset(value * factor for value in self.values))


@dataclass(frozen=True, slots=True)
class Names(Expectation):
    """Literal names: just the members of a collection, or the one that a single value has; with ``either`` the single
    value may be any of them.
    """

    names: tuple[str, ...]
    either: bool = False

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Members may be strings, objects that print as the name, or what the name is in Python."""
        if isinstance(value, Collection) and not isinstance(value, str | bytes | enum.Enum):
            members = list(value)
            if len(self.names) == 1 and literal(self.names[0]) == value:
                return True
            named = all(any(is_named(item, name) for name in self.names) for item in members)
            return named and all(any(is_named(item, name) for item in members) for name in self.names)
        if len(self.names) == 1 or self.either:
            return any(is_named(value, name) for name in self.names)
        if isinstance(value, str | enum.Enum):
            return False
        raise Mismatch(f"names are stated, but the computed value is {show(value)}")


@dataclass(frozen=True, slots=True)
class Pairs(Expectation):
    """Keys with what is said of their values: "a: 1, b: 2"; a mapping with just these. ``holds`` says whether words are
    true of a value.
    """

    pairs: tuple[tuple[str, str], ...]
    holds: Callable[[str, Any, Declared], bool] | None = None

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a mapping has just these keys, and each value is as stated."""
        if self.holds is None or not isinstance(value, Mapping):
            raise Mismatch(f"keys and values are stated, but the computed value is {show(value)}")
        computed = {name_of(key): inner for key, inner in value.items()}
        stated = dict(self.pairs)
        holds = self.holds
        return computed.keys() == stated.keys() and all(
            holds(expected, computed[key], declared) for key, expected in stated.items()
        )


YES: Final = frozenset([
    "yes", "true", "always", "on", "enabled", "can", "will", "does", "do", "is", "are", "has", "have", "must",
    "supported", "allowed", "permitted", "required", "mandatory", "obligatory", "possible", "active", "activated",
    "available", "turned on", "switched on", "present", "valid", "✓", "✔",
])  # fmt: skip
NO: Final = frozenset([
    "no", "false", "never", "off", "disabled", "cannot", "none", "nothing", "✗", "✘", "can not", "can't", "will not",
    "won't", "does not", "doesn't", "do not", "don't", "is not", "isn't", "are not", "aren't", "has not", "hasn't",
    "have no", "has no", "must not", "never does", "not", "unsupported", "not supported", "forbidden", "prohibited",
    "not allowed", "not permitted", "optional", "not required", "not mandatory", "impossible", "not possible",
    "not enabled", "inactive", "not active", "deactivated", "unavailable", "not available", "turned off",
    "switched off", "absent", "not present", "invalid", "not valid",
])  # fmt: skip
AT_ONCE: Final = frozenset(["immediately", "at once", "instantly", "free", "free of charge"])
ENDLESS: Final = frozenset(["unlimited", "infinite", "no limit", "forever", "infinitely", "unbounded", "without limit"])


@dataclass(frozen=True, slots=True)
class Word(Expectation):
    """A word or short name: of a string the string itself, of a truth value yes or no, of a collection its members."""

    word: str

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Case is ignored. ``none`` accepts what is empty; ``never`` also an infinite time."""
        word = self.word.casefold()
        if is_truth(value):  # "off by default"
            word = word.removesuffix(" by default")
        if isinstance(value, str | enum.Enum):
            return is_named(value, self.word)
        if (word == "never" or word in ENDLESS) and is_never(value):
            return True
        if is_truth(value):
            if word not in YES | NO:
                raise Mismatch(f"'{self.word}' is neither yes nor no, but the computed value is {bool(value)}")
            return bool(value) == (word in YES)
        if isinstance(value, Collection):
            return (
                not value if word in NO or word == "empty" else [name_of(item).casefold() for item in value] == [word]
            )
        return self._of_others(word, value)

    def _of_others(self, word: str, value: Any) -> bool:
        empty = ("none", "no", "nothing")
        if isinstance(value, Real | Decimal | timedelta):
            if word in ENDLESS:
                return False
            if word in empty or word in AT_ONCE:
                return not value
        elif value is None:
            return word in empty or word in ("not set", "unset")
        elif not hasattr(value, "low") and "__str__" in vars(type(value)):
            return str(value).casefold() == word
        raise Mismatch(f"a word is stated, but the computed value is {show(value)}")


# -- values ------------------------------------------------------------------------------------------------------------


LARGEST_EXACT_INTEGER: Final = 2**48  # whole numbers up to here are exact, also where they were computed with floats


def is_same(value: float, other: float) -> bool:
    """Return whether two numbers are equal, but for what computing in floating point costs; whole numbers have to be
    equal.
    """
    ints = isinstance(value, int) and isinstance(other, int)
    if ints or (
        abs(value) < LARGEST_EXACT_INTEGER
        and abs(other) < LARGEST_EXACT_INTEGER
        and value == int(value)
        and other == int(other)
    ):
        return value == other
    return math.isclose(value, other, rel_tol=CLOSE)


def _above(value: float, limit: float, *, is_open: bool) -> bool:
    same = is_same(value, limit)
    return not same and value > limit if is_open else same or value > limit


def _among(value: float, values: Collection[float]) -> bool:
    return any(is_same(value, other) for other in values)


def name_of(value: Any) -> str:
    """Return a value as a literal name: of an enumeration's member its value if that is text, else its name."""
    if isinstance(value, enum.Enum):
        return value.value if isinstance(value.value, str) else value.name
    return str(value)


_PLAIN: Final = {"true": True, "false": False, "null": None, "none": None}
_NOTHING: Final = object()


def literal(name: str) -> Any:
    """Return the Python value of a name such as `8080`, `0xff`, `true`, `[1, 2]`; `_NOTHING` where it has none."""
    if name.casefold() in _PLAIN:
        return _PLAIN[name.casefold()]
    try:
        return ast.literal_eval(name.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", name) else name)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return _NOTHING


def is_named(value: Any, name: str) -> bool:
    """Return whether a name is the one of a value, or what the value is in Python."""
    if isinstance(value, str):
        return value.casefold() == name.casefold() or literal(name) == value
    if isinstance(value, enum.Enum):
        plain = re.sub(r"[\s_-]+", " ", name.casefold())
        return plain in {re.sub(r"[\s_-]+", " ", text.casefold()) for text in (name_of(value), value.name)}
    named = literal(name)
    if named is _NOTHING or isinstance(value, bool) != isinstance(named, bool):
        return str(value) == name
    return bool(named == value)


def is_truth(value: Any) -> bool:
    """Return whether a value answers yes or no: a bool, or an object that defines ``__bool__``."""
    if isinstance(value, bool):
        return True
    if value is None or isinstance(value, Real | Decimal | Collection | timedelta):
        return False
    return hasattr(value, "__bool__") and not hasattr(value, "dimensionality")


def is_never(value: Any) -> bool:
    """Return whether a value says that something does not come: None, or a number (both ends of it) that is
    infinite.
    """
    if value is None:
        return True
    try:
        return all(end == math.inf for end in bounds(value, TIME, {TIME: 1.0}))
    except Mismatch:
        return False


def show(value: Any) -> str:
    """Return a computed value for people: an interval as "60 to 90", numbers without trailing digits, else its repr."""
    if isinstance(value, float | Fraction | Decimal):
        return f"{float(value):.12g}" if abs(float(value)) < 1e15 else f"{float(value):g}"
    if isinstance(value, timedelta) or hasattr(value, "dimensionality"):
        return str(value)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, int | float) for end in value):
        return f"{value[0]:.12g} to {value[1]:.12g}"
    if isinstance(value, set | frozenset):
        return clipped(", ".join(sorted(map(name_of, value)))) or "nothing"
    if isinstance(value, list | tuple) and all(isinstance(item, str | enum.Enum) for item in value):
        return clipped(", ".join(map(name_of, value))) or "nothing"
    if isinstance(value, Mapping):
        return clipped(repr(dict(value))) if value else "nothing"
    return clipped(str(value) if hasattr(value, "low") and hasattr(value, "high") else repr(value))


def clipped(text: str, width: int = 300) -> str:
    """Return text shortened to what fits into a message: one line of limited width."""
    line, *more = text.split("\n")
    return line if len(line) <= width and not more else line[: width - 3].rstrip() + "..."
