"""Texts beside those that were said of the same label: of a term, of the item around them, of an admonition.

A text that stays while the terms of its list are exchanged is another statement about each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sphinx_adoc.review.states.inline_pieces import single_blanks
from sphinx_adoc.review.states.piece import LABELLED, STRUCTURE, Feature, Piece

from .words import Pair

_FRAME: Final = "admonition"

PairTexts = Callable[[Sequence[Piece], Sequence[Piece]], Iterator[Pair]]
Label = tuple[Hashable, ...]


def with_labels(
    pairs: Sequence[Pair], before: Sequence[Piece], after: Sequence[Piece], pair_texts: PairTexts
) -> list[Pair]:
    """Return the pairs, those of texts whose labels were exchanged made anew by the labels, and those of admonitions
    by what stands in them. ``before``, ``after``: all pieces, in order; ``pair_texts``: pairs the texts of one label.
    """
    framed = _with_frames(pairs, before, after)
    old, new = _labelled(before), _labelled(after)
    chosen = _exchanged(framed, old, new)
    if not chosen:
        return framed
    made: dict[int, Pair] = {}
    for label in chosen:
        for one, other in pair_texts(old.texts[label], new.texts[label]):
            name = str(label[2])
            pair = _named(one, name), _named(other, name)
            made.update((id(piece), pair) for piece in (one, other) if piece)
        own = old.own[label], new.own[label]
        if _said(old, label) != _said(new, label) and len(own[0]) == len(own[1]):
            made.update((id(piece), both) for both in zip(*own, strict=True) for piece in both)
    return [*_replaced(framed, made)]


# -- terms and items ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Labelled:
    """The pieces of one side. ``label_of``: the label of each text, by its ``id``; ``texts``: those of each label;
    ``own``: the pieces that it is.
    """

    label_of: dict[int, Label]
    texts: dict[Label, list[Piece]]
    own: dict[Label, list[Piece]]


def _labelled(pieces: Sequence[Piece]) -> _Labelled:
    """The texts by their labels. A label is known by its section, by what it is inside of, by its words, and of several
    that are alike by which one of them it is.
    """
    side = _Labelled({}, {}, {})
    seen: Counter[Label] = Counter()
    last: dict[str, Label] = {}

    def add(pieces: list[Piece]) -> None:
        words = "; ".join(piece.markup for piece in pieces)
        key = (pieces[-1].section, single_blanks(pieces[-1].within), words)
        seen[key] += 1
        last[words] = (*key, seen[key])
        side.own[last[words]] = pieces

    terms: list[Piece] = []  # those above one description
    for piece in pieces:
        if piece.kind == "term":
            terms += [piece] if piece.markup else []
            continue
        if terms:
            add(terms)
        label = last.get(single_blanks(piece.within)) if piece.within else None
        if label is not None:
            side.label_of[id(piece)] = label
            side.texts.setdefault(label, []).append(piece)
        if piece.kind == "item" and piece.markup:
            add([piece])
        if piece.kind == "dlistItem":
            terms.append(piece)  # what is added of the terms has it, too
        terms = []
    if terms:
        add(terms)
    return side


def _exchanged(pairs: Sequence[Pair], old: _Labelled, new: _Labelled) -> list[Label]:
    """The labels of both sides of which other texts are said now, as one that stays went to another label.
    One that went to a label that had none, and is there on both sides, is inside of something else: no label changed.
    """
    chosen: dict[Label, None] = {}
    for one, other in [*pairs, *_elsewhere(pairs)]:
        labels = old.label_of.get(id(one)), new.label_of.get(id(other))
        if one is None or other is None or labels[0] is None or labels[1] is None or labels[0] == labels[1]:
            continue
        both = [label for label in labels if label and label in old.texts and label in new.texts]
        stays = len(both) == 2 or not (labels[0] in new.own and labels[1] in old.own)
        if stays and any(_said(old, label) != _said(new, label) for label in both):
            chosen.update(dict.fromkeys(both))
    now: dict[Hashable, list[Label]] = {}
    for label in new.texts:
        now.setdefault(_said(new, label), []).append(label)
    for label in old.texts:
        others = now.get(_said(old, label), [])
        if label in new.texts and others and label not in others:
            chosen[label] = None
    return [*chosen]


def _elsewhere(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Texts that went, each with one that came and says the same."""
    gone: dict[Hashable, list[Piece]] = {}
    for old, new in pairs:
        if old and not new and old.text:
            gone.setdefault(old.key, []).append(old)
    for old, new in pairs:
        if new and not old and gone.get(new.key):
            yield gone[new.key].pop(0), new


def _said(side: _Labelled, label: Label) -> Hashable:
    return tuple(piece.key for piece in side.texts[label])


def _named(piece: Piece | None, label: str) -> Piece | None:
    """A text with the label that it is said of."""
    return replace(piece, where=f"{piece.kind} of '{label}'") if piece and piece.kind in LABELLED else piece


def with_items_around(pairs: Sequence[Pair], before: Sequence[Piece], after: Sequence[Piece]) -> list[Pair]:
    """Return the pairs, with the words of the item around them as a feature of those that went from one item to
    another, both of which are on both sides.
    """
    items = {label[2] for label in _labelled(before).own} & {label[2] for label in _labelled(after).own}
    texts = [{(piece.key, piece.within) for piece in side} for side in (before, after)]

    def went(old: Piece, new: Piece) -> bool:
        around = single_blanks(old.within), single_blanks(new.within)
        texts_of_items = old.text and new.text and not new.is_labelled and not old.is_labelled
        known = texts_of_items and around[0] != around[1] and {*around} <= items
        return bool(known) and (old.key, new.within) not in texts[0] and (new.key, old.within) not in texts[1]

    made: dict[int, Pair] = {}
    for old, new in [*pairs, *_elsewhere(pairs)]:
        if old and new and went(old, new):
            made[id(old)] = made[id(new)] = _around(old), _around(new)
    return [*_replaced(pairs, made)] if made else [*pairs]


def _around(piece: Piece) -> Piece:
    line, words = (piece.place.path, piece.place.line), single_blanks(piece.within)
    return replace(piece, features=(*piece.features, Feature(STRUCTURE, "item around it", words, line)))


# -- admonitions -------------------------------------------------------------------------------------------------------


def _with_frames(pairs: Sequence[Pair], before: Sequence[Piece], after: Sequence[Piece]) -> list[Pair]:
    """The pairs with admonitions beside those that had what stands in them."""
    old, new = _frames(before), _frames(after)
    made: dict[int, Pair] = {}
    partner = {id(one): other for one, other in pairs if one and other}
    for one, other in [*pairs, *_elsewhere(pairs)]:
        frames = old.get(id(one)), new.get(id(other))
        if frames[0] and frames[1] and partner.get(id(frames[0])) is not frames[1]:
            made.update((id(frame), frames) for frame in frames if frame)
    return [*_replaced(pairs, made)] if made else [*pairs]


def _frames(pieces: Sequence[Piece]) -> dict[int, Piece]:
    """The admonitions, each by the ``id`` of the text that it begins with."""
    return {
        id(text): frame for frame, text in pairwise(pieces) if frame.kind == _FRAME and not frame.text and text.text
    }


def _replaced(pairs: Sequence[Pair], made: dict[int, Pair]) -> Iterator[Pair]:
    """The pairs with others for some pieces, each where its new side stands, else where its old one stood."""
    for one, other in pairs:
        if other is not None:
            kept = None if id(one) in made else one
            yield made.get(id(other), (kept, other))
        if one is None:
            continue
        if id(one) in made:
            yield from [made[id(one)]] if made[id(one)][1] is None else []
        elif other is None or id(other) in made:
            yield one, None
