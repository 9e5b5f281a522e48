"""Sections, discrete headings, and the preamble before the first section."""

from __future__ import annotations

from docutils import nodes

from sphinx_adoc.syntax.tree import Block, Heading, Preamble, Section

from .context import BlockRule, Context
from .messages import keep_frame
from .options import TITLE_DOCUMENT, TITLE_SECTION


def section(ctx: Context, block: Section, parent: nodes.Element) -> None:
    """Append a section. Where its level is not its depth, the attribute ``heading-level`` says which heading it has."""
    if ctx.section_level == 0 and _inside_block(parent):
        _as_heading(ctx, block, parent)
        return
    node = ctx.mark(block, nodes.section())
    if not node["ids"] and ctx.options.title == TITLE_SECTION:
        node["ids"].append(free_id(ctx, "section"))
    if block.sectname != "section":
        node["classes"].append(f"sect-{block.sectname}")  # its bare name may be a theme's own (sidebar, horizontal)
    title = ctx.place(block.ref, nodes.title(block.title.raw, ""))
    if block.numeral:
        title.append(nodes.generated("", f"{block.numeral.rstrip()}\xa0", classes=["sectnum"]))
    keep_frame(title)
    _fill(ctx, block, title)
    node.append(title)
    ctx.section_level += 1
    if block.level != ctx.section_level:
        node["heading-level"] = block.level + 1
    ctx.blocks(block.blocks, node)
    ctx.section_level -= 1
    parent.append(node)


def _fill(ctx: Context, block: Section, title: nodes.title) -> None:
    """The heading's text; on a page of its own, with the links that ``sectlinks`` and ``sectanchors`` ask for."""
    if not block.id or ctx.options.title != TITLE_DOCUMENT:
        ctx.text(block.title, title)
        return
    if ctx.attribute("sectlinks", block) is not None:
        link = nodes.reference("", "", refid=block.id, classes=["link"])
        link += title.children
        title.clear()
        ctx.text(block.title, link)
        title.append(link)
    else:
        ctx.text(block.title, title)
    anchors = ctx.attribute("sectanchors", block)
    if anchors is not None:
        at = len(title) if anchors == "after" else 0
        title.insert(at, nodes.reference("", "", refid=block.id, classes=["anchor"]))


def _inside_block(parent: nodes.Element) -> bool:
    return not isinstance(parent, nodes.document | nodes.section)


def _as_heading(ctx: Context, block: Section, parent: nodes.Element) -> None:
    """A section inside a table's cell or a list, where docutils allows none: its heading, then its blocks."""
    rubric = nodes.rubric(block.title.raw, "")
    rubric["heading-level"] = min(block.level + 1, 6)
    ctx.mark(block, rubric)
    if block.numeral:
        rubric.append(nodes.Text(block.numeral))
    ctx.text(block.title, rubric)
    parent.append(rubric)
    ctx.blocks(block.blocks, parent)


def free_id(ctx: Context, stem: str) -> str:
    """Return an id that nothing in the document has yet."""
    taken, number = ctx.outer.ids, 1
    name = f"_{stem}"
    while name in taken or name in ctx.document.ids:
        number += 1
        name = f"_{stem}_{number}"
    ctx.document.ids[name] = ctx.document
    return name


def heading(ctx: Context, block: Heading, parent: nodes.Element) -> None:
    """Append a discrete heading: a rubric that knows its level."""
    rubric = nodes.rubric(block.title.raw, "", classes=["discrete"])
    rubric["heading-level"] = min(block.level + 1, 6)
    ctx.mark(block, rubric)
    ctx.text(block.title, rubric)
    parent.append(rubric)


def preamble(ctx: Context, block: Preamble, parent: nodes.Element) -> None:
    """Append the blocks alone: a preamble leaves no trace."""
    ctx.blocks(block.blocks, parent)


RULES: dict[type[Block], BlockRule] = {Section: section, Heading: heading, Preamble: preamble}
