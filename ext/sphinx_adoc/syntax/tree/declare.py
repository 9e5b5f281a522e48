"""How a node class says what it is made of.

A class under :func:`node` declares each field once, as a dataclass does. A field that holds a part of the tree names
its kind by the function it is declared with: :func:`text`, :func:`texts`, :func:`block`, :func:`blocks`, :func:`rows`
or :func:`inlines`; every other field is plain data. Slots, the constructor, ``children``, ``content``, the walk and
``repr`` follow from that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, dataclass, field, fields
from itertools import chain
from operator import attrgetter
from typing import Any, ClassVar, Final, Literal, NamedTuple, TypeVar, cast, dataclass_transform

T = TypeVar("T")

_KIND: Final = "kind"
_COPIES: Final = "copies"


class Kind(NamedTuple):
    """A kind of field. ``members``: the parts of the tree that a value of the field holds, in order (None: it is one).

    A field that holds nothing is None or empty.
    """

    name: str
    members: Callable[[Any], Iterable[Any]] | None


TEXT: Final = Kind("text", None)
TEXTS: Final = Kind("texts", iter)
BLOCK: Final = Kind("block", None)
BLOCKS: Final = Kind("blocks", iter)
ROWS: Final = Kind("rows", chain.from_iterable)
INLINES: Final = Kind("inlines", iter)


class Part(NamedTuple):
    """A declared field that holds a part of the tree. ``label``: what one member is to its node ("title", "term")."""

    name: str
    kind: Kind
    label: str


def text(*, before: str = "", init: Literal[False] = False) -> Any:
    """Declare a text: an InlineText or None. ``before``: the inherited field that it stands before."""
    return field(default=None, init=init, metadata={_KIND: TEXT, "before": before})


def texts(label: str, *, before: str = "", init: Literal[False] = False) -> Any:
    """Declare a list of texts, each called ``label``. ``before``: the inherited field that they stand before."""
    return field(default_factory=list, init=init, metadata={_KIND: TEXTS, "label": label, "before": before})


def block(*, init: Literal[False] = False) -> Any:
    """Declare an inner block: a Block or None."""
    return field(default=None, init=init, metadata={_KIND: BLOCK})


def blocks(*, init: Literal[False] = False) -> Any:
    """Declare a list of inner blocks."""
    return field(default_factory=list, init=init, metadata={_KIND: BLOCKS})


def rows(*, init: Literal[False] = False) -> Any:
    """Declare a list of lists of inner blocks."""
    return field(default_factory=list, init=init, metadata={_KIND: ROWS})


def inlines(*, default_factory: Callable[[], list[Any]]) -> Any:
    """Declare a list of inner inline nodes."""
    return field(default_factory=default_factory, metadata={_KIND: INLINES})


def copies(*, init: Literal[False] = False) -> Any:
    """Declare a list of inline nodes that repeat others of the document: what is shown in a second place."""
    return field(default_factory=list, init=init, metadata={_COPIES: True})


class Node:
    """What blocks and inline nodes have in common.

    ``parts``: the declared fields that hold parts of the tree, in document order. ``part_values`` gives the values of
    all of them at once, where there are two or more. ``block_parts``: those of them that hold blocks. ``values``: the
    fields of plain data. ``copies``: the names of fields that repeat what stands elsewhere.
    """

    __slots__ = ()
    name: ClassVar[str] = "node"
    parts: ClassVar[tuple[Part, ...]] = ()
    block_parts: ClassVar[tuple[Part, ...]] = ()
    part_values: ClassVar[attrgetter[tuple[Any, ...]]]
    values: ClassVar[tuple[Field[Any], ...]] = ()
    copies: ClassVar[frozenset[str]] = frozenset()

    def facts(self) -> list[str]:
        """Return ``name=value`` for each field of plain data that ``repr`` shows and whose value is not its default."""
        pairs = ((field, getattr(self, field.name, None)) for field in self.values if field.repr)
        return [f"{field.name}={value!r}" for field, value in pairs if value != default_of(field)]


def default_of(field: Field[Any]) -> Any:
    """Return the default of a field, None where it has none."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


@dataclass_transform(
    eq_default=False, kw_only_default=True, field_specifiers=(text, texts, block, blocks, rows, inlines, copies, field)
)
def node(cls: type[T]) -> type[T]:
    """Make a class a node with slots: its fields are keywords of the constructor, unless they say otherwise."""
    made: Any = dataclass(slots=True, eq=False, repr=False, kw_only=True)(cls)
    assert issubclass(made, Node)
    made.parts = _parts(made)
    if len(made.parts) > 1:
        made.part_values = attrgetter(*(part.name for part in made.parts))
    made.block_parts = tuple(part for part in made.parts if part.kind in (BLOCK, BLOCKS, ROWS))
    made.copies = frozenset(field.name for field in fields(made) if _COPIES in field.metadata)
    made.values = tuple(field for field in fields(made) if not field.metadata.keys() & {_KIND, _COPIES})
    return cast("type[T]", made)


def _parts(cls: type[Any]) -> tuple[Part, ...]:
    """The parts in document order: as declared, base classes first, unless a field names the one behind it."""
    parts: list[Part] = []
    for declared in fields(cls):
        if (kind := declared.metadata.get(_KIND)) is not None:
            part = Part(declared.name, kind, declared.metadata.get("label") or declared.name)
            names = [each.name for each in parts]
            before = declared.metadata.get("before")
            parts.insert(names.index(before) if before else len(parts), part)
    return tuple(parts)
