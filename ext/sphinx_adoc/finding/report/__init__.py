"""Findings written down: one module per form, each with a function from a :class:`Report` to a string."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.finding.source import Lines, file_lines

from .base import Report
from .checkstyle import as_checkstyle
from .codequality import as_codequality
from .github import as_github
from .jsonform import as_json
from .junit import as_junit
from .markdown import as_markdown
from .rdjson import as_rdjson
from .sarif import as_sarif
from .text import as_text


@dataclass(frozen=True, slots=True)
class Form:
    """A form of report: how it is written, and what it is for."""

    write: Callable[[Report], str]
    purpose: str


FORMATS: Final[dict[str, Form]] = {
    "text": Form(as_text, "people: the place, what is wrong, the code, the line; related places and includes below"),
    "json": Form(as_json, "your own scripts: findings with places, hints, fixes, fingerprints, and what was counted"),
    "sarif": Form(as_sarif, "code scanning services: SARIF 2.1.0, with what each code means"),
    "github": Form(as_github, "annotations in a pull request on GitHub, without infos, errors first"),
    "codequality": Form(as_codequality, "GitLab's code quality in a merge request"),
    "rdjson": Form(as_rdjson, "reviewdog, with fixes as suggestions"),
    "checkstyle": Form(as_checkstyle, "CI systems and editors that read Checkstyle's XML"),
    "junit": Form(as_junit, "CI systems that show tests"),
    "markdown": Form(as_markdown, "a step summary or a comment: a table, errors first, cut to what a comment holds"),
}
"""Every form that findings can be reported in, by its name."""

__all__ = ["FORMATS", "Form", "Lines", "Report", "as_text", "file_lines"]
