"""The forms of formatted text, each as the patterns that find it, in the order in which they are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from .work import REFERENCE, SPACE

_BEFORE: Final = r"\w;:}" + REFERENCE
_SPECIAL: Final = "<>&"  # once escaped, they end with the semicolon of a character reference


@dataclass(frozen=True, slots=True)
class Form:
    """One form of markup. ``opener`` and ``closer`` are searched for; ``lists``: an opener after an attribute list.

    ``before`` matches a character that may stand before a constrained form.
    """

    variant: str
    constrained: bool
    mark: str
    width: int
    opener: re.Pattern[str]
    closer: re.Pattern[str]
    lists: re.Pattern[str]
    before: re.Pattern[str]


def _constrained(variant: str, opening: str, closing: str, not_before: str, not_after: str = r"\w") -> Form:
    first, last = re.escape(opening), re.escape(closing)
    return Form(
        variant,
        True,
        opening,
        len(closing),
        re.compile(rf"(?<![{not_before}]){first}(?=[^{SPACE}])"),
        re.compile(rf"(?<=[^{SPACE}]){last}(?![{not_after}])"),
        re.compile(rf"\](?={first}[^{SPACE}])"),
        re.compile(rf"[^{not_before}]"),
    )


def _unconstrained(variant: str, opening: str) -> Form:
    mark = re.escape(opening)
    opener = re.compile(mark)
    return Form(variant, False, opening, len(opening), opener, opener, re.compile(rf"\](?={mark})"), opener)


def _script(variant: str, mark: str) -> Form:
    """Superscript and subscript: no white space inside, so a closing mark belongs to one opening mark only."""
    sign = re.escape(mark)
    inside = rf"[^{SPACE}][^{SPACE}{sign}]*{sign}"
    opener = re.compile(rf"{sign}(?={inside})")
    return Form(variant, False, mark, 1, opener, re.compile(sign), re.compile(rf"\](?={sign}{inside})"), opener)


@cache
def forms(compat: bool, escaped: bool) -> tuple[Form, ...]:
    """The forms of modern or of compat mode. ``escaped``: special characters are character references by now."""
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
        _constrained("code", "`", "`", before + "\"'`", r"\w\"'`"),
    )


def _old_middle(before: str) -> tuple[Form, ...]:
    return (
        _constrained("double", "``", "''", before),
        _constrained("emphasis", "'", "'", before),
        _constrained("single", "`", "'", before),
        _unconstrained("code", "++"),
        _constrained("code", "+", "+", before),
    )
