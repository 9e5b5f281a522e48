"""How lines are told apart: the patterns of delimiters, list markers, attribute lines and titles.

Each pattern is anchored at the line's start and free of nested repetition, so that a match costs at most a line.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.words import WordPattern

#: The first characters of a delimiter line -> the kind of block it opens.
_DELIMITERS: Final = {
    "----": "listing",
    "....": "literal",
    "====": "example",
    "****": "sidebar",
    "____": "quote",
    "++++": "pass",
    "~~~~": "open",
    "////": "comment",
    "|===": "table",
    ",===": "table",
    ":===": "table",
    "!===": "table",
}
DELIMITER_HEADS: Final = frozenset("-`").union(tip[0] for tip in _DELIMITERS)
_ENDS: Final = DELIMITER_HEADS | {"", "["}
_FENCE: Final = re.compile(r"```(?:[ \t]*([^\s,`]+)(?:,[ \t]*(.*))?)?$")

UNORDERED: Final = re.compile(r"[ \t]*(-|\*+|\u2022)[ \t]+")
ORDERED: Final = re.compile(r"[ \t]*(\.+|[0-9]+\.|[a-zA-Z]\.|[ivxIVX]+\))[ \t]+")
CALLOUT: Final = re.compile(r"<([0-9]+|\.)>[ \t]+")
NUMBERED_OR_NOT: Final = re.compile(f"{UNORDERED.pattern}|{ORDERED.pattern}")
_MARKED_ITEM: Final = re.compile(f"{NUMBERED_OR_NOT.pattern}|{CALLOUT.pattern}")
#: term and marker; what follows is the text.
DESCRIPTION: Final = re.compile(r"(?!//[^/])[ \t]*([^ \t].*?)(:{2,4}|;;)(?:$|[ \t]+)")
ATTRIBUTE_LINE: Final = WordPattern(lambda c: rf"\[(?:|[{c.word}.#%{{,\"'].*|\[(?:|{c.id}(?:, *.+)?)\])\]$")
ANCHOR_LINE: Final = WordPattern(lambda c: rf"\[\[(?:|({c.id})(?:, *(.+))?)\]\]$")
BLOCK_TITLE: Final = re.compile(r"\.(\.?[^ \t.].*)$")
ATTRIBUTE_ENTRY: Final = WordPattern(lambda c: rf":(!?[{c.word}][^:]*):(?:[ \t]+(.*))?$")
SECTION: Final = re.compile(r"(={1,6}|#{1,6})[ \t]+([^ \t].*)$")
SETEXT_TITLE: Final = WordPattern(lambda c: rf"(?!\.)[^\n]*?{c.alnum}")
SETEXT_LEVELS: Final = {"=": 0, "-": 1, "~": 2, "^": 3, "+": 4}
MARKDOWN_BREAK: Final = re.compile(r" {0,3}([-*_])( *)\1\2\1$")
BLOCK_MACRO: Final = WordPattern(lambda c: rf"([{c.word}][{c.word}\-]*)::([^ \t]?|[^ \t].*?[^ \t])\[(.*)\]$")


def delimiter(line: str) -> tuple[str, str] | None:
    """The kind of block that a delimiter line opens, and the line that closes it; None for any other line."""
    tip = line[:4]
    kind = _DELIMITERS.get(tip)
    if kind is not None:
        rest = line[4:]
        if not rest or not rest.strip(line[3]):
            return kind, line
        return None
    if line == "--":
        return "open", "--"
    if tip[:3] == "```" and _FENCE.match(line):
        return "fenced", "```"
    return None


def fence(line: str) -> tuple[str, str]:
    """The language and the option (``linenums``) behind the opening line of a fenced block."""
    match = _FENCE.match(line)
    return ((match.group(1) or ""), (match.group(2) or "")) if match else ("", "")


def is_attribute_line(line: str) -> bool:
    """Whether a line holds block attributes or a block anchor."""
    return line[0] == "[" and line[-1] == "]" and ATTRIBUTE_LINE.match(line) is not None


def setext_level(title: str, underline: str | None, slack: int) -> int | None:
    """The level of a two-line title, or None. ``slack``: by how much the two lengths may differ."""
    if not underline or (level := SETEXT_LEVELS.get(underline[0])) is None:
        return None
    if underline.strip(underline[0]) or not -slack <= len(title) - len(underline) <= slack:
        return None
    return level if SETEXT_TITLE.match(title) else None


def is_list_item(line: str) -> bool:
    """Whether a line begins an item of any kind of list."""
    return _MARKED_ITEM.match(line) is not None or is_description(line)


def ends_paragraph(line: str) -> bool:
    """Whether a line ends the paragraph above it, wherever that stands."""
    if line[:1] not in _ENDS:
        return False
    return not line or line == "+" or delimiter(line) is not None or is_attribute_line(line)


def is_description(line: str) -> bool:
    """Whether a line begins an item of a description list."""
    return ("::" in line or ";;" in line) and DESCRIPTION.match(line) is not None


def is_comment(line: str) -> bool:
    """Whether a line is a line comment (``//``, but not ``///``)."""
    return line.startswith("//") and line[2:3] != "/"
