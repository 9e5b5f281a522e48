"""Did you mean: the name nearest to one that was not found.

Comparing with every name would take quadratic time on a large set with many dead references, so names are first
narrowed to those that share the rarest trigrams, within a fixed budget.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

BUDGET: Final = 4_000  # looked-up names for one question
SHORTLIST: Final = 12
MIN_SIMILARITY: Final = 0.72  # difflib's ratio from which two names may be the same, mistyped
SHORT: Final = 5  # letters up to which one wrong letter weighs more, so that
NEAR_SHORT: Final = 0.6  # is enough
SLIP: Final = 0.8  # the ratio from which a name was surely mistyped,
SLIPPED: Final = 2  # in as many letters more or less at most
_FEW: Final = 32  # names that may change in a list that is not made anew
MAX_NAME_CHARACTERS: Final = 200  # a longer name is no mistyped one


def did_you_mean(name: str | None, otherwise: str = "") -> str:
    """Return the hint at a name that was probably meant; ``otherwise`` where there is none."""
    return f"did you mean '{name}'?" if name else otherwise


class Names:
    """Names that can be asked for the nearest one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._fill(names)

    def _fill(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._nearest: dict[str, list[str]] = {}  # those that are equally near, by what was asked for
        self._at: dict[str, list[str]] = defaultdict(list)  # sorted
        for name in self._names:
            for trigram in _trigrams(name):
                self._at[trigram].append(name)

    def become(self, names: Iterable[str]) -> None:
        """Have other names; what was found stays where the names that came or went are not alike."""
        now = set(names)
        changed = now.symmetric_difference(self._names)
        if len(changed) > _FEW:  # each takes time that grows with the number of names
            self._fill(now)
            return
        touched: set[str] = set()
        for name in changed:
            trigrams = _trigrams(name)
            touched |= trigrams
            for there in (self._names, *(self._at[trigram] for trigram in trigrams)):
                if name in now:
                    insort(there, name)
                else:
                    del there[bisect_left(there, name)]
        if touched:
            self._nearest = {
                wanted: found for wanted, found in self._nearest.items() if touched.isdisjoint(_trigrams(wanted))
            }

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
        from difflib import SequenceMatcher  # most runs suggest nothing

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
        shared: Counter[str] = Counter()
        spent = 0
        for names in sorted((self._at.get(trigram, []) for trigram in sorted(_trigrams(wanted))), key=len):
            spent += len(names)
            if spent > BUDGET and shared:
                break
            shared.update(names[:BUDGET])
        return [name for name, _ in shared.most_common(SHORTLIST)]


def is_slip(wrong: str, right: str) -> bool:
    """Return whether one is the other with a letter or two mistyped: anything further away is a guess, and no
    remedy.
    """
    from difflib import SequenceMatcher  # as above

    near = abs(len(wrong) - len(right)) <= SLIPPED
    return near and SequenceMatcher(None, wrong, right, autojunk=False).ratio() >= SLIP


def _folded(name: str) -> str:
    """A name without the differences that matter least: case, and hyphen or blank for underscore."""
    return name.casefold().replace("-", "_").replace(" ", "_")


def _trigrams(name: str) -> set[str]:
    padded = f"  {_folded(name)} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
