"""JSON: an object with the findings, what was checked, and the counts."""

from __future__ import annotations

import json
from typing import Any

from sphinx_adoc.finding.model import Finding, fingerprints
from sphinx_adoc.syntax.source import Place, Span

from .base import Report, posix


def as_json(report: Report) -> str:
    """``{"version": 1, "tool": ..., "counts": {...}, "checked": [...], "findings": [...]}``, indented."""
    names = fingerprints(report.findings)
    content = {
        "version": 1,
        "tool": report.tool,
        "counts": dict(report.counts),
        "checked": list(report.checked),
        "findings": [_finding(finding, name) for finding, name in zip(report.findings, names, strict=True)],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    content: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        **_span(finding.span),
        "fingerprint": fingerprint,
        "variants": list(finding.variants),
        "related": [{"message": other.message, **_span(other.span)} for other in finding.related],
        "included_from": [_place(place) for place in finding.stack],
    }
    if finding.fix:
        fix = finding.fix
        content["fix"] = {"description": fix.description, "replacement": fix.replacement, **_span(fix.span)}
    return content


def _place(place: Place) -> dict[str, Any]:
    return {"file": posix(place.path), "line": place.line, "column": max(place.column, 1)}


def _span(span: Span) -> dict[str, Any]:
    return {**_place(span.start), "end_line": span.end.line, "end_column": max(span.end.column, 1)}
