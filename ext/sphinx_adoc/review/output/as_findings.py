"""What a review found as findings for other programs: each at its place in the new files, with all that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.review.fates.model import Lost, Shifted, Statement
from sphinx_adoc.review.model import Review
from sphinx_adoc.syntax.source import Place, Span


def as_findings(review: Review) -> list[Finding]:
    """Return all that is wrong now and was not before. References that break with an anchor, or lead elsewhere with it,
    are findings of their own. The hints say since which patch of a series, and what the earlier version did too.
    """
    findings = [_known(review, finding, finding) for finding in review.caused]
    for anchor in review.lost:
        findings += _lost(review, anchor)
    for one in review.shifted:
        findings += _shifted(review, one)
    return ordered(findings)


def _lost(review: Review, anchor: Lost) -> Iterator[Finding]:
    finding = anchor.finding
    place = anchor.at or _now(review, anchor.place)
    yield _known(review, finding, replace(finding, span=Span(place, place)))
    now = f"it is '{anchor.now}' now" if anchor.now else f"it is in {anchor.there} now" if anchor.there else ""
    for reference in anchor.references:
        hint = "; ".join(part for part in ("the anchor is gone", now) if part)
        yield _known(review, reference, replace(reference, hint=hint))


def _shifted(review: Review, one: Shifted) -> Iterator[Finding]:
    finding = one.finding
    yield _known(review, finding, finding)
    for place in one.references:
        message = f"'{one.id}' leads to '{one.now}' now, line {one.other.line} of {one.other.path}"
        yield _known(review, finding, Finding(finding.code, message, Span(place, place), hint=finding.hint))


def _known(review: Review, statement: Statement, finding: Finding) -> Finding:
    """The finding with what is known about the one that was told."""
    member = review.since.get(statement)
    notes = [finding.hint, f"since patch {member}" if member else ""]
    if review.versions is not None and statement in review.versions.still:
        notes.append("as in the earlier version")
    return replace(finding, hint="; ".join(note for note in notes if note))


def _now(review: Review, place: Place) -> Place:
    """Where the line behind a line of the old file is in the new one."""
    removed, added = (
        sorted(line.number for line in review.account.lines if (line.path, line.sign) == (place.path, sign))
        for sign in "-+"
    )
    line = place.line - sum(number < place.line for number in removed)
    for number in added:
        line += number <= line
    return Place(place.path, line, 1)
