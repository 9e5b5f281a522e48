"""Numbers in words and digits: "90", "1,500", "twenty-one", "a hundred", "one and a half", "third"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from .units import unit_of

_DIGITS: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:_\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?")
_FRACTION: Final = re.compile(r"(\d+)/([1-9]\d*)")
_LITERAL: Final = re.compile(r"0x[0-9a-f]+(?:_[0-9a-f]+)*|0o[0-7]+(?:_[0-7]+)*|0b[01]+(?:_[01]+)*")
_POWER: Final = re.compile(r"(\d{1,9})\^([+-]?\d{1,4})")
LARGEST_POWER: Final = 1024  # bits: what a float can hold
MULTIPLIERS: Final = {"k": 1_000, "K": 1_000, "M": 1_000_000, "bn": 1_000_000_000}
"""What a number is multiplied by that has one of these behind it, as they are written: "1.5k"."""
_VULGAR: Final = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8}
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_LARGE_ORDINALS: Final = {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000}

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
    "tenfold": 10.0, "pair": 2.0, "both": 2.0, "doubles": 2.0, "doubled": 2.0, "triples": 3.0, "tripled": 3.0,
    "halved": 0.5,
}  # fmt: skip
MAX_DIGITS: Final = 400  # digits of a number
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
    """Yield where a text has a number in digits, by itself or right before its unit."""
    for match in _NUMERAL.finditer(text):
        if not match["unit"] or unit_of(match["unit"]):
            yield match.span("digits")


def amount(words: Sequence[str]) -> tuple[float, int] | None:
    """Return the number that the words begin with, and how many words it takes; None when they begin with none. A
    number that is written whole is an int.
    """
    if not words:
        return None
    negative = words[0] in _NEGATIVE
    amount_read = _amount(words[negative:]) if len(words) > negative else None
    if amount_read is None:
        return None
    value, taken = amount_read
    return (-value if negative else value), taken + negative + _of_a(words[taken + negative :])


def _of_a(words: Sequence[str]) -> int:
    """How many words stand between a part and its unit: "three quarters of an hour"."""
    return 2 if len(words) > 2 and words[0] == "of" and words[1] in ("a", "an") and unit_of(words[2]) else 0


def _amount(words: Sequence[str]) -> tuple[float, int] | None:
    if _DIGITS.fullmatch(words[0]):
        plain = words[0].replace(",", "").replace("_", "")
        is_integer = plain.lstrip("+-").isdigit() and len(plain) <= MAX_DIGITS
        value = int(plain) if is_integer else float(plain)
        return _with_part(value, words) or _scaled(value, words, 1)
    if _LITERAL.fullmatch(words[0]) and len(words[0]) <= MAX_DIGITS:
        return int(words[0], 0), 1
    if (raised := power(words[0])) is not None:
        return raised, 1
    return _fraction(words) or _mixed(words) or _in_words(words)


def power(word: str) -> float | None:
    """Return the number that "2^16" is, None for any other word and for one that is too large."""
    match = _POWER.fullmatch(word)
    if not match or int(match[1]).bit_length() * int(match[2]) > LARGEST_POWER:
        return None
    base, exponent = int(match[1]), int(match[2])
    return base**exponent if base or exponent >= 0 else None


def decimals(word: str) -> int | None:
    """Return how many decimals a number in digits is written with; None for any other word, and for one with an
    exponent.
    """
    if not _DIGITS.fullmatch(word) or "e" in word:
        return None
    return len(word.partition(".")[2])


def _fraction(words: Sequence[str]) -> tuple[float, int] | None:
    """Fractions in digits: "2/3", "½"."""
    if match := _FRACTION.fullmatch(words[0]):
        return int(match[1]) / int(match[2]), 1
    return (_VULGAR[words[0]], 1) if words[0] in _VULGAR else None


def _with_part(value: float, words: Sequence[str]) -> tuple[float, int] | None:
    """A number and a fraction: "2½", "1 1/2"; "2 3/4"."""
    part = _fraction(words[1:2]) if len(words) > 1 and float(value).is_integer() else None
    return (value + part[0], 2) if part and part[0] < 1 else None


def ordinal(words: Sequence[str]) -> tuple[float, int] | None:
    """Return the place that the words begin with ("third", "the 2nd"), and how many words it takes."""
    skip = 1 if words[:1] == ["the"] else 0
    if len(words) <= skip:
        return None
    word = words[skip]
    if match := _ORDINAL.fullmatch(word):
        return float(match[1]), skip + 1
    value = _ordinal_word(word)
    return (float(value), skip + 1) if value else None


def _ordinal_word(word: str) -> int:
    """The place that a word names, 0 where it names none: "third", "twentieth", "twenty-first"."""
    if word in ORDINALS:
        return ORDINALS.index(word) + 1
    tens, _, last = word.partition("-")
    if last in ORDINALS[:9] and tens in _TENS:
        return WORDS[tens] + ORDINALS.index(last) + 1
    return _LARGE_ORDINALS.get(word, 0)


def _scaled(value: float, words: Sequence[str], taken: int) -> tuple[float, int]:
    if taken < len(words) and (times := MULTIPLIERS.get(getattr(words[taken], "exact", words[taken]))):
        return value * times, taken + 1
    while taken < len(words) and words[taken] in SCALES:
        value *= SCALES[words[taken]]
        taken += 1
    return value, taken


def _mixed(words: Sequence[str]) -> tuple[float, int] | None:
    """Parts: "half", "a third", "two thirds"."""
    if "-" in words[0]:  # two-thirds
        words = [*words[0].split("-"), *words[1:]]
        return (amount_read[0], amount_read[1] - 1) if (amount_read := _mixed(words)) and amount_read[1] == 2 else None
    if list(words[:2]) == ["a", "pair"]:
        return TIMES["pair"], 3 if list(words[2:3]) == ["of"] else 2
    if list(words[:2]) == ["half", "a"] and words[2:3] and words[2] in SCALES:  # half a dozen
        return PARTS["half"] * SCALES[words[2]], 3
    if list(words) in (["halves"], ["halves", "it"]):
        return PARTS["half"], len(words)
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
            if taken and not _adds_up(words[taken - 1], word):
                return None
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


def _adds_up(before: str, word: str) -> bool:
    """Whether two number words in a row are one number: "twenty one", "hundred five", but not "two three"."""
    return before not in WORDS or (before in _TENS and word in _SMALL[1:10])


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether an "and" is inside a number: "a hundred and five"."""
    return words[at - 1] in SCALES and at + 1 < len(words) and all(part in WORDS for part in words[at + 1].split("-"))
