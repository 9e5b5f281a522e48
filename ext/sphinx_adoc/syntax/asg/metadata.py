"""The metadata in the lines above a block, in the form of the ASG."""

from __future__ import annotations

from sphinx_adoc.syntax.tree import Block, Document, Heading, List, Listing, Section

from .context import GraphContext, Node

#: What the tree keeps among a block's attributes for its own use.
_OWN = {"default-alt"}


def metadata(ctx: GraphContext, block: Block) -> Node:
    """Return the members ``id``, ``metadata`` that a block has."""
    facts: Node = {}
    if attributes := _attributes(block):
        facts["attributes"] = attributes
    if block.options:
        facts["options"] = [*block.options]
    if block.roles:
        facts["roles"] = [*block.roles]
    if block.meta is not None:
        facts["location"] = ctx.location(*block.meta)
    id_ = block.id if block.explicit_id else None
    if id_ and ctx.extended:
        facts["id"] = id_
    node: Node = {"id": id_} if id_ and not ctx.extended else {}
    return node | ({"metadata": facts} if facts else {})


def _attributes(block: Block) -> Node:
    attrs: Node = {name: value for name, value in block.attrs.items() if name not in _OWN}
    if "default-alt" in block.attrs:
        del attrs["alt"]
    if block.style is not None and _style_counts(block):
        attrs["style"] = block.style
    if block.explicit_id:
        attrs["id"] = block.id
    if block.roles:
        attrs["role"] = " ".join(block.roles)
    if block.options:
        attrs["opts"] = ",".join(block.options)
    if block.title is not None and not isinstance(block, Document | Section | Heading):
        attrs["title"] = block.title.raw
    if isinstance(block, List) and block.variant == "ordered" and block.start != 1:
        attrs["start"] = str(block.start)
    return attrs


def _style_counts(block: Block) -> bool:
    """Whether the style was given, or makes a listing source text; others follow from the markup."""
    return "$1" in block.attrs or "style" in block.attrs or isinstance(block, Listing)
