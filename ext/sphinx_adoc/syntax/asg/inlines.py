"""Running text in the words of the ASG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sphinx_adoc.syntax.tree import Formatted, Inline, InlineText, Link, Raw, Text, Xref

from .context import GraphContext, Node

#: What is not said of a node: its place is, and the sign before a callout is no part of the text.
_UNSAID: Final = {"start", "end", "guard"}


def inlines(ctx: GraphContext, text: InlineText) -> list[Node]:
    """Return the inline nodes of a text."""
    return _nodes(ctx, text, text.inlines, 0, len(text.raw))


def _nodes(ctx: GraphContext, text: InlineText, nodes: Sequence[Inline], start: int, end: int) -> list[Node]:
    """Sibling nodes that stand between two offsets."""
    spans = _without_gaps(nodes, start, end)
    return [_node(ctx, text, node, *span) for node, span in zip(nodes, spans, strict=True)]


def _without_gaps(nodes: Sequence[Inline], start: int, end: int) -> list[tuple[int, int]]:
    """The spans of siblings. What stands between two of them (or at an edge) is counted to one that is text.

    Such are a backslash that did its work, a reference to an empty attribute, and the marks of a passthrough.
    """
    starts, ends = [node.start for node in nodes], [node.end for node in nodes]
    for index, (before, after) in enumerate(pairwise(nodes)):
        if isinstance(after, Raw) or (isinstance(after, Text) and not isinstance(before, Raw)):
            starts[index + 1] = min(before.end, after.start)
        elif isinstance(before, (Text, Raw)):
            ends[index] = max(before.end, after.start)
    if nodes and isinstance(nodes[0], (Text, Raw)):
        starts[0] = min(starts[0], start)
    if nodes and isinstance(nodes[-1], (Text, Raw)):
        ends[-1] = max(ends[-1], end)
    return [*zip(starts, ends, strict=True)]


def _node(ctx: GraphContext, text: InlineText, node: Inline, start: int, end: int) -> Node:
    if isinstance(node, (Text, Raw)):
        location = ctx.text_location(text, start, end)
        return {"name": node.name, "type": "string", "value": node.value, "location": location}
    record: Node = {"name": node.name, "type": "inline"}
    if isinstance(node, Formatted):
        record |= {"variant": node.variant, "form": node.form} | _formatted(ctx, node)
    elif isinstance(node, (Link, Xref)):
        record |= {"name": "ref", "variant": node.name, "target": node.target}
    else:
        facts = ((field.name, getattr(node, field.name)) for field in node.values if field.name not in _UNSAID)
        record |= {name: value for name, value in facts if value}
    children = node.children
    if children or isinstance(node, (Formatted, Link, Xref)):
        inner = (children[0].start, children[-1].end) if children else (node.start, node.end)
        record["inlines"] = _nodes(ctx, text, children, *inner)
    record["location"] = ctx.text_location(text, node.start, node.end)
    return record


def _formatted(ctx: GraphContext, node: Formatted) -> Node:
    """Id and roles of formatted text, for which the schema has no place."""
    if not ctx.extended or not (node.id or node.roles):
        return {}
    facts: Node = {"id": node.id} if node.id else {}
    return {"metadata": facts | ({"roles": [*node.roles]} if node.roles else {})}
