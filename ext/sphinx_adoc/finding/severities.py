"""The severities that a project gives to codes, in place of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sphinx_adoc.codes import Code, Severity

from .model import Finding


def with_severities(findings: Iterable[Finding], severities: Mapping[Code, Severity]) -> list[Finding]:
    """Return the findings, each whose code is in ``severities`` with the severity given there."""
    return [replace(each, severity=severities.get(each.code, each.severity)) for each in findings]
