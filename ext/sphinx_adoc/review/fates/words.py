"""How the pieces of a page change: which are the same, which read otherwise, which differ in something else.

Not the source is compared but what it says: where lines break and what is a comment makes no difference. Tables are
compared cell by cell, lists item by item, listings line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from sphinx_adoc.review.states.piece import (
    ANCHOR,
    ATTRIBUTE,
    FORMATTING,
    IN_HEADER,
    LOOSE,
    RAW,
    TARGET,
    Feature,
    Line,
    Piece,
)

ALIKE: Final = 0.4  # the share of common words from which one block is another one, changed
MOST: Final = 4_000_000  # pairs of blocks that are compared one by one; beyond them only rare ones guide
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
    of words that stayed (=), went (-) and came (+), none where it reads as before; ``details``: what else differs.
    """

    page: str
    before: Piece | None
    after: Piece | None
    words: tuple[tuple[str, str], ...] = ()
    details: tuple[Detail, ...] = ()

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

    def removes(self, piece: Piece) -> bool:
        """Return whether a line of a piece as it was is removed."""
        return _touches(self.old, piece)

    def adds(self, piece: Piece) -> bool:
        """Return whether a line of a piece as it is was added."""
        return _touches(self.new, piece)

    def old_key(self, piece: Piece) -> Hashable:
        """Return what makes a piece as it was the same as one that is: its file, too."""
        path = piece.place.path
        return self.renamed.get(path, path), piece.key

    def new_key(self, piece: Piece) -> Hashable:
        """Return the same of a piece as it is."""
        return piece.place.path, piece.key


UNKNOWN: Final = ChangedLines()


def _touches(changed: Mapping[str, AbstractSet[int]], piece: Piece) -> bool:
    return any(number in changed[path] for path, number in piece.lines if path in changed)


def aligned(before: Sequence[Piece], after: Sequence[Piece], changed: ChangedLines) -> list[Pair]:
    """Return the pieces of a page beside those that they were, in order: first the blocks, then the lines of none."""
    pairs: list[Pair] = []
    for loose in (False, True):
        old, new = ([piece for piece in side if (piece.kind in LOOSE) == loose] for side in (before, after))
        pairs += _aligned(old, new, changed)
    return pairs


def _aligned(before: Sequence[Piece], after: Sequence[Piece], changed: ChangedLines) -> list[Pair]:
    """What the patch does not touch first, which stands in the same order on both sides; then what is between."""
    untouched = [(number, changed.old_key(piece)) for number, piece in enumerate(before) if not changed.removes(piece)]
    others = [(number, changed.new_key(piece)) for number, piece in enumerate(after) if not changed.adds(piece)]
    pairs: list[Pair] = []
    old_start = new_start = 0
    for first, second in _matched([key for _, key in untouched], [key for _, key in others]):
        old_end, new_end = untouched[first][0], others[second][0]
        if old_end > old_start or new_end > new_start:
            pairs += _between(before[old_start:old_end], after[new_start:new_end], changed)
        pairs.append((before[old_end], after[new_end]))
        old_start, new_start = old_end + 1, new_end + 1
    return _runs_from_titles([*pairs, *_between(before[old_start:], after[new_start:], changed)])


def _between(old: Sequence[Piece], new: Sequence[Piece], changed: ChangedLines) -> Iterator[Pair]:
    old_start = new_start = 0
    both_ends = (len(old), len(new))
    for old_end, new_end in [*_matched([*map(changed.old_key, old)], [*map(changed.new_key, new)]), both_ends]:
        yield from _paired(old[old_start:old_end], new[new_start:new_end])
        if (old_end, new_end) != both_ends:
            yield old[old_end], new[new_end]
        old_start, new_start = old_end + 1, new_end + 1


def _matched(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The numbers of those that are the same, in order."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        yield start, start
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, *middle, autojunk=len(middle[0]) * len(middle[1]) > MOST)
    for block in matcher.get_matching_blocks():
        yield from ((start + block.a + step, start + block.b + step) for step in range(block.size))
    yield from zip(range(len(old) - end, len(old)), range(len(new) - end, len(new)), strict=True)


def _runs_from_titles(pairs: list[Pair]) -> list[Pair]:
    """The pairs with runs of pieces that came or went moved up so that they begin with a title, where that says the
    same: of two equal titles the new one is the one with the new text.
    """
    at = 0
    while at < len(pairs):
        start, there = at, 1 if pairs[at][0] is None else 0
        while at < len(pairs) and pairs[at][1 - there] is None:
            at += 1
        if at > start:
            _move_run_up(pairs, start, at, there)
        at += at == start
    return pairs


def _move_run_up(pairs: list[Pair], start: int, end: int, there: int) -> None:
    """Move one run up. ``there``: the side of a pair that its pieces are on."""
    for up in range(min(end - start, start) + 1):
        first = pairs[start - up][there]
        if first is not None and first.kind == "title":
            others: list[Piece | None] = [None] * (end - start)
            others += [pairs[at][1 - there] for at in range(start - up, start)]
            for at, other in zip(range(start - up, end), others, strict=True):
                piece = pairs[at][there]
                pairs[at] = (other, piece) if there else (piece, other)
            return
        above, last = pairs[start - up - 1] if start > up else (None, None), pairs[end - up - 1][there]
        piece = above[there]
        if above[1 - there] is None or piece is None or last is None or piece.key != last.key:
            return


def changes(page: str, pairs: Sequence[Pair]) -> list[Change]:
    """Return the pieces of a page that are others now, in order."""
    return [_changed(page, old, new) for old, new in pairs if old is None or new is None or not old.reads_as(new)]


def _paired(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """Pieces that went and came: those that are alike are one, changed."""
    if len(old) == len(new) == 1 and old[0].kind == new[0].kind:
        yield old[0], new[0]
        return
    at = 0
    kept = frozenset[str]().union(*map(_ids, old)) & frozenset[str]().union(*map(_ids, new))
    for piece in old:
        likely = [(_likeness(piece, other, kept), -number) for number, other in enumerate(new[at : at + 50], at)]
        best, number = max(likely, default=(0.0, 0))
        if best < ALIKE:
            yield piece, None
            continue
        yield from ((None, other) for other in new[at:-number])
        yield piece, new[-number]
        at = 1 - number
    yield from ((None, other) for other in new[at:])


def _changed(page: str, old: Piece | None, new: Piece | None) -> Change:
    if old is None or new is None:
        return Change(page, old, new, (), tuple(_alone(old, new)))
    runs = words(old.text, new.text) if old.text != new.text else ()
    return Change(page, old, new, runs, tuple(_details(old, new)))


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
    gone, came = _by_name(old, same_words=same_words), _by_name(new, same_words=same_words)
    for name in [*gone, *(name for name in came if name not in gone)]:
        left, right = _apart(gone.get(name, []), came.get(name, []))
        for one, other in zip_longest(left, right):
            yield Detail(
                *name[:2],
                one.value if one else None,
                other.value if other else None,
                one.line if one else None,
                other.line if other else None,
            )


def _by_name(piece: Piece, *, same_words: bool) -> dict[tuple[str, str], list[Feature]]:
    """The features of a piece by category and name. Where the words differ, what is formatted does too: then only how
    often it comes counts.
    """
    named: dict[tuple[str, str], list[Feature]] = {}
    for feature in piece.features:
        if feature.category == FORMATTING and not same_words:
            feature = replace(feature, value="")
        named.setdefault((feature.category, feature.name), []).append(feature)
    return named


def _apart(old: Sequence[Feature], new: Sequence[Feature]) -> tuple[list[Feature], list[Feature]]:
    """Those of two lists of features whose values are not in the other one."""
    kept = Counter(feature.value for feature in old) & Counter(feature.value for feature in new)
    return _without(old, kept), _without(new, kept)


def _without(features: Sequence[Feature], kept: Counter[str]) -> list[Feature]:
    left = kept.copy()
    rest = []
    for feature in features:
        if left[feature.value] > 0:
            left[feature.value] -= 1
        else:
            rest.append(feature)
    return rest


def _likeness(one: Piece, other: Piece, kept: AbstractSet[str]) -> float:
    """How alike two pieces are; those of one explicit id, and cells of one place, are one piece. ``kept``: the ids that
    are on both sides.
    """
    if one.kind != other.kind:
        return 0.0
    if one.where and one.where == other.where:
        return 1.0
    if held := (_ids(one) | _ids(other)) & kept:
        return float(held <= _ids(one) & _ids(other))
    return SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False).ratio()


def _ids(piece: Piece) -> set[str]:
    return {feature.value for feature in piece.features if feature.category == ANCHOR}


def words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Runs of words that stayed (=), went (-) and came (+)."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    blocks = [block for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks() if block.size]
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


def moved(changes: Sequence[Change]) -> tuple[list[Change], list[tuple[Piece, Piece]]]:
    """Return the changes without the pieces that went in one place and came, as they were, in another; and these."""
    came: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        if change.before is None and change.after is not None:
            came.setdefault(change.after.key, []).append(change)
    pairs: list[tuple[Piece, Piece]] = []
    taken: set[int] = set()
    for change in changes:
        if change.after is None and change.before is not None and (there := came.get(change.before.key)):
            other = there.pop(0)
            taken |= {id(change), id(other)}
            pairs.append((change.before, other.piece))
    return [change for change in changes if id(change) not in taken], pairs


@dataclass(frozen=True, slots=True)
class Comparison:
    """``pairs``: all pieces of each page beside those that they were; ``changes``: those that are others; ``moved``:
    those that stand elsewhere, as they were; ``markup_only``: how many are written otherwise in the source, and are the
    same for a reader.
    """

    pairs: Mapping[str, Sequence[Pair]]
    changes: tuple[Change, ...]
    moved: tuple[tuple[Piece, Piece], ...]
    markup_only: int


Pages = Mapping[str, Sequence[Piece]]
"""The pieces of each page, by its path."""


def compare(before: Mapping[str, Pages], after: Mapping[str, Pages], changed: ChangedLines) -> Comparison:
    """Return how pages differ. ``before``, ``after``: the pages of each variant."""
    pairs: dict[str, list[Pair]] = {}
    for variant in after:
        for page, page_pairs in _pairs_by_page(before.get(variant, {}), after[variant], changed):
            pairs.setdefault(page, []).extend(page_pairs)
    listed = [change for page, page_pairs in pairs.items() for change in changes(page, page_pairs)]
    once = {(change.before, change.after): change for change in reversed(listed)}  # in several variants, or pages
    kept, elsewhere = moved([*reversed(once.values())])
    return Comparison(pairs, tuple(kept), tuple(elsewhere), _markup_only(pairs))


def _pairs_by_page(before: Pages, after: Pages, changed: ChangedLines) -> Iterator[tuple[str, list[Pair]]]:
    was = {new: old for old, new in changed.renamed.items()}
    for page in sorted({*after, *(name for name in before if name not in was.values())}):
        yield page, aligned(before.get(was.get(page, page), []), after.get(page, []), changed)


def _markup_only(pairs: Mapping[str, Sequence[Pair]]) -> int:
    """How many pieces are written otherwise and are the same, each counted once."""
    both = {(old.lines, new.lines): old.markup != new.markup and old.reads_as(new)
            for page_pairs in pairs.values() for old, new in page_pairs if old and new}  # fmt: skip
    return sum(both.values())
