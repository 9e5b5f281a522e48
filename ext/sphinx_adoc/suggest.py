"""Did you mean: the name nearest to one that was not found.

Comparing with every name would take quadratic time on a large set with many dead references, so names are first
narrowed to those that share the rarest trigrams, within a fixed budget.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

BUDGET: Final = 4_000  # looked-up names for one question
SHORTLIST: Final = 12
MIN_SIMILARITY: Final = 0.72  # difflib's ratio from which two names may be the same, mistyped
SHORT: Final = 5  # letters up to which one wrong letter weighs more, so that
NEAR_SHORT: Final = 0.6  # is enough
SLIP: Final = 0.8  # the ratio from which a name was surely mistyped,
SLIPPED: Final = 2  # in as many letters more or less at most
MAX_NAME_CHARACTERS: Final = 200  # a longer name is no mistyped one


def did_you_mean(name: str | None, otherwise: str = "") -> str:
    """Return the hint at a name that was probably meant; ``otherwise`` where there is none."""
    return f"did you mean '{name}'?" if name else otherwise


class Names:
    """Names that can be asked for the nearest one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._nearest: dict[str, list[str]] = {}  # those that are equally near, by what was asked for
        self._at: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for trigram in _trigrams(name):
                self._at[trigram].append(number)

    def are(self, names: Iterable[str]) -> bool:
        """Tell whether these are the names."""
        return self._names == sorted(set(names))

    def __contains__(self, name: str) -> bool:
        at = bisect_left(self._names, name)
        return at < len(self._names) and self._names[at] == name

    def nearest(self, wanted: str, prefer: frozenset[str] = frozenset()) -> str | None:
        """Return the nearest name, or None when none is near. Of equally near ones, one of ``prefer``, then the
        first.
        """
        if wanted not in self._nearest:
            self._nearest[wanted] = self._nearest_to(wanted) if len(wanted) <= MAX_NAME_CHARACTERS else []
        return min(self._nearest[wanted], key=lambda name: (name not in prefer, name), default=None)

    def _nearest_to(self, wanted: str) -> list[str]:
        """The names that are nearest to one, all equally near; none where none is near."""
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(_folded(wanted))
        near = NEAR_SHORT if len(wanted) <= SHORT else MIN_SIMILARITY
        best, names = 0.0, list[str]()
        for name in self._shortlist(wanted):
            matcher.set_seq1(_folded(name))
            if matcher.real_quick_ratio() < near or matcher.quick_ratio() < near or (ratio := matcher.ratio()) < near:
                continue
            if ratio > best:
                best, names = ratio, []
            if ratio == best:
                names.append(name)
        return names

    def _shortlist(self, wanted: str) -> list[str]:
        """The names that share most trigrams, the rarest trigrams first, within the budget."""
        shared: Counter[int] = Counter()
        spent = 0
        for numbers in sorted((self._at.get(trigram, []) for trigram in sorted(_trigrams(wanted))), key=len):
            spent += len(numbers)
            if spent > BUDGET and shared:
                break
            shared.update(numbers[:BUDGET])
        return [self._names[number] for number, _ in shared.most_common(SHORTLIST)]


def is_slip(wrong: str, right: str) -> bool:
    """Return whether one is the other with a letter or two mistyped: anything further away is a guess, and no
    remedy.
    """
    near = abs(len(wrong) - len(right)) <= SLIPPED
    return near and SequenceMatcher(None, wrong, right, autojunk=False).ratio() >= SLIP


def _folded(name: str) -> str:
    """A name without the differences that matter least: case, and hyphen or blank for underscore."""
    return name.casefold().replace("-", "_").replace(" ", "_")


def _trigrams(name: str) -> set[str]:
    padded = f"  {_folded(name)} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
