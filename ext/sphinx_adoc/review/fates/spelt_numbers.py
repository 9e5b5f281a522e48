"""Numbers in words, as prose has them: "thirty-two", "two hundred and five", "zweiunddreißig"."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.claims.numbers import SCALES, WORDS

_LARGE: Final = ("dozen", "hundred", "thousand", "million", "billion")
_HOW_OFTEN: Final = ("once", "twice", "thrice")
_JOINED: Final = re.compile(r"(?:[-‑]|\s+(?:and\s+)?)(?=([^\W\d_]+))")
_AND_A_HALF: Final = re.compile(r"\s+and\s+a\s+half\b", re.IGNORECASE)
_UNITS: Final = {
    "ein": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
}  # fmt: skip
_TENS: Final = {
    "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17,
    "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50,
    "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_OTHERS: Final = {  # French and Spanish, without words that English has
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
    "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40,
    "cinquante": 50, "soixante": 60, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "doce": 12, "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
}  # fmt: skip


def spelt_number(text: str, word: re.Match[str]) -> tuple[float, int] | None:
    """Return the number that begins with a word of a text, and where it ends; None where the word is none."""
    first, end = word[0].casefold(), word.end()
    if first in _LARGE:
        total, current = (0, SCALES[first]) if SCALES[first] <= 100 else (SCALES[first], 0)
    elif first not in WORDS or first in _HOW_OFTEN:
        number = WORDS.get(first) or _OTHERS.get(first) or _german(first)
        return (number, end) if number is not None else None
    else:
        total, current = 0, WORDS[first]
    while joined := _JOINED.match(text, end):
        following, with_and = joined[1].casefold(), "and" in joined[0]
        if following in SCALES and not with_and:
            scale = SCALES[following]
            total, current = (total, current * scale) if scale <= 100 else (total + current * scale, 0)
        elif _continues(current, WORDS.get(following), anything=bool(total) or with_and):
            current += WORDS[following]
        else:
            break
        end = joined.end() + len(following)
    half = _AND_A_HALF.match(text, end)
    return (total + current + 0.5, half.end()) if half else (total + current, end)


def _continues(number: int, other: int | None, *, anything: bool) -> bool:
    """Whether a number in words goes on with another one: "thirty" with "two", "two hundred" with "five"."""
    if not other:
        return False
    tens = 20 <= number % 100 <= 90 and number % 10 == 0 and other < 10
    hundreds = number >= 100 and number % 100 == 0 and other < 100
    return tens or hundreds or (number == 0 and anything)


def _german(word: str) -> int | None:
    """The number that is one word, as German writes them; None for the article, and what is none."""
    if word in ("ein", "hundert", "tausend"):
        return {"ein": None, "hundert": 100, "tausend": 1000}[word]
    return _compound(word)


def _compound(word: str) -> int | None:
    if word in _UNITS or word in _TENS:
        return _UNITS.get(word) or _TENS[word]
    for scale, factor in (("tausend", 1000), ("hundert", 100)):
        before, found, behind = word.partition(scale)
        if found:
            many, rest = (1 if not before else _compound(before)), (0 if not behind else _compound(behind))
            return None if many is None or rest is None else many * factor + rest
    unit, found, tens = word.partition("und")
    return _UNITS[unit] + _TENS[tens] if found and unit in _UNITS and _TENS.get(tens, 0) >= 20 else None
