"""Titles: one line or two, their level, an anchor at their end; and headings that open no section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sphinx_adoc.syntax.tree import Block, Heading, InlineText
from sphinx_adoc.syntax.words import BLANKS, WordPattern

from . import marks
from .cursor import Cursor
from .host import BlockHost
from .ids import generate_id
from .metadata import REFTEXT, Metadata

_ANCHOR: Final = WordPattern(lambda c: rf" (\\?)\[\[({c.id})(?:, *(.+))?\]\]$")
_MAX_LEVEL: Final = 5
_VERBATIM_HEADS: Final = frozenset("-.+/|`")
_UNDERLINES: Final = frozenset(marks.SETEXT_LEVELS)
DISCRETE: Final = frozenset(("discrete", "float"))
"""The styles that make a title a discrete heading."""


@dataclass(slots=True)
class Title:
    """A title found at the cursor: its level as written, its text with the column it begins at, and its lines."""

    level: int
    text: str
    col: int
    marker: str
    lines: int


def title_at(host: BlockHost, cur: Cursor, line: str) -> Title | None:
    """The title that begins at the cursor, or None."""
    head = line[0]
    if head == "=" or (head == "#" and not host.legacy):
        match = marks.SECTION.match(line)
        if match is not None:
            text = match.group(2)
            marker = match.group(1)
            if text.endswith(marker) and (rest := text[: -len(marker)])[-1:] in {" ", "\t"}:
                text = rest.rstrip(BLANKS)
            return Title(len(marker) - 1, text, match.start(2) + 1, marker, 1)
    if head in _VERBATIM_HEADS and marks.delimiter(line) is not None:
        return None  # the line below is not looked at: it may be a directive that the block keeps as text
    below = cur.peek(1)
    if below and below[0] in _UNDERLINES and (len(below) > 1 or not host.legacy):
        level = marks.setext_level(line, below, 2 if host.legacy else 1)
        if level is not None:
            text = line.lstrip(" \t")
            return Title(level, text, len(line) - len(text) + 1, below[0], 2)
    return None


def heading_text(host: BlockHost, cur: Cursor, title: Title, meta: Metadata) -> InlineText:
    """The text of a title; an anchor at its end becomes the id, unless one was given above."""
    ref = cur.refs[cur.pos]
    text = host.title(without_anchor(host, title, ref, meta), (ref,), (title.col,))
    number_footnotes(host, text)
    return text


def number_footnotes(host: BlockHost, heading: InlineText) -> None:
    """Number the footnotes of a heading, as its id may be made of their numbers."""
    if "footnote" in heading.raw:
        host.settle()
        host.footnote_numbers.number(heading)


def without_anchor(host: BlockHost, title: Title, ref: int, meta: Metadata) -> str:
    """Return a title without the anchor at its end that gives it its id and reftext; where it has an id, as it is."""
    raw = title.text
    if meta.id is not None or not raw.endswith("]]") or (match := _ANCHOR.search(raw)) is None or match.group(1):
        return raw
    meta.id, meta.id_at = match.group(2), (ref, title.col + match.start(2))
    if match.group(3):
        meta.reftext = host.text(match.group(3), (ref,), REFTEXT, (title.col + match.start(3),))
    return raw[: match.start()]


def offset_level(host: BlockHost, level: int) -> int:
    """A level as written plus the document's level offset."""
    offset = host.attribute("leveloffset")
    if not offset:
        return level
    try:
        return max(level + int(offset), 0)
    except ValueError:
        return level


def read_discrete(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    """The discrete heading at the cursor, under a style of :data:`DISCRETE`; None where no title is there."""
    title = title_at(host, cur, line)
    return None if title is None else build_heading(host, cur, meta, title)


def build_heading(host: BlockHost, cur: Cursor, meta: Metadata, title: Title) -> Heading:
    """The discrete heading at the cursor."""
    block = Heading(cur.ref, 1, host.attributes.version, level=min(offset_level(host, title.level), _MAX_LEVEL))
    block.marker = title.marker
    text = heading_text(host, cur, title, meta)
    cur.pos += title.lines
    block.end_ref, block.end_col = cur.refs[cur.pos - 1], len(cur.lines[cur.pos - 1])
    meta.apply(block, host)
    block.title = text
    if block.id is None and host.attribute("sectids") is not None:
        block.id = generate_id(host, block.title)
        host.ids.setdefault(block.id, block)
    return block
