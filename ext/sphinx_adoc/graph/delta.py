"""What changed between two states of a set: anchors that went or came, and the references that break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sphinx_adoc.finding import Finding

from .index import Hit, Index
from .model import Reference
from .resolve import resolve


@dataclass(frozen=True, slots=True)
class Broken:
    """A reference that resolved before and does not now."""

    document: str
    reference: Reference
    finding: Finding


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference of two graphs."""

    removed: tuple[Hit, ...] = ()
    added: tuple[Hit, ...] = ()
    broken: tuple[Broken, ...] = ()


def delta(before: Index, after: Index) -> Delta:
    """Compare two states of a set."""
    return Delta(tuple(_missing(before, after)), tuple(_missing(after, before)), tuple(_broken(before, after)))


def _missing(one: Index, other: Index) -> Iterator[Hit]:
    """The anchors of one state whose document has no anchor of that id in the other."""
    for document in sorted(one.summaries):
        there = other.summaries.get(document)
        ids = {anchor.id for anchor in there.anchors} if there else set()
        yield from (Hit(document, anchor) for anchor in one.summaries[document].anchors if anchor.id not in ids)


def _broken(before: Index, after: Index) -> Iterator[Broken]:
    """References that are in the new state, do not resolve in it, and resolved, written like this, in the old one."""
    resolved = _resolved(before)
    for document, summary in sorted(after.summaries.items()):
        for reference in summary.references:
            finding = resolve(after, document, reference).finding
            if finding and (document, reference.target) in resolved:
                yield Broken(document, reference, finding)


def _resolved(index: Index) -> set[tuple[str, str]]:
    """The references that point at something, by document and target."""
    return {
        (document, reference.target)
        for document, summary in index.summaries.items()
        for reference in summary.references
        if resolve(index, document, reference).finding is None
    }
