"""Dataclasses whose methods are written when they are first called, beside those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import KW_ONLY
from typing import Any, ClassVar

import pytest
from sphinx_adoc import lazy_dataclasses
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place

SHAPES: list[dict[str, bool]] = [
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"slots": True, "eq": False},
    {"slots": True, "eq": False, "repr": False, "kw_only": True},
    {"frozen": True, "slots": True, "weakref_slot": True},
]


def made(module: Any, options: dict[str, bool]) -> tuple[type[Any], type[Any]]:
    """Make a class and one that is derived from it, by the functions of a module."""

    @module.dataclass(**options)
    class Base:
        shared: ClassVar[int] = 3
        first: str
        second: int = 2

        def twice(self) -> int:
            return 2 * self.second

    @module.dataclass(**options)
    class Derived(Base):
        _: KW_ONLY
        items: list[int] = module.field(default_factory=list)
        hidden: int = module.field(default=7, repr=False, compare=False)
        later: int = module.field(default=9, init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "later", self.later + self.second)

    return Base, Derived


def outcome(work: Callable[[], object]) -> object:
    """Return what some work gives, or the kind of its exception."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 (its kind is compared)
        return type(error)


WORK: dict[str, Callable[[Any, type[Any], type[Any]], object]] = {
    "constructor": lambda m, base, derived: base(first="a").second,
    "by position": lambda m, base, derived: base("a", 5).second,
    "too few": lambda m, base, derived: base(),
    "too many": lambda m, base, derived: base("a", 1, 2),
    "default factory": lambda m, base, derived: (
        derived(first="a").items is derived(first="a").items,
        derived(first="a", items=[1]).items,
    ),
    "no parameter": lambda m, base, derived: derived(first="a", later=1),
    "after the constructor": lambda m, base, derived: derived(first="a").later,
    "repr": lambda m, base, derived: repr(derived(first="a", hidden=1)).partition("0x")[0],
    "equal": lambda m, base, derived: derived(first="a") == derived(first="a", hidden=1),
    "not equal": lambda m, base, derived: (base(first="a") == base(first="b"), base(first="a") != base(first="b")),
    "another class": lambda m, base, derived: base(first="a") == derived(first="a"),
    "another type": lambda m, base, derived: base(first="a").__eq__("a"),
    "hash": lambda m, base, derived: len({hash(each) for each in (base(first="a"), base(first="a"))}),
    "value of hash": lambda m, base, derived: base.__hash__ is not None and len({base(first="a"), base(first="a")}),
    "hash of a list": lambda m, base, derived: isinstance(hash(derived(first="a")), int),
    "set": lambda m, base, derived: setattr(base(first="a"), "first", "b"),
    "set another": lambda m, base, derived: isinstance(outcome(lambda: setattr(base(first="a"), "other", 1)), type),
    "delete": lambda m, base, derived: delattr(base(first="a"), "first"),
    "replace": lambda m, base, derived: m.replace(derived(first="a"), second=4).later,
    "replace what is set later": lambda m, base, derived: m.replace(derived(first="a"), later=4),
    "match": lambda m, base, derived: (base.__match_args__, derived.__match_args__),
    "fields": lambda m, base, derived: [
        (each.name, each.type, each.init, each.repr, each.compare, each.kw_only) for each in m.fields(derived)
    ],
    "fields of nothing": lambda m, base, derived: m.fields(3),
    "is one": lambda m, base, derived: (m.is_dataclass(base), m.is_dataclass(base(first="a")), m.is_dataclass(3)),
    "copy": lambda m, base, derived: vars_of(copy.copy(derived(first="a", items=[1]))),
    "deep copy": lambda m, base, derived: vars_of(copy.deepcopy(derived(first="a", items=[1]))),
    "method": lambda m, base, derived: derived(first="a").twice(),
    "class": lambda m, base, derived: (base.shared, base.__name__, base.__qualname__),
    "standard functions": lambda m, base, derived: (
        dataclasses.asdict(derived(first="a")),
        dataclasses.replace(derived(first="a"), second=4).second,
        [(each.name, each.default, each.kw_only) for each in dataclasses.fields(base)],
        dataclasses.is_dataclass(base),
    ),
    "slots": lambda m, base, derived: (getattr(base, "__slots__", None), hasattr(derived(first="a"), "__dict__")),
}


def vars_of(value: Any) -> list[object]:
    """Return the values of all fields."""
    return [getattr(value, name) for name in ("first", "second", "items", "hidden", "later")]


@pytest.mark.parametrize("options", SHAPES, ids=lambda options: " ".join(options) or "plain")
@pytest.mark.parametrize("name", WORK)
def test_does_what_the_standard_library_does(name: str, options: dict[str, bool]) -> None:
    results = [
        outcome(lambda m=module: WORK[name](m, *made(m, options)))  # type: ignore[misc]
        for module in (lazy_dataclasses, dataclasses)
    ]
    assert results[0] == results[1]


@lazy_dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """A class that pickle finds."""

    name: str
    place: Place | None = None


def test_pickle_before_and_after_the_first_call() -> None:
    kept = Kept("a", Place("b", 1, 2))
    again = pickle.loads(pickle.dumps(kept))
    assert (again.name, again.place) == ("a", Place("b", 1, 2))
    assert again == kept


def test_a_method_that_the_class_defines_stays() -> None:
    @lazy_dataclasses.dataclass(frozen=True, slots=True)
    class Own:
        name: str

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 4

        def __repr__(self) -> str:
            return "own"

    assert Own("a") == 3
    assert repr(Own("a")) == "own"
    assert hash(Own("a")) == 4


def test_a_class_that_is_no_dataclass_takes_the_constructor_of_its_base() -> None:
    class Derived(Kept):
        """It adds nothing."""

    assert Derived("a").name == "a"
    assert Kept("a") != Derived("a")


def test_the_standard_library_derives_from_one() -> None:
    assert "code" in {each.name for each in dataclasses.fields(Finding)}
    assert Finding.__match_args__[:2] == tuple(each.name for each in dataclasses.fields(Finding))[:2]


def test_once_made_a_constructor_is_an_ordinary_function() -> None:
    Kept("a")
    assert str(inspect.signature(Kept)).startswith("(name, place=")
    assert Kept.__init__.__qualname__ == "Kept.__init__"
