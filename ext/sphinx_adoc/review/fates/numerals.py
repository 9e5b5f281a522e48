"""Numbers in digits, as prose writes them: decimals, ranges, lists, versions, dates, hexadecimal numbers; and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.claims.units import UNITS

_SIZES: Final = (
    r"[kmgtp]?bit/s|[kmgtp]?i?b(?:its?|ytes?|ps)?|[kmgt]?hz|[kmgt]?w|px|em|rpm|[mkµ]?v|[mµ]?a|mm|cm|km|kg|g|°[cf]|"
    r"times|x|[mh]?bar|[hkm]?pa|[km]?wh|m?ah|[mc]l|db[ma]?|k?nm|kj|kn|mol|lx|[cmk]?m[²³23]"
)
_CASED: Final = frozenset("mlLtNJK")  # units of one letter that is another unit, or none, in the other case
_FOREIGN: Final = frozenset(  # units that other languages have
    word
    for words in (
        "sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre",
        "jahren millisekunde millisekunden mikrosekunden prozent grad meter euro",
        "seconde secondes heure heures jour jours semaine semaines mois an ans année années",
        "segundo segundos minuto minutos hora horas día días semana semanas mes meses año años",
    )
    for word in words.split()
)
_UNIT: Final = re.compile(rf"\s?(%|‰|°\w?|[$€£¥₹₽₩]|(?:{_SIZES})(?!\w)|[^\W\d_]+\b)", re.IGNORECASE)
_KNOWN: Final = re.compile(_SIZES, re.IGNORECASE)
_HYPHENED: Final = re.compile(r"[-‑]([^\W\d_]+)\b")  # "64-bit"
_PER: Final = re.compile(r"/(?:h|s[²2]?|min|m[²³23]?|m?l|kg|d|day|hour|minute|second|week|month|year)(?!\w)")

_DIGITS: Final = r"\d(?:[\d.,:]*\d)?"
_NUMBER: Final = re.compile(
    r"(?<![\w.])(?<!\w-)(?:"
    r"(?P<version>v\d+(?:\.\d+)*(?:-(?:rc|alpha|beta|pre)\.?\d*)?)(?![\w-])"
    r"|(?P<date>\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T\d\d:\d\d(?::\d\d)?Z?)?)?)(?![\w-])"
    r"|(?P<based>0(?:[xX][\dA-Fa-f_]+|[bB][01_]+|[oO][0-7_]+))(?!\w)"
    r"|(?P<chain>\d+(?:-\d+){2,})(?![\w-])"  # of a telephone
    rf"|(?P<sign>[$€£¥]\s?)?(?P<number>[+-]?{_DIGITS}(?:[eE][+-]?\d{{1,3}}(?![\w-]))?)"
    rf"(?:(?P<dash>[-‑–])(?P<last>{_DIGITS}))?)"
)
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
_LIST: Final = re.compile(r"\d+(?:,\d+){2,}")
_GOES_ON: Final = re.compile(r"[-‑]?\w")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in digits. ``value``: what is compared; ``start``, ``end``: where it stands, with its sign and its unit;
    ``whole``: of an end of a range, the words of the range.
    """

    value: str
    start: int
    end: int
    sign: str = ""
    unit: str = ""
    whole: str = ""


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text that are written in digits, in order."""
    for match in _NUMBER.finditer(text):
        if match["number"]:
            yield from _quantities(text, match)
        else:
            value = (match["version"] or "").removeprefix("v") or match["date"] or match["chain"]
            yield Numeral(value or match["based"].casefold(), match.start(), match.end())


def _quantities(text: str, match: re.Match[str]) -> Iterator[Numeral]:
    """The number of a match, or the two of a range, or those of a list."""
    unit = unit_at(text, match.end())
    is_range = match["last"] and (match["dash"] == "–" or unit or not _GOES_ON.match(text, match.end()))
    sign = (match["sign"] or "").strip()
    if not is_range:
        unit = unit_at(text, match.end("number"))
        yield from _listed(match["number"], match.start("number"), match.start(), sign, unit)
        return
    end = match.end() + len(unit)
    whole = text[match.start() : end]
    yield Numeral(_value(match["number"]), match.start(), match.end("number"), sign, whole=whole)
    yield Numeral(_value(match["last"]), match.start("last"), end, unit=unit, whole=whole)


def _listed(number: str, at: int, start: int, sign: str, unit: str) -> Iterator[Numeral]:
    """The numbers of a list without blanks, "1,5,7"; or the one number."""
    if _THOUSANDS.fullmatch(number) or not _LIST.fullmatch(number):
        yield Numeral(_value(number), start, at + len(number) + len(unit), sign, unit)
        return
    for part in (parts := [*re.finditer(r"\d+", number)]):
        is_last = part is parts[-1]
        end = at + part.end() + (len(unit) if is_last else 0)
        yield Numeral(part[0], at + part.start(), end, unit=unit if is_last else "")


def _value(number: str) -> str:
    """A number without the commas that part thousands; a comma of decimals stays."""
    return number.replace(",", "") if _THOUSANDS.fullmatch(number) else number


# -- units -------------------------------------------------------------------------------------------------------------


def unit_at(text: str, at: int) -> str:
    """Return the unit behind a number, with the blank or the hyphen before it; '' where a word follows that is none."""
    hyphened = _HYPHENED.match(text, at)
    if hyphened is not None:
        return hyphened[0] if _is_known(hyphened[1]) else ""
    match = _UNIT.match(text, at)
    if match is None:
        return ""
    word = match[1]
    is_currency = len(word) == 3 and word.isupper()
    article = match[0][0].isspace() and word == "a"
    known = _is_known(word) or not word[0].isalpha() or is_currency
    if (not known and match[0][0].isspace()) or article:
        return ""
    per = _PER.match(text, match.end()) if known else None
    return match[0] + (per[0] if per else "")


def plain_unit(unit: str) -> str:
    """Return a unit without what stands before it, in small letters."""
    return unit.strip().strip("-‑").casefold()


def _is_known(word: str) -> bool:
    plain = word.casefold()
    return word in _CASED or plain in UNITS or plain in _FOREIGN or _KNOWN.fullmatch(word) is not None
