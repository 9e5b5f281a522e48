"""Parts of a user interface, with the attribute ``experimental``: ``kbd:[Ctrl+C]``, ``btn:[OK]``, ``menu:A[B]``."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.inlines.work import LEADS, Edit, Work, escapable
from sphinx_adoc.syntax.tree import Button, Inline, Keyboard, Menu
from sphinx_adoc.syntax.words import BLANKS, WordPattern, is_word

from .bracketed import MacroMatch, folded, rewrite

_KEYS: Final = re.compile(f"{escapable('kbd', 'btn')}:")
_MENU: Final = WordPattern(lambda c: rf"{escapable('menu:')}(?=[{c.word}&])")
_QUOTE: Final = re.compile(r'"')
_FIRST: Final = "&<>" + LEADS[1]  # special characters and references: they begin with an ampersand
_ARROW: Final = re.compile(r"[ \n]>[ \n]")


def keyboard_and_buttons(work: Work) -> None:
    """Mark keys and buttons."""
    rewrite(work, _KEYS, _key_or_button, stop="none", empty=False)


def _key_or_button(work: Work, macro: MacroMatch) -> list[Edit]:
    span = work.span(macro.start, macro.end)
    text = work.plain(macro.text, macro.close)
    node: Inline
    if macro.match.group().endswith("kbd:"):
        node = Keyboard(*span, keys=split_keys(text.strip(BLANKS).replace("\\]", "]")))
    else:
        node = Button(*span, label=folded(text))
    return [(macro.start, macro.end, work.ctx.atom((node,), span))]


def split_keys(text: str) -> list[str]:
    """Return the keys of a combination, parted by ``+`` or ``,``; at the end, the sign is a key itself."""
    signs = [at for at in (text.find(",", 1), text.find("+", 1)) if at > 0]
    if not signs:
        return [text]
    sign = text[min(signs)]
    if not text.endswith(sign):
        return [key.strip(BLANKS) for key in text.split(sign)]
    keys = [key.strip(BLANKS) for key in text[:-1].split(sign)]
    keys[-1] += sign
    return keys


def menus(work: Work) -> None:
    """Mark menus."""
    rewrite(work, _MENU.form(exact=work.ctx.exact), _menu, stop="line")


def _menu(work: Work, macro: MacroMatch) -> list[Edit]:
    if work.text[macro.target_end - 1] in BLANKS:
        return []
    items = [work.plain(macro.target, macro.target_end)]
    text = work.plain(macro.text, macro.close).strip(BLANKS).replace("\\]", "]")
    if text:
        sign = ">" if ">" in text else ","
        items += [item.strip(BLANKS) for item in text.rstrip(sign).split(sign)]
    return [_emit(work, macro.start, macro.end, items)]


def _emit(work: Work, start: int, end: int, items: list[str]) -> Edit:
    span = work.span(start, end)
    return start, end, work.ctx.atom((Menu(*span, items=items),), span)


def quoted_menus(work: Work) -> None:
    """Mark ``"File > Save"``."""
    text = work.text
    edits: list[Edit] = []
    quotes = [match.start() for match in _QUOTE.finditer(text)]
    at = 0
    while at + 1 < len(quotes):
        start, end = quotes[at], quotes[at + 1]
        first = text[start + 1 : start + 2]
        arrow = _ARROW.search(text, start + 2, end)
        if arrow is None or not (is_word(first) or first in _FIRST):
            at += 1
            continue
        if start and text[start - 1] == "\\":
            edits.append((start - 1, start, ""))
        else:
            items = [item.strip(BLANKS) for item in work.plain(start + 1, end).split(">")]
            edits.append(_emit(work, start, end + 1, items))
        at += 2
    work.splice(edits)
