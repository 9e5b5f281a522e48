"""Words held against a computed value: equal text first, then what the value's type makes of them, then the grammar."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from .dates import is_moment, read_duration, read_moment
from .expectation import Expectation, Quantity
from .measure import Unreadable
from .read import read
from .text import File, Said, same
from .units import TIME
from .value import NONE, Declared
from .versions import is_versions, read_versions


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether words are true of a value, and how the value is shown beside them."""

    true: bool
    shown: str


def expect(words: str, names: Sequence[str], value: Any) -> Expectation:
    """Return what words say about a value of some type. Raise Unreadable."""
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        said = read_versions(words) if is_versions(value) else None
        return said or Said(words, tuple(names))
    if is_moment(value):
        return _or_unreadable(read_moment(words), "a date or time of day", words)
    if is_versions(value):
        return _or_unreadable(read_versions(words), "a version", words)
    if isinstance(value, PurePath):
        return File(words)
    if isinstance(value, timedelta) and (duration := read_duration(words)) is not None:
        seconds = duration.total_seconds()
        return Quantity(seconds, seconds, TIME)
    return read(words, names)


def _or_unreadable(found: Expectation | None, what: str, words: str) -> Expectation:
    if found is None:
        raise Unreadable(f"the computed value is {what}, and '{words}' states none")
    return found


def compare(words: str, names: Sequence[str], value: Any, declared: Declared = NONE) -> Compared:
    """Hold words against a value. Raise Unreadable, Mismatch, and what the value's methods raise."""
    if _is_text(value) and same(words, str(value)):
        return Compared(True, str(value) if not isinstance(value, str) else repr(value))
    expected = expect(words, names, value)
    return Compared(expected.accepts(value, declared), expected.shown(value, declared))


def unreadable(words: str, names: Sequence[str]) -> str:
    """Return why words are not understood, whatever they are held against; '' where they are."""
    try:
        read(words, names)
    except Unreadable as error:
        return "" if read_moment(words) or read_versions(words) or read_duration(words) else str(error)
    return ""


def _is_text(value: Any) -> bool:
    """Whether a value is what its text says, so that equal text is enough; numbers and containers are more."""
    if isinstance(value, str | PurePath | enum.Enum):
        return True
    return is_moment(value) or is_versions(value) or type(value).__module__ in ("ipaddress", "uuid")
