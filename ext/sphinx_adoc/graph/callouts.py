"""Callouts: the marks in listings, and the items of the lists below that explain them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import Block, Callout, Inline, InlineVisit, List, TextVisit


@dataclass(slots=True)
class Callouts:
    """The marks since the last list that explained some, while a document is walked through: by number."""

    marks: dict[int, InlineVisit[Inline]] = field(default_factory=dict)

    def visit(self, doc: Document, visit: Block | TextVisit | InlineVisit[Inline]) -> Iterator[Finding]:
        """Note a mark; at a list give the items that explain no mark, and the marks that no item explains."""
        if isinstance(visit, InlineVisit):
            if isinstance(visit.inline, Callout):
                self.marks.setdefault(visit.inline.number, visit)
        elif isinstance(visit, List) and visit.variant == "callout":
            yield from self._compare(doc, visit)
            self.marks = {}

    def _compare(self, doc: Document, block: List) -> Iterator[Finding]:
        origin = doc.origin
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
