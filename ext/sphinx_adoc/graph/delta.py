"""What changed between two states of a set: anchors that went, came or were renamed, and the references that break."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sphinx_adoc.finding import Finding

from .index import Hit, Index
from .model import Anchor, Reference
from .resolve import resolve

ALIKE: Final = 0.6  # difflib's ratio from which an anchor of the same place and title is the other one, renamed


@dataclass(frozen=True, slots=True)
class Renamed:
    """An anchor that has another id now."""

    before: Hit
    after: Hit


@dataclass(frozen=True, slots=True)
class Broken:
    """A reference that resolved before and does not now. ``touched``: its file is among the changed ones."""

    document: str
    reference: Reference
    finding: Finding
    touched: bool


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference of two graphs. An anchor that was renamed is in ``renamed`` alone."""

    removed: tuple[Hit, ...] = ()
    added: tuple[Hit, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    broken: tuple[Broken, ...] = ()


def delta(before: Index, after: Index, touched: Collection[str] = ()) -> Delta:
    """Compare two states of a set. ``touched``: the paths of changed files, as places name them."""
    removed = list(_missing(before, after))
    added = list(_missing(after, before))
    renamed = list(_renamed(removed, added))
    gone = {id(pair.before) for pair in renamed}
    came = {id(pair.after) for pair in renamed}
    return Delta(
        tuple(hit for hit in removed if id(hit) not in gone),
        tuple(hit for hit in added if id(hit) not in came),
        tuple(renamed),
        tuple(_broken(before, after, touched)),
    )


def _missing(one: Index, other: Index) -> Iterator[Hit]:
    """The anchors of one state whose document has no anchor of that id in the other."""
    for document in sorted(one.summaries):
        there = other.summaries.get(document)
        ids = {anchor.id for anchor in there.anchors} if there else set()
        yield from (Hit(document, anchor) for anchor in one.summaries[document].anchors if anchor.id not in ids)


def _renamed(removed: Collection[Hit], added: Collection[Hit]) -> Iterator[Renamed]:
    """Pairs of anchors of the same kind in the same file: with the same title, else the most alike ids."""
    free = list(added)
    for gone in removed:
        likely = [(_likeness(gone.anchor, hit.anchor), -number, hit) for number, hit in enumerate(free)]
        best = max((pair for pair in likely if pair[0] >= ALIKE), key=lambda pair: pair[:2], default=None)
        if best:
            free.remove(best[2])
            yield Renamed(gone, best[2])


def _likeness(one: Anchor, other: Anchor) -> float:
    if one.kind != other.kind or one.span.start.path != other.span.start.path:
        return 0.0
    if one.title and one.title == other.title:
        return 2.0
    return SequenceMatcher(None, one.id, other.id, autojunk=False).ratio()


def _broken(before: Index, after: Index, touched: Collection[str]) -> Iterator[Broken]:
    """References that are in the new state, do not resolve in it, and resolved, written like this, in the old one."""
    resolved = _resolved(before)
    for document, summary in sorted(after.summaries.items()):
        for reference in summary.references:
            finding = resolve(after, document, reference).finding
            if finding and (document, reference.target) in resolved:
                yield Broken(document, reference, finding, reference.span.start.path in touched)


def _resolved(index: Index) -> set[tuple[str, str]]:
    """The references that point at something, by document and target."""
    return {
        (document, reference.target)
        for document, summary in index.summaries.items()
        for reference in summary.references
        if resolve(index, document, reference).finding is None
    }
