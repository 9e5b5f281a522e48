"""The severities that a project gives to codes, in place of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sphinx_adoc.codes import Severity

from .model import Finding


def with_severities(findings: Iterable[Finding], severities: Mapping[str, Severity]) -> list[Finding]:
    """Return the findings; those whose code is in ``severities`` have the severity given there."""
    with_severity = ((each, severities.get(each.code, each.severity)) for each in findings)
    return [each if severity == each.severity else replace(each, severity=severity) for each, severity in with_severity]
