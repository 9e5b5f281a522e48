"""Notes, tips, warnings and the like."""

from __future__ import annotations

from typing import Final

from docutils import nodes

from sphinx_adoc.syntax.labels import labels
from sphinx_adoc.syntax.tree import Admonition, Block

from .context import BlockRule, Context

_ELEMENTS: Final[dict[str, type[nodes.Element]]] = {
    "note": nodes.note,
    "tip": nodes.tip,
    "important": nodes.important,
    "warning": nodes.warning,
    "caution": nodes.caution,
}


def admonition(ctx: Context, block: Admonition, parent: nodes.Element) -> None:
    """Append docutils' own admonition; with a title or a label of the author's, the generic one that shows it."""
    if block.title is None and block.label == labels(ctx.options.locale)[f"{block.variant}-caption"]:
        node = ctx.mark(block, _ELEMENTS[block.variant]())
    else:
        node = ctx.mark(block, nodes.admonition(classes=[block.variant]))
        title = ctx.place(block.ref, nodes.title(block.title.raw if block.title is not None else "", ""))
        if block.title is not None:
            ctx.text(block.title, title)
        else:
            title.append(nodes.Text(block.label))
        node.append(title)
    ctx.blocks(block.blocks, node)
    parent.append(node)


RULES: dict[type[Block], BlockRule] = {Admonition: admonition}
