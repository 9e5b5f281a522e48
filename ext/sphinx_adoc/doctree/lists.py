"""Lists: bulleted, ordered, of descriptions, of callouts, to be ticked off."""

from __future__ import annotations

from typing import Final

from docutils import nodes

from sphinx_adoc.syntax.tree import Block, DescriptionItem, DescriptionList, List, ListItem

from .context import BlockRule, Context
from .elements import reversed_list
from .messages import keep_frame, message

_STYLES: Final = frozenset({"arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman", "lowergreek", "decimal"})
_BOXES: Final = {True: "\u2611 ", False: "\u2610 "}


def list_(ctx: Context, block: List, parent: nodes.Element) -> None:
    """Append a bulleted, ordered or callout list."""
    if ctx.options.lists is not None and (replacement := ctx.options.lists(ctx, block)) is not None:
        parent += replacement
        return
    ctx.title(block, parent)
    node = ctx.mark(block, _ordered(block) if block.variant != "unordered" else _bulleted(block))
    for item in block.items:
        node.append(_item(ctx, item))
    parent.append(node)


def _bulleted(block: List) -> nodes.bullet_list:
    node = nodes.bullet_list(bullet="*")
    if block.checklist:
        node["classes"].append("checklist")
    elif block.style:
        node["classes"].append(block.style)
    return node


def _ordered(block: List) -> nodes.enumerated_list:
    node_class = reversed_list if "reversed" in block.options else nodes.enumerated_list
    style = block.style if block.style in _STYLES else "arabic"
    node = node_class(enumtype=style, prefix="", suffix=".")
    if block.start != 1:
        node["start"] = block.start
    if block.variant == "callout":
        node["classes"].append("colist")
    return node


def _item(ctx: Context, item: ListItem) -> nodes.list_item:
    node = ctx.mark(item, nodes.list_item())
    if item.principal is not None:
        paragraph = ctx.place(item.ref, nodes.paragraph(message(item.principal), ""))
        if item.checked is not None:
            paragraph.append(nodes.inline("", _BOXES[item.checked], classes=["checkbox"]))
        keep_frame(paragraph)
        ctx.text(item.principal, paragraph)
        node.append(paragraph)
    ctx.blocks(item.blocks, node)
    return node


_MOST_TERMS: Final = 64


def description_list(ctx: Context, block: DescriptionList, parent: nodes.Element) -> None:
    """Append terms and their descriptions, or questions and answers."""
    ctx.title(block, parent)
    if block.style == "qanda":
        parent.append(_questions(ctx, block))
        return
    node = ctx.mark(block, nodes.definition_list())
    if block.style and block.style not in node["classes"]:
        node["classes"].append(block.style)
    for item in block.items:
        node.extend(_few_terms(_description(ctx, item)))
    parent.append(node)


def _few_terms(node: nodes.definition_list_item) -> list[nodes.definition_list_item]:
    """An item as several, with no more terms in each than the writers of docutils and Sphinx can bear, which look from
    each term through those behind it. Items without a definition show as terms do that share one.
    """
    first = []
    while len(node) > _MOST_TERMS + 1:
        item = nodes.definition_list_item()
        item.source, item.line = node.source, node.line
        item.extend(node.children[:_MOST_TERMS])
        node.children = node.children[_MOST_TERMS:]
        first.append(item)
    if first:
        first[0]["ids"], node["ids"] = node["ids"], []
    return [*first, node]


def _description(ctx: Context, item: DescriptionItem) -> nodes.definition_list_item:
    node = ctx.mark(item, nodes.definition_list_item())
    for text in item.terms:
        term = nodes.term(text.raw, "")
        ctx.place(text.refs[0] if text.refs else item.ref, term)
        ctx.text(text, term)
        node.append(term)
    if item.principal is not None or item.blocks:
        definition = ctx.place(item.ref, nodes.definition())
        _answer(ctx, item, definition)
        node.append(definition)
    return node


def _answer(ctx: Context, item: DescriptionItem, parent: nodes.Element) -> None:
    if item.principal is not None:
        ref = item.principal.refs[0] if item.principal.refs else item.ref
        paragraph = ctx.place(ref, nodes.paragraph(message(item.principal), ""))
        ctx.text(item.principal, paragraph)
        parent.append(paragraph)
    ctx.blocks(item.blocks, parent)


def _questions(ctx: Context, block: DescriptionList) -> nodes.enumerated_list:
    node = ctx.mark(block, nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".", classes=["qanda"]))
    for item in block.items:
        entry = ctx.mark(item, nodes.list_item())
        for text in item.terms:
            question = nodes.emphasis()
            ctx.text(text, question)
            paragraph = nodes.paragraph(message(text), "", question)
            keep_frame(paragraph, within=nodes.emphasis)
            entry.append(ctx.place(text.refs[0] if text.refs else item.ref, paragraph))
        _answer(ctx, item, entry)
        node.append(entry)
    return node


RULES: dict[type[Block], BlockRule] = {List: list_, DescriptionList: description_list}
