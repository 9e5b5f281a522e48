"""Links to addresses and cross-references inside the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.project.suffixes import SUFFIXES
from sphinx_adoc.syntax.tree import Block, Inline, InlineText, Link, Section, Xref

from .context import Context, InlineRule
from .inlines import bare, identify


def link(ctx: Context, node: Link, parent: nodes.Element, text: InlineText) -> None:
    """A link to an address, with its title and the window it opens in."""
    shown = nodes.inline()
    ctx.inlines(node.children, shown, text)
    reference = to_address(ctx, node.target, shown.children)
    if trouble := file_trouble(ctx, node.target):
        message, hint = trouble
        ctx.doc.report(Code.FILE_MISSING, message, text, node.start, node.end, hint=hint)
    identify(node, reference)
    window(node.attrs, reference)
    if node.bare:
        reference["classes"].append("bare")
    parent.append(reference)


def to_address(ctx: Context, target: str, words: Sequence[nodes.Node]) -> nodes.Element:
    """Return a link to an address: what the files beside the document say of it, else a reference."""
    made = ctx.options.files.link(target, words) if ctx.options.files is not None else None
    return made if made is not None else nodes.reference("", "", *words, refuri=target, internal=False)


def file_trouble(ctx: Context, target: str) -> tuple[str, str] | None:
    """Return a message and a hint where an address names a file that is not there."""
    return ctx.options.files.trouble(target) if ctx.options.files is not None else None


def window(attrs: Mapping[str, str], reference: nodes.Element) -> None:
    """Say in a reference which title a link shows and which window it opens."""
    if attrs.get("title"):
        reference["reftitle"] = attrs["title"]
    target = attrs.get("window")
    if not target:
        return
    reference["target"] = target
    opts = attrs.get("opts", attrs.get("options", ""))
    if target == "_blank" or "noopener" in opts:
        reference["rel"] = "noopener nofollow" if "nofollow" in opts else "noopener"


def xref(ctx: Context, node: Xref, parent: nodes.Element, text: InlineText) -> None:
    """A cross-reference: by the hook, else to what this document has."""
    element = ctx.options.xref(ctx, node, text) if ctx.options.xref is not None else None
    if element is None:
        element = local(ctx, node, text)
    if node.roles:
        element["classes"].extend(node.roles)
    if not len(element):
        if node.children:
            ctx.inlines(node.children, element, text)
        else:
            element.append(
                nodes.Text(page_uri(node, fragment=False) if node.path else f"[{node.fragment or node.target}]")
            )
    parent.append(element)


def local(ctx: Context, node: Xref, text: InlineText) -> nodes.reference:
    """The reference to a block of this document, or to a page beside it."""
    if node.path:
        return nodes.reference("", "", refuri=page_uri(node), internal=True)
    fragment = node.fragment
    block = ctx.outer.ids.get(fragment)
    if block is None and not fragment:
        return nodes.reference("", "", refuri="#", internal=True)
    reference = nodes.reference("", "", refid=fragment, internal=True)
    if block is not None and not node.children:
        name_block(block, reference, style_of(ctx, node, text))
    return reference


def style_of(ctx: Context, node: Xref, text: InlineText) -> str | None:
    """The xrefstyle in force for a cross-reference."""
    return node.attrs.get("xrefstyle") or ctx.doc.attribute("xrefstyle", text.version)


def page_uri(node: Xref, suffix: str = ".html", fragment: bool = True) -> str:
    """The address of another page, as it is beside this one."""
    path = node.path
    for ending in SUFFIXES:
        path = path.removesuffix(ending)
    return path + suffix + (f"#{node.fragment}" if node.fragment and fragment else "")


def name_block(block: Block, parent: nodes.Element, style: str | None = None) -> None:
    """Append what a block is called in a cross-reference: its reftext, else its title in an ``xrefstyle``."""
    if block.reftext is not None:
        bare(block.reftext.inlines, parent)
        return
    title = block.title
    if title is None:
        return
    label = _label(block) if style in ("full", "short") else ""
    if label and style == "short":
        parent.append(nodes.Text(label))
        return
    if not label:
        bare(title.inlines, parent)
        return
    parent.append(nodes.Text(f"{label}, "))
    _quote_title(block, title, parent)


def _label(block: Block) -> str:
    if not isinstance(block, Section):
        return block.caption.rstrip(". ")
    if not block.numeral:
        return ""
    number = block.numeral.rstrip(": .")
    if number[:1].isalpha() and " " in number:
        return number
    kind = block.sectname if block.sectname in ("chapter", "part", "appendix") else "section"
    return f"{kind.capitalize()} {number}"


def _quote_title(block: Block, title: InlineText, parent: nodes.Element) -> None:
    if isinstance(block, Section) and block.sectname in ("chapter", "appendix", "part"):
        emphasis = nodes.emphasis()
        bare(title.inlines, emphasis)
        parent.append(emphasis)
        return
    parent.append(nodes.Text("\u201c"))
    bare(title.inlines, parent)
    parent.append(nodes.Text("\u201d"))


RULES: dict[type[Inline], InlineRule] = {Link: link, Xref: xref}
