"""Numbers in words and digits: "90", "1,500", "twenty-one", "a hundred", "one and a half", "third"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from .units import unit_of

_DIGITS: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:_\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?")
_FRACTION: Final = re.compile(r"(\d+)/([1-9]\d*)")
_VULGAR: Final = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8}
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip

WORDS: Final = {
    **{word: number for number, word in enumerate(_SMALL)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "once": 1, "twice": 2, "thrice": 3,
}  # fmt: skip
IN_WORDS: Final = {number: word for word, number in reversed(WORDS.items())}  # "one", not "once"
SCALES: Final = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "score": 20,
}  # fmt: skip
TIMES: Final = {
    "double": 2.0, "triple": 3.0, "quadruple": 4.0, "twofold": 2.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0,
    "tenfold": 10.0, "pair": 2.0,
}  # fmt: skip
_NEGATIVE: Final = frozenset({"minus", "negative"})
PARTS: Final = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4,
    "fifth": 1 / 5, "fifths": 1 / 5, "sixth": 1 / 6, "sixths": 1 / 6, "eighth": 1 / 8, "eighths": 1 / 8,
    "tenth": 1 / 10, "tenths": 1 / 10, "hundredth": 1 / 100, "hundredths": 1 / 100,
}  # fmt: skip


_NUMERAL: Final = re.compile(
    r"(?<![\w.])(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>[^\W\d_]*)(?![\w.]*\w)"
)


def numerals(text: str) -> Iterator[tuple[int, int]]:
    """Where a text has a number in digits, by itself or right before its unit."""
    for found in _NUMERAL.finditer(text):
        if not found["unit"] or unit_of(found["unit"]):
            yield found.span("digits")


def amount(words: Sequence[str]) -> tuple[float, int] | None:
    """The number that the words begin with, and how many words it takes; None when they begin with none."""
    if not words:
        return None
    negative = words[0] in _NEGATIVE
    found = _amount(words[negative:]) if len(words) > negative else None
    if found is None:
        return None
    value, taken = found
    return (-value if negative else value), taken + negative + _of_a(words[taken + negative :])


def _of_a(words: Sequence[str]) -> int:
    """How many words stand between a part and its unit: "three quarters of an hour"."""
    return 2 if len(words) > 2 and words[0] == "of" and words[1] in ("a", "an") and unit_of(words[2]) else 0


def _amount(words: Sequence[str]) -> tuple[float, int] | None:
    if _DIGITS.fullmatch(words[0]):
        value = float(words[0].replace(",", "").replace("_", ""))
        return _with_part(value, words) or _scaled(value, words, 1)
    return _fraction(words) or _mixed(words) or _in_words(words)


def decimals(word: str) -> int | None:
    """How many decimals a number in digits is written with; None for any other word, and for one with an exponent."""
    if not _DIGITS.fullmatch(word) or "e" in word:
        return None
    return len(word.partition(".")[2])


def _fraction(words: Sequence[str]) -> tuple[float, int] | None:
    """Fractions in digits: "2/3", "½"."""
    if found := _FRACTION.fullmatch(words[0]):
        return int(found[1]) / int(found[2]), 1
    return (_VULGAR[words[0]], 1) if words[0] in _VULGAR else None


def _with_part(value: float, words: Sequence[str]) -> tuple[float, int] | None:
    """A number and a fraction: "2½", "1 1/2"; "2 3/4"."""
    part = _fraction(words[1:2]) if len(words) > 1 and value.is_integer() else None
    return (value + part[0], 2) if part and part[0] < 1 else None


def ordinal(words: Sequence[str]) -> tuple[float, int] | None:
    """The place that the words begin with ("third", "the 2nd"), and how many words it takes."""
    skip = 1 if words[:1] == ["the"] else 0
    if len(words) <= skip:
        return None
    word = words[skip]
    if found := _ORDINAL.fullmatch(word):
        return float(found[1]), skip + 1
    return (float(ORDINALS.index(word) + 1), skip + 1) if word in ORDINALS else None


def _scaled(value: float, words: Sequence[str], taken: int) -> tuple[float, int]:
    while taken < len(words) and words[taken] in SCALES:
        value *= SCALES[words[taken]]
        taken += 1
    return value, taken


def _mixed(words: Sequence[str]) -> tuple[float, int] | None:
    """Parts: "half", "a third", "two thirds"."""
    if "-" in words[0]:  # two-thirds
        words = [*words[0].split("-"), *words[1:]]
        return (found[0], found[1] - 1) if (found := _mixed(words)) and found[1] == 2 else None
    if list(words[:2]) == ["a", "pair"]:
        return TIMES["pair"], 3 if list(words[2:3]) == ["of"] else 2
    if words[0] == "half":
        return PARTS["half"], 2 if words[1:2] in (["a"], ["an"]) else 1
    if len(words) > 1 and words[1] in PARTS and words[1] != "second":
        if words[0] in ("a", "an", "one"):
            return PARTS[words[1]], 2
        if words[0] in WORDS and words[1].endswith("s"):
            return WORDS[words[0]] * PARTS[words[1]], 2
    if words[0] in TIMES:
        return TIMES[words[0]], 1
    return None


def _in_words(words: Sequence[str]) -> tuple[float, int] | None:
    """Whole numbers: "twenty-one", "a hundred and five", "one and a half" (then a unit), and "a" or "an" as one."""
    total, group, taken = 0.0, 0.0, 0
    for word in words:
        parts = word.split("-")
        if all(part in WORDS for part in parts):
            group += sum(WORDS[part] for part in parts)
        elif word in SCALES and (taken or words[0] in SCALES):
            group = max(group, 1.0) * SCALES[word]
            if SCALES[word] > 100:
                total, group = total + group, 0.0
        elif word in ("a", "an") and not taken:
            group = 1.0
        elif not (word == "and" and taken and _goes_on(words, taken)):
            break
        taken += 1
    if not taken:
        return None
    value = total + group
    if list(words[taken : taken + 3]) == ["and", "a", "half"]:
        return value + 0.5, taken + 3
    return value, taken


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether an "and" is inside a number: "a hundred and five"."""
    return words[at - 1] in SCALES and at + 1 < len(words) and all(part in WORDS for part in words[at + 1].split("-"))
