"""The direction in which languages are written, for HTML."""

from __future__ import annotations

import re
from typing import Final

_RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_TAG: Final = re.compile(r'<[a-z][^<>]*?\slang="([^"<>]*)"[^<>]*')


def direction(language: str) -> str:
    """Return ``rtl`` for a language that is written from right to left, ``ltr`` for any other. A script that is named
    (``az-Arab``, ``uz-Latn``) decides.
    """
    name, *parts = language.lower().replace("_", "-").split("-")
    if scripts := [part for part in parts if len(part) == _SCRIPT and part.isalpha()]:
        return "rtl" if scripts[0] in {"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"} else "ltr"
    return "rtl" if name in _RIGHT_TO_LEFT else "ltr"


_SCRIPT: Final = 4  # letters of the name of a script


def with_directions(html: str, around: str) -> str:
    """Return HTML in which each element that says its language says the direction, too, where it does not yet.

    ``around``: the language of the page. Nothing is said where all runs from left to right.
    """
    if ' lang="' not in html:
        return html
    languages = {around, *(tag[1] for tag in _TAG.finditer(html))}
    return _TAG.sub(_with_direction, html) if "rtl" in map(direction, languages) else html


def _with_direction(tag: re.Match[str]) -> str:
    if not tag[1] or re.search(r"\sdir\s*=", tag[0]):
        return tag[0]
    closing = " /" if tag[0].endswith("/") else ""
    opening = tag[0].removesuffix("/").rstrip() if closing else tag[0]
    return f'{opening} dir="{direction(tag[1])}"{closing}'
