"""``ifdef``, ``ifndef`` and ``ifeval``: is a condition true?"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, Final

_COMPARE: Final = re.compile(r"\s*(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+?)\s*\Z")
_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_INTEGER: Final = re.compile(r"[+-]?\d+\Z")
_FLOAT: Final = re.compile(r"[+-]?\d*\.\d+\Z")

Value = str | int | float | bool | None


def defined(names: str, is_set: Callable[[str], bool]) -> bool:
    """Return whether ``a,b`` (any) or ``a+b`` (all) are set."""
    if "," in names:
        return any(is_set(name) for name in names.split(","))
    if "+" in names:
        return all(is_set(name) for name in names.split("+"))
    return is_set(names)


def undefined(names: str, is_set: Callable[[str], bool]) -> bool:
    """Return whether ``ifndef`` holds: with ``a,b`` none is set; with ``a+b`` at least one is not."""
    return not defined(names, is_set)


def evaluate(expression: str, resolve: Callable[[str], str]) -> bool | None:
    """Return the truth of ``"{a}" == "b"``; None where it is not a comparison. Values of different kinds are never
    ordered.
    """
    match = _COMPARE.match(expression) if len(expression) < 10_000 else None
    if match is None:
        return None
    left, right = _value(match.group(1), resolve), _value(match.group(3), resolve)
    try:
        return _OPERATORS[match.group(2)](left, right)
    except TypeError:
        return False


def _value(text: str, resolve: Callable[[str], str]) -> Value:
    quoted = len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'"
    text = resolve(text[1:-1] if quoted else text)
    if quoted:
        return text
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.match(text):
        return int(text) if len(text) < 1000 else text
    if _FLOAT.match(text):
        return float(text)
    return text or None
