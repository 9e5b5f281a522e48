"""Text that is kept as it is: listings, literal blocks, formulas, passthroughs."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Final

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.gate import whole
from sphinx_adoc.graph.tex import block_of, is_display, trouble
from sphinx_adoc.syntax.tree import (
    SPECIALCHARACTERS,
    Block,
    Callout,
    Inline,
    InlineText,
    Listing,
    Literal,
    Pass,
    Raw,
    Stem,
    Text,
)

from .context import BlockRule, Context
from .elements import MALFORMED, callout_listing

_NUMBERED: Final = ("linenums", "linenos", "lineno-start")
_MOST_LINES: Final = 10_001
_ASCIIMATH_BREAK = re.compile(r"[ \t]*\\[ \t]*\n|\n[ \t]*\n")


def literal(ctx: Context, block: Literal, parent: nodes.Element) -> None:
    """Append a literal block."""
    _captioned(ctx, block, _verbatim(ctx, block.text), parent)


def listing(ctx: Context, block: Listing, parent: nodes.Element) -> None:
    """Append a listing: its language, its line numbers, its callouts."""
    if ctx.options.listings is not None and (replacement := ctx.options.listings(ctx, block)) is not None:
        parent += replacement
        return
    node = _verbatim(ctx, block.text)
    if block.language:
        node["classes"] += ["code", block.language]
        node["language"] = ctx.options.language(block.language) or "none"
    if block.attrs.get("$3") in _NUMBERED or any(name in (*block.options, *block.attrs) for name in _NUMBERED):
        node["linenos"] = True
    _line_choices(block, node)
    _captioned(ctx, block, node, parent)


def _line_choices(block: Listing, node: nodes.literal_block) -> None:
    choices: dict[str, object] = {}
    start = whole(block.attrs.get("start") or block.attrs.get("lineno-start", ""))
    if start is not None:
        choices["linenostart"] = start
    if marked := block.attrs.get("highlight") or block.attrs.get("emphasize-lines"):
        choices["hl_lines"] = line_numbers(marked)
    if choices:
        node["highlight_args"] = choices


def line_numbers(text: str) -> list[int]:
    """Return the numbers of a list such as ``1,3-5`` or ``1;3..5``, at most 10,001 of them; what is no number is left
    out.
    """
    numbers: dict[int, None] = {}
    for part in text.replace(";", ",").replace("..", "-").split(","):
        first, _, last = part.strip().partition("-")
        begin, end = whole(first), whole(last or first)
        if begin is not None and end is not None and len(numbers) < _MOST_LINES:
            numbers.update(dict.fromkeys(range(begin, min(end + 1, begin + _MOST_LINES))))
    return list(islice(numbers, _MOST_LINES))


def _captioned(ctx: Context, block: Block, node: nodes.literal_block, parent: nodes.Element) -> None:
    node["xml:space"] = "preserve"
    node["force"] = True
    node.setdefault("language", "none")
    if block.title is None:
        parent.append(_named(ctx, block, ctx.mark(block, node)))
        return
    caption = nodes.caption(block.title.raw, "")
    ctx.fill_title(block, caption)
    wrapper = nodes.container("", caption, ctx.place(block.ref, node), classes=["literal-block-wrapper"])
    wrapper["literal_block"] = True
    parent.append(_named(ctx, block, ctx.mark(block, wrapper)))


def _named(ctx: Context, block: Block, node: nodes.Element) -> nodes.Element:
    """Give a listing the name that its attribute says, for references of Sphinx, beside its id."""
    if name := nodes.fully_normalize_name(block.attrs.get("name", "")):
        node["names"].append(name)
        if not node["ids"]:
            node["ids"].append(block.attrs["name"])
            ctx.document.ids.setdefault(block.attrs["name"], node)
        ctx.document.note_explicit_target(node)
    return node


def _verbatim(ctx: Context, text: InlineText) -> nodes.literal_block:
    inlines = text.inlines
    if all(type(node) is Text for node in inlines):
        code = "".join(node.value for node in inlines if isinstance(node, Text))
        return nodes.literal_block(code, code)
    if all(type(node) in (Text, Callout) for node in inlines):
        return _with_callouts(inlines)
    parsed = nodes.literal_block(text.raw, "")
    ctx.inlines(inlines, parsed, text)
    return parsed


def _with_callouts(inlines: Sequence[Inline]) -> nodes.literal_block:
    node = callout_listing()
    marks: dict[int, list[int]] = {}
    line = 0
    code: list[str] = []
    for inline, following in pairwise([*inlines, None]):
        if isinstance(inline, Text):
            value = inline.value
            code.append(value.rstrip(" ") if isinstance(following, Callout) else value)
            line += value.count("\n")
            node.append(nodes.Text(value))
        elif isinstance(inline, Callout):
            marks.setdefault(line, []).append(inline.number)
            words = f"({inline.number})"
            node.append(nodes.inline(words, words, classes=["conum"]))
    node["code"] = node.rawsource = "".join(code)
    node["marks"] = marks
    return node


def stem(ctx: Context, block: Stem, parent: nodes.Element) -> None:
    """Append a formula; AsciiMath stays as written where no converter to TeX is set."""
    formula = "".join(node.value for node in block.text.inlines if isinstance(node, Text | Raw))
    if not formula.strip():
        return
    if block.notation == "latexmath":
        ctx.title(block, parent)
        node = _formula(ctx, block, block_of(formula))
        if trouble(formula, block=True) is not None:
            node[MALFORMED] = True
        parent.append(ctx.mark(block, node))
        return
    parts = [part for part in _ASCIIMATH_BREAK.split(formula) if part.strip()]
    make = ctx.options.asciimath
    if make is not None and len(parts) == 1:
        ctx.title(block, parent)
        parent.append(ctx.mark(block, _formula(ctx, block, make(parts[0]))))
        return
    node = ctx.mark(block, nodes.container(classes=["stemblock", "asciimath"]))
    ctx.title(block, node)
    for part in parts:
        formula_node = _formula(ctx, block, make(part)) if make is not None else nodes.paragraph(part, part)
        node.append(ctx.place(block.ref, formula_node))
    parent.append(node)


def _formula(ctx: Context, block: Stem, tex: str) -> nodes.Element:
    if ctx.options.formula_trouble is not None and (why := ctx.options.formula_trouble(tex, block=True)):
        ctx.report(block, Code.FORMULA_UNREADABLE, f"the formula cannot be shown as MathML: {why}")
    return nodes.math_block(tex, tex, nowrap=is_display(tex))


def passthrough(ctx: Context, block: Pass, parent: nodes.Element) -> None:
    """Append output of the target format. Where substitutions made nodes of parts of it, those stay nodes."""
    if not ctx.options.gate.trust.raw:
        ctx.report(block, Code.RAW_DISABLED, "raw HTML is not allowed here; shown as text")
        parent.append(ctx.mark(block, nodes.literal_block(block.text.raw, block.text.raw)))
        return
    verbatim = SPECIALCHARACTERS not in block.text.subs
    pending: list[str] = []
    for inline in block.text.inlines:
        if isinstance(inline, Raw):
            pending.append(inline.value)
        elif isinstance(inline, Text):
            pending.append(inline.value if verbatim else html.escape(inline.value, quote=False))
        else:
            _flush(ctx, block, pending, parent)
            ctx.inlines([inline], parent, block.text)
    pending.append("\n")  # so that the words of the next block stand apart
    _flush(ctx, block, pending, parent)


def _flush(ctx: Context, block: Pass, pending: list[str], parent: nodes.Element) -> None:
    if pending:
        parent.append(ctx.place(block.ref, nodes.raw("", "".join(pending), format="html")))
        pending.clear()


RULES: dict[type[Block], BlockRule] = {
    Literal: literal,
    Listing: listing,
    Stem: stem,
    Pass: passthrough,
}
