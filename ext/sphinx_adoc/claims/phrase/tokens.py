"""A phrase cut into numbers, signs and words."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.claims.numbers import MULTIPLIERS, power
from sphinx_adoc.claims.units import is_sign, unit_of


class Token(str):
    """A token in lower case; ``exact``: as it is written, since MB and Mb are different units."""

    __slots__ = ("exact",)
    exact: str


def token(text: str) -> Token:
    """Return a token."""
    result = Token(text.lower())
    result.exact = text
    return result


_TOKEN: Final = re.compile(
    r"(?<![\w.])(?:\d+\^[+-]?\d+|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+)(?![\w^])"  # 2^16, 0x1F, 0o755
    r"|(?P<glued>(?<![\w.])\d[\d.,_]*[^\W\d_][\w.+-]*)"  # 90s, 2nd, 802.3ad, 1h30m
    r"|\d+/\d+|[½¼¾⅓⅔⅛]"  # fractions
    r"|US\$|°[CF]?|<=|>=|[<>~≤≥≈%‰±×]"  # signs
    r"|(?<![\w.])[+-]?\d[\d,_]*(?:\.\d+)?(?:e[+-]?\d+)?"  # numbers
    r"|[^\W\d]+(?:[-'][^\W\d]+)*"  # words
    r"|\S",
    re.IGNORECASE,
)
_DASH: Final = re.compile(r"(?<=\d)\s*[–—-]\s*(?=[$€£¥]?\d)|(?<=[\w%°])\s*[–—]\s*(?=[$€£¥]?\d)")
_DOTS: Final = re.compile(r"(?<=\d)\s*(?:\.\.\.?|…)\s*(?=\d)")
_SPREAD: Final = re.compile(r"\+/[-−–]|\+-|\bplus or minus\b|\bgive or take\b", re.IGNORECASE)
_SUPERSCRIPT: Final = re.compile(r"(?<=\d)[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_POWER: Final = re.compile(r"(?<=\d)(?:\*\*|\^)(?=[+-]?\d)")
_SCIENTIFIC: Final = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*[×x·]\s*10\^([+-]?\d+)(?![\w^])")  # 3 × 10^8
_LESS_ONE: Final = re.compile(r"(?<![\w.^])(\d+\^\d+)\s*[-–]\s*1(?![\w.,^])")  # 2^16 - 1: the largest number of 16 bits
_MINUS: Final = re.compile(r"^[–—-]\s*(?=\d)")  # before a number that begins the phrase
_GROUPS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d])")
_HYPHEN: Final = re.compile(r"(?<=\d)-(?=[^\W\d])")  # 64-bit, 30-day
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_SPELT: Final = str.maketrans(
    {"\u2019": "'", "\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u03bc": "µ"}
)
_VULGAR: Final = frozenset("½¼¾⅓⅔⅛")
_PARTS: Final = re.compile(r"(\d+(?:\.\d+)?)([^\W\d_]+)")


def tokens(text: str) -> list[Token]:
    """Return the tokens of a phrase."""
    joined = _GROUPS.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    plain = _HYPHEN.sub(" ", _DASH.sub(" to ", _DOTS.sub(" to ", _MINUS.sub("-", _powers(joined.translate(_SPELT))))))
    matches = _TOKEN.finditer(plain)
    return [token(part) for each in matches for part in (_unglued(each[0]) if each["glued"] else [each[0]])]


def _powers(text: str) -> str:
    """A text with its powers as ``2^16``, "2^16 - 1" as the number that it is, and ± for its spellings."""
    raised = _SUPERSCRIPT.sub(lambda match: "^" + match[0].translate(_RAISED), text)
    plain = _SCIENTIFIC.sub(r"\1e\2", _POWER.sub("^", raised))
    return _SPREAD.sub("±", _LESS_ONE.sub(_less_one, plain))


def _less_one(match: re.Match[str]) -> str:
    value = power(match[1])
    return match[0] if value is None else f"{value - 1}"


def _unglued(text: str) -> list[str]:
    """A number and its unit, written together; anything else that begins with a digit is a name and stays whole."""
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
    known = unit_of(unit) or is_sign(unit) or unit == "x" or unit in MULTIPLIERS
    return [number[0].rstrip(",."), unit] if number and known else [text]
