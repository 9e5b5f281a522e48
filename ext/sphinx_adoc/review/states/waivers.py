"""The waivers of a state that its base does not have: a patch cannot accept its own findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from sphinx_adoc.finding import Finding
from sphinx_adoc.graph.findings import summaries
from sphinx_adoc.graph.load import Loaded
from sphinx_adoc.graph.model import Waiver

from .piece import Line


def waivers_of(loaded: Loaded) -> list[Waiver]:
    """Return the waivers of the pages, those of each place once."""
    by_place = {waiver.span.start: waiver for summary in summaries(loaded) for waiver in summary.waivers}
    return [*by_place.values()]


def lines_of_waivers(loaded: Loaded) -> Iterator[Line]:
    """Yield the lines that are waivers."""
    for waiver in waivers_of(loaded):
        yield waiver.span.start.path, waiver.span.start.line


def added(waivers: Iterable[Waiver], base: Iterable[Waiver], today: date) -> list[Waiver]:
    """Return the valid waivers that the base does not have. One that moved is the same; so is one of a file with
    another date or reason.
    """
    gone = Counter(_written(waiver) for waiver in base)
    rest = []
    for waiver in waivers:
        if gone[_written(waiver)] > 0:
            gone[_written(waiver)] -= 1
        else:
            rest.append(waiver)
    replaced = Counter(_code(waiver) for waiver in _left(base, gone))
    new = []
    for waiver in rest:
        if replaced[_code(waiver)] > 0:
            replaced[_code(waiver)] -= 1
        elif not waiver.fault and date.fromisoformat(waiver.until) >= today:
            new.append(waiver)
    return new


def waived(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> list[Finding]:
    """Return the findings that some waivers cover."""
    covered = {(waiver.span.start.path, waiver.line, waiver.code) for waiver in waivers}
    return [each for each in findings if (each.span.start.path, each.span.start.line, each.code) in covered]


def _written(waiver: Waiver) -> tuple[str, str, str]:
    return waiver.code, waiver.until, waiver.reason


def _code(waiver: Waiver) -> tuple[str, str]:
    return waiver.span.start.path, waiver.code


def _left(base: Iterable[Waiver], gone: Counter[tuple[str, str, str]]) -> Iterator[Waiver]:
    """The waivers of the base that are not there any more: as many as were counted."""
    counted = Counter(gone)
    for waiver in base:
        if counted[_written(waiver)] > 0:
            counted[_written(waiver)] -= 1
            yield waiver
