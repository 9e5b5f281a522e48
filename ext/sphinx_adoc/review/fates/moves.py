"""Pieces that stand elsewhere, as they were, and those that an include carries there."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import chain

from sphinx_adoc.review.states.piece import LOOSE, Piece

from .words import Change, ChangedLines, Pair, changed_piece


def moved(changes: Sequence[Change]) -> tuple[list[Change], list[tuple[Piece, Piece]]]:
    """Return the changes without the pieces that went in one place and came, as they were, in another; and these."""
    gone = [change.before for change in changes if change.before is not None and change.after is None]
    came = [change.after for change in changes if change.after is not None and change.before is None]
    pairs = [*_of_one_key(gone, came, _place_and_key)]
    taken = {id(piece) for pair in pairs for piece in pair}
    left, right = ([piece for piece in side if id(piece) not in taken] for side in (gone, came))
    pairs += _of_one_key(left, right, lambda piece: piece.key)
    pairs.sort(key=_order_of(gone))
    taken |= {id(piece) for pair in pairs for piece in pair}
    return [change for change in changes if (change.before and change.after) or id(change.piece) not in taken], pairs


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


def carried(changes: Sequence[Change], changed: ChangedLines) -> list[Change]:
    """The changes, with pieces in lines that the patch leaves alone beside what they are on another page, or elsewhere
    on theirs: an include carries them there.
    """
    gone = [each.before for each in changes if each.before and not each.after and not changed.removes(each.before)]
    came = [each.after for each in changes if each.after and not each.before and not changed.adds(each.after)]
    page_of = {id(piece): each.page for each in changes for piece in (each.before, each.after)}
    partner = {id(new): old for old, new in _of_one_key(gone, came, lambda piece: (piece.place, piece.kind))}
    taken = {*map(id, partner.values())}
    made: list[Change] = []
    for change in changes:
        if change.before is None and change.after is not None and (old := partner.get(id(change.after))):
            same = page_of[id(old)] != change.page or old.reads_as(change.after)  # a page is a part of another one now
            made += [] if same else [changed_piece(change.page, old, change.after)]
        elif change.after is not None or id(change.before) not in taken:
            made.append(change)
    return made


def moved_lines(pairs: Mapping[str, Sequence[Pair]], changed: ChangedLines) -> Iterator[tuple[Piece, Piece]]:
    """Yield the lines of no block that stand elsewhere, though in the order in which they were: entries, directives."""
    for old, new in chain.from_iterable(pairs.values()):
        named = old and old.kind in LOOSE and old.kind != "delimiter"
        if named and old and new and old.reads_as(new) and changed.removes(old) and changed.adds(new):
            yield from [(old, new)] if changed.is_elsewhere(old.place, new.place) else []
