"""A review as JSON. Its schema is ``schemas/review.json``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding import Finding, fingerprints
from sphinx_adoc.finding.places import record
from sphinx_adoc.finding.report.jsonform import dumped, finding_record
from sphinx_adoc.review.model import Between, Fact, Lost, Review, Told
from sphinx_adoc.review.states.reading import Change, Row
from sphinx_adoc.review.states.stated import Restated

VERSION: Final = 1  # of the schema


def as_json(found: Review) -> str:
    """Return all of a review, indented.

    Of a series all that it does has ``since``, the number of a patch; ``patches`` and ``between`` are there of a series
    alone. Beside an earlier version, what breaks has ``still``, and ``mended`` is what that one broke.
    """
    names = fingerprints(found.caused, found.lines, Path())
    return dumped(
        VERSION,
        "sphinx-adoc review",
        on=found.on,
        touched=sorted(found.touched),
        pages=found.pages,
        looked_at=list(found.looked_at),
        caused=[_finding(found, each) | {"fingerprint": name} for each, name in zip(found.caused, names, strict=True)],
        cured=found.cured,
        doubts=[finding_record(each) for each in found.doubts],
        lost=[_lost(found, each) for each in found.lost],
        claims=[_restated(each) | _since(found, each) for each in found.claims],
        facts=[_fact(each) | _since(found, each) for each in found.facts],
        changes=[_change(each) for each in found.changes],
        moved=[{"before": _row(before), "after": _row(after)} for before, after in found.moved],
        markup_only=found.markup_only,
        ran=found.ran,
        **_series(found),
        **({"mended": [finding_record(each) for each in found.versions.mended]} if found.versions else {}),
    )


def _series(found: Review) -> dict[str, Any]:
    if not found.patches:
        return {}
    patches = [{"number": each.number, "commit": each.commit, "subject": each.subject} for each in found.patches]
    return {"patches": patches, "between": [_between(each) for each in found.between]}


def _between(item: Between) -> dict[str, Any]:
    return {"finding": finding_record(item.finding), "broken": item.broken.number, "mended": item.mended.number}


def _since(found: Review, told: Told) -> dict[str, str]:
    """Return since which patch of a series it is so; empty where that is not known."""
    member = found.since.get(told)
    return {"since": member.number} if member else {}


def _finding(found: Review, finding: Finding) -> dict[str, Any]:
    return finding_record(finding) | _since(found, finding) | _still(found, finding)


def _still(found: Review, finding: Finding) -> dict[str, bool]:
    return {"still": finding in found.versions.still} if found.versions else {}


def _lost(found: Review, anchor: Lost) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": anchor.id,
        "title": anchor.title,
        "explicit": anchor.explicit,
        "place": record(anchor.place),
        "now": anchor.now,
        "there": anchor.there,
        "references": [_finding(found, each) for each in anchor.references],
    }
    return content | _since(found, anchor.finding) | _still(found, anchor.finding)


def _restated(change: Restated) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.id,
        "place": record(change.place),
        "before": change.before,
        "after": change.after,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"before": fact.before, "after": fact.after, "section": fact.page, "place": record(fact.place)}


def _change(change: Change) -> dict[str, Any]:
    return {
        "page": change.page,
        "before": change.before and _row(change.before),
        "after": change.after and _row(change.after),
        "words": [list(run) for run in change.words],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "section": row.section,
        "kind": row.kind,
        "where": row.where,
        "text": row.text,
        "markup": row.markup,
        "place": record(row.place),
    }
