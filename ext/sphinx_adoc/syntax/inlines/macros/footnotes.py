"""Footnotes: ``footnote:[text]``, ``footnote:id[text]``, ``footnote:id[]`` and the old ``footnoteref:[id,text]``."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.inlines.work import (
    CLOSING_BRACKET,
    MARK,
    TAG,
    Edit,
    Work,
    escapable,
    unbroken,
    unescape_brackets,
)
from sphinx_adoc.syntax.tree import Footnote
from sphinx_adoc.syntax.words import BLANKS, WordPattern

_OPENER: Final = WordPattern(lambda c: rf"{escapable('footnote')}(?:(ref):|:([{c.word}-]+)?)\[")


def footnotes(work: Work) -> None:
    """Mark footnotes, and register them with the document."""
    text = work.text
    closing = _closing_brackets(work)
    code = work.code_phrases()
    edits: list[Edit] = []
    position = 0
    opener = _OPENER.form(exact=work.ctx.exact)
    while (match := opener.search(text, position)) is not None:
        start, content = match.span()
        after = bisect_left(closing, content)
        if after == len(closing):
            break
        close = closing[after]
        if code.parted(start, close + 1):
            position = content
            continue
        position = close + 1
        if match.group().startswith("\\"):
            edits.append((start, start + 1, ""))
        else:
            edits += _one(work, match, close)
    work.splice(edits)


def _closing_brackets(work: Work) -> list[int]:
    """Return where brackets close that may end a footnote: not the one at the end of a link's text."""
    ends = [match.start() for match in CLOSING_BRACKET.finditer(work.text)]
    return ends if TAG not in work.text else [at for at in ends if not _ends_link(work, at + 1)]


def _ends_link(work: Work, position: int) -> bool:
    mark = MARK.match(work.text, position)
    if mark is None:
        return False
    opening = work.ctx.mark(mark.group()).opening
    return opening is not None and opening.tag == "a"


def _one(work: Work, match: re.Match[str], close: int) -> list[Edit]:
    start, content = match.span()
    id_: str | None = match[2]
    if match[1]:
        if content == close:
            return []
        comma = work.text.find(",", content, close)
        id_ = work.plain(content, close if comma < 0 else comma)
        content = close if comma < 0 else comma + 1
    if id_ is None and content == close:
        return []
    known = work.ctx.host.footnotes.named(id_) if id_ else None
    if known is not None or content == close:
        return [_call(work, start, close + 1, id_ or "", known)]
    return _define(work, start, content, close, id_)


def _call(work: Work, start: int, end: int, id_: str, known: Footnote | None) -> Edit:
    """A call of a footnote whose text stands elsewhere."""
    span = work.span(start, end)
    if known is None:
        hint = f"define it where it is called first: footnote:{id_}[text]"
        work.ctx.report(Code.FOOTNOTE_UNKNOWN_ID, f"no footnote is called {id_!r} up to here", span, hint=hint)
    node = Footnote(*span, id=id_, number=known.number if known else 0, reference=True)
    return start, end, work.ctx.atom((node,), span)


def _define(work: Work, start: int, content: int, close: int, id_: str | None) -> list[Edit]:
    text = work.text
    first = content + len(text[content:close]) - len(text[content:close].lstrip(BLANKS))
    last = max(first, content + len(text[content:close].rstrip(BLANKS)))
    footnotes_ = work.ctx.host.footnotes
    opening, closing = work.span(start, first), work.span(last, close + 1)
    node = Footnote(opening[0], closing[1], id=id_, number=len(footnotes_) + 1, reference=False)
    footnotes_.add(node)
    opened, closed = work.ctx.pair(node, "footnote", opening, closing)
    inner = sorted(unescape_brackets(text, first, last) + unbroken(text, first, last))
    return [(start, first, opened), *inner, (last, close + 1, closed)]
