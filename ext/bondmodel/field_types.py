"""Whether the fields of a description hold what their annotations say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from .errors import ModelError

WORDS = {  # one, and many of them
    bool: ("True or False", "True or False"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    str: ("a text", "texts"),
}


def check_types(described: Any, prefix: str = "") -> None:
    """Raise `ModelError` for the first field of a dataclass that holds something of another kind than it should; what
    it says begins with `prefix` and the field's name.
    """
    kind: Any = type(described)
    hints = _hints(kind)
    for field in fields(described):
        value = getattr(described, field.name)
        if not fits(value, hints[field.name]):
            raise ModelError(f"{prefix}{field.name}: {value!r} is not {_words(hints[field.name])[0]}")


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def fits(value: object, hint: Any) -> bool:
    """Return whether a value is of an annotation's kind. A text is no list, True is no number, a number is finite, and
    what a list holds is all of one kind.
    """
    kind, inner = get_origin(hint), get_args(hint)
    if kind in (Union, UnionType):
        return any(fits(value, one) for one in inner)
    if kind is None:
        return _fits_class(value, hint)
    if isinstance(value, str) or not isinstance(value, kind):
        return False
    if isinstance(value, Mapping):
        return all(fits(key, inner[0]) and fits(held, inner[1]) for key, held in value.items())
    return isinstance(value, Iterable) and all(fits(item, inner[0]) for item in value)


def _fits_class(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _words(hint: Any) -> tuple[str, str]:
    """An annotation's kind in words: one, and many of them."""
    kind, inner = get_origin(hint), get_args(hint)
    if kind in (Union, UnionType):
        known = [_words(one) for one in inner if one is not NoneType]
        return " or ".join(one for one, _ in known), " or ".join(many for _, many in known)
    if kind is None:
        return WORDS.get(hint, (f"a {hint.__name__}", hint.__name__))
    if issubclass(kind, Mapping):
        kinds = " to ".join(_words(one)[1] for one in inner)
        return f"a mapping of {kinds}", f"mappings of {kinds}"
    return f"a list of {_words(inner[0])[1]}", f"lists of {_words(inner[0])[1]}"
