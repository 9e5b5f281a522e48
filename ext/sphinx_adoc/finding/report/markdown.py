"""Markdown for a step summary or a comment: what was found, the most important first, cut to what a comment holds."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from sphinx_adoc.codes import SEVERITIES
from sphinx_adoc.finding.explain import help_address
from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.places import record

from .base import Report, by_importance, number_of
from .text import printable

MAX_CHARACTERS: Final = 60_000  # characters; GitHub takes 65,536 in a comment
LINK: Final = re.compile(r"[@#](?=\w)|:(?=//)")  # what GitHub and GitLab make a mention, a reference or a link of
SPACE: Final = "&#8203;"  # of no width


def as_markdown(report: Report) -> str:
    """Return a heading with counts, and a table with a row per finding; a line where nothing was found."""
    heading = f"### {plain(report.tool)}: {counted(report)}\n"
    if not report.findings:
        return heading
    rows = [_row(finding) for finding in by_importance(report.findings)]
    head = f"{heading}\n|Severity |Place |Finding |Code |\n|---|---|---|---|\n"
    room, shown = MAX_CHARACTERS - len(head), 0
    for row in rows:
        room -= len(row)
        shown += room >= 0
    left = len(rows) - shown
    return head + "".join(rows[:shown]) + (f"\n... and {number_of(left, 'finding')} more.\n" if left else "")


def counted(report: Report) -> str:
    """Return how many findings there are of each severity."""
    amounts = Counter(finding.severity for finding in report.findings)
    nouns = {"error": "error", "warning": "warning", "info": "note"}
    return ", ".join(number_of(amounts[name], nouns[name]) for name in SEVERITIES if amounts[name]) or "nothing found"


def _row(finding: Finding) -> str:
    address = help_address(finding.code)
    code = f"[{finding.code}]({address})" if address else f"`{finding.code}`"
    return f"|{finding.severity} |{plain(_place(finding))} |{plain(finding.text)} |{code} |\n"


def _place(finding: Finding) -> str:
    """Return where a finding is, for people; columns count from 1."""
    place = record(finding.span)
    return f"{place['path']}:{place['line']}:{place['column']}"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is, without links, mentions or elements, in a cell of a table."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#+!|~&$-])", r"\\\1", printable(" ".join(text.split())))
    return LINK.sub(lambda sign: sign[0] + SPACE, escaped)
