"""Index terms: ``((shown))``, ``(((hidden,second,third)))``, ``indexterm2:[shown]``, ``indexterm:[hidden,second]``."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.attrlist import parse_attrlist
from sphinx_adoc.syntax.inlines.work import (
    CLOSING_BRACKET,
    Edit,
    Enclosure,
    Finder,
    Work,
    escapable,
    unbroken,
    unescape_brackets,
)
from sphinx_adoc.syntax.tree import IndexTerm
from sphinx_adoc.syntax.words import BLANKS

from .bracketed import folded

_OPENER: Final = re.compile(escapable(r"indexterm2?:\[", r"\(\("))
_CLOSER: Final = re.compile(r"\)\)(?!\))")


def index_terms(work: Work) -> None:
    """Mark index terms."""
    text = work.text
    closing, double = Finder(CLOSING_BRACKET, text), Finder(_CLOSER, text)
    code = work.code_phrases()
    edits: list[Edit] = []
    position = 0
    while (match := _OPENER.search(text, position)) is not None:
        start, position = match.span()
        name = match.group().strip("\\:[(")  # '' for parentheses
        close = closing.next(position + 1) if name else double.next(position + 1)
        if close < 0 or code.parted(start, close + 1):
            continue
        escaped = match.group().startswith("\\")
        if name:
            edits += [(start, start + 1, "")] if escaped else _macro(work, name, start, position, close)
            position = close + 1
        else:
            edits += _parens(work, start, position, close, escaped=escaped)
            position = close + 2
    work.splice(edits)


def _see(words: str) -> tuple[str, dict[str, str]]:
    """The term itself, and the cross-references ``>>`` (see) and ``&>`` (see also) behind it."""
    if " >> " in words:
        term, _, see = words.partition(" >> ")
        return term, {"see": see}
    if " &> " in words:
        term, *also = words.split(" &> ")
        return term, {"see-also": ", ".join(also)}
    return words, {}


def split_terms(text: str) -> list[str]:
    """Comma-separated terms; commas between double quotes belong to a term."""
    terms: list[list[str]] = [[]]
    for index, piece in enumerate(text.split('"')):
        first, *more = [piece] if index & 1 else piece.split(",")
        terms[-1].append(first)
        terms += [[part] for part in more]
    return ["".join(parts).strip(BLANKS) for parts in terms]


def _hidden(work: Work, start: int, end: int, terms: list[str], see: dict[str, str]) -> list[Edit]:
    span = work.span(start, end)
    node = IndexTerm(*span, terms=[term for term in terms if term][:3], see=see)
    return [(start, end, work.ctx.atom((node,), span))]


def _shown(work: Work, at: Enclosure, term: str, see: dict[str, str], *, brackets: bool = False) -> list[Edit]:
    """A term that is text too: ``at``: the whole, and its text."""
    start, content, last, end = at
    opening, closing = work.span(start, content), work.span(last, end)
    node = IndexTerm(opening[0], closing[1], terms=[term], see=see)
    opened, closed = work.ctx.pair(node, "indexterm", opening, closing)
    escapes = unescape_brackets(work.text, content, last) if brackets else []
    inner = sorted(escapes + unbroken(work.text, content, last))
    return [(start, content, opened), *inner, (last, end, closed)]


def _trimmed(work: Work, start: int, end: int) -> tuple[int, int]:
    text = work.text[start:end]
    first = start + len(text) - len(text.lstrip(BLANKS))
    return first, max(first, start + len(text.rstrip(BLANKS)))


def _macro(work: Work, name: str, start: int, content: int, close: int) -> list[Edit]:
    words = folded(work.plain(content, close))
    see: dict[str, str] = {}
    terms = [words]
    if "=" in words:
        attrs = parse_attrlist(words)
        if attrs.first is not None:
            see = {key: attrs.named[key] for key in ("see", "see-also") if key in attrs.named}
            terms = [term for term in attrs.positional if term]
    elif name == "indexterm":
        terms = split_terms(words)
    if name == "indexterm":
        return _hidden(work, start, close + 1, terms, see)
    first, last = _trimmed(work, content, close)
    if terms[0] != words:  # attributes behind the term
        at = work.text.find(terms[0], first, last)
        first, last = (at, at + len(terms[0])) if at >= 0 else (first, last)
    return _shown(work, Enclosure(start, first, last, close + 1), terms[0], see, brackets=True)


def _parens(work: Work, start: int, content: int, close: int, *, escaped: bool) -> list[Edit]:
    text = work.text
    opens, closes = text.startswith("(", content), text.endswith(")", content, close)
    if escaped:
        removal = (start, start + 1, "")
        if not (opens and closes):
            return [removal]
        start += 1  # \(((term))) : only the outer pair of parentheses is escaped
        return [removal, *_visible(work, start + 1, content + 1, close - 1, close + 1)]
    if opens and closes:
        words = folded_keep(work.plain(content + 1, close - 1))
        terms, see = _see(words)
        return _hidden(work, start, close + 2, split_terms(terms), see)
    if opens:
        return _visible(work, start + 1, content + 1, close, close + 2)
    if closes:
        return _visible(work, start, content, close - 1, close + 1)
    return _visible(work, start, content, close, close + 2)


def _visible(work: Work, start: int, content: int, close: int, end: int) -> list[Edit]:
    first, last = _trimmed(work, content, close)
    term, see = _see(folded_keep(work.plain(first, last)))
    if see:
        sign = min(at for at in (work.text.find(" >> ", first), work.text.find(" &> ", first)) if at >= 0)
        last = min(last, sign)
    return _shown(work, Enclosure(start, first, last, end), term, see)


def folded_keep(text: str) -> str:
    """Trimmed and on one line."""
    return text.strip(BLANKS).replace("\n", " ")
