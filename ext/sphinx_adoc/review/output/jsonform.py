"""A review as JSON. Its schema is ``schemas/review.json``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding import Finding, fingerprints
from sphinx_adoc.finding.places import record
from sphinx_adoc.finding.report.jsonform import dumped, finding_record
from sphinx_adoc.review.fates.lines import Account
from sphinx_adoc.review.fates.model import Between, Fact, Lost, Shifted, Statement
from sphinx_adoc.review.fates.words import Change, Detail
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import Line, Piece
from sphinx_adoc.review.states.stated import ClaimChange

VERSION: Final = 1  # of the schema


def as_json(review: Review) -> str:
    """Return all of a review, indented.

    Of a series all that it does has ``since``, the number of a patch; ``patches`` and ``between`` are there of a series
    alone. Beside an earlier version, what breaks has ``still``, and ``mended`` is what that one broke.
    """
    names = fingerprints(review.caused, review.lines, Path())
    return dumped(
        VERSION,
        "sphinx-adoc review",
        on=review.on,
        read_as=review.read_as,
        touched=sorted(review.touched),
        pages=review.pages,
        looked_at=list(review.looked_at),
        caused=[
            _finding(review, each) | {"fingerprint": name} for each, name in zip(review.caused, names, strict=True)
        ],
        account=_account(review.account),
        files=[{"kind": each.kind, "old": each.old, "new": each.new} for each in review.files],
        cured=[finding_record(each) for each in review.cured],
        doubts=[finding_record(each) for each in review.doubts],
        lost=[_lost(review, each) for each in review.lost],
        shifted=[_shifted(review, each) for each in review.shifted],
        claims=[_claim_change(each) | _since(review, each) for each in review.claims],
        facts=[_fact(each) | _since(review, each) for each in review.facts],
        changes=[_change(each) for each in review.changes],
        moved=[{"before": _row(before), "after": _row(after)} for before, after in review.moved],
        markup_only=review.markup_only,
        misspelt=[
            {"word": each.word, "right": each.right, "kind": each.kind, "place": record(each.place)}
            for each in review.misspelt
        ],
        ran=review.ran,
        **_series(review),
        **({"mended": [finding_record(each) for each in review.versions.mended]} if review.versions else {}),
    )


def _series(review: Review) -> dict[str, Any]:
    if not review.patches:
        return {}
    patches = [{"number": each.number, "commit": each.commit, "subject": each.subject} for each in review.patches]
    return {"patches": patches, "between": [_between(each) for each in review.between]}


def _between(item: Between) -> dict[str, Any]:
    return {"finding": finding_record(item.finding), "broken": item.broken.number, "mended": item.mended.number}


def _since(review: Review, statement: Statement) -> dict[str, str]:
    """Return since which patch of a series it is so; empty where that is not known."""
    member = review.since.get(statement)
    return {"since": member.number} if member else {}


def _finding(review: Review, finding: Finding) -> dict[str, Any]:
    return finding_record(finding) | _since(review, finding) | _still(review, finding)


def _still(review: Review, finding: Finding) -> dict[str, bool]:
    return {"still": finding in review.versions.still} if review.versions else {}


def _lost(review: Review, anchor: Lost) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": anchor.id,
        "title": anchor.title,
        "explicit": anchor.explicit,
        "place": record(anchor.place),
        "now": anchor.now,
        "there": anchor.there,
        "still_on": anchor.still,
        "references": [_finding(review, each) for each in anchor.references],
        "elsewhere": [record(each) for each in anchor.elsewhere],
        "leads_to": anchor.leads_to,
        "at": record(anchor.at) if anchor.at else None,
        "fix": finding_record(anchor.finding)["fix"],
    }
    return content | _since(review, anchor.finding) | _still(review, anchor.finding)


def _shifted(review: Review, anchor: Shifted) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": anchor.id,
        "was": anchor.was,
        "now": anchor.now,
        "place": record(anchor.place),
        "other": record(anchor.other),
        "left": record(anchor.left),
        "references": [record(each) for each in anchor.references],
        "fix": finding_record(anchor.finding)["fix"],
    }
    return content | _since(review, anchor.finding) | _still(review, anchor.finding)


def _claim_change(change: ClaimChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.id,
        "place": record(change.place),
        "before": change.before,
        "after": change.after,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "before": fact.before,
        "after": fact.after,
        "section": fact.section,
        "label": fact.label,
        "place": record(fact.place),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "page": change.page,
        "before": change.before and _row(change.before),
        "after": change.after and _row(change.after),
        "words": [list(run) for run in change.words],
        "details": [_detail(each) for each in change.details],
    }


def _detail(detail: Detail) -> dict[str, Any]:
    return {
        "category": detail.category,
        "name": detail.name,
        "before": detail.before,
        "after": detail.after,
        "removed": _line(detail.removed),
        "added": _line(detail.added),
    }


def _line(line: Line | None) -> dict[str, Any] | None:
    return {"path": line[0], "line": line[1]} if line else None


def _account(account: Account) -> dict[str, Any]:
    """Return what became of each line that the patch removes or adds; the counts add up to the lines."""
    return {
        "changed": len(account.lines),
        "counts": {fate.value: amount for fate, amount in account.counts.items()},
        "lines": [
            {"path": each.path, "sign": each.sign, "line": each.number, "fate": each.fate.value, "reason": each.reason}
            for each in account.lines
        ],
        "files": [{"path": path, "reason": reason} for path, reason in account.files],
    }


def _row(row: Piece) -> dict[str, Any]:
    return {
        "section": row.section,
        "kind": row.kind,
        "where": row.called,
        "text": row.text,
        "markup": row.markup,
        "place": record(row.place),
    }
