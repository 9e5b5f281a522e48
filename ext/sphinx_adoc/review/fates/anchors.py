"""What anchors mean: an id that leads to another section now, and the id that a section has instead of a lost one.

Ids alone do not say it. An explicit id on the first of three equal titles moves the two generated ones on to other
sections, and with them every link that leads there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sphinx_adoc.finding import Fix
from sphinx_adoc.graph.index import Index
from sphinx_adoc.graph.model import Anchor
from sphinx_adoc.graph.resolve import resolve
from sphinx_adoc.review.states.piece import ANCHOR, Piece
from sphinx_adoc.review.states.state import State
from sphinx_adoc.syntax.source import Place, Span

from .comparison import Comparison
from .model import Lost, Shifted
from .words import Pair

_UNNAMED = ("footnote", "document")


class AnchorMeanings:
    """The anchors of both sides with the pieces that they stand at."""

    def __init__(self, comparison: Comparison, before: State, after: State, renamed: Mapping[str, str]) -> None:
        self._now: dict[tuple[str, str, str], tuple[str, Piece]] = {}
        shifted: dict[tuple[str, str], Shifted] = {}
        was = {new: old for old, new in renamed.items()}
        for variant, index in after.loaded.indexes.items():
            old_index = before.loaded.indexes.get(variant)
            for page in comparison.pairs:
                if old_index is None or page not in index.summaries or was.get(page, page) not in old_index.summaries:
                    continue
                old, new = old_index.summaries[was.get(page, page)].anchors, index.summaries[page].anchors
                both = _Page(page, comparison.pairs[page], old, new)
                self._now |= {(was.get(page, page), *anchor): now for anchor, now in both.now().items()}
                shifted |= {(page, one.id): one for one in both.shifted(index)}
        self.shifted: tuple[Shifted, ...] = tuple(shifted.values())

    def placed(self, lost: Lost) -> Lost:
        """Return an anchor that is gone with what became of the piece that it stood at: its id now, its place, and what
        keeps the old id.
        """
        now, piece = self._now.get((lost.page, lost.place.path, lost.id), ("", None))
        return replace(lost, now=now, at=piece.place, fix=_kept(lost.id, piece)) if piece else lost


def _kept(name: str, piece: Piece) -> Fix | None:
    """What keeps an id beside the one that a piece has: an anchor before its first word. A two-line title would lose
    its underline's length.
    """
    begins_line = piece.place.column == 1
    if piece.kind not in ("title", "paragraph", "item") or (begins_line and piece.kind == "title"):
        return None
    if begins_line and piece.markup.endswith("]"):  # it would be a line of block attributes
        return None
    return _inserted(f"keep the id '{name}' too", piece.place, f"[[{name}]]", piece.markup[:1])


def _with_id(name: str, piece: Piece) -> Fix | None:
    """What gives a section an explicit id, above its title; None where it has one, or is no section."""
    if piece.kind != "title" or any(feature.category == ANCHOR for feature in piece.features):
        return None
    start = Place(piece.place.path, piece.place.line, 1)
    first = piece.markup[:1] if piece.place.column == 1 else "="
    return _inserted(f"give it the id '{name}'", start, f"[[{name}]]\n", first)


def _inserted(description: str, place: Place, words: str, before: str) -> Fix:
    """The fix that puts words before the character at a place. A span is never empty."""
    return Fix(description, Span(place, place), before=before, replacement=words + before)


class _Page:
    """A page on both sides."""

    def __init__(self, page: str, pairs: Sequence[Pair], old: Sequence[Anchor], new: Sequence[Anchor]) -> None:
        self.page = page
        self.old = _first_of_each(old)
        self.new = _first_of_each(new)
        self._old_repeated, self._new_repeated = _repeated(old), _repeated(new)
        self._partner = {id(one): other for one, other in pairs if one}
        self._old_piece = _by_line(one for one, _ in pairs if one)
        self._new_piece = _by_line(other for _, other in pairs if other)
        self._order = {id(other): number for number, (_, other) in enumerate(pairs)}
        self._known = {id(other) for one, other in pairs if one and other}

    def now(self) -> dict[tuple[str, str], tuple[str, Piece]]:
        """For each anchor that is gone (by its file and id), the piece that it stood at and the id that this has now,
        '' without.
        """
        ids = {anchor.id for anchor in self.new}
        known = [anchor for anchor in reversed(self.new) if anchor.span.start not in self._new_repeated]
        at = {id(piece): anchor.id for anchor in known if (piece := _piece(self._new_piece, anchor))}
        current = {}
        for anchor in self.old:
            partner = self._partner_of(anchor)
            if anchor.id not in ids and partner:
                current[anchor.span.start.path, anchor.id] = at.get(id(partner), ""), partner
        return current

    def shifted(self, index: Index) -> Iterator[Shifted]:
        """The anchors whose id is another piece's now, though the piece that had it is still there."""
        after = {anchor.id: anchor for anchor in reversed(self.new)}
        for anchor in self.old:
            other = after.get(anchor.id)
            partner = self._partner_of(anchor)
            piece = _piece(self._new_piece, other) if other else None
            if other and other.span.start in self._new_repeated and partner and piece and piece.lines & partner.lines:
                continue
            if other and partner and piece and piece is not partner and piece.kind == partner.kind:
                references = tuple(_pointing_at(index, self.page, anchor.id))
                yield Shifted(
                    anchor.id, _named(self._old_piece, anchor), _named(self._new_piece, other),
                    anchor.span.start, other.span.start, partner.place, references, self.page,
                    *self._remedy(anchor.id, other, piece, partner), anchor.explicit,
                )  # fmt: skip

    def _remedy(self, name: str, other: Anchor, piece: Piece, left: Piece) -> tuple[str, Fix | None]:
        """How the piece that had an id gets it back, in words and as a change. A generated id is that of the first
        section that may have it: so what comes first is given one explicitly.
        """
        if self._order[id(left)] < self._order[id(piece)]:
            return (f"give that the id: [[{name}]]", fix) if (fix := _with_id(name, left)) else ("", None)
        if other.explicit or id(piece) in self._known:
            return "", None
        taken = {anchor.id for anchor in self.old}
        free = (anchor.id for anchor in self.new if anchor.id not in taken and anchor.title == other.title)
        fix = _with_id(own, piece) if (own := next(free, "")) else None
        return "give this one an id of its own" + (f": [[{own}]]" if fix else ""), fix

    def _partner_of(self, anchor: Anchor) -> Piece | None:
        piece = _piece(self._old_piece, anchor) if anchor.span.start not in self._old_repeated else None
        return self._partner.get(id(piece)) if piece else None


def _first_of_each(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The anchors of each id that links lead to."""
    named = (anchor for anchor in reversed(anchors) if anchor.kind not in _UNNAMED)
    return [*reversed({anchor.id: anchor for anchor in named}.values())]


def _repeated(anchors: Sequence[Anchor]) -> frozenset[Place]:
    """The places that have several anchors, as those of a file that is included several times: which is which is not
    known there.
    """
    counted = Counter(anchor.span.start for anchor in anchors if anchor.kind not in _UNNAMED)
    return frozenset(place for place, amount in counted.items() if amount > 1)


def _by_line(pieces: Iterator[Piece]) -> dict[tuple[str, int], Piece]:
    """For each line the piece that it belongs to; of several, the one whose own words stand there."""
    by_line: dict[tuple[str, int], Piece] = {}
    for piece in pieces:
        for line in piece.lines:
            if line not in by_line or (piece.place.path, piece.place.line) == line:
                by_line[line] = piece
    return by_line


def _piece(by_line: Mapping[tuple[str, int], Piece], anchor: Anchor) -> Piece | None:
    start = anchor.span.start
    return by_line.get((start.path, start.line))


def _named(by_line: Mapping[tuple[str, int], Piece], anchor: Anchor) -> str:
    piece = _piece(by_line, anchor)
    return anchor.title or (piece.text if piece else "")


def _pointing_at(index: Index, page: str, name: str) -> Iterator[Place]:
    """The references of all pages that lead to an anchor."""
    for document, summary in sorted(index.summaries.items()):
        for reference in summary.references:
            if name in (reference.fragment, reference.target):
                target = resolve(index, document, reference)
                if target.document == page and target.anchor and target.anchor.id == name:
                    yield reference.span.start
