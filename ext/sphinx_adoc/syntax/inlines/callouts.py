"""Callout marks at the end of a line of code: ``<1>``, ``<.>``, ``<!--1-->``, a comment sign before them or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from sphinx_adoc.syntax.tree import Callout

from .work import Edit, Work

_XML: Final = r"(?P<escape>\\)?<!?(?P<xml>--|)(?P<number>[0-9]+|\.)(?P=xml)>"
_PLAIN: Final = r"(?P<escape>\\)?<(?P<xml>)(?P<number>[0-9]+|\.)>"
_DEFAULT: Final = re.compile(rf"(?P<guard>(?://|\#|--|;;)[ ]?)?{_XML}", re.VERBOSE)


@lru_cache(maxsize=32)
def _pattern(comment: str | None) -> re.Pattern[str]:
    if comment is None:
        return _DEFAULT
    guard = f"(?:{re.escape(comment)} ?)?" if comment else ""
    return re.compile(f"(?P<guard>{guard}){_PLAIN}")


def callouts(work: Work, comment: str | None = None) -> None:
    """Mark callouts. ``comment``: the only comment sign that may guard one ('' : none may; None: the usual four)."""
    text = work.text
    if ">" not in text or "<" not in text:
        return
    edits: list[Edit] = []
    automatic = 0
    for match in _at_line_ends(text, _pattern(comment)):
        if match["escape"]:
            at = match.start("escape")
            edits.append((at, at + 1, ""))
            continue
        if match["number"] == ".":
            automatic += 1
        number = automatic if match["number"] == "." else int(match["number"][:9])
        span = work.span(*match.span())
        node = Callout(*span, number=number, guard="<!--" if match["xml"] else match["guard"] or "")
        edits.append((*match.span(), work.ctx.atom((node,), span)))
    work.splice(edits)


def _at_line_ends(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches that only matches of the same kind, one space at most between them, part from their line's end."""
    matches: list[re.Match[str]] = []
    following, kind = -1, ""
    for match in reversed(list(pattern.finditer(text))):
        after = match.end()
        touching = after == following or (after + 1 == following and text[after] == " ")
        if after == len(text) or text[after] == "\n" or (touching and match["xml"] == kind):
            matches.append(match)
            following, kind = match.start() + len(match["guard"] or ""), match["xml"]
        else:
            following = -1
    return reversed(matches)
