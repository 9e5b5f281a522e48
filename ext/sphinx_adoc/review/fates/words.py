"""How the pieces of a page change: which are the same, which read otherwise, which differ in something else.

Not the source is compared but what it says: where lines break and what is a comment makes no difference. Tables are
compared cell by cell, lists item by item, listings line by line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from sphinx_adoc.review.input.lines import FileLines
from sphinx_adoc.review.states.piece import (
    ATTRIBUTE,
    FORMATTING,
    IN_HEADER,
    LOOSE,
    NOT_INCLUDED,
    RAW,
    STRUCTURE,
    TARGET,
    Feature,
    Line,
    Piece,
)
from sphinx_adoc.syntax.source import Place

from .formatted_spans import more_spans, without
from .matching import matcher

_CHANCE: Final = 2  # so few words stay by chance alone, between
_REWRITTEN: Final = 4  # words or more that were written anew on both sides of them
_WORD: Final = re.compile(r"[^ \t\n\r\f\v]+")  # a blank that keeps words together is a character of its own


@dataclass(frozen=True, slots=True)
class Detail:
    """Something about a piece that is another one now, and is no word of it. ``category`` and ``name`` as of a
    :class:`Feature`; ``before``, ``after``: its values, None where there is none; ``lines``: where they stand.
    """

    category: str
    name: str
    before: str | None
    after: str | None
    removed: Line | None
    added: Line | None


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that is another one now: ``before`` (None: it is new) and ``after`` (None: it is gone). ``words``: runs
    of words that stayed (=), went (-) and came (+), none where it reads as before; ``details``: what else differs;
    ``moved``: whether it stands elsewhere.
    """

    page: str
    before: Piece | None
    after: Piece | None
    words: tuple[tuple[str, str], ...] = ()
    details: tuple[Detail, ...] = ()
    moved: bool = False

    @property
    def piece(self) -> Piece:
        """The piece as it is now, or was."""
        piece = self.after or self.before
        assert piece is not None
        return piece

    @property
    def reads_otherwise(self) -> bool:
        """Whether its words are others."""
        return (self.before.text if self.before else "") != (self.after.text if self.after else "")


# -- how it changes ----------------------------------------------------------------------------------------------------


Pair = tuple[Piece | None, Piece | None]
"""A piece as it was and as it is; None: it is new, or gone."""


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """The numbers of the lines that a patch removes from files as they were (``old``) and adds to files as they are
    (``new``), by path. ``renamed``: old path to new.
    """

    old: Mapping[str, AbstractSet[int]] = field(default_factory=dict)
    new: Mapping[str, AbstractSet[int]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    _sorted: dict[tuple[int, str], list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of_files(cls, files: Iterable[FileLines], renamed: Mapping[str, str] | None = None) -> ChangedLines:
        """Return the lines of files that differ. ``renamed``: old path to new."""
        listed = [*files]
        removed = {file.old: frozenset(file.removed) for file in listed if file.old}
        added = {file.new: frozenset(file.added) for file in listed if file.new}
        return cls(removed, added, renamed or {})

    def removes(self, piece: Piece) -> bool:
        """Return whether a line of a piece as it was is removed."""
        return _touches(self.old, piece)

    def adds(self, piece: Piece) -> bool:
        """Return whether a line of a piece as it is was added."""
        return _touches(self.new, piece)

    def keeps(self, change: Change) -> bool:
        """Return whether all that changed is whether a line of no block, which the patch leaves alone, is read; or
        whether a directive was carried out, which a finding tells.
        """
        if change.piece.kind == NOT_INCLUDED:
            return change.before is None or change.after is None
        return self.keeps_line(change)

    def keeps_line(self, change: Change) -> bool:
        """Return whether all that changed is whether a line of no block, which the patch leaves alone, is read: as an
        attribute entry of a file that another page includes now, or no longer.
        """
        if change.piece.kind not in LOOSE or not (self.old or self.new):
            return False
        if change.before is None:
            return not self.adds(change.piece)
        return change.after is None and not self.removes(change.piece)

    def is_elsewhere(self, old: Place, new: Place) -> bool:
        """Return whether a line that is removed in one place and added in another is in another file, or has lines that
        stay on another side of it: the ends of lines may be all that changed.
        """
        return self.old_line(old.path, old.line) != self.new_line(new.path, new.line)

    def old_line(self, path: str, line: int) -> Line:
        """Return what a line of a file as it was is on both sides: the file's name now, and its number among the lines
        that stay; of one that is removed, that of the next one.
        """
        return self.renamed.get(path, path), line - self._changed_above(0, path, line)

    def new_line(self, path: str, line: int) -> Line:
        """Return the same of a line of a file as it is."""
        return path, line - self._changed_above(1, path, line)

    def _changed_above(self, side: int, path: str, line: int) -> int:
        if (side, path) not in self._sorted:
            self._sorted[side, path] = sorted((self.old, self.new)[side].get(path, ()))
        return bisect_left(self._sorted[side, path], line)

    def old_key(self, piece: Piece) -> Hashable:
        """Return what makes a piece as it was the same as one that is: its file, too."""
        path = piece.place.path
        return self.renamed.get(path, path), piece.key, piece.within

    def new_key(self, piece: Piece) -> Hashable:
        """Return the same of a piece as it is."""
        return piece.place.path, piece.key, piece.within


def _touches(changed: Mapping[str, AbstractSet[int]], piece: Piece) -> bool:
    return any(number in changed[path] for path, number in piece.lines if path in changed)


def changes(page: str, pairs: Sequence[Pair]) -> list[Change]:
    """Return the pieces of a page that are others now, in order."""
    return [changed_piece(page, old, new) for old, new in pairs if old is None or new is None or not old.reads_as(new)]


def changed_piece(page: str, old: Piece | None, new: Piece | None) -> Change:
    if old is None or new is None:
        return Change(page, old, new, (), tuple(_alone(old, new)))
    runs = words(old.text, new.text) if old.text != new.text else ()
    return Change(page, old, new, runs, tuple(_said_once(new.kind, [*_details(old, new)])))


def _said_once(kind: str, details: Sequence[Detail]) -> Iterator[Detail]:
    """The details without those that say again what another one says: the style that makes a block's kind, and the
    values of a macro as one text.
    """
    changed = {detail.name for detail in details}
    for detail in details:
        repeats_kind = detail.name == f"{kind} style" and f"{kind} kind" in changed
        repeats_values = detail.name == kind and any(name.startswith(f"{kind} ") for name in changed)
        if not repeats_kind and not repeats_values:
            yield detail


def _alone(old: Piece | None, new: Piece | None) -> Iterator[Detail]:
    """What a reviewer wants to know of a piece that came or went, besides its words."""
    for piece, gone in ((old, True), (new, False)):
        for feature in piece.features if piece else ():
            loose = piece and piece.kind in LOOSE and feature.name != IN_HEADER
            if feature.category in (TARGET, RAW, ATTRIBUTE) or loose:
                before, after = (feature.value, None) if gone else (None, feature.value)
                removed, added = (feature.line, None) if gone else (None, feature.line)
                yield Detail(feature.category, feature.name, before, after, removed, added)


def _details(old: Piece, new: Piece) -> Iterator[Detail]:
    """What differs between two pieces besides their words, in the order of the names."""
    same_words = old.text == new.text
    same_targets = same_words or old.without_ids.text == new.without_ids.text
    gone, came = _by_name(old), _by_name(new)
    anew = not same_words and {*old.text.split()}.isdisjoint(new.text.split())
    for name in [*gone, *(name for name in came if name not in gone)]:
        if anew and name[0] == FORMATTING:  # it belongs to the words
            continue
        both = gone.get(name, []), came.get(name, [])
        if name[0] == FORMATTING and not same_words:
            left, right = more_spans(*both)
        else:
            left, right = _apart(*both, same_words=same_targets if name[0] == TARGET else same_words)
        for one, other in zip_longest(left, right):
            same_file = name[1] == "include" and one and other and _included(one) == _included(other)
            yield Detail(
                *((STRUCTURE, "include") if same_file else name),
                one.value if one else None,
                other.value if other else None,
                one.line if one else None,
                other.line if other else None,
            )


def _included(include: Feature) -> str:
    return include.value.partition("[")[0]


def _by_name(piece: Piece) -> dict[tuple[str, str], list[Feature]]:
    """The features of a piece by category and name."""
    named: dict[tuple[str, str], list[Feature]] = {}
    for feature in piece.features:
        named.setdefault((feature.category, feature.name), []).append(feature)
    return named


def _apart(old: Sequence[Feature], new: Sequence[Feature], *, same_words: bool) -> tuple[list[Feature], list[Feature]]:
    """Those of two lists of features whose values are not in the other one; of the same values in another order, those
    that stand at other words, or, where all words are the same, elsewhere among them.
    """
    counted = Counter(feature.value for feature in old), Counter(feature.value for feature in new)
    if counted[0] != counted[1] or len(counted[0]) < 2:
        kept = counted[0] & counted[1]
        return without(old, kept), without(new, kept)
    pairs = zip(old, new, strict=True) if same_words else _of_the_same_words(old, new)
    differing = [(one, other) for one, other in pairs if one.value != other.value]
    return [one for one, _ in differing], [other for _, other in differing]


def _of_the_same_words(old: Sequence[Feature], new: Sequence[Feature]) -> Iterator[tuple[Feature, Feature]]:
    counted = Counter(feature.words for feature in new)
    there = {feature.words: feature for feature in new if feature.words and counted[feature.words] == 1}
    yield from ((feature, there[feature.words]) for feature in old if feature.words in there)


def words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Runs of words that stayed (=), went (-) and came (+)."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    blocks = [block for block in matcher(old, new).get_matching_blocks() if block.size]
    runs: list[tuple[str, str]] = []
    old_at = new_at = 0
    for number, (first, second, size) in enumerate(blocks):
        next_first, next_second, _ = blocks[number + 1] if number + 1 < len(blocks) else (len(old), len(new), 0)
        anew_before = max(first - old_at, second - new_at)
        anew_behind = max(next_first - first, next_second - second) - size
        if size <= _CHANCE and min(anew_before, anew_behind) >= _REWRITTEN:
            continue
        runs += _runs(old[old_at:first], new[new_at:second])
        runs.append(("=", " ".join(old[first : first + size])))
        old_at, new_at = first + size, second + size
    return (*runs, *_runs(old[old_at:], new[new_at:]))


def _runs(gone: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from [("-", " ".join(gone))] if gone else []
    yield from [("+", " ".join(came))] if came else []
