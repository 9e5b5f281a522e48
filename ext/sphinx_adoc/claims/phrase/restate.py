"""What words would say of another value: the same words with other numbers, other names, or the contrary."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import Enum
from typing import Any, Final, NamedTuple

from sphinx_adoc.claims.numbers import IN_WORDS, ORDINALS, WORDS, amount, numerals

from .dates import Moment, read_moment
from .expect import expect
from .expectation import NO, YES, Expectation, Numbers, Quantity, Word, is_truth, name_of
from .measure import Unreadable
from .read import read
from .text import File, StatedText
from .value import NONE, Declared, Mismatch, bounds
from .versions import Versions, as_version

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AFTER: Final = re.compile(r" +([^\W\d_]{3,})\b")  # the unit, or what is counted; "ms" has no plural
MORE: Final = 2  # decimals that a number may get beyond those that it had
_PROBE: Final = 1000.0  # a number to see by how much the words multiply
_CONTRARY: Final = (
    ("yes", "no"), ("true", "false"), ("always", "never"), ("on", "off"), ("enabled", "disabled"), ("can", "cannot"),
    ("will", "will not"), ("does", "does not"), ("✓", "✗"), ("✔", "✘"),
)  # fmt: skip


class Edit(NamedTuple):
    """Characters of the words, from ``start`` up to ``end``, that become ``text``."""

    start: int
    end: int
    text: str


def edited(words: str, edits: Sequence[Edit]) -> str:
    """Return the words with their edits made."""
    for start, end, text in sorted(edits, reverse=True):
        words = words[:start] + text + words[end:]
    return words


def restate(words: str, value: Any, declared: Declared = NONE) -> list[Edit] | None:
    """Return how words that are no literal names would have to be changed to say a value in their own manner and unit;
    None where that cannot be told, or what would be written could not be read back as the same.
    """
    try:
        expectation = expect(words, (), value)
        edits = _edits(words, expectation, value, declared)
        if not edits:
            return None
        return edits if expect(edited(words, edits), (), value).accepts(value, declared) else None
    except (Unreadable, Mismatch, OverflowError):
        return None


def renamed(names: Sequence[str], value: Any) -> list[str] | None:
    """Return the names that a computed value has: in its order where those that are stated come in the same, else these
    first. None for no names.
    """
    if isinstance(value, str | Enum):
        return [name_of(value)]
    if not isinstance(value, Collection) or not value or len(set(map(name_of, value))) != len(value):
        return None
    computed = [name_of(item) for item in value]
    if isinstance(value, set | frozenset):
        computed.sort()
    kept = [name for name in names if name in computed]
    if kept == [name for name in computed if name in names]:
        return computed
    return kept + [name for name in computed if name not in names]


def _edits(words: str, expectation: Expectation, value: Any, declared: Declared) -> list[Edit] | None:
    if isinstance(expectation, Quantity):
        return _quantity(words, expectation, value, declared)
    if isinstance(expectation, Numbers):
        return _numbers(words, expectation, value, declared)
    if isinstance(expectation, Moment):
        return _moment(words, expectation, value)
    if isinstance(expectation, Versions):
        return _version(words, value)
    if isinstance(expectation, StatedText | File):
        return _text(words, expectation, str(value), declared)
    if isinstance(expectation, Word):
        at, other = words.find(expectation.word), _other_word(expectation.word, value)
        return (
            [Edit(at, at + len(expectation.word), other)] if other and at >= 0 else None
        )  # "neither" is read as "none"
    return None


# -- quantities --------------------------------------------------------------------------------------------------------


def _quantity(words: str, quantity: Quantity, value: Any, declared: Declared) -> list[Edit] | None:
    low, high = bounds(value, quantity.kind, declared)
    places = list(_places(words))
    if len(places) == 2 and -math.inf < quantity.low < quantity.high < math.inf:
        pairs = zip(places, (quantity.low, quantity.high), (low, high), strict=True)
        return [edit for place, now, then in pairs for edit in _edit(words, place, _factor(words, place, now), then)]
    if (
        len(places) != 1 or quantity.low_open or quantity.high_open
    ):  # "more than 3": which number below it would be meant?
        return None
    then = high if quantity.low == -math.inf else low
    if math.isfinite(quantity.low) and math.isfinite(quantity.high) and low != high:
        return None
    return list(_edit(words, places[0], _probed(words, places[0]), then))


def _numbers(words: str, numbers: Numbers, value: Any, declared: Declared) -> list[Edit] | None:
    """The numbers of a list, as many as before, in the order of their size."""
    places = list(_places(words))
    if not isinstance(value, Collection) or not len(places) == len(value) == len(numbers.values):
        return None
    computed = sorted(bounds(item, numbers.kind, declared)[0] for item in value)
    factors = [now / _amount(words, place) for now, place in zip(sorted(numbers.values), places, strict=True)]
    pairs = zip(places, factors, computed, strict=True)
    return [edit for place, factor, then in pairs for edit in _edit(words, place, factor, then)]


def _places(words: str) -> Iterator[tuple[int, int]]:
    """Where the words have a number, in digits or as a word."""
    places = [*numerals(words)]
    for match in _WORD.finditer(words):
        parts = match[0].lower().split("-")
        if all(part in WORDS for part in parts) or match[0].lower() in ORDINALS[2:]:  # "second" is a unit too
            places.append(match.span())
    yield from sorted(places)


def _amount(words: str, place: tuple[int, int]) -> float:
    amount_read = amount([words[slice(*place)].lower()])
    return amount_read[0] if amount_read else math.nan


def _factor(words: str, place: tuple[int, int], now: float) -> float:
    return now / (_amount(words, place) or math.nan)


def _probed(words: str, place: tuple[int, int]) -> float:
    """By how much the unit behind a number multiplies it."""
    if words[slice(*place)].lower() in ORDINALS:
        return 1.0
    probe = read(edited(words, [Edit(*place, f"{_PROBE:g}")]))
    ends = [end for end in (probe.low, probe.high) if math.isfinite(end)] if isinstance(probe, Quantity) else []
    return sum(ends) / len(ends) / _PROBE if ends else math.nan


def _edit(words: str, place: tuple[int, int], factor: float, then: float) -> Iterator[Edit]:
    """A number as it should be, and the word behind it in the number that goes with it."""
    number = then / factor if factor else math.nan
    if not math.isfinite(number):
        raise Mismatch(f"{number} cannot be written in the place of a number")
    yield Edit(*place, _written(words[slice(*place)], number))
    one = _amount(words, place) == 1
    behind = _AFTER.match(words, place[1])
    if behind is None or one == (number == 1) or behind[1].endswith("ss"):
        return
    if one:
        yield Edit(behind.end(), behind.end(), "s")
    elif behind[1].endswith("s"):
        yield Edit(behind.end() - 1, behind.end(), "")


def _written(old: str, number: float) -> str:
    """A number in the manner of another one: as a word while it is small, with as many decimals as it had or needs."""
    integer = int(number) if number == int(number) else None
    if old.lower() in ORDINALS and integer is not None and 0 < integer <= len(ORDINALS):
        return ORDINALS[integer - 1]
    if not old[0].isdigit() and integer in IN_WORDS:
        return _as_capital(old, IN_WORDS[integer])
    decimals = len(old.partition(".")[2])
    short = next(
        (text for places in range(decimals, decimals + MORE + 1) if _is(text := f"{number:.{places}f}", number)), None
    )
    if short is None and decimals:  # as precise as it was written
        short = f"{number:.{decimals}f}"
    if short is None:
        raise Mismatch(f"{number:g} is no number that an author would write in the place of {old}")
    return f"{integer:,}" if "," in old and integer is not None else short


def _is(text: str, number: float) -> bool:
    return math.isclose(float(text), number, rel_tol=1e-9)


def _as_capital(old: str, new: str) -> str:
    return new.capitalize() if old[0].isupper() else new


# -- dates, versions, texts --------------------------------------------------------------------------------------------


def _moment(words: str, moment: Moment, value: Any) -> list[Edit] | None:
    """A date in the form that it has: the parts in digits, and the name of the month."""
    parts = [("year", r"\b\d{4}\b", "04d"), ("day", r"(?<![\d:-])\b\d{1,2}\b(?![\d:])", "d")]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return [Edit(0, len(words), f"{value:%Y-%m-%d}")]
    edits = []
    for name, pattern, form in parts:
        match = re.search(pattern, words)
        if getattr(moment, name) is not None and match and getattr(moment, name) != getattr(value, name):
            edits.append(Edit(*match.span(), format(getattr(value, name), form)))
    if moment.month is not None and moment.month != value.month:
        match = re.search(r"[A-Za-z]{3,}", words)
        edits += [Edit(*match.span(), f"{value:%B}" if len(match[0]) > 3 else f"{value:%b}")] if match else []
    return edits


def _version(words: str, value: Any) -> list[Edit] | None:
    """The one version of the words, with the mark before it that it has."""
    matches = list(re.finditer(r"(?<![\w.])(v?)(\d+(?:\.\d+)+[\w.+-]*|\d+)", words))
    version = as_version(value)
    return [Edit(*matches[0].span(2), str(version))] if len(matches) == 1 and version else None


def _text(words: str, expectation: StatedText | File, text: str, declared: Declared) -> list[Edit] | None:
    """A text in place of the whole; of an amount the number, of a date its parts, where the text is one too."""
    said_day, day = read_moment(words), _as_date(text)
    if said_day is not None and day is not None:
        return _moment(words, said_day, day)
    stated, value = _as_quantity(words), _as_quantity(text)
    if stated is None or isinstance(expectation, File):
        return [Edit(0, len(words), text)] if "\n" not in text and text.strip() else None
    if value is None or value.low != value.high:
        return None
    return restate(words, value.low, {**declared, value.kind: 1.0})


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _as_quantity(words: str) -> Quantity | None:
    try:
        expected = read(words)
    except Unreadable:
        return None
    return expected if isinstance(expected, Quantity) else None


# -- words -------------------------------------------------------------------------------------------------------------


def _other_word(word: str, value: Any) -> str | None:
    """The word for a truth value that is the other one, or the name that was computed."""
    if isinstance(value, str | Enum):
        return name_of(value)
    plain = word.casefold()
    if not is_truth(value) or plain not in YES | NO:
        return None
    other = next((pair[plain == pair[0]] for pair in _CONTRARY if plain in pair), "yes" if plain in NO else "no")
    return _as_capital(word, other)
