"""What else words could say: each number larger and smaller, a list without each of its names and with one more, the
contrary of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sphinx_adoc.claims.numbers import IN_WORDS, ORDINALS, WORDS, numerals

from .expect import expect
from .expectation import NO, YES, AllBut, Expectation, Names, NotNamed, Numbers, Quantity, Word
from .read import Unreadable, read
from .text import StatedText

FACTORS: Final = (0.8, 1.25)
OFTEN: Final = ("never", "can", "always")
OTHER_UNITS: Final = {
    "seconds": ("milliseconds", "minutes"), "second": ("millisecond", "minute"), "s": ("ms", "min"), "ms": ("us", "s"),
    "minutes": ("seconds", "hours"), "minute": ("second", "hour"), "hours": ("minutes", "days"),
    "hour": ("minute", "day"), "days": ("hours", "weeks"), "weeks": ("days", "months"), "years": ("months", "decades"),
    "kB": ("B", "MB"), "MB": ("kB", "GB"), "GB": ("MB", "TB"), "MiB": ("KiB", "GiB"), "km": ("m",), "kW": ("W", "MW"),
    "Mbit": ("kbit", "Gbit"),
}  # fmt: skip
ANOTHER: Final = "another-one"  # a name that nothing has
_DIGITS: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that could stand there: the words, and what they would say."""

    words: str
    expectation: Expectation


def contraries(words: str, names: Sequence[str] = (), value: Any = None) -> Iterator[tuple[Other, ...]]:
    """Yield for each part of what the words state (of a value) one or more other things that it could be. Every part
    has some. Raises Unreadable for words that state nothing.
    """
    expectation = expect(words, names, value)
    if isinstance(expectation, StatedText):
        yield from _of_text(expectation)
    elif isinstance(expectation, Names):
        yield from _of_names(expectation.names)
    elif isinstance(expectation, Word):
        yield from ((Other(other, Word(other)),) for other in _of_word(expectation))
    elif isinstance(expectation, Quantity | Numbers):
        of_numbers = [others for others in _of_numbers(words, expectation) if others]
        multiples = tuple(Other(f"{factor:g} times {words}", expectation.times(factor)) for factor in FACTORS)
        yield from of_numbers or [multiples]  # "half a second", "a minute": no number that could be another one
        yield from (others for others in _of_units(words, expectation) if others)
    elif isinstance(expectation, NotNamed):
        yield (Other(" or ".join(expectation.names), Names(expectation.names, either=True)),)
    elif isinstance(expectation, AllBut):
        yield (Other(f"all but {expectation.missing + 1:g}", AllBut(expectation.missing + 1, expectation.whole)),)
    else:
        yield from _of_digits(words, value)


def _of_text(stated: StatedText) -> Iterator[tuple[Other, ...]]:
    """Another text; and each number in it another one."""
    for start, end in numerals(stated.words):
        others = [stated.words[:start] + other + stated.words[end:] for other in _scaled(stated.words[start:end])]
        yield tuple(Other(words, StatedText(words)) for words in others)
    yield (Other(ANOTHER, StatedText(ANOTHER)),)


def _of_digits(words: str, value: Any) -> Iterator[tuple[Other, ...]]:
    """Each run of digits one more and one less: of dates, versions, and whatever else has some."""
    for match in _DIGITS.finditer(words):
        near = [f"{int(match[0]) + step:0{len(match[0])}d}" for step in (1, -1) if int(match[0]) + step >= 0]
        changed = [words[: match.start()] + number + words[match.end() :] for number in near]
        others = [
            Other(other, other_value) for other in changed if (other_value := _readable(other, value)) is not None
        ]
        if others:
            yield tuple(others)


def _readable(words: str, value: Any) -> Expectation | None:
    try:
        return expect(words, (), value)
    except Unreadable:
        return None


def _of_names(names: Sequence[str]) -> Iterator[tuple[Other, ...]]:
    sets = [[other for other in names if other != name] for name in names] if len(names) > 1 else [[ANOTHER]]
    for others in (*sets, [*names, ANOTHER]):
        yield (Other(", ".join(others), Names(tuple(others))),)


def _of_word(stated: Word) -> list[str]:
    """The contrary of a word; of one that says how often, the others."""
    word = stated.word.casefold()
    if word in OFTEN:
        return [other for other in OFTEN if other != word]
    return ["never" if word in YES else "always" if word in NO else ANOTHER]


def _of_numbers(words: str, stated: Quantity | Numbers) -> Iterator[tuple[Other, ...]]:
    """The words with one number at a time larger or smaller."""
    for start, end in numerals(words):
        yield tuple(_read(words, stated, (start, end), _scaled(words[start:end])))
    for match in _WORD.finditer(words):
        yield tuple(_read(words, stated, match.span(), _next_numbers(match[0].casefold())))


def _of_units(words: str, stated: Quantity | Numbers) -> Iterator[tuple[Other, ...]]:
    """The words with each unit another one of its kind."""
    for match in _WORD.finditer(words):
        yield tuple(_read(words, stated, match.span(), OTHER_UNITS.get(match[0], ())))


def _scaled(digits: str) -> list[str]:
    value = float(digits.replace(",", ""))
    return [f"{value * factor:.12g}" for factor in FACTORS] if value else ["1"]


def _next_numbers(word: str) -> list[str]:
    """The numbers next to a number in words."""
    if word in ORDINALS:
        at = ORDINALS.index(word)
        return [*ORDINALS[max(at - 1, 0) : at], *ORDINALS[at + 1 : at + 2]]
    number = WORDS.get(word)
    return [] if number is None else [IN_WORDS[n] for n in (number - 1, number + 1) if n in IN_WORDS]


def _read(words: str, stated: Quantity | Numbers, span: tuple[int, int], instead: Sequence[str]) -> Iterator[Other]:
    """The words with others in one place, where they still state something of the same kind."""
    for other in instead:
        changed = words[: span[0]] + other + words[span[1] :]
        try:
            expectation = read(changed)
        except Unreadable:  # an interval that would end before it begins, say
            continue
        if type(expectation) is type(stated) and expectation.kind == stated.kind:  # "1 second" is no place in a row
            yield Other(changed, expectation)
