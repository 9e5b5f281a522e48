"""Dataclasses and named tuples as plain JSON data and back, by the types that their fields declare."""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Read = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """Return a value of dataclasses, sequences, mappings and plain values as JSON knows it; a dataclass or a named
    tuple is the list of its fields.
    """
    if isinstance(value, str | int | float | None):
        return value
    if is_dataclass(value):
        return [plain(getattr(value, name)) for name in _names(cast("Hashable", type(value)))]
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value]


def typed(kind: type[T], data: Any) -> T:
    """Return plain data as the dataclass or named tuple that it was. Raise ValueError where it is none."""
    try:
        return cast("T", _reader(cast("Hashable", kind))(data))
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    declared: Any = kind
    return declared._fields if _is_named_tuple(kind) else tuple(field.name for field in fields(declared))


def _is_named_tuple(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")


@cache
def _reader(kind: Any) -> Read:
    """What makes a value of a type from plain data."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind) or _is_named_tuple(kind):
        return _of_fields(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if origin in (Union, types.UnionType):  # one type, or None
        read = _reader(next(one for one in inner if one is not types.NoneType))
        return lambda data: None if data is None else read(data)
    if origin in (tuple, frozenset):
        read, make = _reader(inner[0]), origin
        return lambda data: make(map(read, data))
    if origin is Literal:
        return _reader(str)
    if origin is not None and issubclass(origin, Mapping):
        key, read = inner[0], _reader(inner[1])
        return lambda data: {key(name): read(one) for name, one in data.items()}
    return _of_plain(kind)


def _of_fields(kind: Any) -> Read:
    hints = get_type_hints(kind)
    readers = [(name, _reader(hints[name])) for name in _names(kind)]
    return lambda data: kind(**{name: read(one) for (name, read), one in zip(readers, data, strict=True)})


def _of_plain(kind: Any) -> Read:
    def read(data: Any) -> Any:
        if not isinstance(data, kind) and not (kind is float and isinstance(data, int)):
            raise TypeError(f"{data!r} is no {kind.__name__}")
        return data

    return read
