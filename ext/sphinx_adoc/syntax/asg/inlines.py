"""Running text in the words of the ASG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sphinx_adoc.syntax.nodes import Formatted, Inline, InlineText, Link, Raw, Text, Xref

from .context import Context, Node

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
    return _nodes(ctx, text, text.inlines, 0, len(text.raw))


def _nodes(ctx: Context, text: InlineText, nodes: Sequence[Inline], start: int, end: int) -> list[Node]:
    """Sibling nodes that stand between two offsets."""
    if not nodes:
        return []
    befores = [start, *(node.end for node in nodes[:-1])]
    afters = [*(node.start for node in nodes[1:]), end]
    return [_node(ctx, text, *around) for around in zip(nodes, befores, afters, strict=True)]


def _node(ctx: Context, text: InlineText, node: Inline, before: int, after: int) -> Node:
    """A node. ``before``, ``after``: where its neighbours end and begin.

    Text reaches from neighbour to neighbour: a backslash that did its work, or a reference to an empty attribute, is
    part of it.
    """
    if isinstance(node, (Text, Raw)):
        location = ctx.text_location(text, min(node.start, before), max(node.end, after))
        return {"name": node.name, "type": "string", "value": node.value, "location": location}
    made: Node = {"name": node.name, "type": "inline"}
    if isinstance(node, Formatted):
        made |= {"variant": node.variant, "form": node.form} | _formatted(ctx, node)
    elif isinstance(node, (Link, Xref)):
        made |= {"name": "ref", "variant": node.name, "target": node.target}
    else:
        facts = ((name, getattr(node, name)) for name in _FACTS[node.name])
        made |= {name: value for name, value in facts if value}
    children = node.children
    if children or isinstance(node, (Formatted, Link, Xref)):
        inner = (children[0].start, children[-1].end) if children else (node.start, node.end)
        made["inlines"] = _nodes(ctx, text, children, *inner)
    made["location"] = ctx.text_location(text, node.start, node.end)
    return made


def _formatted(ctx: Context, node: Formatted) -> Node:
    """Id and roles of formatted text, for which the schema has no place."""
    if not ctx.extended or not (node.id or node.roles):
        return {}
    said: Node = {"id": node.id} if node.id else {}
    return {"metadata": said | ({"roles": [*node.roles]} if node.roles else {})}
