"""Text for people: ``file:line:column: severity: message [code]``, the source line and a caret line."""

from __future__ import annotations

import unicodedata
from collections import Counter

from sphinx_adoc.codes import INFO
from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.source import Lines
from sphinx_adoc.syntax.source import Place, Span

from .base import Report

WIDEST = 120


def as_text(report: Report) -> str:
    """Return each finding with its line, related places and the includes that led to it; '' when there is none.

    An info that a file has several times is shown once, with how often it comes.
    """
    times = Counter(_repeated(finding) for finding in report.findings)
    shown: dict[object, Finding] = {}
    for finding in report.findings:
        shown.setdefault(_repeated(finding), finding)
    return "".join(_finding(finding, times[key], report.lines) for key, finding in shown.items())


def _repeated(finding: Finding) -> object:
    """What makes two findings one in the report: for an info its file and words, else the finding itself."""
    if finding.severity != INFO:
        return finding
    return finding.code, finding.span.start.path, finding.text


def _finding(finding: Finding, times: int, lines: Lines) -> str:
    more = f" ({times} times in this file)" if times > 1 else ""
    rows = [f"{_place(finding.span.start)}: {finding.severity}: {printable(finding.text)}{more} [{finding.code}]"]
    rows += _excerpt(finding.span, lines)
    rows += [f"{_place(other.span.start)}: note: {printable(other.message)}" for other in finding.related]
    rows += [f"  included from {_place(place)}" for place in reversed(finding.stack)]
    return "\n".join(rows) + "\n"


def _place(place: Place) -> str:
    return f"{printable(place.path)}:{place.line}:{max(place.column, 1)}"


def _excerpt(span: Span, lines: Lines) -> list[str]:
    """The source line, cut to a readable width around the place, and the carets below it."""
    line = lines(span.start.path, span.start.line)
    if not line.strip():
        return []
    first = max(span.start.column - 1, 0)
    last = span.end.column if span.end.line == span.start.line else len(line)
    last = max(min(last, len(line)), first + 1)
    cut = max(first - WIDEST // 2, 0) if len(line) > WIDEST else 0
    shown = line[cut : cut + WIDEST]
    marked = shown[first - cut : last - cut] or " "
    lead = "... " if cut else ""
    pad = " " * len(lead) + "".join(_blank(character) for character in shown[: first - cut])
    carets = "^" + "~" * ((len(marked) if marked.isascii() else sum(map(_width, marked))) - 1)
    return [f"    {lead}{printable(shown)}", f"    {pad}{carets}"]


def printable(text: str) -> str:
    """Return text that cannot command a terminal or break XML: control characters but the tab become U+FFFD."""
    if text.isprintable():  # which few texts are not, and no control character is
        return text
    return "".join("\ufffd" if _is_control(character) else character for character in text)


def _is_control(character: str) -> bool:
    return character != "\t" and (unicodedata.category(character) in {"Cc", "Cf", "Cs"} or character in "\ufffe\uffff")


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _blank(character: str) -> str:
    return "\t" if character == "\t" else " " * _width(character)
