"""Values as plain data and back: frozen dataclasses of texts, numbers, places and each other, as two lists for JSON.

The form of a class follows from its fields, so none can be forgotten. The first list has each text once; the second is
the values one behind the other, as natural numbers: texts by where they stand in the first list, tuples headed by their
length. Reading checks every value: data from elsewhere gives an object of the right types or a ValueError, and never
runs code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from sphinx_adoc.syntax.source import Place, Span

T = TypeVar("T")


class _Out:
    """What is written: the texts, by where they stand; the numbers; and the tuples of places that were written."""

    __slots__ = ("numbers", "shared", "texts")

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.numbers: list[int] = []
        self.shared: dict[object, int] = {}

    def text(self, text: str) -> None:
        """Write a text."""
        self.numbers.append(self.texts.setdefault(text, len(self.texts)))


class _In:
    """What is read: the texts; what gives the next number; and the tuples of places that were read."""

    __slots__ = ("shared", "take", "texts")

    def __init__(self, texts: Sequence[str], take: Callable[[], int]) -> None:
        self.texts = texts
        self.take = take
        self.shared: list[Any] = []


class _Form(NamedTuple):
    """How values of a type are written and read."""

    write: Callable[[Any, _Out], None]
    read: Callable[[_In], Any]


class Plain(Generic[T]):
    """The plain form of values of a type: a frozen dataclass, or a tuple of them."""

    def __init__(self, hint: type[T] | object) -> None:
        self._form = _form(hint)

    def dumps(self, value: T) -> str:
        """Return a value as one line of JSON in ASCII."""
        out = _Out()
        self._form.write(value, out)
        return json.dumps([[*out.texts], out.numbers], separators=(",", ":"))

    def loads(self, text: str | bytes) -> T:
        """Return the value that was written; raise ValueError for anything else."""
        try:
            texts, numbers = json.loads(text)
            _check(texts, numbers)
            source = iter(numbers)
            value: T = self._form.read(_In(texts, source.__next__))
        except (TypeError, IndexError, RecursionError, StopIteration) as error:
            raise ValueError(f"not what was written: {error}") from error
        if next(source, None) is not None:
            raise ValueError("more than was written")
        return value


def _check(texts: object, numbers: object) -> None:
    """Raise ValueError for what is no list of texts and one of natural numbers."""
    if type(texts) is not list or not {str}.issuperset(map(type, texts)):
        raise ValueError("no list of texts")
    if type(numbers) is not list or not {int}.issuperset(map(type, numbers)) or min(numbers, default=0) < 0:
        raise ValueError("no list of natural numbers")


def _form(hint: Any) -> _Form:
    """The form of a type."""
    simple = _SIMPLE.get(hint)
    if simple is not None:
        return simple
    if get_origin(hint) is tuple:
        return _several(hint)
    if get_origin(hint) in (UnionType, Union):
        return _either(hint)
    if get_origin(hint) is Literal:
        return _one_of({value: value for value in get_args(hint)})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _one_of({member.value: member for member in hint})
    if isinstance(hint, type) and (is_dataclass(hint) or hasattr(hint, "_fields")):
        return _record(hint)
    raise TypeError(f"no plain form for {hint}")


def _several(hint: Any) -> _Form:
    """A tuple: of any number of values of one type, or of one value of each type."""
    kinds = get_args(hint)
    forms = [_form(kind) for kind in kinds if kind is not Ellipsis]
    if kinds[-1] is not Ellipsis:
        return _sequence(forms)
    one_write, one_read = forms[0].write, forms[0].read

    def write(value: Any, out: _Out) -> None:
        out.numbers.append(len(value))
        for each in value:
            one_write(each, out)

    def read(given: _In) -> Any:
        amount = given.take()
        return tuple([one_read(given) for _ in range(amount)]) if amount else ()

    return _shared(_Form(write, read)) if kinds[0] is Place else _Form(write, read)


def _sequence(forms: Sequence[_Form]) -> _Form:
    def write(value: Any, out: _Out) -> None:
        for form, each in zip(forms, value, strict=True):
            form.write(each, out)

    return _Form(write, lambda given: tuple([form.read(given) for form in forms]))


def _shared(form: _Form) -> _Form:
    """Values of which many are equal: each is written once, later ones as its number."""

    def write(value: Any, out: _Out) -> None:
        known = out.shared.get(value)
        out.numbers.append(0 if known is None else known)
        if known is None:
            out.shared[value] = len(out.shared) + 1
            form.write(value, out)

    def read(given: _In) -> Any:
        if known := given.take():
            return given.shared[known - 1]
        value = form.read(given)
        given.shared.append(value)
        return value

    return _Form(write, read)


def _either(hint: Any) -> _Form:
    """A value or None, or a record or a text: a number says which."""
    kinds = get_args(hint)
    without = NoneType if NoneType in kinds else str
    one = _form(next(kind for kind in kinds if kind is not without))
    rest = _NONE if without is NoneType else _SIMPLE[str]

    def write(value: Any, out: _Out) -> None:
        is_rest = isinstance(value, without)
        out.numbers.append(0 if is_rest else 1)
        (rest if is_rest else one).write(value, out)

    return _Form(write, lambda given: one.read(given) if _read_bool(given) else rest.read(given))


def _one_of(values: dict[Any, Any]) -> _Form:
    """One of some values, written as a text."""
    texts = {value: text for text, value in values.items()}

    def read(given: _In) -> Any:
        text = given.texts[given.take()]
        if text not in values:
            raise ValueError("not one of the known values")
        return values[text]

    return _Form(lambda value, out: out.text(texts[value]), read)


def _record(kind: type[Any]) -> _Form:
    """A dataclass or a named tuple: the values of its fields, in order; those that take no position by name."""
    hints = get_type_hints(kind)
    declared = fields(kind) if is_dataclass(kind) else ()
    ordered = [field.name for field in declared if not field.kw_only] or kind._fields
    by_name = [field.name for field in declared if field.kw_only]
    forms = {name: _form(hints[name]) for name in (*ordered, *by_name)}
    readers = [forms[name].read for name in ordered]
    named = [(name, forms[name].read) for name in by_name]
    writers = [(name, form.write) for name, form in forms.items()]

    def write(value: Any, out: _Out) -> None:
        for name, write in writers:
            write(getattr(value, name), out)

    def read(given: _In) -> Any:
        return kind(*[read(given) for read in readers])

    def read_named(given: _In) -> Any:
        return kind(*[read(given) for read in readers], **{name: read(given) for name, read in named})

    return _Form(write, read_named if named else read)


# -- texts, numbers and places -----------------------------------------------------------------------------------------


def _read_bool(given: _In) -> bool:
    number = given.take()
    if number > 1:
        raise ValueError("neither yes nor no")
    return number == 1


def _write_int(value: int, out: _Out) -> None:
    out.numbers.append(2 * value if value >= 0 else -2 * value - 1)


def _read_int(given: _In) -> int:
    number = given.take()
    return -(number + 1) // 2 if number % 2 else number // 2


def _write_place(place: Place, out: _Out) -> None:
    out.text(place.path)
    out.numbers += (place.line, place.column)


def _read_place(given: _In) -> Place:
    take = given.take
    return Place(given.texts[take()], take(), take())


def _write_span(span: Span, out: _Out) -> None:
    _write_place(span.start, out)
    _write_place(span.end, out)


def _read_span(given: _In) -> Span:
    take, texts = given.take, given.texts
    return Span(Place(texts[take()], take(), take()), Place(texts[take()], take(), take()))


_NONE: Final = _Form(lambda _value, _out: None, lambda _given: None)
_SIMPLE: Final[dict[Any, _Form]] = {
    str: _Form(lambda value, out: out.text(str(value)), lambda given: given.texts[given.take()]),
    bool: _Form(lambda value, out: out.numbers.append(int(value)), _read_bool),
    int: _Form(_write_int, _read_int),
    float: _Form(lambda value, out: out.text(repr(float(value))), lambda given: float(given.texts[given.take()])),
    Place: _Form(_write_place, _read_place),
    Span: _Form(_write_span, _read_span),
}
