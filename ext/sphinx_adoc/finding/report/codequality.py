"""GitLab's code quality report, a part of Code Climate's format: a list of issues, paths relative to the project."""

from __future__ import annotations

import json
from typing import Any, Final

from sphinx_adoc.finding.fingerprint import relative
from sphinx_adoc.finding.model import Finding

from .base import Report

SEVERITIES: Final = {"error": "major", "warning": "minor", "info": "info"}


def as_codequality(report: Report) -> str:
    """Return an issue per finding, in a list; an empty list where there is none."""
    root = report.folder
    issues = [
        _issue(finding, relative(finding.span.start.path, root)) | {"fingerprint": name}
        for finding, name in zip(report.findings, report.fingerprints(), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _issue(finding: Finding, path: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": finding.text,
        "categories": ["Bug Risk"],
        "severity": SEVERITIES[finding.severity],
        "location": {"path": path, "lines": {"begin": finding.span.start.line, "end": finding.span.end.line}},
    }
