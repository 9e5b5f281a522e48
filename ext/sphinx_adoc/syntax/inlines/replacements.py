"""Typography: ``(C)``, ``--``, ``...``, apostrophes, arrows; and character references, which become the character."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

from sphinx_adoc.syntax.words import is_alnum, is_alpha, is_word

from .work import Edit, Work

# Every alternative begins with a literal character (a group would hide it): that makes the search ten times as fast.
_CANDIDATE: Final = re.compile(
    r"--|'|&([a-zA-Z][a-zA-Z]+[0-9]{0,2}|#[0-9]{2,6}|#x[0-9a-fA-F]{2,5});"
    r"|\(C\)|\(R\)|\(TM\)|\.\.\.|`'|->|=>|<-(?!>)|<=(?!>)"
)
_SIMPLE: Final = {
    "'": "\u2019", "(C)": "\u00a9", "(R)": "\u00ae", "(TM)": "\u2122", "...": "\u2026\u200b", "`'": "\u2019",
    "->": "\u2192", "=>": "\u21d2", "<-": "\u2190", "<=": "\u21d0",
}  # fmt: skip
_ARROWS: Final = frozenset(("->", "=>", "<-", "<="))
_SPECIAL: Final = "<>&"  # these look to later substitutions as if they had been typed
_SPACED_DASH: Final = "\u2009\u2014\u2009"
_CLOSE_DASH: Final = "\u2014\u200b"


def replacements(work: Work, *, escaped: bool) -> None:
    """Replace what typography, and character references, ask for.

    ``escaped``: special characters are text by now; arrows are known by theirs, so that there are none before.
    """
    text = work.text
    edits: list[Edit] = []
    position = last = 0
    while (match := _CANDIDATE.search(text, position)) is not None:
        start, end = match.span()
        edit = _edit(work, match, last) if escaped or match.group() not in _ARROWS else None
        if edit is None:
            position = start + 1
            continue
        edits.append(edit)
        position = last = max(end, edit[1])
    work.splice(edits)


def _edit(work: Work, match: re.Match[str], last: int) -> Edit | None:
    """The edit for a candidate, or None; what lies before ``last`` is used up."""
    text = work.text
    start, end = match.span()
    written = match.group()
    escaped = start > last and text[start - 1] == "\\"
    if written == "--":
        return _dash(text, start, end, last, escaped=escaped)
    if written == "'" and not _in_word(work, start - escaped, end):
        return None
    if escaped:
        return start - 1, start, ""
    if written in _SIMPLE:
        return start, end, _SIMPLE[written]
    character = _character(match[1])
    if character in _SPECIAL:
        return start, end, character
    return start, end, work.ctx.reference(character, work.span(start, end))


def _in_word(work: Work, start: int, end: int) -> bool:
    """Whether an apostrophe stands between a letter or digit and a letter (with asciidoc-py also a digit)."""
    after = work.text[end : end + 1]
    legacy = work.ctx.host.legacy
    return is_alnum(work.text[start - 1 : start]) and (is_alpha(after) or (legacy and is_alnum(after)))


def _dash(text: str, start: int, end: int, last: int, *, escaped: bool) -> Edit | None:
    """A dash between spaces takes them (or the end of a line) with it; one between words stands close."""
    after = text[end : end + 1]
    if after in {"", " ", "\n"}:
        if escaped:
            return start - 1, start, ""
        if start > last and text[start - 1] in " \n":
            return start - 1, end + len(after), _SPACED_DASH
        line_start = not start or text[start - 1] == "\n"
        return (start, end + len(after), _SPACED_DASH) if line_start else None
    before = start - escaped
    if not (is_word(text[before - 1 : before]) and is_word(after)):
        return None
    return (start - 1, start, "") if escaped else (start, end, _CLOSE_DASH)


def _character(reference: str) -> str:
    if not reference.startswith("#"):
        return html5.get(reference + ";", f"&{reference};")
    number = int(f"0{reference[1:]}", 16) if reference[1] == "x" else int(reference[1:])
    return chr(number) if 31 < number < 0xD800 or 0xDFFF < number < 0x110000 else "\ufffd"
