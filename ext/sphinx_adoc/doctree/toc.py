"""Tables of contents."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sphinx_adoc.gate import whole
from sphinx_adoc.syntax.tree import Block, BlockMacro, Preamble, Section

from .context import Context
from .inlines import bare
from .options import TITLE_SECTION

_DEFAULT_DEPTH = 2


def contents(ctx: Context, block: BlockMacro | None = None) -> list[nodes.Node]:
    """Return the table of contents, down to ``toclevels`` or the macro's ``levels``; nothing where there are no
    sections.
    """
    attrs = block.attrs if block is not None else {}
    depth = whole(attrs.get("levels") or ctx.outer.attribute("toclevels", ctx.outer.header_version) or "")
    entries = _entries(ctx.outer.blocks, _DEFAULT_DEPTH if depth is None else depth)
    if entries is None:
        return []
    words = attrs.get("title") or ctx.outer.attribute("toc-title", ctx.outer.header_version) or "Table of Contents"
    kind = "toc" if ctx.options.title == TITLE_SECTION else "contents"  # some of Sphinx' themes forbid "contents"
    topic = nodes.topic("", nodes.title(words, words), entries, classes=[kind])
    if block is not None:
        ctx.mark(block, topic)
    if not topic["ids"]:
        topic["ids"].append("toc")
    return [topic]


def _entries(blocks: Iterable[Block], depth: int) -> nodes.bullet_list | None:
    entries = nodes.bullet_list()
    for block in blocks:
        if isinstance(block, Preamble):
            continue
        if not isinstance(block, Section) or block.level > depth:
            continue
        paragraph = nodes.paragraph("", "")
        entry = nodes.reference("", "", refid=block.id, internal=True) if block.id else nodes.inline()
        if block.numeral:
            entry.append(nodes.Text(block.numeral.rstrip() + " "))
        bare(block.title.inlines, entry)
        paragraph.append(entry)
        item = nodes.list_item("", paragraph)
        inner = _entries(block.blocks, depth)
        if inner is not None:
            item.append(inner)
        entries.append(item)
    return entries if len(entries) else None
