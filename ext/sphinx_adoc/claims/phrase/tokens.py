"""A phrase cut into numbers, signs and words."""

from __future__ import annotations

import re
from typing import Final

from .units import is_sign, unit_of


class Token(str):
    """A token in lower case; ``exact``: as it is written, since MB and Mb are different units."""

    __slots__ = ("exact",)
    exact: str


def token(text: str) -> Token:
    """Return a token."""
    made = Token(text.lower())
    made.exact = text
    return made


_TOKEN: Final = re.compile(
    r"(?P<glued>(?<![\w.])\d[\d.,_]*[^\W\d_][\w.+-]*)"  # 90s, 2nd, 802.3ad, 1h30m
    r"|\d+/\d+|[½¼¾⅓⅔⅛]"  # fractions
    r"|US\$|°[CF]?|<=|>=|[<>~≤≥≈%‰±×]"  # signs
    r"|(?<![\w.])[+-]?\d[\d,_]*(?:\.\d+)?(?:e[+-]?\d+)?"  # numbers
    r"|[^\W\d]+(?:[-'][^\W\d]+)*"  # words
    r"|\S"
)
_DASH: Final = re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d)")
_MINUS: Final = re.compile(r"^[–—-]\s*(?=\d)")  # before a number that begins the phrase
_GROUPS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d])")
_HYPHEN: Final = re.compile(r"(?<=\d)-(?=[^\W\d])")  # 64-bit, 30-day
_SPELT: Final = str.maketrans(
    {"\u2019": "'", "\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u03bc": "µ"}
)
_VULGAR: Final = frozenset("½¼¾⅓⅔⅛")
_PARTS: Final = re.compile(r"(\d+(?:\.\d+)?)([^\W\d_]+)")


def tokens(text: str) -> list[Token]:
    """Return the tokens of a phrase."""
    joined = _GROUPS.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    plain = _HYPHEN.sub(" ", _DASH.sub(" to ", _MINUS.sub("-", joined.translate(_SPELT))))
    return [token(part) for found in _TOKEN.finditer(plain) for part in _unglued(found[0], bool(found["glued"]))]


def _unglued(text: str, glued: bool) -> list[str]:
    """A number and its unit, written together; anything else that begins with a digit is a name and stays whole."""
    if not glued:
        return [text]
    parts = _PARTS.findall(text)
    if len(parts) > 1 and {unit for _, unit in parts} <= {"d", "h", "m", "s"}:  # 1h30m
        parts = [(number, "min" if unit == "m" else unit) for number, unit in parts]
        return [each for pair in parts for each in pair]
    if "".join(number + unit for number, unit in parts) == text and all(unit_of(unit) for _, unit in parts):
        return [each for pair in parts for each in pair]
    number = re.match(r"\d[\d.,_]*", text)
    unit = text[number.end() :] if number else ""
    if number and unit in _VULGAR:
        return [number[0], unit]
    return [number[0].rstrip(",."), unit] if number and (unit_of(unit) or is_sign(unit) or unit == "x") else [text]
