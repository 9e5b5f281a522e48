"""Pieces that stand elsewhere, as they were, and those that an include carries there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from sphinx_adoc.review.states.piece import ATTRIBUTE, LOOSE, Piece

from .matching import matcher
from .words import Change, ChangedLines, Pair, changed_piece

_WORD: Final = re.compile(r"\w+")
_TEXTS: Final = ("paragraph", "item")
_LEAST: Final = 3  # words of a text that is known again elsewhere
_SAME: Final = 0.7  # share of words in common from which a text elsewhere is the same one, changed
_OFTEN: Final = 20  # texts with the same three words, from which these say nothing
_LIKELY: Final = 3  # texts that are compared word by word


def moved(changes: Sequence[Change]) -> tuple[list[Change], list[tuple[Piece, Piece]]]:
    """Return the changes without the pieces that went in one place and came, as they were, in another; and these."""
    gone = [change.before for change in changes if change.before is not None and change.after is None]
    came = [change.after for change in changes if change.after is not None and change.before is None]
    pairs = [*_of_one_key(gone, came, _place_and_key)]
    taken = {id(piece) for pair in pairs for piece in pair}
    left, right = ([piece for piece in side if id(piece) not in taken] for side in (gone, came))
    pairs += _of_one_key(left, right, _key)
    pairs.sort(key=_order_of(gone))
    taken |= {id(piece) for pair in pairs for piece in pair}
    return [change for change in changes if (change.before and change.after) or id(change.piece) not in taken], pairs


def _key(piece: Piece) -> Hashable:
    """What makes a piece the same one elsewhere: what it is said of as well, of a cell its row and its column."""
    return piece.key, piece.where if piece.kind == "cell" else "", piece.within


def _place_and_key(piece: Piece) -> Hashable:
    return piece.place, piece.key


def _order_of(pieces: Sequence[Piece]) -> Callable[[tuple[Piece, Piece]], int]:
    order = {id(piece): number for number, piece in enumerate(pieces)}
    return lambda pair: order[id(pair[0])]


def _of_one_key(
    gone: Sequence[Piece], came: Sequence[Piece], key: Callable[[Piece], Hashable]
) -> Iterator[tuple[Piece, Piece]]:
    """Pieces that went with those that came and have the same key, each once."""
    there: dict[Hashable, list[Piece]] = {}
    for piece in came:
        there.setdefault(key(piece), []).append(piece)
    for piece in gone:
        if others := there.get(key(piece)):
            yield piece, others.pop(0)


def apart(changes: Iterable[Change], changed: ChangedLines) -> Iterator[Change]:
    """Yield the changes; of two texts in lines that the patch leaves alone, and that are others of their file, what
    went and what came.
    """
    for change in changes:
        old, new = change.before, change.after
        known = old and new and (changed.old or changed.new) and not changed.removes(old) and not changed.adds(new)
        if known and old and new and not new.is_labelled and changed.is_elsewhere(old.place, new.place):
            yield from (changed_piece(change.page, old, None), changed_piece(change.page, None, new))
        else:
            yield change


def entries_apart(changes: Iterable[Change], changed: ChangedLines) -> Iterator[Change]:
    """Yield the changes; of two attribute entries in different places, of which the patch leaves one alone, what went
    and what came: that one is where it was.
    """
    for change in changes:
        old, new = change.before, change.after
        both = old and new and new.kind == ATTRIBUTE and changed.removes(old) != changed.adds(new)
        if both and old and new and changed.is_elsewhere(old.place, new.place):
            yield from (changed_piece(change.page, old, None), changed_piece(change.page, None, new))
        else:
            yield change


def includes_apart(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes; of an include that took the place of another one, where either is elsewhere on the other side,
    what went and what came.
    """
    includes = [change for change in changes if change.piece.kind == "include"]
    gone = Counter(change.before.key for change in includes if change.before)
    came = Counter(change.after.key for change in includes if change.after)
    for change in changes:
        old, new = change.before, change.after
        if old and new and new.kind == "include" and (came[old.key] or gone[new.key]):
            yield from (changed_piece(change.page, old, None), changed_piece(change.page, None, new))
        else:
            yield change


def carried(changes: Sequence[Change], changed: ChangedLines) -> list[Change]:
    """The changes, with pieces in lines that the patch leaves alone beside what they are on another page, or elsewhere
    on theirs: an include carries them there.
    """
    gone = [each.before for each in changes if each.before and not each.after and not changed.removes(each.before)]
    came = [each.after for each in changes if each.after and not each.before and not changed.adds(each.after)]
    page_of = {id(piece): each.page for each in changes for piece in (each.before, each.after)}
    own = {id(piece): changed.old_line(piece.place.path, piece.place.line) for piece in gone}
    own |= {id(piece): changed.new_line(piece.place.path, piece.place.line) for piece in came}

    def source(piece: Piece) -> Hashable:  # rows stay in their file, and may be in another order for a reader
        return own[id(piece)], piece.place.column, piece.kind, piece.place if piece.cell else None

    pairs = _of_one_key(gone, came, source)
    partner = {id(new): old for old, new in pairs}
    taken = {*map(id, partner.values())}
    made: list[Change] = []
    for change in changes:
        if change.before is None and change.after is not None and (old := partner.get(id(change.after))):
            same = page_of[id(old)] != change.page or old.reads_as(change.after)  # a page is a part of another one now
            made += [] if same else [changed_piece(change.page, old, change.after)]
        elif change.after is not None or id(change.before) not in taken:
            made.append(change)
    return made


def carried_and_changed(changes: Sequence[Change], changed: ChangedLines) -> list[Change]:
    """Return the changes with texts that went from one page and came to another as one, where the patch changes them at
    the same place of their file: an include carries them there.
    """
    gone: dict[Hashable, list[Change]] = {}
    came: dict[Hashable, list[Change]] = {}
    for change in changes:
        old, new, place = change.before, change.after, change.piece.place
        if new is None and old is not None and changed.removes(old):
            gone.setdefault((changed.old_line(place.path, place.line), old.kind), []).append(change)
        elif old is None and new is not None and changed.adds(new):
            came.setdefault((changed.new_line(place.path, place.line), new.kind), []).append(change)
    partner: dict[int, Change] = {}
    for key, both in came.items():
        others = gone.get(key, [])
        if len(both) == len(others) == 1 and both[0].page != others[0].page:
            partner[id(both[0])] = others[0]
    taken = {*map(id, partner.values())}
    return [_together(partner[id(change)], change, changed) if id(change) in partner else change
            for change in changes if id(change) not in taken]  # fmt: skip


def moved_lines(pairs: Mapping[str, Sequence[Pair]], changed: ChangedLines) -> Iterator[tuple[Piece, Piece]]:
    """Yield the lines of no block that stand elsewhere, though in the order in which they were: entries, directives."""
    for old, new in chain.from_iterable(pairs.values()):
        named = old and old.kind in LOOSE and old.kind != "delimiter"
        if named and old and new and old.reads_as(new) and changed.removes(old) and changed.adds(new):
            yield from [(old, new)] if changed.is_elsewhere(old.place, new.place) else []


def moved_and_changed(changes: Sequence[Change], changed: ChangedLines) -> list[Change]:
    """Return the changes with texts that went in one place and came in another, with few other words, as one change."""
    gone = [change for change in changes if change.after is None and _may_move(change.piece)]
    came = [change for change in changes if change.before is None and _may_move(change.piece)]
    by_run: dict[tuple[str, ...], list[int]] = {}
    for number, change in enumerate(came):
        for run in {*_runs(change.piece)}:
            by_run.setdefault(run, []).append(number)
    partner: dict[int, Change] = {}
    for change in gone:
        listed = (by_run.get(run, []) for run in {*_runs(change.piece)})
        common = Counter(number for numbers in listed if len(numbers) <= _OFTEN for number in numbers)
        likely = [came[number] for number, _ in common.most_common(_LIKELY) if id(came[number]) not in partner]
        best = max(likely, key=lambda other: _alike(change.piece, other.piece), default=None)
        if best is not None and _alike(change.piece, best.piece) >= _SAME:
            partner[id(best)] = change
    taken = {id(change) for change in partner.values()}
    return [_together(partner[id(change)], change, changed) if id(change) in partner else change
            for change in changes if id(change) not in taken]  # fmt: skip


def _together(gone: Change, came: Change, changed: ChangedLines) -> Change:
    elsewhere = changed.is_elsewhere(gone.piece.place, came.piece.place)
    return replace(changed_piece(came.page, gone.before, came.after), moved=elsewhere)


def _may_move(piece: Piece) -> bool:
    return piece.kind in _TEXTS and len(_WORD.findall(piece.text)) >= _LEAST


def _runs(piece: Piece) -> Iterator[tuple[str, ...]]:
    """Each three words of a text that stand together."""
    words = _WORD.findall(piece.text)
    return zip(words, words[1:], words[2:], strict=False)


def _alike(one: Piece, other: Piece) -> float:
    if one.kind != other.kind:
        return 0.0
    words = [_WORD.findall(piece.text) for piece in (one, other)]
    return matcher(words[0], words[1]).ratio()
