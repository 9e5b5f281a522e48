"""A document as a row of units: each is what stands from one include of the document's own file up to the next one.

A unit holds what is kept of its part of the document, what it asked about what stands above, with the answers, and what
it changes for what stands below. :mod:`.unit_reader` makes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar

from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.checkpoint import Asked, Change, Standing
from sphinx_adoc.syntax.source import Span

from .model import Summary

T = TypeVar("T")
_ORDER: Final = attrgetter("order")


class Stretch(NamedTuple):
    """What is kept of a unit beside its summary. ``line``: that of the include with which it begins, from 0 (-1: the
    document's beginning). ``questions``: what it asked of the file system, and the answers as JSON. ``entries``: the
    attributes whose entries above it asked for. ``own_entries``: those that stand in it. ``end``: where the parser
    stands behind it.
    """

    line: int
    asked: Asked
    questions: tuple[tuple[str, str, str], ...]
    entries: tuple[tuple[str, Span | None], ...]
    change: Change
    own_entries: tuple[tuple[str, Span], ...]
    end: Standing


class Unit(NamedTuple):
    """A part of a document: what is kept of it, and what holds it in its place."""

    summary: Summary
    stretch: Stretch


class Units(NamedTuple):
    """What is kept of a document. ``root``: the digest of its own file. ``titles``: a summary with its titles alone.
    ``whole``: why it is read as a whole ('': it is not; then there are ``units``).
    """

    root: str
    titles: Summary
    units: tuple[Unit, ...] = ()
    whole: str = ""

    def summary(self) -> Summary:
        """Return the summary of the document."""
        return composed(self.titles, [unit.summary for unit in self.units])


def composed(titles: Summary, parts: Sequence[Summary]) -> Summary:
    """Return the summary of a document that consists of parts; ``titles`` where there is none."""
    if not parts:
        return titles
    return titles._replace(
        anchors=_joined(part.anchors for part in parts),
        references=_joined(part.references for part in parts),
        includes=tuple(dict.fromkeys(path for part in parts for path in part.includes)),
        waivers=_joined(part.waivers for part in parts),
        findings=in_order(finding for part in parts for finding in part.findings),
        targets=_joined(part.targets for part in parts),
        addresses=_joined(part.addresses for part in parts),
    )


def _joined(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple([each for part in parts for each in part])


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of their places; which one of a document was found first does not count."""
    alike = groupby(sorted(findings, key=_ORDER), _ORDER)
    return tuple([each for _, group in alike for each in _told_apart([*group])])


def _told_apart(findings: list[Finding]) -> list[Finding]:
    """Findings of one order by all that they say: hardly any two are of one."""
    return sorted(findings, key=_everything) if len(findings) > 1 else findings


def _everything(finding: Finding) -> tuple[object, ...]:
    stack = tuple((place.path, place.line, place.column) for place in finding.stack)
    return (*finding.order, stack, finding.severity, finding.hint, repr(finding.fix), repr(finding.related))
