"""Both sides of a patch, compared: what it breaks, what its documents state now, and how they read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from sphinx_adoc.claims import Claim, Session, collect, run_all
from sphinx_adoc.finding import Finding, Related, ordered
from sphinx_adoc.graph.delta import Delta, delta
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.index import Hit
from sphinx_adoc.graph.load import Loaded, MakeSettings, Variant, gather, load
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.source import INFO, WARNING, Place, Span

from . import stated
from .reading import Change, Row, changes, facts, moved, rows
from .sides import Sides
from .stated import Restated

#: Findings behind which text may have been read as code and code as text.
MISREAD: Final = ("delimiter-length", "block-unclosed")
_LINES: Final = re.compile(r":\d+(?::\d+)?\b")


@dataclass(frozen=True, slots=True)
class Lost:
    """An anchor that is gone. ``now``: the id that it has instead, ``there``: the page that has it now, '' without.
    ``references``: the findings about the references that pointed at it.
    """

    id: str
    title: str
    explicit: bool
    place: Place
    now: str = ""
    there: str = ""
    references: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the prose that became another one."""

    before: str
    after: str
    page: str
    place: Place


@dataclass(frozen=True)
class Review:
    """What a patch does. ``on``: what it was applied on. ``pages``: how many there are now; ``looked_at``: those that
    it can change. ``caused``: new findings; ``cured``: how many went; ``doubts``: old ones in these pages, behind which
    much is misread on both sides. ``moved``: pieces that stand elsewhere, word for word; ``markup_only``: pieces that
    read as before. ``ran``: whether the claims were run.
    """

    on: str
    touched: frozenset[str]
    pages: int
    looked_at: tuple[str, ...] = ()
    caused: tuple[Finding, ...] = ()
    cured: int = 0
    doubts: tuple[Finding, ...] = ()
    lost: tuple[Lost, ...] = ()
    claims: tuple[Restated, ...] = ()
    facts: tuple[Fact, ...] = ()
    changes: tuple[Change, ...] = ()
    moved: tuple[tuple[Row, Row], ...] = ()
    markup_only: int = 0
    ran: bool = False

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong now and was not before: for reports that know findings alone."""
        return ordered([*self.caused, *map(_vanished, self.lost)])


@dataclass(frozen=True, slots=True)
class How:
    """How documents are read: ways in which they are built, settings for each; whether claims are run, and with which
    prelude, for how long each (s).
    """

    variants: Sequence[Variant]
    settings: MakeSettings
    today: date
    run: bool = False
    prelude: Path | None = None
    timeout: float = 60.0


@dataclass(slots=True)
class _Side:
    """What is kept of one side."""

    loaded: Loaded
    findings: list[Finding]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    claims: dict[str, list[Claim]] = field(default_factory=dict)


def review(sides: Sides, how: How) -> Review:
    """Compare both sides. They are read at one and the same path, one after the other, so that whatever names a file
    names it alike.
    """
    place = sides.before.parent / "tree"
    before, after = (_at(folder, place, lambda: _load(place, how)) for folder in (sides.before, sides.after))
    changed = {str(place / path) for path in sides.touched}
    pages = _affected(before, changed) | _affected(after, changed)
    for folder, side in ((sides.before, before), (sides.after, after)):
        _at(folder, place, partial(_read, side, pages, place, how))
    found = _compared(before, after, sides, f"{place}/")
    return replace(found, ran=how.run)


def _at(folder: Path, place: Path, work: Callable[[], _Side]) -> _Side:
    """Do something while a folder stands at another place."""
    folder.rename(place)
    try:
        return work()
    finally:
        place.rename(folder)


def _load(place: Path, how: How) -> _Side:
    loaded = load(list(gather([place])), how.variants, how.settings)
    return _Side(loaded, all_findings(loaded, how.today))


def _affected(side: _Side, changed: set[str]) -> set[str]:
    """The pages of a side that changed files are part of."""
    found = (summary for index in side.loaded.indexes.values() for summary in index.summaries.values())
    return {summary.path for summary in found if not changed.isdisjoint((summary.path, *summary.includes))}


def _read(side: _Side, pages: set[str], place: Path, how: How) -> _Side:
    """Read the pages of a side that the patch may change."""
    for name in sorted(pages.intersection(side.loaded.checked)):
        doc = parse_file(Path(name), how.settings(how.variants[0], place))
        side.rows[name] = rows(doc)
        side.claims[name] = collect(doc)
        if how.run:
            verdicts = run_all(Session(side.claims[name], how.prelude, how.timeout))
            side.findings += [finding for verdict in verdicts if (finding := verdict.finding())]
    return side


def _compared(before: _Side, after: _Side, sides: Sides, prefix: str) -> Review:
    new, cured = _caused(before.findings, after.findings, sides.renamed, prefix)
    graphs = [delta(before.loaded.indexes[name], after.loaded.indexes[name]) for name in after.loaded.indexes]
    lost = list(_lost(graphs, new))
    with_anchor = {id(finding) for anchor in lost for finding in anchor.references}
    read, elsewhere, markup = _reading(before, after, sides.renamed, prefix)
    short = _Short(prefix)
    claims = stated.compare(before.claims, after.claims)
    said = {(change.before, change.after) for change in claims}
    numbers = [fact for fact in facts(read) if fact[:2] not in said]
    return Review(
        sides.on,
        sides.touched,
        len(after.loaded.checked),
        tuple(sorted({short.text(name) for name in (*before.rows, *after.rows)})),
        tuple(short.finding(finding) for finding in new if id(finding) not in with_anchor),
        cured,
        tuple(short.finding(finding) for finding in _doubts(after, new)),
        tuple(short.lost(anchor) for anchor in lost),
        tuple(map(short.restated, claims)),
        tuple(Fact(old, now, row.section, short.place(row.place)) for old, now, row in numbers),
        tuple(short.change(change) for change in read),
        tuple((short.row(one), short.row(other)) for one, other in elsewhere),
        markup,
    )


# -- findings ----------------------------------------------------------------------------------------------------------


def _caused(
    before: Sequence[Finding], after: Sequence[Finding], renamed: Mapping[str, str], prefix: str
) -> tuple[list[Finding], int]:
    """The findings that were not there before, and how many went. One that only moved is none: what counts is its
    kind, its file and its words without line numbers.
    """

    def key(finding: Finding) -> tuple[str, str, str]:
        path = finding.span.start.path.removeprefix(prefix)
        return finding.code, renamed.get(path, path), _LINES.sub("", finding.message)

    left = Counter(key(finding) for finding in before if finding.severity != INFO)
    new = []
    for finding in after:
        if finding.severity == INFO:
            continue
        if left[key(finding)] > 0:
            left[key(finding)] -= 1
        else:
            new.append(finding)
    return new, left.total()


def _doubts(side: _Side, new: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of the pages that are not new, and behind which much may be misread."""
    known = set(map(id, new))
    for finding in side.findings:
        pages = {finding.span.start.path, *(place.path for place in finding.stack)}
        if finding.code in MISREAD and id(finding) not in known and not pages.isdisjoint(side.rows):
            yield finding


def _lost(graphs: Sequence[Delta], new: Sequence[Finding]) -> Iterator[Lost]:
    """The anchors that are gone, each once, with the new findings about references to them."""
    seen: set[tuple[str, str]] = set()
    pairs: list[tuple[Hit, str]] = [(hit, "") for graph in graphs for hit in graph.removed]
    pairs += [(pair.before, pair.after.anchor.id) for graph in graphs for pair in graph.renamed]
    came = {hit.anchor.id: hit.document for graph in graphs for hit in graph.added}
    by_place = {(finding.span, finding.code): finding for finding in new}
    broken = [item for graph in graphs for item in graph.broken]
    for hit, now in sorted(pairs, key=lambda pair: (pair[0].document, pair[0].anchor.span.start.line)):
        anchor = hit.anchor
        if (hit.document, anchor.id) in seen or anchor.kind == "footnote":
            continue
        seen.add((hit.document, anchor.id))
        found = (
            by_place.get((item.finding.span, item.finding.code))
            for item in broken
            if item.reference.fragment == anchor.id or item.reference.target in (anchor.id, anchor.title)
        )
        references = {id(finding): finding for finding in found if finding is not None}
        there = "" if now else came.get(anchor.id, "")
        yield Lost(anchor.id, anchor.title, anchor.explicit, anchor.span.start, now, there, tuple(references.values()))


def _vanished(anchor: Lost) -> Finding:
    """An anchor that is gone, as a finding."""
    span = Span(anchor.place, anchor.place)
    related = tuple(Related("points at it", finding.span) for finding in anchor.references)
    hint = f"it is '{anchor.now}' now; keep the old one too: [[{anchor.id}]]" if anchor.now else ""
    hint = f"it is in {anchor.there} now" if anchor.there else hint
    message = f"anchor '{anchor.id}' is gone: links to it from elsewhere break"
    return Finding("anchor-vanished", WARNING, message, span, related, hint=hint)


# -- reading -----------------------------------------------------------------------------------------------------------


def _reading(
    before: _Side, after: _Side, renamed: Mapping[str, str], prefix: str
) -> tuple[list[Change], list[tuple[Row, Row]], int]:
    """What reads otherwise, what only stands elsewhere, and how many pieces differ in their markup alone."""
    was = {f"{prefix}{new}": f"{prefix}{old}" for old, new in renamed.items()}
    found: list[Change] = []
    markup = 0
    for page in sorted({*after.rows, *(name for name in before.rows if name not in was.values())}):
        old, new = before.rows.get(was.get(page, page), []), after.rows.get(page, [])
        found += changes(page, old, new)
        sources = Counter((row.kind, row.text, row.markup) for row in old)
        sources.subtract((row.kind, row.text, row.markup) for row in new)
        markup += _twins([key[:2] for key in sources.elements()], [key[:2] for key in (-sources).elements()])
    once = {(change.before, change.after): change for change in reversed(found)}  # a file may be part of several pages
    kept, elsewhere = moved([*reversed(once.values())])
    return kept, elsewhere, markup


def _twins(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> int:
    """How many are in both."""
    return (Counter(one) & Counter(other)).total()


class _Short:
    """Takes the temporary folder out of all paths."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def text(self, text: str) -> str:
        return text.replace(self.prefix, "")

    def place(self, place: Place) -> Place:
        return replace(place, path=self.text(place.path))

    def span(self, span: Span) -> Span:
        return Span(self.place(span.start), self.place(span.end))

    def finding(self, finding: Finding) -> Finding:
        related = tuple(Related(self.text(item.message), self.span(item.span)) for item in finding.related)
        stack = tuple(map(self.place, finding.stack))
        message, hint = self.text(finding.message), self.text(finding.hint)
        fix = replace(finding.fix, span=self.span(finding.fix.span)) if finding.fix else None
        words = replace(finding, message=message, hint=hint, fix=fix)
        return replace(words, span=self.span(finding.span), related=related, stack=stack)

    def lost(self, anchor: Lost) -> Lost:
        references = tuple(map(self.finding, anchor.references))
        there = self.text(anchor.there)
        return replace(anchor, place=self.place(anchor.place), there=there, references=references)

    def restated(self, change: Restated) -> Restated:
        words = {"before": self.text(change.before), "after": self.text(change.after)}
        return replace(change, place=self.place(change.place), **words)

    def row(self, row: Row) -> Row:
        return replace(row, place=self.place(row.place))

    def change(self, change: Change) -> Change:
        before = self.row(change.before) if change.before else None
        after = self.row(change.after) if change.after else None
        return replace(change, page=self.text(change.page), before=before, after=after)
