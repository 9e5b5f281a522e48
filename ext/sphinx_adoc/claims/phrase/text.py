"""Words held against a computed text: the same text, or two readings of it that are equal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from sphinx_adoc.claims.units import NUMBER

from .dates import read_moment, read_span
from .expectation import Expectation, Names, NotNamed, Numbers, Pairs, Quantity, Word
from .measure import Unreadable
from .read import normal, read
from .value import NONE, Declared, Mismatch, a
from .versions import as_version, read_versions

_ALIKE: Final = (  # words that say the same of a text; "required" is not what "allowed" is
    frozenset(["yes", "true", "on", "enabled", "turned on", "switched on"]),
    frozenset(["no", "false", "off", "disabled", "turned off", "switched off", "not enabled"]),
    frozenset([
        "no", "never", "cannot", "can not", "can't", "does not", "doesn't", "do not", "never does", "will not", "won't",
    ]),
)  # fmt: skip
_OFTEN: Final = frozenset.union(*_ALIKE)


@dataclass(frozen=True, slots=True)
class StatedText(Expectation):
    """Words and literal names that are held against a text."""

    words: str
    names: tuple[str, ...] = ()

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether a text says what the words say: literally (case is ignored), or as an amount, a date, a
        version or a truth value that both can be read as.
        """
        text = str(value)
        if text.casefold() == normal(self.words).casefold() or same(self.words, text):
            return True
        if not self.names and (_version(self.words, text) or _moment(self.words, text)):
            return True
        expected = _read(self.words, self.names)
        if isinstance(expected, Names | NotNamed):
            return expected.accepts(text)
        if isinstance(expected, Quantity | Numbers):
            return self._amount(expected, text)
        spellings = {text.casefold(), expected.word.casefold()} if isinstance(expected, Word) else set()
        if spellings and spellings <= _OFTEN:
            return any(spellings <= alike for alike in _ALIKE)
        return False

    def _amount(self, expected: Quantity | Numbers, text: str) -> bool:
        """Whether a text states an amount that is the expected one."""
        computed = _read(text)
        if expected.kind == NUMBER and "." in text and as_version(text):
            return False  # "3.10" is no number
        if not isinstance(computed, Quantity) or computed.low != computed.high:
            raise Mismatch(f"an amount is stated, but the computed value is the text '{text}'")
        if computed.kind != expected.kind:
            raise Mismatch(f"{a(expected.kind)} is stated, but the computed text '{text}' is {a(computed.kind)}")
        return expected.accepts(computed.low, {expected.kind: 1.0})


@dataclass(frozen=True, slots=True)
class File(Expectation):
    """A path, as it is written."""

    words: str

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether it is the same path; a slash at its end is none."""
        return PurePath(normal(self.words)) == PurePath(value)

    def shown(self, value: Any, declared: Declared = NONE) -> str:
        """Return the value as text."""
        return str(value)


def same(words: str, text: str) -> bool:
    """Return whether words are a text, letter for letter but for blanks and quotes around it."""
    stated = " ".join(words.split())
    return stated in (text, " ".join(text.split())) or re.sub(r"^[\"'“‘](.*)[\"'”’]$", r"\1", stated) == text


def _read(words: str, names: tuple[str, ...] = ()) -> Expectation | None:
    try:
        expected = read(words, names)
    except Unreadable:
        return None
    return None if isinstance(expected, Pairs) else expected


def _moment(words: str, text: str) -> bool:
    """Whether both are dates, or times of day, and the same."""
    stated, computed = read_moment(words) or read_span(words), read_moment(text)
    if stated is None or computed is None or (computed.year is None and computed.hour is None):
        return False
    try:
        return stated.accepts(computed)
    except Mismatch:
        return False


def _version(words: str, text: str) -> bool:
    """Whether the words speak of versions and the text is one of them."""
    versions = read_versions(words)
    return versions is not None and as_version(text) is not None and versions.accepts(text)
