"""A review as a page: findings on top, then each section that reads otherwise, both sides beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from sphinx_adoc.finding import Finding
from sphinx_adoc.review.fates.model import Lost, Told
from sphinx_adoc.review.fates.words import Change
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import Piece

_STYLE: Final = """
:root { color-scheme: light dark; --gone: #b3261e; --came: #146c2e; --line: #8888; }
@media (prefers-color-scheme: dark) { :root { --gone: #ff9d94; --came: #7ddc93; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
th, td { overflow-wrap: anywhere; }
th.place { width: 9rem; font-weight: normal; }
del { color: var(--gone); text-decoration: line-through; }
ins { color: var(--came); text-decoration: underline; }
.line { font-family: ui-monospace, monospace; white-space: pre-wrap; }
.title { font-weight: bold; }
"""


def as_html(found: Review) -> str:
    """The page: one file that needs no other, and no scripts. All words of the documents are escaped."""
    parts = [
        *_head(found),
        *_findings(found),
        *_stated(found),
        *_series(found),
        *_pages([change for change in found.changes if change.reads_otherwise]),
    ]
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Review</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _otherwise(found: Review) -> list[Change]:
    return [change for change in found.changes if change.reads_otherwise]


def _head(found: Review) -> Iterator[str]:
    yield "<h1>Review</h1>"
    yield f"<p>{escape(found.on)}. {len(found.looked_at)} of {found.pages} pages looked at.</p>"
    if not (found.findings or found.claims or found.facts or found.changes or found.between):
        yield "<p>It breaks nothing, and all pages read as before.</p>"
    for finding in found.doubts:
        place, said = escape(str(finding.span.start)), escape(finding.text)
        yield f"<p>On both sides much behind <code>{place}</code> may be misread: {said}</p>"


def _findings(found: Review) -> Iterator[str]:
    if not found.findings:
        return
    yield "<h2>Breaks</h2>\n<ul>"
    for anchor in found.lost:
        yield f"<li>{_lost(anchor, found)}</li>"
    for finding in found.caused:
        yield f"<li>{_said(finding)}{_since(found, finding)}</li>"
    yield "</ul>"


def _said(finding: Finding) -> str:
    place, kind = escape(str(finding.span.start)), escape(finding.severity)
    return f"<code>{place}</code>: {kind}: {escape(finding.text)} <code>{escape(finding.code)}</code>"


def _since(found: Review, told: Told) -> str:
    member = found.since.get(told)
    return f" <small>since {escape(str(member))}</small>" if member else ""


def _lost(anchor: Lost, found: Review) -> str:
    other = anchor.now or anchor.there
    now = f"; it is {'' if anchor.now else 'in '}<code>{escape(other)}</code> now" if other else ""
    places = "".join(
        f"<li><code>{escape(str(item.span.start))}</code>{_since(found, item)}</li>" for item in anchor.references
    )
    listed = f"; these pointed at it:<ul>{places}</ul>" if places else "; links from outside break"
    place, since = escape(str(anchor.place)), _since(found, anchor.finding)
    return f"<code>{place}</code>: the anchor <code>{escape(anchor.id)}</code> is gone{since}{now}{listed}"


def _stated(found: Review) -> Iterator[str]:
    if not (found.claims or found.facts):
        return
    yield '<h2>States</h2>\n<table>\n<tr><th class="place">Place</th><th>Before</th><th>After</th></tr>'
    for change in found.claims:
        words = f"<code>{escape(change.id)}</code>, {escape(change.kind)}: "
        after = escape(change.after) + _since(found, change)
        yield _cells(str(change.place), words + escape(change.before), words + after)
    for fact in found.facts:
        after = f"<ins>{escape(fact.after)}</ins>{_since(found, fact)}"
        yield _cells(str(fact.place), f"<del>{escape(fact.before)}</del>", after)
    yield "</table>"


def _series(found: Review) -> Iterator[str]:
    """What is broken only within a series, and its patches."""
    if found.between:
        yield "<h2>Broken in between</h2>\n<ul>"
        for item in found.between:
            run = escape(f"broken by {item.broken}, mended by {item.mended}")
            yield f"<li>{_said(item.finding)} <small>{run}</small></li>"
        yield "</ul>"
    if found.patches:
        named = "".join(f"<li>{escape(f'{member}: {member.subject}')}</li>" for member in found.patches)
        yield f"<h2>Patches</h2>\n<ul>{named}</ul>"


def _pages(changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield "<h2>Reads</h2>"
    for (path, section), group in groupby(changes, lambda change: (change.piece.place.path, change.piece.section)):
        named = escape(f"{path}: {section}" if section else path)
        yield f'<h3>{named}</h3>\n<table>\n<tr><th class="place">Line</th><th>Before</th><th>After</th></tr>'
        for change in group:
            yield _cells(_lines(change), *_both(change))
        yield "</table>"


def _cells(place: str, before: str, after: str) -> str:
    return f'<tr><th class="place">{escape(place)}</th><td>{before}</td><td>{after}</td></tr>'


def _lines(change: Change) -> str:
    lines = [str(row.place.line) if row else "new" for row in (change.before, change.after)]
    shown = [line for line in lines if line != "new"]
    where = f", {change.piece.where}" if change.piece.where else ""
    return " → ".join(dict.fromkeys(shown)) + where


def _both(change: Change) -> tuple[str, str]:
    """Both sides of a change, marked up."""
    if change.before is None or change.after is None:
        gone = f"<del>{escape(change.before.text)}</del>" if change.before else ""
        came = f"<ins>{escape(change.after.text)}</ins>" if change.after else ""
        return _styled(change.piece, gone), _styled(change.piece, came)
    before = " ".join(_marked(op, text, "-", "del") for op, text in change.words if op != "+")
    after = " ".join(_marked(op, text, "+", "ins") for op, text in change.words if op != "-")
    return _styled(change.before, before), _styled(change.after, after)


def _marked(op: str, text: str, changed: str, element: str) -> str:
    return f"<{element}>{escape(text)}</{element}>" if op == changed else escape(text)


def _styled(row: Piece, content: str) -> str:
    return f'<div class="{row.kind}">{content}</div>' if content and row.kind in ("line", "title") else content
