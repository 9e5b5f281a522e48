"""From lines to the content of a block: text, or the blocks of a compound one."""

from __future__ import annotations

from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.reader import blanks
from sphinx_adoc.syntax.tree import NORMAL, VERBATIM, Block, InlineText, Leaf, Literal, Paragraph, Subs

from .cursor import Cursor
from .host import BlockHost
from .indentation import dedent, expand_tabs, indentation
from .metadata import Metadata, subs_of

MAX_DEPTH: Final = 64


def text_of(host: BlockHost, cur: Cursor, start: int, end: int, subs: Subs) -> InlineText:
    """Return the text of the lines from ``start`` to ``end`` (excluded)."""
    return host.text("\n".join(cur.lines[start:end]), refs_of(cur, start, end), subs)


def refs_of(cur: Cursor, start: int, end: int) -> list[int]:
    """Return the refs of the lines from ``start`` to ``end`` (excluded); of the line above where there are none."""
    return cur.refs[start:end] or [cur.refs[start - 1]]


def close(block: Block, cur: Cursor) -> None:
    """End a block with the line before the cursor."""
    last = cur.pos - 1
    block.end_ref = cur.refs[last]
    block.end_col = len(cur.lines[last])


def verbatim_text(host: BlockHost, meta: Metadata, cur: Cursor, start: int, end: int, *, subs: Subs) -> InlineText:
    """Return the text of verbatim lines, tabs and indentation treated as the attributes tabsize, indent and
    dedent say.
    """
    lines = cur.lines[start:end]
    refs = refs_of(cur, start, end)
    subs = subs_of(host, meta, subs)
    size = blanks(meta.attrs.get("tabsize") or host.attribute("tabsize"))
    if size:
        lines = expand_tabs(lines, size)
    source = meta.attrs.get("indent") is None and meta.style == "source"
    indent = blanks(host.attribute("source-indent") if source else meta.attrs.get("indent"))
    if indent is None and meta.style == "source" and ("dedent" in meta.attrs or "dedent" in meta.options):
        removed = blanks(meta.attrs.get("dedent"))
        indent = 0 if removed is None else max(indentation(lines) - removed, 0)
    if indent is not None:
        lines, cols = dedent(lines, indent)
        return host.text("\n".join(lines), refs, subs, cols)
    return host.text("\n".join(lines), refs, subs)


def too_deep(host: BlockHost, cur: Cursor, what: str, ref: int) -> Literal | None:
    """Return the lines of a run as they stand, where it is nested too deep to be read; else None."""
    if cur.depth <= MAX_DEPTH:
        return None
    host.report_line(Code.NESTING_TOO_DEEP, f"{what} nested more than {MAX_DEPTH} deep; kept as they are", ref)
    block = Literal(ref, 1, host.attributes.version)
    block.text = host.text("\n".join(cur.lines), cur.refs or [ref], VERBATIM)
    place_by_text(block, block.text)
    return block


def paragraph(host: BlockHost, text: InlineText) -> Paragraph:
    """Return a paragraph of a text, with the text's own place."""
    block = Paragraph(0, 1, text.version)
    block.text = text
    place_by_text(block, text)
    return block


def place_by_text(block: Leaf, text: InlineText) -> None:
    """Let a block begin and end where its text does."""
    block.ref, block.end_ref = text.refs[0], text.refs[-1]
    first, last = (text.cols[0], text.cols[-1]) if text.cols is not None else (1, 1)
    block.col = first
    block.end_col = last + max(len(text.raw) - text.raw.rfind("\n") - 2, 0)


def normal_subs(host: BlockHost, meta: Metadata) -> Subs:
    """Return the substitutions of running text: the attribute ``subs``, else the normal ones; hard breaks where asked
    for.
    """
    subs = subs_of(host, meta, NORMAL) if "subs" in meta.attrs else NORMAL
    if "hardbreaks" in meta.options or host.attribute("hardbreaks-option") is not None:
        return (*subs, "hardbreaks")
    return subs
