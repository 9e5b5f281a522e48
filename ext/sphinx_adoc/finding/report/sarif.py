"""SARIF 2.1.0 (OASIS, static analysis results interchange format), for code scanning services."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from sphinx_adoc.codes import Code
from sphinx_adoc.finding.explain import documentation, explanation, help_address, product_version
from sphinx_adoc.finding.fingerprint import VERSION
from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.places import posix, record
from sphinx_adoc.syntax.source import Place, Span

from .base import Report

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}


def as_sarif(report: Report) -> str:
    """Return one run: a rule per code, as the table and the guide describe it, and a result per finding, with a
    fingerprint that outlives moved lines.
    """
    findings = [*report.findings, *report.known]
    rules = sorted({finding.code for finding in findings})
    results = [
        _result(finding, name, rules.index(finding.code))
        for finding, name in zip(findings, report.all_fingerprints(), strict=True)
    ]
    if report.known:
        for number, result in enumerate(results):
            result["baselineState"] = "new" if number < len(report.findings) else "unchanged"
    driver = {"name": report.tool, "version": product_version(), "rules": [_rule(code) for code in rules]}
    if documentation():
        driver["informationUri"] = documentation()
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    entry = explanation(code)
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": code.summary},
        "fullDescription": {"text": f"{code.summary} {entry.more}".rstrip()},
        "help": {"text": f"{code.summary} What to do: {entry.remedy}"},
        "defaultConfiguration": {"level": LEVELS[code.severity]},
    }
    return rule | ({"helpUri": help_address(code)} if help_address(code) else {})


def _result(finding: Finding, fingerprint: str, rule: int) -> dict[str, Any]:
    content: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.text},
        "locations": [_location(finding.span)],
        "partialFingerprints": {f"sphinxAdoc/v{VERSION}": fingerprint},
    }
    beside = [_location(other.span, other.message) for other in finding.related]
    beside += [_location(Span(place, place), "included from here") for place in reversed(finding.stack)]
    if beside:
        content["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(beside, 1)]
    if finding.fix:
        change = {"deletedRegion": _region(finding.fix.span), "insertedContent": {"text": finding.fix.replacement}}
        changes = [{"artifactLocation": _artifact(finding.fix.span.start), "replacements": [change]}]
        content["fixes"] = [{"description": {"text": finding.fix.description}, "artifactChanges": changes}]
    return content


def _location(span: Span, message: str = "") -> dict[str, Any]:
    physical = {"artifactLocation": _artifact(span.start), "region": _region(span)}
    return {"physicalLocation": physical, **({"message": {"text": message}} if message else {})}


def _artifact(place: Place) -> dict[str, str]:
    return {"uri": quote(posix(place.path), errors="surrogateescape")}


def _region(span: Span) -> dict[str, int]:
    place = record(span)
    return {
        "startLine": place["line"],
        "startColumn": place["column"],
        "endLine": place["end_line"],
        "endColumn": place["end_column"],
    }
