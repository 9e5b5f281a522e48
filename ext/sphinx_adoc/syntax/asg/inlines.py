"""Running text in the words of the ASG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sphinx_adoc.syntax.nodes import Formatted, Inline, InlineText, Link, Raw, Text, Xref

from .context import Context, Node, TextPlaces

#: What is said of a node that the schema does not know, by its name.
_FACTS: Final[dict[str, tuple[str, ...]]] = {
    "anchor": ("id", "reftext", "bibliography"),
    "footnote": ("id", "number", "reference"),
    "image": ("target", "attrs", "id", "roles"),
    "icon": ("target", "attrs", "id", "roles"),
    "kbd": ("keys",),
    "btn": ("label",),
    "menu": ("items",),
    "stem": ("notation", "value"),
    "indexterm": ("terms", "see"),
    "callout": ("number",),
    "macro": ("macro", "target", "value", "attrs"),
    "linebreak": (),
}


def inlines(ctx: Context, text: InlineText) -> list[Node]:
    """The inline nodes of a text."""
    return _nodes(TextPlaces(ctx, text), text.inlines, 0, len(text.raw))


def verbatim(ctx: Context, text: InlineText) -> list[Node]:
    """The inline nodes of a verbatim text. One that is a single empty line is a line feed."""
    if text.raw or not text.refs:
        return inlines(ctx, text)
    return [{"name": "text", "type": "string", "value": "\n", "location": TextPlaces(ctx, text).location(0, 0)}]


def _nodes(places: TextPlaces, nodes: Sequence[Inline], start: int, end: int) -> list[Node]:
    """Sibling nodes that stand between two offsets."""
    if not nodes:
        return []
    befores = [start, *(node.end for node in nodes[:-1])]
    afters = [*(node.start for node in nodes[1:]), end]
    return [_node(places, *around) for around in zip(nodes, befores, afters, strict=True)]


def _node(places: TextPlaces, node: Inline, before: int, after: int) -> Node:
    """A node. ``before``, ``after``: where its neighbours end and begin.

    Text reaches from neighbour to neighbour: a backslash that did its work, or a reference to an empty attribute, is
    part of it.
    """
    if isinstance(node, (Text, Raw)):
        location = places.location(min(node.start, before), max(node.end, after))
        return {"name": node.name, "type": "string", "value": node.value, "location": location}
    made: Node = {"name": node.name, "type": "inline"}
    if isinstance(node, Formatted):
        made |= {"variant": node.variant, "form": node.form} | _formatted(places, node)
    elif isinstance(node, (Link, Xref)):
        made |= {"name": "ref", "variant": node.name, "target": node.target}
    else:
        facts = ((name, getattr(node, name)) for name in _FACTS[node.name])
        made |= {name: value for name, value in facts if value}
    children = node.children
    if children or isinstance(node, (Formatted, Link, Xref)):
        inner = (children[0].start, children[-1].end) if children else (node.start, node.end)
        made["inlines"] = _nodes(places, children, *inner) if children else []
    made["location"] = places.location(node.start, node.end)
    return made


def _formatted(places: TextPlaces, node: Formatted) -> Node:
    """Id and roles of formatted text, for which the schema has no place."""
    if not places.ctx.extended or not (node.id or node.roles):
        return {}
    said: Node = {"id": node.id} if node.id else {}
    return {"metadata": said | ({"roles": [*node.roles]} if node.roles else {})}
