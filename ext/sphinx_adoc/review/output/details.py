"""What reports say of a change besides its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.review.fates.lines import Fate
from sphinx_adoc.review.fates.words import Change, Detail
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import RAW

_RUNS: Final = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|link|meta|base|svg|math|style)\b|\bon\w+\s*=|javascript:|\bsrcdoc\b|\\write18",
    re.IGNORECASE,
)


def details_of(review: Review, category: str) -> list[Detail]:
    """Return all that changed besides words, of one category."""
    return [detail for change in review.changes for detail in change.details if detail.category == category]


def unread(review: Review) -> Iterator[tuple[str, str]]:
    """Yield what was not looked at, by file: its path, and how many lines for which reason."""
    counted = Counter((line.path, line.reason) for line in review.account.lines if line.fate is Fate.UNREAD)
    for (path, reason), amount in counted.items():
        yield path, f"{number_of(amount, 'line')}, {reason}"
    yield from review.account.files


def can_run(detail: Detail) -> bool:
    """Return whether raw output that came can run code, or load something, in a reader's browser."""
    return detail.category == RAW and bool(detail.after and _RUNS.search(detail.after))


def other_host(detail: Detail) -> bool:
    """Return whether a target leads to another host than before."""
    before, after = (_host(value or "") for value in (detail.before, detail.after))
    return after != before and bool(after)


def _host(target: str) -> str:
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def place_of(change: Change, detail: Detail) -> str:
    """Return where something stands: file and line, of what is gone the line where it stood."""
    line = detail.added or detail.removed
    if line is None:
        return f"{change.piece.place.path}:{change.piece.place.line}"
    return f"{line[0]}:{line[1]}" if detail.added else f"{line[0]}: was {line[1]}"
