"""Tables: columns, rows, cells, and the blocks or whole documents inside cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docutils import nodes

from sphinx_adoc.gate import is_size
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Block, Cell, InlineText, Table

from .context import BlockRule, Context
from .elements import column_entry, header_entry
from .footnotes import in_order
from .messages import keep_frame, message


def table(ctx: Context, block: Table, parent: nodes.Element) -> None:
    """Append a table with its caption; frame, grid, stripes and alignment are classes."""
    node = ctx.mark(block, nodes.table(classes=_looks(block)))
    if is_size(block.attrs.get("width", "")):
        node["width"] = block.attrs["width"]
    if block.title is not None:
        title = nodes.title(block.title.raw, "")
        ctx.fill_title(block, title)
        node.append(title)
    group = nodes.tgroup(cols=len(block.columns))
    node.append(group)
    for column in block.columns:
        group.append(nodes.colspec(colwidth=max(1, round(column.width))))
    if block.head:
        group.append(_rows(ctx, block.head, nodes.thead(), in_head=True))
    body = _rows(ctx, block.body, nodes.tbody())
    _rows(ctx, block.foot, body, footer=True)
    if len(body):
        group.append(body)
    parent.append(node)


def _looks(block: Table) -> list[str]:
    classes = [f"frame-{block.frame}", f"grid-{block.grid}"]
    if block.stripes != "none":
        classes.append(f"stripes-{block.stripes}")
    if block.attrs.get("float"):
        classes.append(f"float-{block.attrs['float']}")
    if block.autowidth:
        return [*classes, "colwidths-auto"]
    return [*classes, "colwidths-given"] if block.attrs.get("width") else [*classes, "colwidths-given", "stretch"]


def _rows(
    ctx: Context, rows: list[list[Cell]], parent: nodes.Element, *, in_head: bool = False, footer: bool = False
) -> nodes.Element:
    for cells in rows:
        row = nodes.row(classes=["footer"] if footer else [])
        for cell in cells:
            row.append(_cell(ctx, cell, in_head=in_head))
        parent.append(row)
    return parent


def _cell(ctx: Context, cell: Cell, *, in_head: bool) -> nodes.entry:
    heads_row = cell.style == "header" and not in_head
    node = ctx.mark(cell, header_entry() if heads_row else column_entry() if in_head else nodes.entry())
    if cell.colspan > 1:
        node["morecols"] = cell.colspan - 1
    if cell.rowspan > 1:
        node["morerows"] = cell.rowspan - 1
    if cell.halign != "left":
        node["classes"].append(f"text-{cell.halign}")
    if cell.valign != "top":
        node["classes"].append(f"valign-{cell.valign}")
    if cell.inner is not None:
        _document(ctx, cell.inner, node)
    else:
        shape = _SHAPES.get(cell.style or "", _plain) if not in_head else _plain
        for text in cell.paragraphs:
            node.append(shape(ctx, text, cell))
    return node


def _document(ctx: Context, inner: Document, parent: nodes.Element) -> None:
    before = ctx.doc, ctx.section_level, ctx.notes
    ctx.doc, ctx.section_level, ctx.notes = inner, 0, []
    if inner.title is not None and _shows_title(inner):
        rubric = nodes.rubric(inner.title.raw, "")
        rubric["heading-level"] = 1
        ctx.text(inner.title, rubric)
        parent.append(rubric)
    ctx.blocks(inner.blocks, parent)
    parent += in_order(ctx.notes)
    ctx.doc, ctx.section_level, ctx.notes = before


def _shows_title(inner: Document) -> bool:
    """A title inside a cell shows only where the cell asks for it."""
    entries = inner.header.entries if inner.header is not None else {}
    return inner.attribute("showtitle") is not None or ("notitle" in entries and inner.attribute("notitle") is None)


def _plain(ctx: Context, text: InlineText, cell: Cell) -> nodes.Element:
    return _paragraph(ctx, text, cell, None)


def _paragraph(ctx: Context, text: InlineText, cell: Cell, inner: nodes.TextElement | None) -> nodes.paragraph:
    node = ctx.place(text.refs[0] if text.refs else cell.ref, nodes.paragraph(message(text), ""))
    if inner is not None:
        keep_frame(node, within=type(inner))
        node.append(inner)
    ctx.text(text, inner if inner is not None else node)
    return node


def _emphasis(ctx: Context, text: InlineText, cell: Cell) -> nodes.Element:
    return _paragraph(ctx, text, cell, nodes.emphasis())


def _strong(ctx: Context, text: InlineText, cell: Cell) -> nodes.Element:
    return _paragraph(ctx, text, cell, nodes.strong())


def _monospaced(ctx: Context, text: InlineText, cell: Cell) -> nodes.Element:
    return _paragraph(ctx, text, cell, nodes.literal())


def _literal(ctx: Context, text: InlineText, cell: Cell) -> nodes.Element:
    node = ctx.place(text.refs[0] if text.refs else cell.ref, nodes.literal_block(text.raw, "", language="none"))
    ctx.text(text, node)
    node.rawsource = node.astext()
    return node


def _verse(ctx: Context, text: InlineText, cell: Cell) -> nodes.Element:
    node = _plain(ctx, text, cell)
    node["classes"].append("verse")
    return node


_SHAPES: Final[dict[str, Callable[[Context, InlineText, Cell], nodes.Element]]] = {
    "emphasis": _emphasis,
    "strong": _strong,
    "monospaced": _monospaced,
    "literal": _literal,
    "verse": _verse,
}

RULES: dict[type[Block], BlockRule] = {Table: table}
