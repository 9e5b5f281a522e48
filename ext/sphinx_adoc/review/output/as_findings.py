"""What a review found as findings for other programs: each at its place in the new files, with all that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.review.fates.lines import Fate, LineFate
from sphinx_adoc.review.fates.model import Lost, Shifted, Statement
from sphinx_adoc.review.model import Review
from sphinx_adoc.syntax.source import Place, Span

_QUOTED: Final = re.compile(r"'([^']+)'")
_NUMBER: Final = re.compile(r"_\d+$")


def as_findings(review: Review, *, strict: bool = False) -> list[Finding]:
    """Return all that is wrong now and was not before. References that break with an anchor, or lead elsewhere with it,
    are findings of their own. The hints say since which patch of a series, and what the earlier version did too.
    ``strict``: whether lines that were not looked at are findings, too. Of fixes that give, keep or name ids of one
    title in several ways only the first is kept: together they would be wrong.
    """
    findings = [_known(review, finding, finding) for finding in review.caused]
    for anchor in review.lost:
        findings += _lost(review, anchor)
    for one in review.shifted:
        findings += _shifted(review, one)
    findings += _unread(review) if strict else []
    return [*_with_fixes_that_agree(ordered(findings))]


def _unread(review: Review) -> Iterator[Finding]:
    """Lines that were not looked at, by file and reason, each at the first of them; and files that have no lines."""
    groups: dict[tuple[str, str], list[LineFate]] = {}
    for line in review.account.lines:
        if line.fate is Fate.UNREAD:
            groups.setdefault((line.path, line.reason), []).append(line)
    for (path, reason), lines in groups.items():
        first = next((line for line in lines if line.sign == "+"), lines[0])
        place = Place(path, first.number, 1)
        message = f"{number_of(len(lines), 'changed line')} not looked at: {reason}"
        yield _unread_at(place if first.sign == "+" else _now(review, place), message)
    for path, reason in review.account.files:
        yield _unread_at(Place(path, 1, 1), f"the file was not looked at: {reason}")


def _unread_at(place: Place, message: str) -> Finding:
    return Finding(Code.CHANGE_UNREAD, message, Span(place, place))


def _with_fixes_that_agree(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without fixes that contradict an earlier one: about the same id, or one that another title of the
    same words makes, and with another description.
    """
    known: dict[str, str] = {}
    for finding in findings:
        if finding.fix is None:
            yield finding
            continue
        stems = {_NUMBER.sub("", name) for name in _QUOTED.findall(finding.fix.description)}
        agrees = all(known.get(stem, finding.fix.description) == finding.fix.description for stem in stems)
        known.update(dict.fromkeys(stems, finding.fix.description) if agrees else {})
        yield finding if agrees else replace(finding, fix=None)


def _lost(review: Review, anchor: Lost) -> Iterator[Finding]:
    finding = anchor.finding
    place = anchor.at or _now(review, anchor.place)
    yield _known(review, finding, replace(finding, span=Span(place, place)))
    now = f"it is '{anchor.now}' now" if anchor.now else f"it is in {anchor.there} now" if anchor.there else ""
    gone = "the anchor is gone"
    if anchor.still and not anchor.there:
        gone = f"the anchor is no longer on {anchor.page}, but still on {anchor.still}"
    for reference in anchor.references:
        hint = "; ".join(part for part in (gone, now) if part)
        yield _known(review, reference, replace(reference, hint=hint))
    for at in anchor.elsewhere:
        message = f"'{anchor.id}' leads to {anchor.leads_to} now, no longer to {anchor.page}"
        yield _known(review, finding, Finding(finding.code, message, Span(at, at), hint=finding.hint))


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
