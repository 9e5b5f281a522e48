"""The macros, in the order in which they are looked for; later ones work inside the text of earlier ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sphinx_adoc.syntax.inlines.work import Work

from .anchors import anchors, bibliography_anchor
from .custom import custom_macros
from .footnotes import footnotes
from .images import images
from .indexterms import index_terms
from .interface import keyboard_and_buttons, menus, quoted_menus
from .links import autolinks, emails, link_macros
from .literals import literals
from .xrefs import xrefs

Rule = tuple[Callable[[Work], None], str, str]
"""What marks some macros, and the two signs of which a text with one holds at least one."""

_EXPERIMENTAL: Final[tuple[Rule, ...]] = (
    (keyboard_and_buttons, "kbd:[", "btn:["),
    (menus, "menu:", "menu:"),
    (quoted_menus, "> ", ">\n"),
)
_RULES: Final[tuple[Rule, ...]] = (
    (images, "image:", "icon:"),
    (index_terms, "((", "indexterm"),
    (autolinks, "://", "://"),
    (link_macros, "link:", "mailto:"),
    (emails, "@", "@"),
    (anchors, "[[", "anchor:"),
    (xrefs, "<<", "xref:"),
    (footnotes, "footnote", "footnote"),
)


def macros(work: Work, *, bibliography: bool = False) -> None:
    """Mark all macros. ``bibliography``: the text is that of an item in a bibliography."""
    ctx = work.ctx
    text = work.text
    if ctx.host.inline_macros and ":" in text:
        custom_macros(work)
    if (
        ":" not in text
        and "[[" not in text
        and "((" not in text
        and "@" not in text
        and "<" not in text
        and '"' not in text
        and "`" not in text
    ):
        return
    if ctx.attribute("experimental") is not None:
        _apply(work, _EXPERIMENTAL)
    if bibliography:
        bibliography_anchor(work)
    _apply(work, _RULES)
    if ctx.host.legacy:
        literals(work)


def _apply(work: Work, rules: tuple[Rule, ...]) -> None:
    for mark, sign, other in rules:
        text = work.text
        if sign in text or other in text:
            mark(work)
