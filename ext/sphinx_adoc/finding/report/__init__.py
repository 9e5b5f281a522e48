"""Findings written down: one module per form, each with a function from a :class:`Report` to a string."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from sphinx_adoc.finding.source import Lines, file_lines

from .base import Report
from .text import as_text


@dataclass(frozen=True, slots=True)
class Form:
    """A form of report: how it is written, and what it is for."""

    write: Callable[[Report], str]
    purpose: str


def _by(module: str, function: str) -> Callable[[Report], str]:
    """What writes a report by a function of a module here, which is loaded when there is a report to write."""

    def write(report: Report) -> str:
        written: str = getattr(import_module(f".{module}", __name__), function)(report)
        return written

    return write


FORMATS: Final[dict[str, Form]] = {
    "text": Form(
        as_text,
        "people: the place, what is wrong, the code, the line; related places and includes below",
    ),
    "json": Form(
        _by("jsonform", "as_json"),
        "your own scripts: findings with places, hints, fixes, fingerprints, and what was counted",
    ),
    "sarif": Form(_by("sarif", "as_sarif"), "code scanning services: SARIF 2.1.0, with what each code means"),
    "github": Form(_by("github", "as_github"), "annotations in a pull request on GitHub, without infos, errors first"),
    "codequality": Form(_by("codequality", "as_codequality"), "GitLab's code quality in a merge request"),
    "rdjson": Form(_by("rdjson", "as_rdjson"), "reviewdog, with fixes as suggestions"),
    "checkstyle": Form(_by("checkstyle", "as_checkstyle"), "CI systems and editors that read Checkstyle's XML"),
    "junit": Form(_by("junit", "as_junit"), "CI systems that show tests"),
    "markdown": Form(
        _by("markdown", "as_markdown"),
        "a step summary or a comment: a table, errors first, cut to what a comment holds",
    ),
}
"""Every form that findings can be reported in, by its name."""

__all__ = ["FORMATS", "Form", "Lines", "Report", "as_text", "file_lines"]
