"""Values as plain data and back: frozen dataclasses of texts, numbers, places and each other, as lists for JSON.

The form of a class follows from its fields, so none can be forgotten. Reading checks every value: data from elsewhere
gives an object of the right types or a ValueError, and never runs code.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from sphinx_adoc.syntax.source import Place, Span

T = TypeVar("T")
_PLACE: Final = 3  # numbers of a place: path, line, column
_SPAN: Final = 6


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of a type are written and read; both get the table of paths, where each path stands once."""

    write: Callable[[Any, dict[str, int]], Any]
    read: Callable[[Any, list[str]], Any]


class Plain(Generic[T]):
    """The plain form of values of a type: a frozen dataclass, or a tuple of them."""

    def __init__(self, hint: type[T] | object) -> None:
        self._form = _form(hint)

    def dumps(self, value: T) -> str:
        """Return a value as one line of JSON in ASCII."""
        paths: dict[str, int] = {}
        written = self._form.write(value, paths)
        return json.dumps([[*paths], written], separators=(",", ":"))

    def loads(self, text: str | bytes) -> T:
        """Return the value that was written; raise ValueError for anything else."""
        try:
            paths, written = json.loads(text)
            if type(paths) is not list or any(type(path) is not str for path in paths):
                raise ValueError("no table of paths")
            value: T = self._form.read(written, paths)
        except (TypeError, IndexError, RecursionError) as error:
            raise ValueError(f"not what was written: {error}") from error
        return value


def _form(hint: Any) -> _Form:
    """The form of a type."""
    if hint is Place:
        return _Form(_write_place, _read_place)
    if hint is Span:
        return _Form(_write_span, _read_span)
    if hint in (str, int, bool, float):
        return _simple(hint)
    if get_origin(hint) is tuple:
        return _several(hint)
    if get_origin(hint) in (UnionType, Union):
        return _either(hint)
    if get_origin(hint) is Literal:
        return _one_of(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    raise TypeError(f"no plain form for {hint}")


def _simple(kind: type) -> _Form:
    def read(data: Any, _: list[str]) -> Any:
        if type(data) is not kind:
            raise ValueError(f"not of type {kind.__name__}")
        return data

    return _Form(lambda value, _: kind(value), read)


def _several(hint: Any) -> _Form:
    """A tuple: of any number of values of one type, or of one value of each type."""
    kinds = get_args(hint)
    if kinds[-1] is Ellipsis:
        one = _form(kinds[0])
        write, read = one.write, one.read
        return _Form(
            lambda value, paths: [write(each, paths) for each in value],
            lambda data, paths: tuple([read(each, paths) for each in _listed(data)]),
        )
    forms = [_form(kind) for kind in kinds]
    return _Form(
        lambda value, paths: [form.write(each, paths) for form, each in zip(forms, value, strict=True)],
        lambda data, paths: tuple([form.read(each, paths) for form, each in zip(forms, _listed(data), strict=True)]),
    )


def _listed(data: Any) -> list[Any]:
    if type(data) is not list:
        raise ValueError("no list")
    return data


def _either(hint: Any) -> _Form:
    """A value or None, or a text or a record: JSON tells them apart."""
    kinds = get_args(hint)
    if NoneType in kinds:
        form = _form(next(kind for kind in kinds if kind is not NoneType))
        return _Form(
            lambda value, paths: None if value is None else form.write(value, paths),
            lambda data, paths: None if data is None else form.read(data, paths),
        )
    record = _form(next(kind for kind in kinds if kind is not str))
    return _Form(
        lambda value, paths: str(value) if isinstance(value, str) else record.write(value, paths),
        lambda data, paths: data if type(data) is str else record.read(data, paths),
    )


def _one_of(values: tuple[Any, ...]) -> _Form:
    known = {value: value for value in values}

    def read(data: Any, _: list[str]) -> Any:
        if type(data) is not str or data not in known:
            raise ValueError("not one of the known values")
        return known[data]

    return _Form(lambda value, _: value, read)


def _member(kind: type[Enum]) -> _Form:
    known = {member.value: member for member in kind}

    def read(data: Any, _: list[str]) -> Any:
        if type(data) is not str or data not in known:
            raise ValueError(f"no {kind.__name__}")
        return known[data]

    return _Form(lambda value, _: value.value, read)


def _record(kind: type[Any]) -> _Form:
    """A dataclass: the values of its fields, in order; those that take no position by name."""
    hints = get_type_hints(kind)
    ordered = [field.name for field in fields(kind) if not field.kw_only]
    positional = len(ordered)
    names = ordered + [field.name for field in fields(kind) if field.kw_only]
    forms = [_form(hints[name]) for name in names]
    writers = [(name, form.write) for name, form in zip(names, forms, strict=True)]
    readers = [form.read for form in forms]

    def write(value: Any, paths: dict[str, int]) -> list[Any]:
        return [write(getattr(value, name), paths) for name, write in writers]

    def read(data: Any, paths: list[str]) -> Any:
        values = [read(each, paths) for read, each in zip(readers, _listed(data), strict=True)]
        return kind(*values[:positional], **dict(zip(names[positional:], values[positional:], strict=True)))

    return _Form(write, read)


# -- places ------------------------------------------------------------------------------------------------------------


def _number(path: str, paths: dict[str, int]) -> int:
    return paths.setdefault(path, len(paths))


def _write_place(place: Place, paths: dict[str, int]) -> list[int]:
    return [_number(place.path, paths), place.line, place.column]


def _write_span(span: Span, paths: dict[str, int]) -> list[int]:
    return _write_place(span.start, paths) + _write_place(span.end, paths)


def _numbers(data: Any, amount: int) -> list[int]:
    """Raise ValueError for what is no list of so many natural numbers: a negative one would count from the end."""
    if type(data) is not list or len(data) != amount:
        raise ValueError("no place")
    for each in data:
        if type(each) is not int or each < 0:
            raise ValueError("no place")
    return data


def _read_place(data: Any, paths: list[str]) -> Place:
    at, line, column = _numbers(data, _PLACE)
    return Place(paths[at], line, column)


def _read_span(data: Any, paths: list[str]) -> Span:
    at, line, column, end_at, end_line, end_column = _numbers(data, _SPAN)
    return Span(Place(paths[at], line, column), Place(paths[end_at], end_line, end_column))
