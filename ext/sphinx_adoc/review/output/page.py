"""A review as a page: the verdict, then all that the text says and more, both sides beside each other.

The page is made by the Jinja template ``templates/review.html`` with autoescape on: all words of the documents are
escaped but for the changed blocks, which the project's own HTML shows. It needs no other file, no script and no
network, and its policy forbids them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from sphinx_adoc.doctree.html import style_sheet
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import by_importance
from sphinx_adoc.review.fates.words import Change
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.renderings.pages import Row
from sphinx_adoc.review.states.piece import ATTRIBUTE, RAW, TARGET

from .details import configuration, entries, structure, together, unread, whole_files
from .sentences import adds_up, verdict

_TEMPLATES = files(__package__) / "templates"


def as_html(review: Review, rows: Mapping[str, Sequence[Row]]) -> str:
    """Return the page. ``rows``: the changed blocks of AsciiDoc pages, as their own HTML; of others words are shown."""
    others = [change for change in review.changes if change.reads_otherwise and change.page not in rows]
    return _template().render(
        verdict=verdict(review),
        page_style=style_sheet(),
        style=(_TEMPLATES / "review.css").read_text(encoding="utf-8"),
        on=review.on,
        read_as=review.read_as,
        looked_at=len(review.looked_at),
        pages=review.pages,
        account=adds_up(review),
        doubts=[_finding(review, each) for each in review.doubts],
        configuration=[*configuration(review)],
        raw=[*entries(review, RAW)],
        findings=[
            ("Breaks", [_finding(review, each) for each in by_importance(review.broken)]),
            ("Remarks", [_finding(review, each) for each in review.remarks]),
        ],
        files=[*whole_files(review)],
        states=[*_states(review)],
        misspelt=review.misspelt,
        details=[
            ("Targets", [*entries(review, TARGET)]),
            ("Attributes", [*entries(review, ATTRIBUTE)]),
            ("Structure", structure(review)),
        ],
        between=[
            {"finding": _finding(review, each.finding), "broken": each.broken, "mended": each.mended}
            for each in review.between
        ],
        cured=[_finding(review, each) for each in review.cured],
        unread=[*unread(review)],
        patches=review.patches,
        rendered=[*_rendered(rows)],
        sections=[*_sections(others)],
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string((_TEMPLATES / "review.html").read_text(encoding="utf-8"))


def _finding(review: Review, finding: Finding) -> dict[str, Any]:
    return {
        "place": str(finding.span.start),
        "severity": finding.severity,
        "text": finding.text,
        "code": str(finding.code),
        "since": review.since.get(finding),
        "related": [{"place": str(each.span.start), "message": each.message} for each in finding.related],
    }


def _states(review: Review) -> Iterator[dict[str, Any]]:
    for change in review.claims:
        name = f"{change.id}, {change.kind}"
        yield _stated(str(change.place), name, change.before, change.after) | {"since": review.since.get(change)}
    for facts in together(review):
        before, after = (", ".join(words) for words in zip(*((fact.before, fact.after) for fact in facts), strict=True))
        fact = facts[0]
        stated = _stated(str(fact.place), fact.label, before if fact.before else "", after if fact.after else "")
        yield stated | {"since": review.since.get(fact)}


def _stated(place: str, name: str, before: str, after: str) -> dict[str, Any]:
    return {"place": place, "name": name, "before": before, "after": after}


def _rendered(pages: Mapping[str, Sequence[Row]]) -> Iterator[dict[str, Any]]:
    """The blocks under the file and the section that they are in."""
    for rows in pages.values():
        for (path, section), group in groupby(rows, lambda row: (row.path, row.section)):
            yield {"title": f"{path}: {section}" if section else path, "rows": [*group]}


def _sections(changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    for (path, section), group in groupby(changes, lambda change: (change.piece.place.path, change.piece.section)):
        yield {"title": f"{path}: {section}" if section else path, "entries": [_entry(change) for change in group]}


def _entry(change: Change) -> dict[str, Any]:
    return {
        "lines": _lines(change),
        "style": change.piece.kind if change.piece.kind in ("line", "title") else "text",
        "before": change.before.text if change.before else "",
        "after": change.after.text if change.after else "",
        "words": change.words,
    }


def _lines(change: Change) -> str:
    """The line before and after; in a table also the cell."""
    lines = [str(piece.place.line) for piece in (change.before, change.after) if piece]
    where = f", {change.piece.called}" if change.piece.called else ""
    return " \u2192 ".join(dict.fromkeys(lines)) + where
