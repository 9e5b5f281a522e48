"""Callouts: the marks in listings, and the items of the lists below that explain them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Origin, Span
from sphinx_adoc.syntax.tree import Inline, InlineVisit, List


@dataclass(slots=True)
class Callouts:
    """The marks since the last list that explained some, while a document is walked through: by number."""

    marks: dict[int, InlineVisit[Inline]] = field(default_factory=dict)

    def note(self, number: int, visit: InlineVisit[Inline]) -> None:
        """Take note of a mark."""
        self.marks.setdefault(number, visit)

    def compare(self, doc: Document, block: List) -> Iterator[Finding]:
        """Give the items of a list that explain no mark, and the marks that no item explains."""
        yield from self._compared(doc.origin, block)
        self.marks = {}

    def _compared(self, origin: Origin, block: List) -> Iterator[Finding]:
        for item in block.items:
            if item.number not in self.marks:
                place = origin.place(item.ref, item.col)
                end = origin.place(item.ref, item.col + len(item.marker) - 1)
                message = f"no callout for item {item.number}"
                hint = f"mark what it explains with <{item.number}>"
                stack = origin.include_stack(item.ref)
                yield Finding(Code.CALLOUT_OUT_OF_SEQUENCE, message, Span(place, end), hint=hint, stack=stack)
        explained = {item.number for item in block.items}
        for number, visit in self.marks.items():
            if number not in explained:
                message = f"callout {number} has no item in the list below"
                yield Finding(Code.CALLOUT_UNEXPLAINED, message, visit.span, hint="add one, or take the mark away")
