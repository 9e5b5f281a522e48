"""JSON: an object with the findings, what was checked, and the counts. Its schema is ``schemas/check.json``."""

from __future__ import annotations

import json
from typing import Any, Final

from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.places import record

from .base import Report

VERSION: Final = 2


def as_json(report: Report) -> str:
    """Return ``{"version": 2, "tool": ..., "counts": {...}, "checked": [...], "findings": [...]}``, indented."""
    return dumped(
        VERSION, report.tool, counts=dict(report.counts), checked=list(report.checked), findings=records(report)
    )


def dumped(version: int, tool: str, **content: Any) -> str:
    """Return an answer of a command as JSON: the version of its schema, the tool's name, then the content, indented."""
    return json.dumps({"version": version, "tool": tool, **content}, indent=2, ensure_ascii=False) + "\n"


def records(report: Report) -> list[dict[str, Any]]:
    """Return the findings of a report as plain data."""
    named = zip(report.findings, report.fingerprints(), strict=True)
    return [finding_record(finding) | {"fingerprint": name} for finding, name in named]


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data, without its fingerprint."""
    fix = finding.fix
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "place": record(finding.span),
        "variants": list(finding.variants),
        "related": [{"message": other.message, "place": record(other.span)} for other in finding.related],
        "included_from": [record(place) for place in finding.stack],
        "fix": fix
        and {
            "description": fix.description,
            "place": record(fix.span),
            "before": fix.before,
            "replacement": fix.replacement,
        },
    }
