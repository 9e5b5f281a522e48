"""The ordered table of rules: what a block may be, by the first character of its first line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.tree import Block, Paragraph

from . import marks
from .cursor import Cursor
from .delimited import read_delimited
from .descriptions import read_descriptions
from .headings import DISCRETE, read_discrete
from .host import BlockHost, Join
from .lists import read_list
from .macros import read_break, read_macro
from .metadata import Metadata, read_metadata
from .paragraphs import read_paragraph

_BEHIND_LETTER: Final = frozenset(".)ivxIVX")  # what the marker of an ordered list goes on with behind a letter
Read = Callable[[BlockHost, Cursor, Metadata, str], Block | None]


class Rule(NamedTuple):
    """What a block may be. ``heads``: the first characters of its first line ('' : any).

    ``signed``: that line holds ``::`` or ``;;``. ``in_text``: the lines of a list item's text may begin it too.
    """

    read: Read
    heads: str
    signed: bool = False
    in_text: bool = True


def _callouts(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    match = marks.CALLOUT.match(line)
    return read_list(host, cur, meta, "callout", match) if match else None


def _unordered(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    match = marks.UNORDERED.match(line)
    return read_list(host, cur, meta, "unordered", match) if match else None


def _ordered(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    match = marks.ORDERED.match(line)
    return read_list(host, cur, meta, "ordered", match) if match else None


def _lettered(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    return _ordered(host, cur, meta, line) if line[1:2] in _BEHIND_LETTER else None


def _descriptions(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    match = marks.DESCRIPTION.match(line)
    return read_descriptions(host, cur, meta, match) if match else None


def _markdown_break(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    return read_break(host, cur, meta, line.lstrip(" ")) if marks.MARKDOWN_BREAK.match(line) else None


_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
RULES: Final = (
    Rule(read_break, "'<-*_", in_text=False),
    Rule(_markdown_break, " ", in_text=False),
    Rule(read_macro, f"{_LETTERS}_0123456789", signed=True, in_text=False),
    Rule(_callouts, "<"),
    Rule(_unordered, " \t-*\u2022"),
    Rule(_ordered, " \t.0123456789"),
    Rule(_lettered, _LETTERS),
    Rule(_descriptions, "", signed=True),
)
"""The rules in order; a discrete heading comes behind them."""


def _by_head(*, signed: bool, in_text: bool) -> dict[str, tuple[Read, ...]]:
    """The rules for lines with a sign or without one, by the first character ('' : any other)."""
    rules = [rule for rule in RULES if (signed or not rule.signed) and (rule.in_text or not in_text)]
    heads = {"", *(head for rule in rules for head in rule.heads)}
    return {
        head: tuple(rule.read for rule in rules if not rule.heads or (head and head in rule.heads)) for head in heads
    }


_PLAIN: Final = {in_text: _by_head(signed=False, in_text=in_text) for in_text in (False, True)}
_SIGNED: Final = {in_text: _by_head(signed=True, in_text=in_text) for in_text in (False, True)}
#: A paragraph style that keeps lines comes before every rule but that of delimiters.
_KEEPS_LINES: Final = {"listing", "literal", "source", "verse", "pass", "stem", "latexmath", "asciimath", "comment"}


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
    start = cur.pos
    line = cur.lines[start]
    if line[0] in marks.DELIMITER_HEADS and (opened := marks.delimiter(line)) is not None:
        return read_delimited(host, cur, meta, *opened)
    style = meta.style
    if style not in _KEEPS_LINES:
        rules = (_SIGNED if "::" in line or ";;" in line else _PLAIN)[text_only]
        for read in rules.get(line[0]) or rules[""]:
            block = read(host, cur, meta, line)
            if block is not None or cur.pos != start:
                return block
        if style in DISCRETE and (heading := read_discrete(host, cur, meta, line)) is not None:
            return heading
    return read_paragraph(host, cur, meta, in_list, text_only=text_only)
