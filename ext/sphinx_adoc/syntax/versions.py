"""The order of Antora's versions: numbers first, the highest one of them; then names, the last one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cmp_to_key
from typing import Any, Final

_NUMBERED: Final = re.compile(r"v?(\d[^-]*)(?:-(.*))?", re.DOTALL)
_MAX_DIGITS: Final = 19  # digits of a number


def latest(versions: Iterable[str]) -> str | None:
    """Return the latest of some versions, None for none of them. Without a version ('') is later than all others."""
    return max(versions, key=cmp_to_key(_compare), default=None)


def _compare(one: str, other: str) -> int:
    """Positive where one version is later than the other one."""
    if not one or not other:
        return bool(other) - bool(one)
    first, second = _numbers(one), _numbers(other)
    if first is None or second is None:
        # A name is later than any number.
        return (first is None) - (second is None) or _order(_parts(one), _parts(other))
    return _order(first, second)


def _numbers(version: str) -> tuple[list[int], bool, tuple[tuple[int, str], ...]] | None:
    """The three numbers of a version, whether it is a final one, and what it is else; None for a name."""
    match = _NUMBERED.fullmatch(version)
    if match is None or not ("." in version or version.removeprefix("v").isdigit()):
        return None
    numbers = [int(part) if part.isdigit() and len(part) < _MAX_DIGITS else -1 for part in match[1].split(".")]
    return [*numbers, 0, 0, 0][:3], match[2] is None, _parts(match[2] or "")


def _parts(text: str) -> tuple[tuple[int, str], ...]:
    """A text in pieces, so that numbers in it are compared as such."""
    pieces = re.findall(r"(\d{1,18})|(\D+)", text)
    return tuple((int(digits) if digits else 0, other.casefold()) for digits, other in pieces)


def _order(one: tuple[Any, ...], other: tuple[Any, ...]) -> int:
    return int(one > other) - int(one < other)
