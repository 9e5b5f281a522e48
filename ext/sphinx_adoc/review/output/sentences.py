"""The first and the last sentence of a review: the verdict, and what became of all changed lines."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.review.fates.lines import Fate
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import RAW, TARGET

from .details import entries


def verdict(review: Review) -> str:
    """The first line: what it breaks, and what else is to be looked at."""
    breaks = len(review.broken)
    first = f"Breaks {number_of(breaks, 'thing')}" if breaks else "Breaks nothing"
    counts = review.account.counts
    also = [
        "configuration" if Fate.SETTINGS in counts else "",
        _some(len(review.remarks), "remark"),
        _raw(review),
        *_files(review),
        _some(len(review.claims) + len(review.facts), "fact"),
        _targets(review),
        f"{number_of(counts[Fate.UNREAD], 'line')} not looked at" if Fate.UNREAD in counts else "",
    ]
    listed = [part for part in also if part]
    return f"{first}." if not listed else f"{first}. To look at: {', '.join(listed)}."


def _raw(review: Review) -> str:
    raw = [*entries(review, RAW)]
    dangers = {entry.danger for entry in raw}
    danger = next((words for words in ("can run code", "loads something") if words in dangers), "")
    return f"raw output that {danger}" if danger else "raw output" if raw else ""


def _files(review: Review) -> list[str]:
    """How many files are renamed, gone, or empty."""
    counts = Counter(change.kind for change in review.files)
    return [
        f"{number_of(counts[kind], noun)} {said}".rstrip()
        for kind, noun, said in (("renamed", "file", "renamed"), ("gone", "file", "gone"), ("empty", "empty file", ""))
        if counts[kind]
    ]


def _targets(review: Review) -> str:
    targets = [*entries(review, TARGET)]
    run = " (can run code)" if any(entry.can_run for entry in targets) else ""
    return _some(len(targets), "target") + run


def _some(amount: int, noun: str) -> str:
    return number_of(amount, noun) if amount else ""


_PLURAL: Final = (Fate.TARGET, Fate.ANCHOR, Fate.FACT, Fate.ATTRIBUTE)


def adds_up(review: Review) -> str:
    """The last line: what became of all changed lines."""
    account = review.account
    parts = []
    for fate, amount in account.counts.items():
        reasons = f" ({', '.join(account.reasons)})" if fate is Fate.UNREAD else ""
        noun = fate.value.removesuffix("s") if fate in _PLURAL else ""
        parts.append((number_of(amount, noun) if noun else f"{amount} {fate.value}") + reasons)
    listed = f": {', '.join(parts)}" if parts else ""
    counted = Counter(reason for _, reason in account.files)
    files = [*_files(review)]
    files += [f"{number_of(amount, 'file')} not looked at ({reason})" for reason, amount in counted.items()]
    besides = f" Besides: {', '.join(files)}." if files else ""
    return f"{number_of(len(account.lines), 'changed line')}{listed}.{besides}"
