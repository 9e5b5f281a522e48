"""Lists and their items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .block import Block, Container
from .text import InlineText


class List(Block):
    """``variant``: unordered, ordered or callout. ``start``: number of the first item (ordered).

    ``style``: arabic, loweralpha, upperalpha, lowerroman, upperroman, decimal, lowergreek; or a bullet's.
    ``checklist``: an item at least has a box.
    """

    __slots__ = ("checklist", "items", "marker", "start", "variant")
    name = "list"

    def __init__(self, variant: str, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.variant = variant
        self.marker = marker
        self.items: list[ListItem] = []
        self.start = 1
        self.checklist = False

    @property
    def children(self) -> Sequence[Block]:
        """The items."""
        return self.items


class ListItem(Container):
    """``principal``: the item's own text (None: none). ``checked``: a check list's box. ``number``: a callout's."""

    __slots__ = ("checked", "marker", "number", "principal")
    name = "listItem"

    def __init__(self, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.marker = marker
        self.principal: InlineText | None = None
        self.checked: bool | None = None
        self.number = 0

    def texts(self) -> Iterator[InlineText]:
        """The principal text."""
        if self.principal is not None:
            yield self.principal


class DescriptionList(Block):
    """``style``: None, horizontal or qanda."""

    __slots__ = ("items", "marker")
    name = "dlist"

    def __init__(self, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.marker = marker
        self.items: list[DescriptionItem] = []

    @property
    def children(self) -> Sequence[Block]:
        """The items."""
        return self.items


class DescriptionItem(ListItem):
    """``terms``: one or more; ``principal`` and ``blocks``: the description."""

    __slots__ = ("terms",)
    name = "dlistItem"

    def __init__(self, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(marker, ref, col, version)
        self.terms: list[InlineText] = []

    def texts(self) -> Iterator[InlineText]:
        """The terms, then the principal text."""
        yield from self.terms
        if self.principal is not None:
            yield self.principal
