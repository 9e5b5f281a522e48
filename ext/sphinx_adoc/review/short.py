"""What a review says, with the paths that a reader knows."""

from __future__ import annotations

from dataclasses import replace

from sphinx_adoc.finding import Finding, Related
from sphinx_adoc.syntax.source import Place, Span

from .model import Fact, Lost, Review, Told
from .states.reading import Change, Row
from .states.stated import Restated


class Short:
    """Takes the temporary folder out of all paths."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def review(self, found: Review) -> Review:
        """A whole review."""
        return replace(
            found,
            looked_at=tuple(sorted(map(self.text, found.looked_at))),
            caused=tuple(map(self.finding, found.caused)),
            doubts=tuple(map(self.finding, found.doubts)),
            lost=tuple(map(self.lost, found.lost)),
            claims=tuple(map(self.restated, found.claims)),
            facts=tuple(map(self.fact, found.facts)),
            changes=tuple(map(self.change, found.changes)),
            moved=tuple((self.row(one), self.row(other)) for one, other in found.moved),
            since={self.told(told): member for told, member in found.since.items()},
            between=tuple(replace(item, finding=self.finding(item.finding)) for item in found.between),
        )

    def told(self, told: Told) -> Told:
        if isinstance(told, Finding):
            return self.finding(told)
        return self.restated(told) if isinstance(told, Restated) else self.fact(told)

    def fact(self, fact: Fact) -> Fact:
        return replace(fact, place=self.place(fact.place))

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
