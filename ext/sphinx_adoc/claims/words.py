"""Words of a sentence that a claim can be called with, and how a claim was read, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sphinx_adoc.syntax.source import Span

BOUND: Final = "bound"
"""The kind of "up to" and "at least" before a stated value, which name an end of a computed interval."""

CLAUSE, SENTENCE, GIVEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary where it stands. ``kind``, ``member``: which it is; ``text``: as it is written.

    ``number``: what stands for ``{}`` in its spelling. ``near``: how near it is to the claim: in its clause, in its
    sentence, or handed on to it. ``group``: words of a list have the same. ``targets``: the ids of the only claims that
    it belongs to (none: of all). ``stated``: it is part of a stated value, which hands it on.
    """

    kind: str
    member: str
    text: str
    span: Span
    spelling: str = ""
    number: float | None = None
    near: int = CLAUSE
    group: int = 0
    targets: tuple[str, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How a claim was read. ``call``: what was computed, "splits(mode='802.3ad')"; ``in_words``: that, and what
    it was to be, "splits(mode='802.3ad') is never". ``taken``: where the words stand that were given to the call.
    """

    call: str
    in_words: str
    taken: tuple[Span, ...] = ()

    def with_taken(self, taken: tuple[Span, ...]) -> Reading:
        """Return this reading of one call among several, which took these words together."""
        return replace(self, taken=taken)
