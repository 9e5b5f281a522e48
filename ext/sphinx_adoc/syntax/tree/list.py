"""Lists and their items."""

from __future__ import annotations

from dataclasses import field

from . import declare
from .base import Block
from .block import Container
from .text import InlineText


@declare.node
class ListItem(Container):
    """``principal``: the item's own text (None: none). ``checked``: a check list's box. ``number``: a callout's."""

    name = "listItem"
    marker: str
    principal: InlineText | None = declare.text(before="blocks")
    checked: bool | None = field(default=None, init=False)
    number: int = field(default=0, init=False)


@declare.node
class List(Block):
    """``variant``: unordered, ordered or callout. ``start``: number of the first item (ordered).

    ``style``: arabic, loweralpha, upperalpha, lowerroman, upperroman, decimal, lowergreek; or a bullet's.
    ``checklist``: an item at least has a box.
    """

    name = "list"
    variant: str
    marker: str
    items: list[ListItem] = declare.blocks()
    start: int = field(default=1, init=False)
    checklist: bool = field(default=False, init=False)


@declare.node
class DescriptionItem(ListItem):
    """``terms``: one or more; ``principal`` and ``blocks``: the description."""

    name = "dlistItem"
    terms: list[InlineText] = declare.texts("term", before="principal")


@declare.node
class DescriptionList(Block):
    """``style``: None, horizontal or qanda."""

    name = "dlist"
    marker: str
    items: list[DescriptionItem] = declare.blocks()
