"""The types of what public functions are given: a wrong one is named at once, not met somewhere inside."""

from __future__ import annotations

from types import NoneType

_NAMES = {NoneType: "None"}


def expect(value: object, name: str, *types: type) -> None:
    """Raise a TypeError that names the argument where a value is of none of the types."""
    if not isinstance(value, types):
        *others, last = [_NAMES.get(each, each.__name__) for each in types]
        wanted = f"{', '.join(others)} or {last}" if others else last
        raise TypeError(f"{name} must be {wanted}, not {type(value).__name__}")


def expect_class(value: object, base: type) -> None:
    """Raise a TypeError where a value is no class derived from another one."""
    if not (isinstance(value, type) and issubclass(value, base)):
        raise TypeError(f"{value!r} is no class of {base.__name__}")
