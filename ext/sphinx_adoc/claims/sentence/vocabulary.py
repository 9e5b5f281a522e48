"""The words that a project knows, and those that every language has: of how often, numbers, negations, quantifiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sphinx_adoc.claims.numbers import WORDS, amount
from sphinx_adoc.claims.words import BOUND
from sphinx_adoc.project.vocabulary import NUMBER, Kinds

HOW_OFTEN: Final = "how_often"
BUILT_IN: Final[Kinds] = {
    HOW_OFTEN: {
        "never": ("never",),
        "always": ("always",),
        "only": ("only",),
        "can": ("can", "may", "might", "sometimes"),
    }
}
BOUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "high": ("up to", "at most", "no more than", "not more than", "no longer than", "within", "at the latest"),
    "low": ("at least", "no less than", "no fewer than", "not less than", "no shorter than", "at the earliest"),
}
"""What names the upper and the lower end of an interval, right before a stated value."""

NEGATIONS: Final = frozenset({
    "no", "not", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "cannot", "without", "fail",
    "fails", "failed", "unless",
})  # fmt: skip
QUANTIFIERS: Final = frozenset({
    "all", "every", "each", "any", "both", "either", "most", "many", "few", "fewer", "several", "some", "half", "whole",
    "only", "always", "often", "sometimes", "usually", "mostly", "rarely", "seldom", "once", "twice", "can", "may",
    "might", "must", "could", "everybody", "everything", "somebody", "something",
})  # fmt: skip
EXTREMES: Final = frozenset({
    "first", "last", "earliest", "latest", "highest", "lowest", "longest", "shortest", "largest", "smallest",
    "greatest", "least", "best", "worst", "maximum", "minimum", "more", "less",
})  # fmt: skip
NUMBERS: Final = frozenset(WORDS) - {"once", "twice", "thrice"}


@dataclass(frozen=True)
class Vocabulary:
    """What a project calls things. ``own``: the kinds of its configuration."""

    own: Kinds = field(default_factory=dict)

    @cached_property
    def kinds(self) -> Kinds:
        """The project's kinds, and those that are built in where it has none of that name."""
        return {**BUILT_IN, **self.own}

    def members(self, kind: str) -> list[str]:
        """Return the members of a kind that are no numbers."""
        return [member for member in self.kinds[kind] if not self.counts(kind, member)]

    def counts(self, kind: str, member: str) -> bool:
        """Return whether a member of a kind is a number: its spellings have one."""
        return any(NUMBER in spelling for spelling in self.kinds.get(kind, {}).get(member, ()))


NO_WORDS: Final = Vocabulary()


def number_of(token: str) -> float | None:
    """Return the number that a token (in lower case) is, in digits or words; None where it is none."""
    if not token[:1].isdigit() and any(part not in NUMBERS for part in token.split("-")):
        return None
    amount_read = amount([token])
    return amount_read[0] if amount_read and amount_read[1] == 1 else None


def risky(token: str) -> str:
    """Return what kind of word a token (in lower case) is that a sentence's truth may hang on; '' for any other."""
    if token in NEGATIONS or token.endswith("n't"):
        return "negation"
    if token in QUANTIFIERS:
        return "quantifier"
    if token in EXTREMES:
        return "extreme"
    return "number" if number_of(token) is not None else ""


__all__ = ["BOUND", "BOUNDS", "HOW_OFTEN", "NO_WORDS", "Vocabulary", "number_of", "risky"]
