"""Paragraphs, and the blocks that only put something around others: examples, sidebars, quotes, open blocks."""

from __future__ import annotations

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.labels import details as details_label
from sphinx_adoc.syntax.tree import Block, Break, Example, InlineText, Open, Paragraph, Quote, Sidebar, Verse

from .boundary import PAGE_BREAKS
from .context import BlockRule, Context
from .elements import details, summary, thematic_break
from .messages import CITED, keep_citation, message


def paragraph(ctx: Context, block: Paragraph, parent: nodes.Element) -> None:
    """Append running text."""
    if block.style == "partintro" and not _in_part(ctx, block, parent):
        return
    ctx.title(block, parent)
    node = ctx.mark(block, nodes.paragraph(message(block.text), ""))
    ctx.text(block.text, node)
    parent.append(nodes.block_quote("", node, classes=["abstract"]) if block.style == "abstract" else node)


def example(ctx: Context, block: Example, parent: nodes.Element) -> None:
    """Append an example with its caption, or a disclosure."""
    if "collapsible" in block.options:
        _disclosure(ctx, block, parent)
        return
    node = ctx.mark(block, nodes.container(classes=["example"]))
    ctx.title(block, node)
    ctx.blocks(block.blocks, node)
    parent.append(node)


def _disclosure(ctx: Context, block: Example, parent: nodes.Element) -> None:
    node = ctx.mark(block, details())
    if "open" in block.options:
        node["open"] = True
    shown = ctx.place(block.ref, summary())
    if block.title is not None:
        ctx.fill_title(block, shown)
    else:
        shown.append(nodes.Text(details_label(ctx.attribute("lang", block) or ctx.options.locale)))
    node.append(shown)
    ctx.blocks(block.blocks, node)
    parent.append(node)


def sidebar(ctx: Context, block: Sidebar, parent: nodes.Element) -> None:
    """Append an aside."""
    node = ctx.mark(block, nodes.sidebar())
    if block.title is not None:
        title = nodes.title(block.title.raw, "")
        ctx.fill_title(block, title)
        node.append(title)
    ctx.blocks(block.blocks, node)
    parent.append(node)


def quote(ctx: Context, block: Quote, parent: nodes.Element) -> None:
    """Append a quotation and who said it."""
    node = ctx.mark(block, nodes.block_quote())
    ctx.title(block, node)
    ctx.blocks(block.blocks, node)
    attribution(ctx, block, node)
    parent.append(node)


def verse(ctx: Context, block: Verse, parent: nodes.Element) -> None:
    """Append lines as they were written, and who wrote them."""
    node = ctx.mark(block, nodes.block_quote(classes=["verse"]))
    ctx.title(block, node)
    node.append(lines(ctx, block.text, block))
    attribution(ctx, block, node)
    parent.append(node)


def lines(ctx: Context, text: InlineText, block: Block) -> nodes.line_block:
    """Return a text as a block of lines; markup that crosses a line's end holds on to the line it began in."""
    body = nodes.line_block()
    container = nodes.inline()
    ctx.text(text, container)
    line = ctx.place(block.ref, nodes.line())
    body.append(line)
    for child in container.children:
        if not isinstance(child, nodes.Text):
            line.append(child)
            continue
        first, *rest = child.astext().split("\n")
        line.append(nodes.Text(first))
        for part in rest:
            line = ctx.place(block.ref, nodes.line(part, part))
            body.append(line)
    written = text.raw.split("\n")
    if len(written) == len(body):  # no markup crosses a line's end: translators are given each line as it was written
        for line_node, source in zip(body.findall(nodes.line), written, strict=True):
            line_node.rawsource = source
    return body


def attribution(ctx: Context, block: Quote | Verse, parent: nodes.Element) -> None:
    """Append who said it, and where."""
    if block.attribution is None and block.citetitle is None:
        return
    node = ctx.place(block.ref, nodes.attribution(_source_of(block), ""))
    if block.attribution is not None:
        ctx.text(block.attribution, node)
    if block.citetitle is not None:
        if block.attribution is not None:
            node.append(nodes.Text(", "))
        cite = nodes.title_reference()
        ctx.text(block.citetitle, cite)
        node.append(cite)
        keep_citation(node)
    parent.append(node)


def _source_of(block: Quote | Verse) -> str:
    """What translators are given: the title of the work has a role of its own."""
    title = f"[.{CITED}]#{message(block.citetitle)}#" if block.citetitle is not None else ""
    return ", ".join(filter(None, [message(block.attribution) if block.attribution is not None else "", title]))


def _in_part(ctx: Context, block: Block, parent: nodes.Element) -> bool:
    """Whether a part's introduction stands in a part; as everywhere in AsciiDoc it is left out where it does not."""
    if isinstance(parent, nodes.section) and "sect-part" in parent["classes"]:
        return True
    message = "a partintro block stands right in a part of a book; left out here"
    ctx.report(block, Code.PARTINTRO_MISPLACED, message, hint="drop the style partintro")
    return False


def open_block(ctx: Context, block: Open, parent: nodes.Element) -> None:
    """Append the blocks alone, unless something is said of them."""
    if block.style == "partintro" and not _in_part(ctx, block, parent):
        return
    if block.style == "abstract":
        node: nodes.Element = ctx.mark(block, nodes.block_quote(classes=["abstract"]))
    elif block.id or block.roles or block.title is not None or "lang" in block.attrs or block.style == "partintro":
        node = ctx.mark(block, nodes.container(classes=["open"]))
    else:
        ctx.blocks(block.blocks, parent)
        return
    ctx.title(block, node)
    ctx.blocks(block.blocks, node)
    parent.append(node)


def break_(ctx: Context, block: Break, parent: nodes.Element) -> None:
    """Append a rule, or a new page where there are pages."""
    if block.variant == "page":
        parent += [nodes.raw("", text, format=form) for form, text in PAGE_BREAKS.items()]
        return
    parent.append(ctx.mark(block, thematic_break()))


RULES: dict[type[Block], BlockRule] = {
    Paragraph: paragraph,
    Example: example,
    Sidebar: sidebar,
    Quote: quote,
    Verse: verse,
    Open: open_block,
    Break: break_,
}
