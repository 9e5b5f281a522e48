"""Blocks in the words of the ASG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import singledispatch
from typing import Any, Final

from sphinx_adoc.syntax.blocks.lists import ordered_kind
from sphinx_adoc.syntax.tree import (
    Admonition,
    AttributeEntry,
    Block,
    BlockMacro,
    Break,
    Cell,
    Column,
    Compound,
    DescriptionItem,
    DescriptionList,
    Heading,
    InlineText,
    Leaf,
    List,
    ListItem,
    Paragraph,
    Preamble,
    Section,
    Stem,
    Table,
    declare,
)

from .context import GraphContext, Node
from .inlines import inlines
from .metadata import metadata

#: The marker that a whole ordered list goes by, where its items are numbered by hand.
_NUMBERED: Final = {
    "arabic": "1.", "loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i)", "upperroman": "I)",
}  # fmt: skip


def blocks(ctx: GraphContext, nodes: Sequence[Block]) -> list[Node]:
    """Return the blocks of a container, attribute entries between them included."""
    content: list[Node] = []
    for node in nodes:
        if ctx.extended:
            content += [_entries(ctx, run) for run in _runs(ctx, node.entries)]
        if isinstance(node, Preamble) and not ctx.extended:
            content += blocks(ctx, node.blocks)
        else:
            content.append(block(ctx, node))
    return content


def block(ctx: GraphContext, node: Block) -> Node:
    """Return one block."""
    record: Node = {"name": node.name, "type": "block"}
    record |= _facts(node, ctx) | _content(ctx, node) | metadata(ctx, node)
    # what is marked at its beginning starts with the line, indentation counted
    col = 1 if isinstance(node, (List, ListItem, DescriptionList)) else node.col
    record["location"] = ctx.location(node.ref, col, node.end_ref, node.end_col)
    return record


# -- what stands inside a block, as its class declares it --------------------------------------------------------------


def _content(ctx: GraphContext, node: Block) -> Node:
    """The texts and blocks inside a block, by the names of its fields or those that the graph has for them."""
    content: Node = {}
    for part in node.parts:
        value = getattr(node, part.name)
        if value and (ctx.extended or part.name not in _EXTENDED):
            name, shape = _RENAMED.get(part.name) or (part.name, _SHAPES[part.kind])
            if fields := shape(ctx, node, value):
                content[name] = fields
    if isinstance(node, Cell) and node.inner is not None and node.inner.title is not None:
        content["title"] = inlines(ctx, node.inner.title)
    return content


def _leaf_text(ctx: GraphContext, node: Leaf, text: InlineText) -> list[Node]:
    """A text; where that is a single empty line between two delimiters, a line feed."""
    if isinstance(node, Paragraph) or text.raw or text.refs[0] == node.ref:
        return inlines(ctx, text)
    return [{"name": "text", "type": "string", "value": "\n", "location": ctx.text_location(text, 0, 0)}]


def _cell_paragraph(ctx: GraphContext, text: InlineText) -> Node:
    children = inlines(ctx, text)
    location = ctx.text_location(text, 0, len(text.raw))
    return {"name": "paragraph", "type": "block"} | ({"inlines": children} if children else {}) | {"location": location}


Shape = Callable[[GraphContext, Any, Any], Any]

#: How the value of each kind of field is written.
_SHAPES: Final[dict[declare.Kind, Shape]] = {
    declare.TEXT: lambda ctx, node, text: inlines(ctx, text),
    declare.TEXTS: lambda ctx, node, texts: [inlines(ctx, text) for text in texts],
    declare.BLOCKS: lambda ctx, node, inner: blocks(ctx, inner),
    declare.ROWS: lambda ctx, node, rows: [[block(ctx, cell) for cell in row] for row in rows],
}
#: What the graph calls a field otherwise, and how it is written.
_RENAMED: Final[dict[str, tuple[str, Shape]]] = {
    "text": ("inlines", _leaf_text),
    "items": ("items", lambda ctx, node, items: [block(ctx, item) for item in items]),
    "paragraphs": ("blocks", lambda ctx, node, texts: [_cell_paragraph(ctx, text) for text in texts]),
    "inner": ("blocks", lambda ctx, node, inner: blocks(ctx, inner.blocks)),
}
#: Fields for which the schema has no place, in blocks that it knows.
_EXTENDED: Final = {"attribution", "citetitle"}


# -- attribute entries -------------------------------------------------------------------------------------------------


def attribute_values(ctx: GraphContext, entries: Iterable[AttributeEntry]) -> Node:
    """Return attributes by name, each with the value and the place of its (last) entry."""
    return {
        entry.name: {"value": entry.value, "location": ctx.location(entry.ref, 1, entry.end_ref, entry.end_col)}
        for entry in entries
    }


def _runs(ctx: GraphContext, entries: Sequence[AttributeEntry]) -> Iterator[list[AttributeEntry]]:
    """The entries of the body, those in adjacent lines together."""
    run: list[AttributeEntry] = []
    for entry in entries:
        if entry.ref in ctx.header_lines:
            continue
        if run and entry.ref != run[-1].end_ref + 1:
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _entries(ctx: GraphContext, run: list[AttributeEntry]) -> Node:
    location = ctx.location(run[0].ref, 1, run[-1].end_ref, run[-1].end_col)
    return {"name": "attributes", "type": "block", "attributes": attribute_values(ctx, run), "location": location}


# -- what each kind of block says of itself ----------------------------------------------------------------------------


@singledispatch
def _facts(node: Block, ctx: GraphContext) -> Node:
    return {}


@_facts.register(Section)
@_facts.register(Heading)
def _titled(node: Section | Heading, ctx: GraphContext) -> Node:
    marker = {"marker": node.marker} if ctx.extended else {}
    return {"title": [], **marker, "level": node.level}


@_facts.register
def _compound(node: Compound, ctx: GraphContext) -> Node:
    return _form(node) | ({"variant": node.variant} if isinstance(node, Admonition) else {})


def _form(node: Compound | Leaf) -> Node:
    return {"form": node.form} | ({"delimiter": node.delimiter} if node.form == "delimited" else {})


@_facts.register
def _paragraph(node: Paragraph, ctx: GraphContext) -> Node:
    return {} if node.form == "paragraph" else {"form": node.form}


@_facts.register
def _leaf(node: Leaf, ctx: GraphContext) -> Node:
    return _form(node) | ({"notation": node.notation} if isinstance(node, Stem) and ctx.extended else {})


@_facts.register
def _break(node: Break, ctx: GraphContext) -> Node:
    return {"variant": node.variant}


@_facts.register
def _macro(node: BlockMacro, ctx: GraphContext) -> Node:
    return {"name": node.macro, "form": "macro"} | ({"target": node.target} if node.target else {})


@_facts.register
def _list(node: List, ctx: GraphContext) -> Node:
    return {"variant": node.variant, "marker": _list_marker(node), "items": []}


def _list_marker(node: List) -> str:
    if node.variant == "callout":
        return "<1>"
    if node.variant == "ordered":
        return _NUMBERED.get(ordered_kind(node.marker), node.marker)
    return node.marker


@_facts.register
def _item(node: ListItem, ctx: GraphContext) -> Node:
    checked = {} if node.checked is None or not ctx.extended else {"checked": node.checked}
    return {"marker": node.marker, "principal": [], **checked}


@_facts.register(DescriptionList)
@_facts.register(DescriptionItem)
def _description(node: DescriptionList | DescriptionItem, ctx: GraphContext) -> Node:
    return {"marker": node.marker}


@_facts.register
def _table(node: Table, ctx: GraphContext) -> Node:  # for which the schema has no words
    columns = [_column(column) for column in node.columns]
    return {"form": "delimited", "delimiter": node.delimiter, "columns": columns}


def _column(column: Column) -> Node:
    style = {"style": column.style} if column.style else {}
    return {"width": column.width, "halign": column.halign, "valign": column.valign, **style}


@_facts.register
def _cell(node: Cell, ctx: GraphContext) -> Node:
    return {name: span for name in ("colspan", "rowspan") if (span := getattr(node, name)) > 1}
