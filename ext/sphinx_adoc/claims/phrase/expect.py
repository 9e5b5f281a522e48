"""Words held against a computed value: equal text first, then what the value's type makes of them, then the grammar."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from pathlib import PurePath
from typing import Any

from sphinx_adoc.claims.units import TIME

from .dates import AMBIGUOUS, is_moment, read_duration, read_moment, read_span, read_zone
from .expectation import Expectation, Pairs, Quantity
from .measure import Unreadable
from .read import read
from .text import File, StatedText, same
from .value import NONE, Declared
from .versions import is_versions, read_several, read_versions, read_versions_in_row


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether words are true of a value, and how the value is shown beside them."""

    true: bool
    shown: str


def expect(words: str, names: Sequence[str], value: Any) -> Expectation:
    """Return what words say about a value of some type. Raise Unreadable."""
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        versions = read_versions(words) if is_versions(value) else None
        return versions or StatedText(words, tuple(names))
    expected = _of_type(words, names, value) or read(words, names)
    return replace(expected, holds=_holds) if isinstance(expected, Pairs) else expected


def _of_type(words: str, names: Sequence[str], value: Any) -> Expectation | None:
    """Return what words say about a value whose type has words of its own; None for any other. Raise Unreadable."""
    if is_moment(value):
        return _or_unreadable(read_moment(words) or read_span(words), "a date or time of day", words)
    if isinstance(value, tzinfo):
        return _or_unreadable(read_zone(words), "a time zone", words)
    if is_versions(value):
        return _or_unreadable(read_versions(words), "a version", words)
    if versions := read_several(words, value):
        return versions
    if isinstance(value, PurePath) and len(names) < 2:
        return File(words)
    if isinstance(value, timedelta) and (duration := read_duration(words)) is not None:
        seconds = duration.total_seconds()
        return Quantity(seconds, seconds, TIME)
    return None


def _holds(words: str, value: Any, declared: Declared) -> bool:
    return compare(words, (), value, declared).true


def _or_unreadable(expected: Expectation | None, what: str, words: str) -> Expectation:
    if expected is None and AMBIGUOUS.fullmatch(words):
        raise Unreadable(f"which is the month in '{words}'? Write its name, or 2026-11-27")
    if expected is None:
        raise Unreadable(f"the computed value is {what}, and '{words}' states none")
    return expected


def compare(words: str, names: Sequence[str], value: Any, declared: Declared = NONE) -> Compared:
    """Hold words against a value. Raise Unreadable, Mismatch, and what the value's methods raise."""
    if _is_text(value) and same(words, str(value)):
        return Compared(true=True, shown=str(value) if not isinstance(value, str) else repr(value))
    expected = expect(words, names, value)
    return Compared(expected.accepts(value, declared), expected.shown(value, declared))


def unreadable(words: str, names: Sequence[str]) -> str:
    """Return why words are not understood, independent of the value that is computed; '' where they are understood."""
    try:
        read(words, names)
    except Unreadable as error:
        forms = (read_moment, read_span, read_versions, read_versions_in_row, read_duration, read_zone)
        return "" if any(form(words) is not None for form in forms) else str(error)
    return ""


def _is_text(value: Any) -> bool:
    """Whether a value is what its text says, so that equal text is enough; numbers and containers are more."""
    if isinstance(value, str | PurePath | enum.Enum):
        return True
    return is_moment(value) or is_versions(value) or type(value).__module__ in ("ipaddress", "uuid", "zoneinfo")
