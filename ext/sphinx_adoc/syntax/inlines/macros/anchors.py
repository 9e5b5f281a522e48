"""Anchors in running text: ``[[id,reftext]]``, ``anchor:id[reftext]`` and a bibliography's ``[[[id,reftext]]]``."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.inlines import nesting
from sphinx_adoc.syntax.inlines.work import PASS, TAG, Edit, Finder, Work
from sphinx_adoc.syntax.tree import Anchor, Text
from sphinx_adoc.syntax.words import WordPattern

_OPENER: Final = WordPattern(lambda c: rf"\\?(?:\[\[({c.id})(?:(\]\])|, *)|anchor:({c.id})\[)")
_END: Final = re.compile(r"\]\]|\n")
_BRACKET_END: Final = re.compile(r"(?<!\\)\]|\n")
_BIBLIOGRAPHY: Final = WordPattern(lambda c: rf"\[\[\[({c.id})(?:, *(.+?))?\]\]\]")


def anchors(work: Work) -> None:
    """Mark anchors."""
    text = work.text
    double, closing = Finder(_END, text), Finder(_BRACKET_END, text)
    code = work.code_phrases()
    edits: list[Edit] = []
    position = 0
    opener = _OPENER.form(exact=work.ctx.exact)
    while (match := opener.search(text, position)) is not None:
        start, content = match.span()
        position = content
        if match[2]:
            close, end = content, content
        elif match[1]:
            close = double.next(content + 1)
            end = close + 2
        else:
            close = closing.next(content)
            end = close + 1
        if close < 0 or (not match[2] and text[close] == "\n") or code.parted(start, end):
            position = start + 1
            continue
        position = end
        if match.group().startswith("\\"):
            edits.append((start, start + 1, ""))
        else:
            reftext = work.plain(content, close).rstrip(" ") if close > content else None
            reftext = reftext.replace("\\]", "]") if reftext and match[3] else reftext
            edits.append(_edit(work, start, end, match[1] or match[3], reftext=reftext, content=content))
    work.splice(edits)


def _edit(
    work: Work, start: int, end: int, id_: str, *, reftext: str | None, content: int, bibliography: bool = False
) -> Edit:
    """The edit for an anchor; its reftext begins at ``content``."""
    span = work.span(start, end)
    node = Anchor(*span, id=id_, reftext=reftext, bibliography=bibliography)
    if reftext:
        written = work.text[content : end - (3 if bibliography else 2)].rstrip(" ")
        marked = TAG in written or PASS in written
        node.words = nesting.build(work.slice(content, content + len(written))) if marked else [Text(*span, reftext)]
    if bibliography:
        node.words = [Text(*span, "["), *(node.words or [Text(*span, id_)]), Text(*span, "]")]
    return start, end, work.ctx.atom((node,), span)


def bibliography_anchor(work: Work) -> None:
    """Mark the anchor at the beginning of a bibliography's entry."""
    match = _BIBLIOGRAPHY.form(exact=work.ctx.exact).match(work.text)
    if match is not None:
        reftext = work.plain(*match.span(2)) if match[2] else None
        work.splice([_edit(work, 0, match.end(), match[1], reftext=reftext, content=match.start(2), bibliography=True)])
