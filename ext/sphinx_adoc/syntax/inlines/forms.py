"""The forms of formatted text, each as the patterns that find it, in the order in which they are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from sphinx_adoc.syntax.words import WordPattern

from .work import REFERENCE, SPACE

_BEFORE: Final = ";:}" + REFERENCE
_SPECIAL: Final = "<>&"  # once escaped, they end with the semicolon of a character reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of markup. ``opener`` and ``closer`` are searched for; ``lists``: an opener after an attribute list.

    ``before`` matches a character that may stand before a constrained form.
    """

    variant: str
    constrained: bool
    mark: str
    width: int
    opener: WordPattern
    closer: WordPattern
    lists: re.Pattern[str]
    before: WordPattern


def _constrained(variant: str, opening: str, closing: str, not_before: str, not_after: str = "") -> Form:
    first, last = re.escape(opening), re.escape(closing)
    return Form(
        variant=variant,
        constrained=True,
        mark=opening,
        width=len(closing),
        opener=WordPattern(lambda c: rf"{first}(?<![{c.word}{not_before}]{first})(?=[^{SPACE}])"),
        closer=WordPattern(lambda c: rf"{last}(?<=[^{SPACE}]{last})(?![{c.word}{not_after}])"),
        lists=re.compile(rf"\](?={first}[^{SPACE}])"),
        before=WordPattern(lambda c: rf"[^{c.word}{not_before}]"),
    )


def _unconstrained(variant: str, opening: str) -> Form:
    mark = re.escape(opening)
    opener = WordPattern(lambda _: mark)
    return Form(
        variant=variant,
        constrained=False,
        mark=opening,
        width=len(opening),
        opener=opener,
        closer=opener,
        lists=re.compile(rf"\](?={mark})"),
        before=opener,
    )


def _script(variant: str, mark: str) -> Form:
    """Superscript and subscript: no white space inside, so a closing mark belongs to one opening mark only."""
    sign = re.escape(mark)
    inside = rf"[^{SPACE}][^{SPACE}{sign}]*{sign}"
    opener = WordPattern(lambda _: rf"{sign}(?={inside})")
    return Form(
        variant=variant,
        constrained=False,
        mark=mark,
        width=1,
        opener=opener,
        closer=WordPattern(lambda _: sign),
        lists=re.compile(rf"\](?={sign}{inside})"),
        before=opener,
    )


@cache
def forms(*, compat: bool, escaped: bool) -> tuple[Form, ...]:
    """Return the forms of modern or of compat mode. ``escaped``: special characters are character references by now."""
    before = _BEFORE + _SPECIAL if escaped else _BEFORE
    return (
        _unconstrained("strong", "**"),
        _constrained("strong", "*", "*", before),
        *(_old_middle(before) if compat else _middle(before)),
        _unconstrained("emphasis", "__"),
        _constrained("emphasis", "_", "_", before),
        _unconstrained("mark", "##"),
        _constrained("mark", "#", "#", before if escaped else before + "&"),
        _script("superscript", "^"),
        _script("subscript", "~"),
    )


def _middle(before: str) -> tuple[Form, ...]:
    return (
        _constrained("double", '"`', '`"', before),
        _constrained("single", "'`", "`'", before + "`"),
        _unconstrained("code", "``"),
        _constrained("code", "`", "`", before + "\"'`", "\"'`"),
    )


def _old_middle(before: str) -> tuple[Form, ...]:
    return (
        _constrained("double", "``", "''", before),
        _constrained("emphasis", "'", "'", before),
        _constrained("single", "`", "'", before),
        _unconstrained("code", "++"),
        _constrained("code", "+", "+", before),
    )
