"""Paragraphs, and what a style or a first word makes of them."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.tree import (
    NORMAL,
    VERBATIM,
    Admonition,
    Block,
    Compound,
    Leaf,
    Literal,
    Paragraph,
    Quote,
    Verse,
)
from sphinx_adoc.syntax.words import BLANKS

from . import marks
from .captions import assign_caption
from .content import close, normal_subs, paragraph, place_by_text, text_of, too_deep
from .cursor import Cursor, without_comments
from .delimited import ADMONITIONS, MATH, admonition, credit, empty_compound
from .host import BlockHost
from .indentation import dedent
from .metadata import Metadata, subs_of
from .verbatim import VERBATIM_KINDS, build_verbatim

_ADMONITION: Final = re.compile(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+")
_COMPOUND_STYLES: Final = ADMONITIONS | {"example", "sidebar", "quote", "open", "abstract", "partintro"}
_VERBATIM_STYLES: Final = (VERBATIM_KINDS | MATH | {"pass", "comment"}) - {"fenced"}
_STYLES: Final = _COMPOUND_STYLES | _VERBATIM_STYLES | {"verse"}
_HEADS: Final = frozenset("NTIWC")
_FIRST: Final = _HEADS | {">", '"'}  # what a paragraph begins with that its first characters make something else
_C = TypeVar("_C", bound=Compound)


def paragraph_end(cur: Cursor, *, in_list: bool) -> int:
    """The index behind the last line of the paragraph at the cursor."""
    at = cur.pos + 1
    lines = cur.lines
    while True:
        while at >= len(lines):
            if cur.reader is None or not cur.reader.more():
                return at
        line = lines[at]
        if marks.ends_paragraph(line) or (in_list and marks.is_list_item(line)):
            return at
        at += 1


def _verbatim_end(cur: Cursor) -> int:
    at = cur.pos + 1  # the first line is its own, also where it is a continuation
    while (line := cur.peek(at - cur.pos)) and line != "+":
        at += 1
    return at


def read_paragraph(host: BlockHost, cur: Cursor, meta: Metadata, in_list: str, *, text_only: bool) -> Block | None:
    """The paragraph at the cursor, whatever its style makes of it; None for a comment.

    ``in_list``: the kind of list whose item it directly follows ('' : none), so that the next item ends it.
    ``text_only``: it becomes the item's own text, so neither indentation nor a first word mean anything.
    """
    line = cur.lines[cur.pos]
    style = meta.style
    if style in _STYLES:
        block = _styled(host, cur, meta, style)
    else:
        if style and style != "normal" and style not in host.styles:
            host.report_line(Code.STYLE_UNKNOWN, f"style '{style}' means nothing on a paragraph", cur.ref)
        if line[0] in " \t" and style != "normal":
            block = _indented(host, cur, meta, in_list, text_only=text_only)
        else:
            block = _plain(host, cur, meta, in_list, text_only=text_only, first=line)
    if block is None:
        return None
    meta.apply(block, host)
    assign_caption(host, block)
    return block


def _without_comments(cur: Cursor, end: int) -> tuple[list[str], list[int]]:
    """The lines up to ``end`` but for line comments; the cursor moves on."""
    start, cur.pos = cur.pos, end
    return without_comments(cur.lines[start:end], cur.refs[start:end])


def _plain(host: BlockHost, cur: Cursor, meta: Metadata, in_list: str, *, text_only: bool, first: str) -> Block:
    lines, refs = _without_comments(cur, paragraph_end(cur, in_list=bool(in_list)))
    cols: list[int] | None = None
    if first[0] in " \t" and meta.style == "normal":
        lines, cols = dedent(lines)
    if not text_only and not cols and lines[0][0] in _FIRST:
        special = _by_first_word(host, meta, lines, refs, cur.depth)
        if special is not None:
            return special
    block = paragraph(host, host.text("\n".join(lines), refs, normal_subs(host, meta), cols))
    if cols is not None:
        block.form, block.col = "indented", 1
    return block


def _by_first_word(host: BlockHost, meta: Metadata, lines: list[str], refs: list[int], depth: int) -> Block | None:
    """An admonition, a Markdown quote or a quoted paragraph, where the first characters say so."""
    first = lines[0]
    head = first[0]
    if head in _HEADS and (match := _ADMONITION.match(first)) is not None:
        return _admonition_paragraph(host, meta, match, lines, refs)
    if head == ">" and first.startswith("> ") and not host.legacy:
        return _markdown_quote(host, lines, refs, depth + 1)
    if head == '"' and len(lines) > 1 and lines[-1].startswith("-- ") and lines[-2].endswith('"'):
        return _quoted_paragraph(host, meta, lines, refs)
    return None


def _admonition_paragraph(
    host: BlockHost, meta: Metadata, match: re.Match[str], lines: list[str], refs: list[int]
) -> Admonition:
    block = admonition(host, meta, match.group(1), refs[0])
    block.form = "paragraph"
    first = match.end()
    text = host.text("\n".join(lines)[first:], refs, normal_subs(host, meta), [first + 1, *[1] * (len(lines) - 1)])
    inner = paragraph(host, text)
    inner.col = 1  # the label is a part of the paragraph
    return _with_paragraph(block, inner)


def _with_paragraph(block: _C, inner: Paragraph) -> _C:
    block.blocks = [inner]
    block.end_ref, block.end_col = inner.end_ref, inner.end_col
    return block


def _split_credit(host: BlockHost, block: Quote, line: str, ref: int) -> None:
    """Read ``-- who, where``."""
    who, _, where = line[3:].partition(", ")
    block.attribution = host.text(who.strip(BLANKS), (ref,), cols=(4,))
    if where:
        block.citetitle = host.text(where.strip(BLANKS), (ref,), cols=(line.index(", ") + 3,))


def _markdown_quote(host: BlockHost, lines: list[str], refs: list[int], depth: int) -> Quote:
    block = Quote(refs[0], 1, host.attributes.version)
    block.form = "paragraph"
    shifts = [2 if line.startswith("> ") else int(line == ">") for line in lines]
    inner = [line[shift:] for line, shift in zip(lines, shifts, strict=True)]
    derived = [host.origin.derive(ref, shift) if shift else ref for ref, shift in zip(refs, shifts, strict=True)]
    if inner[-1].startswith("-- "):
        _split_credit(host, block, inner.pop(), derived.pop())
    while inner and not inner[-1]:
        inner.pop()
    inside = Cursor(inner, derived[: len(inner)], depth)
    deep = too_deep(host, inside, "quotes", refs[0])
    block.blocks = host.read_blocks(inside) if deep is None else [deep]
    block.end_ref, block.end_col = refs[-1], len(lines[-1])
    return block


def _quoted_paragraph(host: BlockHost, meta: Metadata, lines: list[str], refs: list[int]) -> Quote:
    block = Quote(refs[0], 1, host.attributes.version)
    block.form = "paragraph"
    _split_credit(host, block, lines[-1], refs[-1])
    end_ref, end_col = refs[-1], len(lines[-1])
    body = lines[:-1]
    while body and not body[-1]:
        body.pop()
    raw = "\n".join(body)[1:-1]
    text = host.text(raw, refs[: len(body)], normal_subs(host, meta), [2, *[1] * (len(body) - 1)])
    _with_paragraph(block, paragraph(host, text))
    block.end_ref, block.end_col = end_ref, end_col
    return block


def _indented(host: BlockHost, cur: Cursor, meta: Metadata, in_list: str, *, text_only: bool) -> Leaf:
    """An indented paragraph: literal, unless it continues an item's text."""
    end = paragraph_end(cur, in_list=bool(in_list))
    start = cur.pos
    if text_only:
        lines, refs = _without_comments(cur, end)
    else:
        lines, refs = cur.lines[start:end], cur.refs[start:end]
        cur.pos = end
    lines, cols = dedent(lines)
    if text_only or in_list == "dlist":
        return paragraph(host, host.text("\n".join(lines), refs, normal_subs(host, meta), cols))
    block = Literal(0, 1, host.attributes.version)
    block.form = "indented"
    block.text = host.text("\n".join(lines), refs, subs_of(host, meta, VERBATIM), cols)
    place_by_text(block, block.text)
    block.col = 1
    return block


def _styled(host: BlockHost, cur: Cursor, meta: Metadata, style: str) -> Block | None:
    """A paragraph whose style says what it is."""
    start = cur.pos
    if style == "comment":
        cur.pos = paragraph_end(cur, in_list=False)
        return None
    if style in _VERBATIM_STYLES or style == "verse":
        cur.pos = end = _verbatim_end(cur)
        if style == "verse":
            return _verse(host, cur, meta, start, end)
        block: Block = build_verbatim(host, cur, meta, style, start=start, end=end)
        close(block, cur)
        return block
    compound = empty_compound(host, meta, style, cur.refs[start])
    compound.form = "paragraph"
    lines, refs = _without_comments(cur, paragraph_end(cur, in_list=False))
    text = host.text("\n".join(lines), refs, normal_subs(host, meta))
    return _with_paragraph(compound, paragraph(host, text))


def _verse(host: BlockHost, cur: Cursor, meta: Metadata, start: int, end: int) -> Verse:
    block = Verse(cur.refs[start], 1, host.attributes.version)
    block.text = text_of(host, cur, start, end, normal_subs(host, meta) if "subs" in meta.attrs else NORMAL)
    credit(host, block, meta, cur.refs[start])
    close(block, cur)
    return block
