"""Verdicts written down: a line each for people, and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sphinx_adoc.finding import Finding, places
from sphinx_adoc.finding.report import Lines, Report, as_text
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.finding.report.jsonform import dumped, records
from sphinx_adoc.finding.report.text import printable

from .model import BROKEN, FAILED, HELD, NOT_RUN, SKIPPED, STATUSES, Claim, Verdict

VERSION: Final = 3  # of the schema


def title(claim: Claim) -> str:
    """Return a claim in a few words: its id, or its kind and line, and what it says."""
    words = f": {claim.text}" if claim.kind == "value" else ""
    return printable((claim.id or f"{claim.kind} without an id") + " ".join(words.split("\n")))


def listed(claim: Claim) -> str:
    """Return a claim that was not run, in a line: place, kind, title."""
    return f"{claim.place}: {claim.kind}: {title(claim)}"


def line(verdict: Verdict) -> str:
    """Return a verdict without a finding, in a line: place, status, title, and the computed value or the reason."""
    result = f"computed: {verdict.computed}" if verdict.held and verdict.computed else verdict.message
    return f"{verdict.claim.place}: {verdict.status.replace('-', ' ')}: {title(verdict.claim)}" + (
        f" ({printable(result)})" if result else ""
    )


def text(verdicts: Sequence[Verdict], others: Sequence[Finding], lines: Lines) -> str:
    """Return every verdict in order, one that did not hold with its line and evidence; then other findings."""
    parts = [_verdict_text(verdict, lines) for verdict in verdicts]
    return "".join(parts) + as_text(Report(others, lines=lines))


def _verdict_text(verdict: Verdict, lines: Lines) -> str:
    findings = verdict.findings()
    if not findings:
        return line(verdict) + "\n"
    evidence = "" if verdict.further else verdict.evidence  # which lists the same
    shown = "".join(f"    | {printable(row)}\n" for row in evidence.splitlines())
    return as_text(Report(findings, lines=lines)) + shown


def counts(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """Return how many claims there are, and how many of each status."""
    by_status = Counter(verdict.status for verdict in verdicts)
    return {"claims": len(verdicts), **{_KEYS[status]: by_status[status] for status in STATUSES}}


_KEYS: Final = {HELD: "held", FAILED: "failed", BROKEN: "errors", SKIPPED: "skipped", NOT_RUN: "not_run"}


def counted(verdicts: Sequence[Verdict], documents: int) -> str:
    """Return what was checked, in a line; what was skipped or not run where there is any."""
    amounts = counts(verdicts)
    checked = f"checked {number_of(amounts['claims'], 'claim')} in {number_of(documents, 'document')}"
    more = "".join(
        f", {amounts[key]} {words}" for key, words in (("skipped", "skipped"), ("not_run", "not run")) if amounts[key]
    )
    return f"{checked}: {amounts['held']} held, {amounts['failed']} failed, {amounts['errors']} errors{more}"


def as_json(verdicts: Sequence[Verdict], others: Sequence[Finding]) -> str:
    """``{"version": 3, "tool": ..., "counts": {...}, "claims": [...], "findings": [...]}``, indented.

    Its schema is ``schemas/claims.json``. ``others``: findings that are no verdicts.
    """
    return dumped(
        VERSION,
        "sphinx-adoc claims",
        counts=counts(verdicts),
        claims=[record(verdict) for verdict in verdicts],
        findings=records(Report(others)),
    )


def record(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain data; ``at`` is the place of the trouble, ``place`` the one of the claim."""
    return {
        "id": verdict.claim.id,
        "kind": verdict.claim.kind,
        "place": places.record(verdict.claim.span),
        "status": verdict.status,
        "code": verdict.code,
        "message": verdict.message,
        "hint": verdict.hint,
        "at": places.record(verdict.span),
        "expected": verdict.expected,
        "computed": verdict.computed,
        "reading": verdict.reading.in_words if verdict.reading else "",
        "words": [places.record(span) for span in verdict.reading.taken] if verdict.reading else [],
        "evidence": verdict.evidence,
    }
