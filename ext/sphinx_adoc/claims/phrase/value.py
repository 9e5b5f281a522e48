"""What a computed value is as a number of some kind: plain numbers, times, quantities of pint, money."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, Final

from sphinx_adoc.claims.units import CENT, FREQUENCY, MONEY, NUMBER, RATIO, TIME, base_of

Declared = Mapping[str, float]
"""The factor of each kind for which the unit of bare numbers is declared."""

NONE: Final[Declared] = {}
_WITH_CENTS: Final = frozenset(["USD", "EUR", "AUD", "CAD", "NZD", "SGD", "HKD"])
_PINT: Final = {"bytes/s": "byte/second", "s": "second", "": "dimensionless", "°C": "degC", "°F": "degF"}


class Mismatch(Exception):
    """A computed value of a kind that the stated one cannot be compared with; the message says both kinds, ``hint``
    what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def number(value: Any, kind: str, declared: Declared = NONE) -> float:
    """Return a value in the base unit of a kind. Raise Mismatch where it has another kind, or no unit and none is
    declared; zero needs none.
    """
    if isinstance(value, timedelta):
        return _of_time(value, kind)
    if hasattr(value, "dimensionality") and hasattr(value, "magnitude"):
        return _of_pint(value, kind)
    if hasattr(value, "amount") and hasattr(value, "currency"):
        return _of_money(value, kind)
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise Mismatch(f"{a(kind)} is stated, but the computed value is {value!r:.200}")
    return _of_number(value, kind, declared)


def _of_number(value: Any, kind: str, declared: Declared) -> float:
    if kind == NUMBER and isinstance(value, Integral):
        return int(value)
    plain = float(value)
    if kind == NUMBER:
        return plain
    if kind in declared:
        return plain * declared[kind]
    if kind == RATIO and not isinstance(value, Integral):
        return plain
    if plain == 0 or math.isinf(plain):
        return plain
    if declared and kind != RATIO:
        raise Mismatch(
            f"{a(kind)} is stated, but the unit that is declared for bare numbers is of {' and of '.join(declared)}"
        )
    raise no_unit(plain, kind)


def no_unit(value: float, kind: str) -> Mismatch:
    """Return what is wrong with a bare number beside a unit."""
    return Mismatch(f"{a(kind)} is stated, but the computed {value:g} has no unit", _hint(kind))


def _hint(kind: str) -> str:
    """How to give a bare number its unit."""
    if kind == RATIO:
        return "declare it, unit=percent, or compute the part of one"
    unit = {TIME: "seconds"}.get(kind, base_of(kind))
    return f"declare it (unit={unit} on the claim, or [claims] unit for all)" + (
        ", or compute a timedelta" if kind == TIME else ", or compute a quantity with a unit"
    )


def _of_time(value: timedelta, kind: str) -> float:
    seconds = value.total_seconds()
    if kind == TIME:
        return seconds
    if kind == FREQUENCY and seconds:
        return 1 / seconds
    raise Mismatch(f"{a(kind)} is stated, but the computed value is the time {value}")


def _of_pint(value: Any, kind: str) -> float:
    unit = base_of(kind)
    try:
        return float(value.to(_PINT.get(unit, unit)).magnitude)
    except Exception as error:
        raise Mismatch(f"{a(kind)} is stated, but the computed value is {value}") from error


def _of_money(value: Any, kind: str) -> float:
    if kind == MONEY + CENT and str(value.currency) in _WITH_CENTS:
        return float(value.amount * 100)
    if kind not in (MONEY + str(value.currency), NUMBER):
        raise Mismatch(f"{a(kind)} is stated, but the computed value is {value}")
    return float(value.amount)


def a(kind: str) -> str:
    """Return a kind with its article."""
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def bounds(value: Any, kind: str, declared: Declared = NONE) -> tuple[float, float]:
    """Return the lowest and highest number of a computed value. Raises Mismatch for what is no number of this kind."""
    if isinstance(value, tuple) and len(value) == 2:
        return number(value[0], kind, declared), number(value[1], kind, declared)
    if hasattr(value, "low") and hasattr(value, "high"):
        return number(value.low, kind, declared), number(value.high, kind, declared)
    amount = number(value, kind, declared)
    return amount, amount
