"""Which pieces of a page are which, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from sphinx_adoc.review.states.piece import ANCHOR, LOOSE, Line, Piece

from .labels import with_items_around, with_labels
from .matching import ALIKE, matched, matcher
from .splitting import with_split_texts
from .tables import with_tables
from .words import ChangedLines, Pair


def aligned(pages: Iterable[tuple[Sequence[Piece], Sequence[Piece]]], changed: ChangedLines) -> Iterator[list[Pair]]:
    """Yield for each page, as it was and as it is, its pieces beside those that they were, in order: first the blocks,
    then the lines of none.
    """
    parts = [[_Part(before, after, changed, loose=loose) for loose in (False, True)] for before, after in pages]
    own = _OwnLines([part for page in parts for part in page], changed)
    for blocks, lines in parts:
        pairs = with_labels(blocks.pairs(own), blocks.before, blocks.after, _texts)
        pairs = with_items_around(pairs, blocks.before, blocks.after)
        yield with_split_texts(with_tables([*pairs, *lines.pairs(own)]))


class _Part:
    """The blocks of a page on both sides, or its lines of none (``loose``). ``same``: the numbers of those that the
    patch does not touch, that say the same, and that stand in the same order; ``old``, ``new``: the other ones that it
    does not touch, each with the number of the gap between those that it stands in.
    """

    def __init__(self, before: Sequence[Piece], after: Sequence[Piece], changed: ChangedLines, *, loose: bool) -> None:
        self.before, self.after = ([each for each in side if (each.kind in LOOSE) == loose] for side in (before, after))
        self._changed = changed
        old = [(at, changed.old_key(piece)) for at, piece in enumerate(self.before) if not changed.removes(piece)]
        new = [(at, changed.new_key(piece)) for at, piece in enumerate(self.after) if not changed.adds(piece)]
        pairs = matched([key for _, key in old], [key for _, key in new])
        self.same = [(old[first][0], new[second][0]) for first, second in pairs]
        self.old = [*_in_gaps(self.before, [at for at, _ in old], [one for one, _ in self.same])]
        self.new = [*_in_gaps(self.after, [at for at, _ in new], [other for _, other in self.same])]

    def pairs(self, own: _OwnLines) -> list[Pair]:
        """Return what the patch does not touch first, which stands in the same order on both sides; then what is
        between.
        """
        pairs: list[Pair] = []
        old_start = new_start = 0
        ends = len(self.before), len(self.after)
        for old_end, new_end in [*self.same, ends]:
            if old_end > old_start or new_end > new_start:
                old, new = self.before[old_start:old_end], self.after[new_start:new_end]
                pairs += _between(own.without(old), own.without(new), self._changed)
                pairs += own.pairs(old, new)
            if (old_end, new_end) != ends:
                pairs.append((self.before[old_end], self.after[new_end]))
            old_start, new_start = old_end + 1, new_end + 1
        return _runs_from_titles(pairs)


def _in_gaps(pieces: Sequence[Piece], wanted: Sequence[int], same: Sequence[int]) -> Iterator[tuple[Piece, int]]:
    """Some pieces, but for those that are the same, with how many of these stand above each. All by their numbers."""
    gap = 0
    for at in wanted:
        if gap < len(same) and same[gap] == at:
            gap += 1
        else:
            yield pieces[at], gap


class _OwnLines:
    """What the patch does not touch and an include carries elsewhere: to another place of its page, or to another page.
    It is no other text there, and nothing else is what it was.
    """

    def __init__(self, parts: Sequence[_Part], changed: ChangedLines) -> None:
        self._partner: dict[int, Piece | None] = {}  # by the ``id`` of a piece of either side; None: on another page
        there: dict[Hashable, list[tuple[int, int, Piece]]] = {}
        for number, part in enumerate(parts if changed.old or changed.new else ()):
            for piece, gap in part.new:
                there.setdefault(_source(piece, changed.new_line), []).append((number, gap, piece))
        left: list[tuple[Hashable, Piece]] = []
        for number, part in enumerate(parts if there else ()):
            for piece, gap in part.old:
                key = _source(piece, changed.old_line)
                own = next((each for each in there.get(key, ()) if each[0] == number), None)
                if own is None:
                    left.append((key, piece))
                    continue
                there[key].remove(own)
                if own[1] != gap:
                    self._partner[id(piece)], self._partner[id(own[2])] = own[2], piece
        for key, piece in left:
            if others := there.get(key):
                self._partner[id(piece)] = self._partner[id(others.pop(0)[2])] = None
        if changed.old or changed.new:
            for piece in _of_files_that_went(parts, changed):
                self._partner.setdefault(id(piece), None)

    def without(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces that have to be compared with others."""
        return [piece for piece in pieces if id(piece) not in self._partner]

    def pairs(self, old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
        """Yield the other ones beside what they were; those that are on another page on the other side, alone."""
        for piece in old:
            if self._partner.get(id(piece), piece) is None:
                yield piece, None
        yield from ((self._partner[id(piece)], piece) for piece in new if id(piece) in self._partner)


def _of_files_that_went(parts: Sequence[_Part], changed: ChangedLines) -> Iterator[Piece]:
    """Yield the pieces of files that are a part of one page before, and of another one now."""
    old, new = ([{piece.place.path for piece in side} for side in sides]
                for sides in ([part.before for part in parts], [part.after for part in parts]))  # fmt: skip
    named = [{changed.renamed.get(path, path) for path in paths} for paths in old]
    left = [now - then for now, then in zip(named, new, strict=True)]
    came = [now - then for now, then in zip(new, named, strict=True)]
    went = set[str]().union(*left) & set[str]().union(*came)
    for part, gone, there in zip(parts, left, came, strict=True) if went else ():
        for piece in part.before:
            if changed.renamed.get(piece.place.path, piece.place.path) in gone & went:
                yield piece
        yield from (piece for piece in part.after if piece.place.path in there & went)


def _source(piece: Piece, line_of: Callable[[str, int], Line]) -> Hashable:
    """What a piece is made of: lines of files, and where it begins in the first one."""
    return frozenset(line_of(*line) for line in piece.lines), piece.place.column, piece.kind


def _between(old: Sequence[Piece], new: Sequence[Piece], changed: ChangedLines) -> Iterator[Pair]:
    """Those that say the same of the same first, between them those that say the same, then those that are alike."""
    keys = [*map(changed.old_key, old)], [*map(changed.new_key, new)]
    yield from _by_key(old, new, *keys, between=_of_the_same_words)


def _texts(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """The texts of one label: those that say the same first, then those that are alike, then in order."""
    keys = [piece.key for piece in old], [piece.key for piece in new]
    in_order = [one.kind for one in old] == [one.kind for one in new]
    yield from zip(old, new, strict=True) if in_order else _by_key(old, new, *keys, between=_paired)


def _of_the_same_words(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    if len(old) == len(new) == 1:
        yield from _paired(old, new)
    else:
        keys = [piece.key for piece in old], [piece.key for piece in new]
        yield from _by_key(old, new, *keys, between=_of_the_same_titles)


def _of_the_same_titles(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """Titles that say the same but for their numbers first, then those that are alike: a step before others makes them
    all later ones.
    """
    yield from _by_key(old, new, _without_numbers(old), _without_numbers(new), between=_paired)


def _without_numbers(pieces: Sequence[Piece]) -> list[Hashable]:
    """The words of each title without numbers; what is no piece's but its own where that is no title, has an explicit
    id, or is one of several of these words.
    """
    words = [tuple(_words(piece)) if piece.kind == "title" and not _ids(piece) else () for piece in pieces]
    counted = Counter(words)
    return [each if each and counted[each] == 1 else id(piece) for each, piece in zip(words, pieces, strict=True)]


def _by_key(
    old: Sequence[Piece],
    new: Sequence[Piece],
    old_keys: Sequence[Hashable],
    new_keys: Sequence[Hashable],
    *,
    between: Callable[[Sequence[Piece], Sequence[Piece]], Iterator[Pair]],
) -> Iterator[Pair]:
    """The pieces of one key beside each other, and what is between them as ``between`` says."""
    old_start = new_start = 0
    both_ends = (len(old), len(new))
    for old_end, new_end in [*matched(old_keys, new_keys), both_ends]:
        yield from between(old[old_start:old_end], new[new_start:new_end])
        if (old_end, new_end) != both_ends:
            yield old[old_end], new[new_end]
        old_start, new_start = old_end + 1, new_end + 1


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


def _paired(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """Pieces that went and came: those that are alike are one, changed."""
    if len(old) == len(new) == 1 and old[0].kind == new[0].kind:
        yield old[0], new[0]
        return
    if [(piece.kind, piece.text) for piece in old] == [(piece.kind, piece.text) for piece in new]:
        yield from zip(old, new, strict=True)  # what differs is no words: ids that were exchanged, too
        return
    kept = frozenset[str]().union(*map(_ids, old)) & frozenset[str]().union(*map(_ids, new))
    if len(old) == len(new) and all(_likeness(one, other, kept) >= ALIKE for one, other in zip(old, new, strict=True)):
        yield from zip(old, new, strict=True)
        return
    at = 0
    for piece in old:
        likely = [
            (_likeness(piece, other, kept), piece.kind == "title" and piece is old[-1] and other is new[-1], -number)
            for number, other in enumerate(new[at : at + 50], at)  # above the same text is the same title
        ]
        best, _, number = max(likely, default=(0.0, False, 0))
        if best < ALIKE:
            yield piece, None
            continue
        yield from ((None, other) for other in new[at:-number])
        yield piece, new[-number]
        at = 1 - number
    yield from ((None, other) for other in new[at:])


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
    return matcher(_words(one), _words(other)).ratio()


def _words(piece: Piece) -> list[str]:
    """The words of a piece; of a title without numbers, which say where it stands, if it has others."""
    words = piece.text.split()
    named = [word for word in words if not any(map(str.isdigit, word))] if piece.kind == "title" else words
    return named or words


def _ids(piece: Piece) -> set[str]:
    return {feature.value for feature in piece.features if feature.category == ANCHOR}
