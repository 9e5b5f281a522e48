"""Findings written down: one module per form, each a function from a :class:`Report` to a string."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sphinx_adoc.finding.source import Lines, file_lines

from .base import Report
from .github import as_github
from .jsonform import as_json
from .junit import as_junit
from .sarif import as_sarif
from .text import as_text

FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}

__all__ = [
    "FORMATS", "Lines", "Report", "as_github", "as_json", "as_junit", "as_sarif", "as_text", "file_lines",
]  # fmt: skip
