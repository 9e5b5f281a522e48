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

Rule = tuple[Callable[[Work], None], Callable[[str], bool]]

_EXPERIMENTAL: Final[tuple[Rule, ...]] = (
    (keyboard_and_buttons, lambda text: "kbd:[" in text or "btn:[" in text),
    (menus, lambda text: "menu:" in text),
    (quoted_menus, lambda text: '"' in text and ">" in text),
)
_RULES: Final[tuple[Rule, ...]] = (
    (images, lambda text: "image:" in text or "icon:" in text),
    (index_terms, lambda text: ("((" in text and "))" in text) or "indexterm" in text),
    (autolinks, lambda text: "://" in text),
    (link_macros, lambda text: "link:" in text or "mailto:" in text),
    (emails, lambda text: "@" in text),
    (anchors, lambda text: "[[" in text or "anchor:" in text),
    (xrefs, lambda text: "<<" in text or "xref:" in text),
    (footnotes, lambda text: "footnote" in text),
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
    for rule, wanted in rules:
        if wanted(work.text):
            rule(work)
