"""Dataclasses whose methods are written when they are first called.

The standard library compiles up to seven methods of each dataclass while its module is imported, 0.2 to 0.5 ms a class.
A command imports a hundred such classes, makes instances of some, and compares and shows few of these. So these names
replace those of :mod:`dataclasses`. Type checkers take them for the same (see the stub file beside this one), and the
functions of the standard library, such as ``dataclasses.fields``, accept these classes.

Not supported, as nothing here needs it: ``order``, ``unsafe_hash``, ``InitVar``, ``hash`` of a field, and annotations
that are no strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

_FIELDS: Final = "__lazy_dataclass_fields__"


class _Missing:
    """Stands for a default that is not given."""


MISSING: Final = _Missing()


class KW_ONLY:  # noqa: N801 (the standard library's name)
    """As an annotation: the fields behind it are given by name."""


class Field:
    """A field of a dataclass, with the attributes that the standard library's has."""

    __slots__ = ("compare", "default", "default_factory", "init", "kw_only", "metadata", "name", "repr", "type")
    name: str
    type: str

    def __init__(self, **options: Any) -> None:
        for option, value in options.items():
            setattr(self, option, value)


def field(
    *,
    default: Any = MISSING,
    default_factory: Any = MISSING,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
    kw_only: Any = MISSING,
    metadata: Mapping[Any, Any] = MappingProxyType({}),
) -> Any:
    """Declare a field, see :func:`dataclasses.field`."""
    return Field(
        default=default,
        default_factory=default_factory,
        init=init,
        repr=repr,
        compare=compare,
        kw_only=kw_only,
        metadata=metadata,
    )


def fields(of: Any) -> tuple[Field, ...]:
    """Return the fields of a dataclass, or of an instance of one; raise TypeError for anything else."""
    try:
        return (*getattr(of, _FIELDS).values(),)
    except AttributeError:
        import dataclasses

        standard: Any = dataclasses.fields(of)
        return standard  # type: ignore[no-any-return]


def is_dataclass(value: object) -> bool:
    """Return whether a value is a dataclass, or an instance of one."""
    kind = value if isinstance(value, type) else type(value)
    return hasattr(kind, _FIELDS) or hasattr(kind, "__dataclass_fields__")


def replace(value: Any, /, **changes: Any) -> Any:
    """Return a copy with other values of some fields; raise ValueError for a field with ``init=False``."""
    for each in fields(value):
        if not each.init:
            if each.name in changes:
                raise ValueError(f"field {each.name} is declared with init=False")
        elif each.name not in changes:
            changes[each.name] = getattr(value, each.name)
    return value.__class__(**changes)


def dataclass(cls: Any = None, /, **options: bool) -> Any:
    """Make a class a dataclass, see :func:`dataclasses.dataclass`."""
    return _made(cls, **options) if cls is not None else lambda cls: _made(cls, **options)


def _made(
    cls: Any,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    repr: bool = True,
    kw_only: bool = False,
    weakref_slot: bool = False,
) -> Any:
    own = _own_fields(cls, kw_only=kw_only)
    for name, each in own.items():
        if each.default is not MISSING:
            setattr(cls, name, each.default)
        elif name in cls.__dict__:
            delattr(cls, name)
    if slots:
        cls = _with_slots(cls, own, weakref_slot=weakref_slot)
    every: dict[str, Field] = {}
    for base in cls.__mro__[:0:-1]:
        every |= base.__dict__.get(_FIELDS, {})
    every |= own
    setattr(cls, _FIELDS, every)
    cls.__dataclass_fields__ = _STANDARD_FIELDS
    cls.__match_args__ = tuple([name for name, each in every.items() if each.init and not each.kw_only])
    _add_later(cls, "__init__", lambda: _init(cls, frozen=frozen, slots=slots))
    if repr:
        _add_later(cls, "__repr__", lambda: _repr(cls))
    if eq:
        _add_later(cls, "__eq__", lambda: _eq(cls))
        if cls.__dict__.get("__hash__") is None:  # it has none of its own
            cls.__hash__ = None
            if frozen:
                del cls.__hash__
                _add_later(cls, "__hash__", lambda: _hash(cls))
    if frozen:
        _freeze(cls, slots=slots)
    return cls


def _own_fields(cls: Any, *, kw_only: bool) -> dict[str, Field]:
    """The fields that the annotations of a class declare, by name."""
    own = {}
    for name, hint in cls.__annotations__.items():
        if hint == "KW_ONLY":
            kw_only = True
        elif not hint.startswith("ClassVar"):
            given = cls.__dict__.get(name, MISSING)
            each = own[name] = given if isinstance(given, Field) else field(default=given)
            each.name, each.type = name, hint
            if each.kw_only is MISSING:
                each.kw_only = kw_only
    return own


def _with_slots(cls: Any, own: Mapping[str, Field], *, weakref_slot: bool) -> Any:
    """The class made anew, with a slot for each field for which no base has one."""
    inherited = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    left_out = {*own, "__dict__", "__weakref__"}
    body = {name: value for name, value in cls.__dict__.items() if name not in left_out}
    extra = ["__weakref__"] if weakref_slot else []
    body["__slots__"] = tuple([name for name in (*own, *extra) if name not in inherited])
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _add_later(cls: Any, name: str, write: Callable[[], Any]) -> None:
    """Give a class a method that is written when it is first called; one that the class defines stays."""
    if name in cls.__dict__:
        return

    def first(self: Any, *args: Any, **named: Any) -> Any:
        method = write()
        method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)
        return method(self, *args, **named)

    setattr(cls, name, first)


# -- the methods -------------------------------------------------------------------------------------------------------


def _compiled(lines: list[str], known: dict[str, Any]) -> Any:
    """The function ``method`` that some lines of source define. What comes from outside is names of fields."""
    exec("\n".join(lines), known)
    return known["method"]


def _init(cls: Any, *, frozen: bool, slots: bool) -> Any:
    """The constructor: a parameter for each field that has ``init``."""
    known = {"MISSING": MISSING, "object": object}
    by_position, by_name = ["self"], []
    body = []
    for each in fields(cls):
        value, default = _value(each, known)
        if each.init:
            (by_name if each.kw_only else by_position).append(each.name + default)
        elif not default or (each.default is not MISSING and not slots):
            continue  # it is set later, or is found in the class
        setting = f"object.__setattr__(self, {each.name!r}, {value})" if frozen else f"self.{each.name} = {value}"
        body.append(f" {setting}")
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    takes = ", ".join([*by_position, *(["*", *by_name] if by_name else [])])
    return _compiled([f"def method({takes}):", *(body or [" pass"])], known)


def _value(each: Field, known: dict[str, Any]) -> tuple[str, str]:
    """What a field is set to, and the default of its parameter, as source. ``known``: gets what the source names."""
    name = each.name
    if each.default_factory is not MISSING:
        known[f"make_{name}"] = each.default_factory
        return (f"make_{name}() if {name} is MISSING else {name}" if each.init else f"make_{name}()"), "=MISSING"
    if each.default is not MISSING:
        known[f"default_{name}"] = each.default
        return (name if each.init else f"default_{name}"), f"=default_{name}"
    return name, ""


def _repr(cls: Any) -> Any:
    from reprlib import recursive_repr

    names = [each.name for each in fields(cls) if each.repr]

    def method(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in names])})"

    return recursive_repr()(method)


def _values(cls: Any, of: str) -> str:
    """The source of a tuple of all values that are compared."""
    return "(" + "".join(f"{of}.{each.name}," for each in fields(cls) if each.compare) + ")"


def _eq(cls: Any) -> Any:
    same = f"{_values(cls, 'self')} == {_values(cls, 'other')}"
    return _compiled(
        ["def method(self, other):", f" return {same} if other.__class__ is self.__class__ else NotImplemented"], {}
    )


def _hash(cls: Any) -> Any:
    return _compiled(["def method(self):", f" return hash({_values(cls, 'self')})"], {})


def _freeze(cls: Any, *, slots: bool) -> None:
    """Let a field be set by the constructor and by pickle alone, and never be deleted."""
    names = (*getattr(cls, _FIELDS),)

    def set_attribute(self: Any, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            _refuse(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def delete_attribute(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            _refuse(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    cls.__setattr__, cls.__delattr__ = set_attribute, delete_attribute
    if slots:
        cls.__getstate__, cls.__setstate__ = _get_state, _set_state


def _refuse(message: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(message)


def _get_state(self: Any) -> list[Any]:
    """The values of all fields, for pickle."""
    return [getattr(self, each.name) for each in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


# -- as the standard library has it ------------------------------------------------------------------------------------


class _StandardFields:
    """The attribute by which the standard library knows a dataclass, made when it asks."""

    def __get__(self, instance: object, owner: type) -> Any:
        import dataclasses

        declared: Any = [(each.name, each.type, _standard(each)) for each in fields(owner)]
        made: Any = dataclasses.make_dataclass(owner.__name__, declared)
        return made.__dataclass_fields__


_STANDARD_FIELDS: Final = _StandardFields()


def _standard(own: Field) -> Any:
    """A field as the standard library has it."""
    import dataclasses

    options = {name: getattr(own, name) for name in ("init", "repr", "compare", "kw_only", "metadata")}
    given = {name: getattr(own, name) for name in ("default", "default_factory")}
    return dataclasses.field(**options, **{name: value for name, value in given.items() if value is not MISSING})
