"""Waivers: comments beside a line that accept a finding for a time, and their own faults.

``// adoc-ignore: xref-unresolved until 2027-01-31: the page is written in the next release``

A waiver covers the next line that is no comment, for one code. In verbatim text, where two slashes are no comment, it
covers an include alone. One without reason or date, one that is past its date, and one that has nothing left to waive
are findings themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from sphinx_adoc.codes import OF_CODE, Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Origin, Place, Span

from .model import Waiver

if TYPE_CHECKING:
    from sphinx_adoc.syntax.tree import Block

_MARK: Final = "adoc-ignore"
_COMMENT: Final = re.compile(r"//(?!/)\s*adoc-ignore\b:?\s*(.*)")
_FORM: Final = re.compile(r"([a-z0-9-]+)\s+until\s+(\S+?)\s*:\s*(\S.*)")
_HINT: Final = "write: // adoc-ignore: CODE until YYYY-MM-DD: REASON"


def may_be_in(lines: Iterable[str]) -> bool:
    """Tell whether some of a file's lines look like waivers."""
    return any(_MARK in line for line in lines)


def collect(origin: Origin, blocks: Sequence[Block], first: int = 0) -> Iterator[Waiver]:
    """Yield the waivers of a document and its includes, each once. ``blocks``: those that hold all others; ``first``:
    the number of the first file that counts.
    """
    if not any(may_be_in(file.lines) for file in origin.files[first:]):
        return
    verbatim, read = _lines(origin, blocks)
    seen = set(zip(origin.file_of, origin.line_of, strict=True))
    for number, line in sorted(place for place in seen if place[0] >= first):
        file = origin.files[number]
        text = file.lines[line - 1] if 0 < line <= len(file.lines) else ""
        if _MARK in text and (match := _COMMENT.match(text)):
            covered = _covered(file.lines, line)
            if (number, line) in verbatim and not _is_include(file.lines, covered):
                continue
            is_blank = covered > len(file.lines) or not file.lines[covered - 1].strip()
            live = is_blank or (number, covered) in read
            yield _waiver(match[1].strip(), Place(file.path, line, 1), text.rstrip(), covered, live=live)


def _is_include(lines: Sequence[str], number: int) -> bool:
    """Whether a line is an include: of all lines of verbatim text that alone is no text."""
    return number <= len(lines) and lines[number - 1].startswith("include::")


def _covered(lines: Sequence[str], number: int) -> int:
    """The number of the next line that is no comment."""
    while number < len(lines) and lines[number].startswith("//"):
        number += 1
    return number + 1


def _lines(origin: Origin, blocks: Sequence[Block]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Files and lines: those of verbatim text, where two slashes are no comment, and those of all blocks."""
    from sphinx_adoc.syntax.tree import Leaf  # loaded by whom the blocks are of

    verbatim: set[int] = set()
    read: set[int] = set()
    for block in (inner for outer in blocks for inner in outer.walk()):
        read.add(block.ref)
        if block.meta:
            read.update(origin.run(block.meta.ref, block.meta.end_ref))
    for visit in (inner for outer in blocks for inner in outer.walk_texts()):
        read.update(visit.text.refs)
        if isinstance(visit.block, Leaf) and visit.field == "text":
            verbatim.update(visit.text.refs)
    size = range(len(origin))
    return (
        {(origin.file_of[ref], origin.line_of[ref]) for ref in verbatim if ref in size},
        {(origin.file_of[ref], origin.line_of[ref]) for ref in read if ref in size},
    )


def _waiver(written: str, place: Place, text: str, covered: int, *, live: bool) -> Waiver:
    span = Span(place, Place(place.path, place.line, len(text)))
    form = _FORM.fullmatch(written)
    if not form:
        return Waiver(
            code="",
            until="",
            reason=written,
            span=span,
            line=covered,
            fault="it needs a code, a date and a reason",
            live=live,
        )
    code, until, reason = form.groups()
    return Waiver(code=code, until=until, reason=reason, span=span, line=covered, fault=_date_fault(until), live=live)


def _date_fault(until: str) -> str:
    try:
        date.fromisoformat(until)
    except ValueError:
        return f"'{until}' is no date"
    return ""


def apply(
    findings: Iterable[Finding], waivers: Iterable[Waiver], today: date, *, skipped: frozenset[str] = frozenset()
) -> list[Finding]:
    """Return the findings that no valid waiver covers, and those that the waivers themselves are. ``skipped``: the
    codes that were not looked for.
    """
    by_place = {(waiver.span.start, waiver.live): waiver for waiver in waivers}
    at_place = {
        place: by_place.get((place, True)) or by_place[place, False] for place, _ in by_place
    }  # live in some variant
    valid = {
        (waiver.span.start.path, waiver.line, waiver.code): waiver
        for waiver in at_place.values()
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
    troubles = (
        _trouble(waiver, used=waiver in used or waiver.code in skipped, today=today) for waiver in at_place.values()
    )
    return kept + [trouble for trouble in troubles if trouble]


def unwaived(findings: Iterable[Finding], waivers: Iterable[Waiver], today: date) -> list[Finding]:
    """Return the findings that no valid waiver covers; the waivers' own trouble is left for when all findings are
    known.
    """
    return [finding for finding in apply(findings, waivers, today) if not finding.code.startswith("waiver-")]


def _trouble(waiver: Waiver, *, used: bool, today: date) -> Finding | None:
    """What is wrong with a waiver, if anything."""
    trouble = Finding(Code.WAIVER_MALFORMED, f"waiver not understood: {waiver.fault}", waiver.span, hint=_HINT)
    if waiver.fault:
        return trouble
    if date.fromisoformat(waiver.until) < today:
        message = f"waiver of {waiver.code} expired on {waiver.until}"
        hint = f"its reason was: {waiver.reason}"
        return replace(trouble, code=Code.WAIVER_EXPIRED, severity=OF_CODE, message=message, hint=hint)
    if not used and waiver.live:
        message = f"waiver of {waiver.code} has nothing to waive in line {waiver.line}"
        return replace(trouble, code=Code.WAIVER_UNUSED, severity=OF_CODE, message=message, hint="remove it")
    return None
