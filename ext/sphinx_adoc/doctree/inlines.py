"""Running text: formatting, breaks, keys and menus, formulas, anchors, passthroughs."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.graph.formulas import LATEX
from sphinx_adoc.graph.tex import inline_of, trouble
from sphinx_adoc.syntax.tree import (
    Anchor,
    Button,
    Callout,
    Footnote,
    Formatted,
    IndexTerm,
    Inline,
    InlineImage,
    InlineMacro,
    InlineStem,
    InlineText,
    Keyboard,
    LineBreak,
    Menu,
    Parent,
    Raw,
    Text,
    Xref,
    plain_text,
)

from .context import Context, InlineRule, language_class
from .elements import MALFORMED, linebreak

_ELEMENTS: Final[dict[str, type[nodes.TextElement]]] = {
    "strong": nodes.strong,
    "emphasis": nodes.emphasis,
    "code": nodes.literal,
    "superscript": nodes.superscript,
    "subscript": nodes.subscript,
}
_QUOTES: Final = {"double": ("\u201c", "\u201d"), "single": ("\u2018", "\u2019")}
_TAG: Final = re.compile(r"<[a-zA-Z/!?]")


def plain(ctx: Context, node: Text, parent: nodes.Element, text: InlineText) -> None:
    """Append literal characters."""
    parent.append(nodes.Text(node.value))


def raw(ctx: Context, node: Raw, parent: nodes.Element, text: InlineText) -> None:
    """Append a passthrough: text where it holds no markup, else raw HTML where that is allowed."""
    if not _TAG.search(node.value):
        parent.append(nodes.Text(html.unescape(node.value)))
    elif ctx.options.gate.trust.raw:
        parent.append(nodes.raw("", node.value, format="html"))
    else:
        ctx.doc.report(Code.RAW_DISABLED, "raw HTML is not allowed here; shown as text", text, node.start, node.end)
        parent.append(nodes.Text(node.value))


def line_break(ctx: Context, node: LineBreak, parent: nodes.Element, text: InlineText) -> None:
    """Append a hard line break."""
    parent.append(linebreak())
    parent.append(nodes.Text("\n"))


def formatted(ctx: Context, node: Formatted, parent: nodes.Element, text: InlineText) -> None:
    """Append strong, emphasis, code and the like; a span with roles; curved quotes."""
    if node.variant in _QUOTES:
        _quoted(ctx, node, parent, text)
        return
    node_class = _ELEMENTS.get(node.variant)
    element = (
        node_class("", "") if node_class else nodes.inline("", "", classes=["mark"] if node.variant == "mark" else [])
    )
    identify(node, element)
    ctx.inlines(node.children, element, text)
    parent.append(element)


def _quoted(ctx: Context, node: Formatted, parent: nodes.Element, text: InlineText) -> None:
    opening, closing = _QUOTES[node.variant]
    if node.roles or node.id:
        element: nodes.Element = nodes.inline()
        identify(node, element)
        parent.append(element)
        parent = element
    parent.append(nodes.Text(opening))
    ctx.inlines(node.children, parent, text)
    parent.append(nodes.Text(closing))


def identify(node: Parent | InlineImage, element: nodes.Element) -> None:
    """Give an element the id and roles of its inline node."""
    if node.id:
        element["ids"].append(node.id)
    for role in node.roles:
        element["classes"] += language_class(role.removeprefix(_LANGUAGE)) if role.startswith(_LANGUAGE) else [role]


_LANGUAGE: Final = "lang="


def anchor(ctx: Context, node: Anchor, parent: nodes.Element, text: InlineText) -> None:
    """Append a place that links can point at; a bibliography's entry shows its label."""
    parent.append(nodes.target("", "", ids=[node.id]))
    if node.bibliography:
        parent.append(nodes.Text(f"[{node.reftext or node.id}]"))


def keyboard(ctx: Context, node: Keyboard, parent: nodes.Element, text: InlineText) -> None:
    """Append keys, joined by plus signs."""
    keys = [nodes.inline(key, key, classes=["kbd"]) for key in node.keys]
    if len(keys) == 1:
        parent.append(keys[0])
        return
    sequence = nodes.inline(classes=["keyseq"])
    for position, key in enumerate(keys):
        if position:
            sequence.append(nodes.Text("+"))
        sequence.append(key)
    parent.append(sequence)


def button(ctx: Context, node: Button, parent: nodes.Element, text: InlineText) -> None:
    """Append a button's label."""
    parent.append(nodes.strong(node.label, node.label, classes=["button"]))


def menu(ctx: Context, node: Menu, parent: nodes.Element, text: InlineText) -> None:
    """Append the way through a menu."""
    sequence = nodes.inline(classes=["menuseq"])
    for position, item in enumerate(node.items):
        if position:
            sequence += [nodes.Text("\xa0"), nodes.strong("\u203a", "\u203a", classes=["caret"]), nodes.Text(" ")]
        sequence.append(nodes.strong(item, item, classes=["menuitem" if position else "menu"]))
    parent.append(sequence)


def stem(ctx: Context, node: InlineStem, parent: nodes.Element, text: InlineText) -> None:
    """Append a formula; AsciiMath stays as written where no converter to TeX is set."""
    tex, malformed = inline_of(node.value), False
    if node.notation == LATEX:
        malformed = trouble(node.value, block=False) is not None
    else:
        if ctx.options.asciimath is None:
            parent.append(nodes.inline(node.value, node.value, classes=["asciimath"]))
            return
        tex = ctx.options.asciimath(node.value)
    if ctx.options.formula_trouble is not None and (why := ctx.options.formula_trouble(tex, block=False)):
        message = f"the formula '{node.value}' cannot be shown as MathML: {why}"
        ctx.doc.report(Code.FORMULA_UNREADABLE, message, text, node.start, node.end)
    parent.append(nodes.math(tex, tex, **{MALFORMED: True} if malformed else {}))


def index_term(ctx: Context, node: IndexTerm, parent: nodes.Element, text: InlineText) -> None:
    """Append an entry for the index, where there is one, and the words of a visible one."""
    if ctx.options.index is not None:
        parent += ctx.options.index(ctx, node, text)
    ctx.inlines(node.children, parent, text)


def callout(ctx: Context, node: Callout, parent: nodes.Element, text: InlineText) -> None:
    """Append a callout's mark."""
    mark = f"({node.number})"
    parent.append(nodes.inline(mark, mark, classes=["conum"]))


def macro(ctx: Context, node: InlineMacro, parent: nodes.Element, text: InlineText) -> None:
    """Append a registered macro; without a hook for it, its source is shown."""
    hook = ctx.options.inline_macros.get(node.macro)
    if hook is not None:
        parent += hook(ctx, node, text)
        return
    message = f"nothing renders the inline macro {node.macro!r}; shown as written"
    ctx.doc.report(Code.MACRO_UNRENDERED, message, text, node.start, node.end)
    parent.append(nodes.Text(text.raw[node.start : node.end]))


def bare(inlines: Sequence[Inline], parent: nodes.Element) -> None:
    """Append inline nodes without what must not be repeated or nested: ids, links, footnotes, index entries."""
    for node in inlines:
        if isinstance(node, Formatted) and node.variant in _ELEMENTS:
            element = _ELEMENTS[node.variant]("", "")
            bare(node.children, element)
            parent.append(element)
        elif isinstance(node, Formatted) and node.variant in _QUOTES:
            opening, closing = _QUOTES[node.variant]
            parent.append(nodes.Text(opening))
            bare(node.children, parent)
            parent.append(nodes.Text(closing))
        elif isinstance(node, Raw):
            if not _TAG.search(node.value):
                parent.append(nodes.Text(html.unescape(node.value)))
        elif isinstance(node, Xref) and not node.children:
            bare(node.shown or [Text(node.start, node.end, node.placeholder)], parent)
        elif isinstance(node, Parent) and not isinstance(node, Footnote):
            bare(node.children, parent)
        elif words := plain_text([node]):
            parent.append(nodes.Text(words))


RULES: dict[type[Inline], InlineRule] = {
    Text: plain,
    Raw: raw,
    LineBreak: line_break,
    Formatted: formatted,
    Anchor: anchor,
    Keyboard: keyboard,
    Button: button,
    Menu: menu,
    InlineStem: stem,
    IndexTerm: index_term,
    Callout: callout,
    InlineMacro: macro,
}
