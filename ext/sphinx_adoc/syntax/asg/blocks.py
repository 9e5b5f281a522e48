"""Blocks in the words of the ASG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from typing import Final

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
    Container,
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
)

from .context import Context, Node
from .inlines import inlines
from .metadata import metadata

#: The marker that a whole ordered list goes by, where its items are numbered by hand.
_NUMBERED: Final = {
    "arabic": "1.", "loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i)", "upperroman": "I)",
}  # fmt: skip


def blocks(ctx: Context, nodes: Sequence[Block]) -> list[Node]:
    """The blocks of a container, attribute entries between them included."""
    made: list[Node] = []
    for node in nodes:
        if ctx.extended:
            made += [_entries(ctx, run) for run in _runs(ctx, node.entries)]
        if isinstance(node, Preamble) and not ctx.extended:
            made += blocks(ctx, node.blocks)
        else:
            made.append(block(ctx, node))
    return made


def block(ctx: Context, node: Block) -> Node:
    """One block."""
    made: Node = {"name": node.name, "type": "block"}
    if node.title is not None:
        made["title"] = inlines(ctx, node.title)
    if node.reftext is not None:
        made["reftext"] = inlines(ctx, node.reftext)
    made |= _members(node, ctx) | metadata(ctx, node)
    # what is marked at its beginning starts with the line, indentation counted
    col = 1 if isinstance(node, (List, ListItem, DescriptionList)) else node.col
    made["location"] = ctx.location(node.ref, col, node.end_ref, node.end_col)
    return made


def _some(name: str, nodes: list[Node]) -> Node:
    return {name: nodes} if nodes else {}


# -- attribute entries -------------------------------------------------------------------------------------------------


def attribute_values(ctx: Context, entries: Iterable[AttributeEntry]) -> Node:
    """Attributes by name, each with the value and the place of its (last) entry."""
    return {
        entry.name: {"value": entry.value, "location": ctx.location(entry.ref, 1, entry.end_ref, entry.end_col)}
        for entry in entries
    }


def _runs(ctx: Context, entries: Sequence[AttributeEntry]) -> Iterator[list[AttributeEntry]]:
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


def _entries(ctx: Context, run: list[AttributeEntry]) -> Node:
    location = ctx.location(run[0].ref, 1, run[-1].end_ref, run[-1].end_col)
    return {"name": "attributes", "type": "block", "attributes": attribute_values(ctx, run), "location": location}


# -- what each kind of block says of itself ----------------------------------------------------------------------------


@singledispatch
def _members(node: Block, ctx: Context) -> Node:
    return {}


@_members.register
def _container(node: Container, ctx: Context) -> Node:
    return _some("blocks", blocks(ctx, node.blocks))


@_members.register
def _section(node: Section, ctx: Context) -> Node:
    return _titled(node, ctx) | _container(node, ctx)


@_members.register
def _heading(node: Heading, ctx: Context) -> Node:
    return _titled(node, ctx)


def _titled(node: Section | Heading, ctx: Context) -> Node:
    marker = {"marker": node.marker} if ctx.extended else {}
    return {"title": inlines(ctx, node.title), **marker, "level": node.level}


@_members.register
def _compound(node: Compound, ctx: Context) -> Node:
    made = _form(node)
    if isinstance(node, Admonition):
        made["variant"] = node.variant
    return made | _container(node, ctx)


def _form(node: Compound | Leaf) -> Node:
    return {"form": node.form} | ({"delimiter": node.delimiter} if node.form == "delimited" else {})


@_members.register
def _paragraph(node: Paragraph, ctx: Context) -> Node:
    form = {} if node.form == "paragraph" else {"form": node.form}
    return form | _some("inlines", inlines(ctx, node.text))


@_members.register
def _leaf(node: Leaf, ctx: Context) -> Node:
    notation = {"notation": node.notation} if isinstance(node, Stem) and ctx.extended else {}
    return _form(node) | notation | _some("inlines", _verbatim(ctx, node))


def _verbatim(ctx: Context, node: Leaf) -> list[Node]:
    """The text between two delimiters; where that is a single empty line, a line feed."""
    text = node.text
    if text.raw or text.refs[0] == node.ref:
        return inlines(ctx, text)
    return [{"name": "text", "type": "string", "value": "\n", "location": ctx.text_location(text, 0, 0)}]


@_members.register
def _break(node: Break, ctx: Context) -> Node:
    return {"variant": node.variant}


@_members.register
def _macro(node: BlockMacro, ctx: Context) -> Node:
    return {"name": node.macro, "form": "macro"} | ({"target": node.target} if node.target else {})


# -- lists -------------------------------------------------------------------------------------------------------------


@_members.register
def _list(node: List, ctx: Context) -> Node:
    return {"variant": node.variant, "marker": _list_marker(node), "items": [block(ctx, item) for item in node.items]}


def _list_marker(node: List) -> str:
    if node.variant == "callout":
        return "<1>"
    if node.variant == "ordered":
        return _NUMBERED.get(ordered_kind(node.marker), node.marker)
    return node.marker


@_members.register
def _item(node: ListItem, ctx: Context) -> Node:
    checked = {} if node.checked is None or not ctx.extended else {"checked": node.checked}
    return {"marker": node.marker, "principal": _principal(ctx, node.principal), **checked} | _container(node, ctx)


def _principal(ctx: Context, text: InlineText | None) -> list[Node]:
    return [] if text is None else inlines(ctx, text)


@_members.register
def _descriptions(node: DescriptionList, ctx: Context) -> Node:
    return {"marker": node.marker, "items": [block(ctx, item) for item in node.items]}


@_members.register
def _description(node: DescriptionItem, ctx: Context) -> Node:
    terms = [inlines(ctx, term) for term in node.terms]
    principal = _some("principal", _principal(ctx, node.principal))
    return {"marker": node.marker, "terms": terms} | principal | _container(node, ctx)


# -- tables, for which the schema has no words -------------------------------------------------------------------------


@_members.register
def _table(node: Table, ctx: Context) -> Node:
    made: Node = {"form": "delimited", "delimiter": node.delimiter}
    made["columns"] = [_column(column) for column in node.columns]
    for name, rows in (("head", node.head), ("body", node.body), ("foot", node.foot)):
        if rows:
            made[name] = [[block(ctx, cell) for cell in row] for row in rows]
    return made


def _column(column: Column) -> Node:
    style = {"style": column.style} if column.style else {}
    return {"width": column.width, "halign": column.halign, "valign": column.valign, **style}


@_members.register
def _cell(node: Cell, ctx: Context) -> Node:
    made: Node = {name: span for name in ("colspan", "rowspan") if (span := getattr(node, name)) > 1}
    if node.inner is not None:
        return made | _some("blocks", blocks(ctx, node.inner.blocks))
    return made | _some("blocks", [_cell_paragraph(ctx, text) for text in node.paragraphs])


def _cell_paragraph(ctx: Context, text: InlineText) -> Node:
    location = ctx.text_location(text, 0, len(text.raw))
    return {"name": "paragraph", "type": "block"} | _some("inlines", inlines(ctx, text)) | {"location": location}
