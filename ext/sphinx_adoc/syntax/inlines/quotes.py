"""Formatted text: ``*strong*``, ``__emphasis__``, ``"`curved`"`` and so on.

The forms are tried one after the other over the whole text, unconstrained ones before constrained ones, because the
order decides what ``***a***`` means. A constrained form stands between characters that are not part of a word.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.attrlist import parse_phrase_attributes
from sphinx_adoc.syntax.tree import Formatted

from .attributes import substitute_attributes
from .forms import Form, forms
from .phrase import AttrLists
from .work import Edit, Enclosure, Work

_TAGS: Final = {
    "strong": "b", "emphasis": "i", "code": "code", "mark": "mark", "superscript": "sup", "subscript": "sub",
}  # fmt: skip
_ANY: Final = {False: re.compile(r"[*_`#^~]"), True: re.compile(r"[*'`_+#^~]")}


def quotes(work: Work, *, escaped: bool = True) -> None:
    """Mark formatted text. ``escaped``: special characters are character references by now."""
    compat = work.ctx.compat
    if _ANY[compat].search(work.text) is None:
        return
    for form in forms(compat=compat, escaped=escaped):
        if form.mark in work.text:
            _apply(work, form)


def _list_allowed(before: re.Pattern[str] | None, text: str, position: int, last: int) -> bool:
    if before is None or not position or text[position - 1] == "\n":
        return True
    return position > last and before.match(text, position - 1) is not None


def _apply(work: Work, form: Form) -> None:
    """Find openers from left to right; for each the first closer. Without a closer for one, no later one has any."""
    text = work.text
    exact = work.ctx.exact
    opener, closers = form.opener.form(exact=exact), form.closer.form(exact=exact)
    lists = None
    if "]" + form.mark in text:
        before = form.before.form(exact=exact) if form.constrained else None
        lists = AttrLists(text, form.lists, lambda *at: _list_allowed(before, *at))
    edits: list[Edit] = []
    position = last = 0
    while (match := opener.search(text, position)) is not None:
        start = opening = match.start()
        list_start = lists.next(last) if lists is not None else None
        if list_start is not None and list_start[0] < start:
            start, opening = list_start[0], list_start[1] + 1
        elif form.constrained and last == start > 0 and text[start - 1] != "\n":
            position = start + 1
            continue
        content = opening + len(form.mark)
        closer = closers.search(text, content + 1)
        if closer is None:
            if opening == match.start():
                break
            lists = None  # no closer for the opener behind a list, nor for later ones: lists do not count any more
            continue
        _emit(work, form, edits, last=last, start=start, opening=opening, content=content, closing=closer.start())
        position = last = closer.start() + form.width
    work.splice(edits)


def _emit(
    work: Work, form: Form, edits: list[Edit], *, last: int, start: int, opening: int, content: int, closing: int
) -> None:
    """Add the edits for one match: ``start`` of its attribute list, of its opener, of its content and of its closer."""
    escaped = start > last and work.text[start - 1] == "\\"
    if escaped:
        edits.append((start - 1, start, ""))
        if not form.constrained or start == opening:
            return
        start = opening  # the list is escaped, not the text
    variant = form.variant
    id_: str | None = None
    roles: tuple[str, ...] = ()
    if start < opening:
        id_, roles = phrase_attributes(work, start + 1, opening - 1)
        variant = "span" if variant == "mark" else variant
    mark_pair(
        work,
        variant,
        constrained=form.constrained,
        at=Enclosure(start, content, closing, closing + form.width),
        edits=edits,
        id_=id_,
        roles=roles,
    )


def phrase_attributes(work: Work, start: int, end: int) -> tuple[str | None, tuple[str, ...]]:
    """Return the id and the roles of an attribute list before formatted text; its references are resolved at once."""
    written = work.plain(start, end)
    if "{" in written:
        written = substitute_attributes(written, work.ctx.host, work.ctx.version)
    return parse_phrase_attributes(written)


def mark_pair(
    work: Work,
    variant: str,
    *,
    constrained: bool,
    at: Enclosure,
    edits: list[Edit],
    id_: str | None = None,
    roles: tuple[str, ...] = (),
) -> None:
    """Replace the markup around a content (start, content, content's end, end) by a pair of marks."""
    start, content, closing, end = at
    form = "constrained" if constrained else "unconstrained"
    first, last = work.span(start, content), work.span(closing, end)
    node = Formatted(first[0], last[1], variant=variant, form=form, id=id_, roles=roles)
    tag = _TAGS.get(variant, variant)
    ends = "" if variant not in {"double", "single"} else "first" if tag == "span" else "both"
    opened, closed = work.ctx.pair(node, tag, first, last, ends)
    edits.append((start, content, opened))
    edits.append((closing, end, closed))
