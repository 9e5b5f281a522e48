"""Links to addresses and cross-references inside the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Inline, InlineText, Link, Xref

from .context import Context, InlineRule
from .inlines import identify

_BLANKS: Final = re.compile(r"\s+")


def link(ctx: Context, node: Link, parent: nodes.Element, text: InlineText) -> None:
    """Append a link to an address, with its title and the window it opens in."""
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
    file_link = ctx.options.files.link(target, words) if ctx.options.files is not None else None
    return file_link if file_link is not None else nodes.reference("", "", *words, refuri=target, internal=False)


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
    """Append a cross-reference: by the hook, else to what this document has."""
    element = _to_file(ctx, node, text) if node.names_file else None
    if element is None and ctx.options.xref is not None:
        element = ctx.options.xref(ctx, node, text)
    if element is None:
        element = local(node)
    if node.roles:
        element["classes"].extend(node.roles)
    if not len(element):
        say(ctx, node, element, text)
    parent.append(element)


def _to_file(ctx: Context, node: Xref, text: InlineText) -> nodes.Element:
    """The reference to a file that is no document."""
    shown = nodes.inline()
    say(ctx, node, shown, text)
    if trouble := file_trouble(ctx, node.target):
        message, hint = trouble
        ctx.doc.report(Code.FILE_MISSING, message, text, node.start, node.end, hint=hint)
    return to_address(ctx, node.target, shown.children)


def say(ctx: Context, node: Xref, element: nodes.Element, text: InlineText) -> None:
    """Append what a cross-reference shows: the text given, else what its target is called, else the id in brackets."""
    words = node.children or node.shown
    if words:
        ctx.inlines(words, element, text)
    else:
        element.append(nodes.Text(node.placeholder))


def local(node: Xref) -> nodes.reference:
    """Return the reference to a block of this document, or to a page beside it."""
    if node.path:
        return nodes.reference("", "", refuri=page_uri(node), internal=True)
    if not node.fragment:
        return nodes.reference("", "", refuri="#", internal=True)
    words = _BLANKS.sub(" ", node.fragment)
    if " " in words:
        return nodes.reference("", "", refuri=f"#{words}")  # nothing can have this id: a link to what was written
    return nodes.reference("", "", refid=node.fragment, internal=True)


def style_of(doc: Document, node: Xref, text: InlineText) -> str | None:
    """Return the xrefstyle in force for a cross-reference."""
    return node.attrs.get("xrefstyle") or doc.attribute("xrefstyle", text.version)


def page_uri(node: Xref) -> str:
    """Return the address of another page, as it is beside this one."""
    return node.page + (f"#{node.fragment}" if node.fragment else "")


RULES: dict[type[Inline], InlineRule] = {Link: link, Xref: xref}
