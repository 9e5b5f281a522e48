"""Annotations by GitHub's workflow commands: ``::error file=...,line=...,col=...::message``."""

from __future__ import annotations

from sphinx_adoc.codes import INFO
from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.places import posix

from .base import Report, by_importance


def as_github(report: Report) -> str:
    """Return a command per error and warning, '' for none; errors come first, since GitHub shows a few alone."""
    shown = (finding for finding in by_importance(report.findings) if finding.severity != INFO)
    return "".join(_command(finding) + "\n" for finding in shown)


def _command(finding: Finding) -> str:
    start, end = finding.span.start, finding.span.end
    properties: dict[str, str | int] = {"file": posix(start.path), "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub ignores columns of an annotation over several lines
        properties |= {"col": max(start.column, 1), "endColumn": max(end.column, 1)}
    properties["title"] = finding.code
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{finding.severity} {listed}::{_data(finding.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
