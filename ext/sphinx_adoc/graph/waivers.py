"""Waivers: comments beside a line that accept a finding for a time, and their own faults.

``// adoc-ignore: xref-unresolved until 2027-01-31: the page is written in the next release``

A waiver covers the next line that is no comment, for one code. One without reason or date, one that is past its
date, and one that has nothing left to waive are findings themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.nodes import Leaf
from sphinx_adoc.syntax.source import ERROR, WARNING, Place, Span

from .model import Waiver

_MARK: Final = "adoc-ignore"
_COMMENT: Final = re.compile(r"//(?!/)\s*adoc-ignore\b:?\s*(.*)")
_FORM: Final = re.compile(r"([a-z0-9-]+)\s+until\s+([0-9-]+)\s*:\s*(\S.*)")
_HINT: Final = "write: // adoc-ignore: CODE until YYYY-MM-DD: REASON"


def collect(doc: Document) -> Iterator[Waiver]:
    """The waivers of a document and its includes, each once; those in lines that conditionals drop do not count."""
    content = _content_lines(doc)
    seen: set[tuple[int, int]] = set()
    origin = doc.origin
    for ref in range(len(origin)):
        key = origin.file_of[ref], origin.line_of[ref]
        if key in seen:
            continue
        seen.add(key)
        file = origin.files[key[0]]
        text = file.lines[key[1] - 1] if 0 < key[1] <= len(file.lines) else ""
        if _MARK in text and key not in content and (found := _COMMENT.match(text)):
            yield _waiver(found[1].strip(), file.path, file.lines, key[1])


def _content_lines(doc: Document) -> set[tuple[int, int]]:
    """Files and lines that are text of a block, where two slashes are no comment."""
    leaves = (block for block in doc.walk() if isinstance(block, Leaf))
    refs = (ref for leaf in leaves for ref in leaf.text.refs)
    return {(doc.origin.file_of[ref], doc.origin.line_of[ref]) for ref in refs if 0 <= ref < len(doc.origin)}


def _waiver(said: str, path: str, lines: Sequence[str], number: int) -> Waiver:
    following = number
    while following < len(lines) and lines[following].startswith("//"):
        following += 1
    text = lines[number - 1].rstrip()
    span = Span(Place(path, number, 1), Place(path, number, len(text)))
    form = _FORM.fullmatch(said)
    if not form:
        return Waiver("", "", said, span, following + 1, "it needs a code, a date and a reason")
    code, until, reason = form.groups()
    return Waiver(code, until, reason, span, following + 1, _date_fault(until))


def _date_fault(until: str) -> str:
    try:
        date.fromisoformat(until)
    except ValueError:
        return f"'{until}' is no date"
    return ""


def apply(findings: Iterable[Finding], waivers: Iterable[Waiver], today: date) -> list[Finding]:
    """The findings that no valid waiver covers, and those that the waivers themselves are."""
    all_waivers = sorted(set(waivers), key=lambda waiver: (str(waiver.span), waiver.code))
    valid = {
        (waiver.span.start.path, waiver.line, waiver.code): waiver
        for waiver in all_waivers
        if not waiver.fault and date.fromisoformat(waiver.until) >= today
    }
    kept: list[Finding] = []
    used: set[Waiver] = set()
    for finding in findings:
        start = finding.span.start
        waiver = valid.get((start.path, start.line, finding.code))
        if waiver:
            used.add(waiver)
        else:
            kept.append(finding)
    troubles = (_trouble(waiver, waiver in used, today) for waiver in all_waivers)
    return kept + [trouble for trouble in troubles if trouble]


def _trouble(waiver: Waiver, used: bool, today: date) -> Finding | None:
    """What is wrong with a waiver, if anything."""
    found = Finding("waiver-malformed", ERROR, f"waiver not understood: {waiver.fault}", waiver.span, hint=_HINT)
    if waiver.fault:
        return found
    if date.fromisoformat(waiver.until) < today:
        message = f"waiver of {waiver.code} expired on {waiver.until}"
        return replace(found, code="waiver-expired", message=message, hint=f"its reason was: {waiver.reason}")
    if not used:
        message = f"waiver of {waiver.code} has nothing to waive in line {waiver.line}"
        return replace(found, code="waiver-unused", severity=WARNING, message=message, hint="remove it")
    return None
