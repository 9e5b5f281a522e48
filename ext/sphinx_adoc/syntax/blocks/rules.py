"""The ordered table of rules: what a block may be, by the first character of its first line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.tree import Block, Paragraph

from . import marks
from .cursor import Cursor
from .delimited import read_delimited
from .descriptions import read_descriptions
from .headings import read_discrete
from .host import BlockHost, Join
from .lists import read_list
from .macros import read_break, read_macro
from .metadata import Metadata, read_metadata
from .paragraphs import read_paragraph

Rule = Callable[[BlockHost, Cursor, Metadata, str], Block | None]


def _callouts(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    match = marks.CALLOUT.match(line)
    return read_list(host, cur, meta, "callout", match) if match else None


def _unordered(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    match = marks.UNORDERED.match(line)
    return read_list(host, cur, meta, "unordered", match) if match else None


def _ordered(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    match = marks.ORDERED.match(line)
    return read_list(host, cur, meta, "ordered", match) if match else None


def _descriptions(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    if "::" not in line and ";;" not in line:
        return None
    match = marks.DESCRIPTION.match(line)
    return read_descriptions(host, cur, meta, match) if match else None


def _markdown_break(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    return read_break(host, cur, meta, line.lstrip(" ")) if marks.MARKDOWN_BREAK.match(line) else None


#: Rules in order, with the first characters that they are for ('' : any).
RULES: Final[tuple[tuple[Rule, str], ...]] = (
    (read_break, "'<-*_"),
    (_markdown_break, " "),
    (read_macro, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"),
    (_callouts, "<"),
    (_unordered, " \t-*\u2022"),
    (_ordered, " \t.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    (_descriptions, ""),
    (read_discrete, ""),
)
_ANY: Final = tuple(rule for rule, heads in RULES if not heads)
_BY_HEAD: Final[dict[str, tuple[Rule, ...]]] = {
    head: tuple(rule for rule, heads in RULES if not heads or head in heads)
    for head in {head for _, heads in RULES for head in heads}
}
#: A paragraph style that keeps lines comes before every rule but that of delimiters.
_KEEPS_LINES: Final = {"listing", "literal", "source", "verse", "pass", "stem", "latexmath", "asciimath", "comment"}
_TEXT_RULES: Final = (_callouts, _unordered, _ordered, _descriptions, read_discrete)


def read_blocks(host: BlockHost, cur: Cursor) -> list[Block]:
    """All blocks of a run of lines. Sections do not stand here; a title among the lines is a discrete heading."""
    blocks: list[Block] = []
    while True:
        meta = read_metadata(host, cur)
        if cur.peek() is None:
            orphaned(host, meta)
            return blocks
        block = read_block(host, cur, meta)
        host.settle()
        if block is not None:
            blocks.append(block)


def read_item(host: BlockHost, cur: Cursor, kind: str, *, text_only: bool, join: Join | None = None) -> list[Block]:
    """The blocks of a list item. ``text_only``: the first lines go on with the item's text.

    ``join`` takes the first block where that is a paragraph: it goes on with the item's text, and is no block of it.
    """
    blocks: list[Block] = []
    while True:
        adjacent = cur.skip_blank() == 0
        text_only = text_only and adjacent
        meta = read_metadata(host, cur, text_only=text_only)
        if cur.peek() is None:
            orphaned(host, meta)
            return blocks
        holds = join is not None  # the block's text may become part of the item's
        host.held += holds
        block = read_block(host, cur, meta, kind if adjacent else "", text_only=text_only)
        host.held -= holds
        if block is not None:
            if join is not None and isinstance(block, Paragraph):
                join(block)
            else:
                blocks.append(block)
            join = None
        if join is None:
            host.settle()
        text_only = False


def orphaned(host: BlockHost, meta: Metadata) -> None:
    """Say that metadata stands above nothing."""
    if not meta.empty:
        host.report_line(Code.METADATA_ORPHANED, "block attributes or a title with no block below", meta.last)


def read_block(
    host: BlockHost, cur: Cursor, meta: Metadata, in_list: str = "", *, text_only: bool = False
) -> Block | None:
    """The block at the cursor (which stands on a line that is not blank); None where it leaves nothing."""
    line = cur.lines[cur.pos]
    opened = marks.delimiter(line)
    if opened is not None:
        return read_delimited(host, cur, meta, *opened)
    if meta.style not in _KEEPS_LINES:
        rules = _TEXT_RULES if text_only else _BY_HEAD.get(line[0], _ANY)
        start = cur.pos
        for rule in rules:
            block = rule(host, cur, meta, line)
            if block is not None or cur.pos != start:
                return block
    return read_paragraph(host, cur, meta, in_list, text_only=text_only)
