"""A review as Markdown, for a comment on a pull request: the verdict, what breaks, and what else is to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from sphinx_adoc.codes import INFO
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import by_importance, number_of
from sphinx_adoc.finding.report.markdown import MAX_CHARACTERS, plain
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import ATTRIBUTE, RAW, TARGET

from .as_findings import as_findings
from .details import Entry, configuration, entries, structure, unread, whole_files
from .sentences import adds_up, verdict

MOST: Final = 25  # rows of a table; a comment is no place for more
_CLIPPED: Final = 300  # characters of a value

Table = tuple[str, Sequence[str], list[Sequence[str]]]
"""A title, the heads of the columns, and the rows."""


def as_comment(review: Review) -> str:
    """Return the comment, cut to what one holds; of a patch without any effect the verdict and the sum alone."""
    tail = f"\n{plain(adds_up(review))}\n"
    notes = [f"{part}." for part in (review.on, review.read_as) if part]
    text = f"### {plain(verdict(review))}\n\n{plain(' '.join(notes))}\n"
    for table in _tables(review):
        lines = _table(*table)
        if len(text) + len(lines) + len(tail) > MAX_CHARACTERS:
            text += "\n... and more: it does not fit into a comment.\n"
            break
        text += lines
    return text + tail


def _tables(review: Review) -> Iterator[Table]:
    listed = by_importance(as_findings(review))
    wrong, remarks = ([_finding(finding) for finding in listed if (finding.severity == INFO) == info]
                      for info in (False, True))  # fmt: skip
    pages = Counter(change.page for change in review.changes)
    changed = ("Place", "What", "Before", "After")
    yield "Configuration", ("File", "What"), [*configuration(review)]
    yield "Raw output", changed, [_entry(entry) for entry in entries(review, RAW)]
    yield "Breaks", ("Severity", "Place", "Finding", "Code"), wrong
    yield "Remarks", ("Severity", "Place", "Finding", "Code"), remarks
    yield "Files", ("File", "What"), [*whole_files(review)]
    yield "Facts", ("Place", "Before", "After"), [*_facts(review)]
    spelling: list[Sequence[str]] = [
        (str(each.place), each.word, f"{each.right} ({each.kind})") for each in review.misspelt
    ]
    yield "Spelling", ("Place", "Word", "The vocabulary has"), spelling
    yield "Targets", changed, [_entry(entry) for entry in entries(review, TARGET)]
    yield "Attributes", changed, [_entry(entry) for entry in entries(review, ATTRIBUTE)]
    yield "Structure", changed, [_entry(entry) for entry in structure(review)]
    yield "Mends", ("Place", "Finding"), [(str(each.span.start), each.text) for each in review.cured]
    yield "Pages", ("Page", "Changed"), [(page, number_of(amount, "piece")) for page, amount in pages.items()]
    yield "Not looked at", ("File", "What"), [*unread(review)]


def _finding(finding: Finding) -> Sequence[str]:
    return finding.severity, str(finding.span.start), finding.text, finding.code


def _facts(review: Review) -> Iterator[Sequence[str]]:
    for claim in review.claims:
        yield str(claim.place), f"{claim.id}: {claim.before}", claim.after
    for fact in review.facts:
        label = f"{fact.label}: " if fact.label else ""
        yield str(fact.place), label + fact.before, fact.after


def _entry(entry: Entry) -> Sequence[str]:
    marks = [entry.name, entry.danger, "another host" if entry.other_host else "", entry.shown_at]
    what = ", ".join(mark for mark in marks if mark)
    return entry.place, what, entry.before or "", entry.after or ""


def _table(title: str, heads: Sequence[str], rows: list[Sequence[str]]) -> str:
    """A table with its title; '' without rows."""
    if not rows:
        return ""
    lines = [f"\n**{title}**\n\n", f"|{' |'.join(heads)} |\n", "|---" * len(heads) + "|\n"]
    lines += [f"|{' |'.join(plain(cell[:_CLIPPED]) for cell in row)} |\n" for row in rows[:MOST]]
    if len(rows) > MOST:
        lines.append(f"\n... and {len(rows) - MOST} more.\n")
    return "".join(lines)
