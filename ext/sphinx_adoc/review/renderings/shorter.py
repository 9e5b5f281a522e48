"""Long blocks, cut to the parts that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from docutils import nodes

from .marks import CAME, CHANGED, GONE

_MARKS: Final = {GONE, CAME, CHANGED}
_DOTS: Final = "⋯"
_LISTS: Final = (nodes.bullet_list, nodes.definition_list, nodes.tbody)
_AROUND: Final = 1  # items that stay beside a changed one


def shorten(block: nodes.Element) -> None:
    """Put dots in place of items and rows without a mark that are not next to one that has. In ordered lists all stay,
    since their numbers say which they are.
    """
    for parent in [*block.findall(lambda node: isinstance(node, _LISTS))]:
        assert isinstance(parent, nodes.Element)
        kept = [*_kept(parent.children)]
        parent.children = []
        parent.extend(kept)


def _kept(children: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    """The items that stay, and dots for others; all of them where none has a mark."""
    changed = [number for number, child in enumerate(children) if _is_marked(child)]
    near = {number + step for number in changed for step in range(-_AROUND, _AROUND + 1)}
    flags = [not changed or number in near for number in range(len(children))]
    for stays, group in groupby(zip(flags, children, strict=True), lambda pair: pair[0]):
        run = [child for _, child in group]
        yield from run if stays or len(run) == 1 else [_dots(run[0])]


def _is_marked(node: nodes.Node) -> bool:
    return any(_MARKS.intersection(each["classes"]) for each in node.findall(nodes.Element))


def _dots(item: nodes.Node) -> nodes.Element:
    """What stands for some items, like one of them."""
    words = nodes.paragraph("", _DOTS)
    if isinstance(item, nodes.row):
        width = sum(1 + entry.get("morecols", 0) for entry in item.children if isinstance(entry, nodes.entry))
        return nodes.row("", nodes.entry("", words, morecols=max(width - 1, 0)))
    if isinstance(item, nodes.definition_list_item):
        return nodes.definition_list_item("", nodes.term("", _DOTS))
    return nodes.list_item("", words)
