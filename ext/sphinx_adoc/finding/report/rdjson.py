"""Reviewdog's diagnostic format (``rdjson``), whose columns count bytes of UTF-8 and whose ends are exclusive."""

from __future__ import annotations

import json
from typing import Any, Final

from sphinx_adoc.finding.explain import documentation, help_address
from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.places import record
from sphinx_adoc.finding.source import Lines
from sphinx_adoc.syntax.source import Span

from .base import Report

SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def as_rdjson(report: Report) -> str:
    """Return a diagnostic per finding, with its fix as a suggestion where that is in the same file."""
    source = {"name": report.tool, "url": documentation()}
    diagnostics = [_diagnostic(finding, report.lines) for finding in report.findings]
    content = {"source": {name: value for name, value in source.items() if value}, "diagnostics": diagnostics}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(finding: Finding, lines: Lines) -> dict[str, Any]:
    place = record(finding.span)
    code = {"value": finding.code, "url": help_address(finding.code)}
    content: dict[str, Any] = {
        "message": finding.text,
        "location": {"path": place["path"], "range": _range(finding.span, lines)},
        "severity": SEVERITIES[finding.severity],
        "code": {name: value for name, value in code.items() if value},
    }
    if finding.fix and finding.fix.span.start.path == finding.span.start.path:
        content["suggestions"] = [{"range": _range(finding.fix.span, lines), "text": finding.fix.replacement}]
    return content


def _range(span: Span, lines: Lines) -> dict[str, dict[str, int]]:
    place = record(span)

    def position(line: int, column: int) -> dict[str, int]:
        before = lines(place["path"], line)[: column - 1]
        return {"line": line, "column": column - len(before) + len(before.encode("utf-8", "surrogatepass"))}

    return {
        "start": position(place["line"], place["column"]),
        "end": position(place["end_line"], place["end_column"]),
    }
