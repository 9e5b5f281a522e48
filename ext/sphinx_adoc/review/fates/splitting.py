"""Texts that were split, or joined: one paragraph that is two now says what it said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.review.states.piece import STRUCTURE, Feature, Line, Piece

from .words import Pair

_KINDS: Final = {"paragraph": "paragraphs", "item": "items"}  # of pieces that may be parts of each other
_MOST: Final = 1_000_000  # pairs of words that are compared; texts that are longer were written anew
_PART: Final = 0.6  # the share of the shorter text's words that the other one has as well
_SAME: Final = 0.5  # of the words of all of them
_EDGE: Final = 3  # words or more that went from the end of one text to the begin of the next
_GAP: Final = 2  # lines from one text to the next, a blank one between them
_SHOWN: Final = 5  # words with which a part begins


def with_split_texts(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of a page with texts as one that are parts of one text on the other side."""
    made: list[Pair] = []
    at = 0
    while at < len(pairs):
        end = at
        run = _Run()
        while end < len(pairs) and _differs(pairs[end]) and run.goes_on(pairs[end]):
            end += 1
        made += _with_groups(pairs[at:end]) if end > at + 1 else pairs[at:end]
        if end == at:  # one that does not differ
            made.append(pairs[end])
        at = max(end, at + 1)
    return made


def _differs(pair: Pair) -> bool:
    old, new = pair
    return old is None or new is None or old.text != new.text or old.kind not in _KINDS


class _Run:
    """A run of pairs that follow each other in their files: what is between them may not have been read."""

    def __init__(self) -> None:
        self._last: dict[int, Line] = {}  # by the side

    def goes_on(self, pair: Pair) -> bool:
        """Return whether a pair follows the one before."""
        for side, piece in enumerate(pair):
            if piece is None or piece.kind not in _KINDS or not piece.lines:
                continue
            last, first = self._last.get(side), min(piece.lines)
            if last is not None and not (last[0] == first[0] and 0 < first[1] - last[1] <= _GAP):
                return False
            self._last[side] = max(piece.lines)
        return True


def _texts(pieces: Iterator[Piece | None]) -> list[Piece]:
    return [piece for piece in pieces if piece is not None and piece.kind in _KINDS and piece.text]


def _with_groups(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """A run of pairs that differ, with those as one that are parts of one text."""
    old, new = _texts(pair[0] for pair in pairs), _texts(pair[1] for pair in pairs)
    if not old or not new or (len(old) + len(new) < 3 and old[0].kind == new[0].kind):
        return pairs
    groups = [group for group in _groups(old, new) if group.is_of_one_text()]
    by_piece = {id(piece): group for group in groups for piece in (*group.old, *group.new)}
    made: list[Pair] = []
    for one, other in pairs:
        for piece in (one, other):
            group = by_piece.get(id(piece))
            if group is not None and not group.told:
                group.told = True
                made.append(group.pair())
        rest = (one if id(one) not in by_piece else None), (other if id(other) not in by_piece else None)
        made += [rest] if rest != (None, None) else []
    return made


@dataclass(slots=True, eq=False)
class _Group:
    """Texts of both sides that have their words in common. ``common``: how many."""

    old: list[Piece] = field(default_factory=list)
    new: list[Piece] = field(default_factory=list)
    common: int = 0
    told: bool = False

    def is_of_one_text(self) -> bool:
        """Return whether they say much the same in other parts, or as something else."""
        if not self.old or not self.new:
            return False
        kinds = {piece.kind for piece in (*self.old, *self.new)}
        other_parts = len(self.old) + len(self.new) > 2 or len(kinds) > 1
        amounts = [sum(len(piece.text.split()) for piece in side) for side in (self.old, self.new)]
        return other_parts and self.common >= _SAME * max(amounts)

    def pair(self) -> Pair:
        """Return them as one text on each side."""
        kinds = {piece.kind for piece in (*self.old, *self.new)}
        if len(kinds) == 1:
            name = _KINDS[kinds.pop()]
            return _joined(self.old, name, [name]), _joined(self.new, name, [name])
        return _joined(self.old, "text", []), _joined(self.new, "text", [])


def _joined(parts: Sequence[Piece], name: str, known: Sequence[str]) -> Piece:
    """Several texts as one, which says how many parts it has. ``name``: what that is told as; ``known``: the kinds that
    it names.
    """
    first = parts[0]
    counted = Counter(part.kind for part in parts)
    amount = ", ".join(str(number) if known else number_of(number, kind) for kind, number in counted.items())
    if len(parts) > 1:
        words = parts[1].text.split()
        amount += f", the second from '{' '.join(words[:_SHOWN])}{' ...' if len(words) > _SHOWN else ''}' on"
    features: list[Feature] = []
    for part in parts:
        again = {feature.key for feature in features if feature.name == "nesting"}
        features += [each for each in part.features if each.key not in again and (known or each.name != "nesting")]
    line = (parts[-1].place.path, parts[-1].place.line)
    return replace(
        first,
        text=" ".join(part.text for part in parts),
        markup=" ".join(part.markup for part in parts),
        features=(*features, Feature(STRUCTURE, name, amount, line)),
        lines=frozenset().union(*(part.lines for part in parts)),
        parts=tuple(parts),
    )


class _Overlap:
    """The words that two texts have in common: where they begin and end in each."""

    __slots__ = ("amount", "new_first", "new_last", "old_first", "old_last")

    def __init__(self, old_at: int, new_at: int) -> None:
        self.amount = 0
        self.old_first, self.new_first = old_at, new_at
        self.old_last, self.new_last = old_at, new_at

    def add(self, old_at: int, new_at: int) -> None:
        """Go on to the next word that is in both."""
        self.amount += 1
        self.old_last, self.new_last = old_at, new_at

    def joins(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Return whether one text is much of the other one, or its end the begin of the other one."""
        if self.amount >= _PART * min(len(old), len(new)):
            return True
        at_edge = self.old_last == len(old) - 1 and self.new_first == 0
        at_edge |= self.old_first == 0 and self.new_last == len(new) - 1
        spans = self.old_last - self.old_first + 1, self.new_last - self.new_first + 1
        return at_edge and self.amount >= _EDGE and spans == (self.amount, self.amount)


def _overlaps(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> dict[tuple[int, int], _Overlap]:
    """What texts of both sides have in common, by their numbers."""
    before, after = ([(number, at, word) for number, words in enumerate(side) for at, word in enumerate(words)]
                     for side in (old, new))  # fmt: skip
    if len(before) * len(after) > _MOST:
        return {}
    matcher = SequenceMatcher(None, [each[2] for each in before], [each[2] for each in after], autojunk=False)
    overlaps: dict[tuple[int, int], _Overlap] = {}
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            (one, old_at, _), (other, new_at, _) = before[block.a + step], after[block.b + step]
            overlaps.setdefault((one, other), _Overlap(old_at, new_at)).add(old_at, new_at)
    return overlaps


def _groups(old: Sequence[Piece], new: Sequence[Piece]) -> list[_Group]:
    """The texts of both sides by what they have in common."""
    old_words, new_words = ([piece.text.split() for piece in side] for side in (old, new))
    groups: list[_Group] = []
    of_old: dict[int, _Group] = {}
    of_new: dict[int, _Group] = {}
    for (one, other), overlap in sorted(_overlaps(old_words, new_words).items(), key=lambda item: item[0]):
        if not overlap.joins(old_words[one], new_words[other]):
            continue
        group = of_old.get(one) or of_new.get(other)
        if group is None:
            group = _Group()
            groups.append(group)
        group.old += [old[one]] if one not in of_old else []
        group.new += [new[other]] if other not in of_new else []
        of_old[one] = of_new[other] = group
        group.common += overlap.amount
    return groups
