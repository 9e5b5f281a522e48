"""What references of pages in other languages, reStructuredText and Markdown, lose with AsciiDoc's anchors."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.review.states.state import State
from sphinx_adoc.syntax.source import Place, Span

from .model import Lost, Shifted


def broken(after: State, anchor: Lost) -> Iterator[Finding]:
    """Yield a finding for each reference that pointed at an anchor that is gone. One that names no page points at
    whatever page has the id.
    """
    elsewhere = any(index.with_id(anchor.id) for index in after.loaded.indexes.values())
    for reference in after.others.references:
        if reference.names(anchor.page, anchor.id) and not (elsewhere and not reference.page):
            span = Span(reference.place, reference.place)
            yield Finding(Code.XREF_UNRESOLVED, f"xref target not found: '{anchor.id}'", span)


def leading_to(after: State, anchor: Shifted) -> Iterator[Place]:
    """Yield the places of the references that lead to what an anchor means now."""
    for reference in after.others.references:
        if reference.names(anchor.page, anchor.id):
            yield reference.place


def without_page(before: State, after: State) -> Iterator[Finding]:
    """Yield a finding for each reference to a page that there is no longer."""
    indexes = after.loaded.indexes.values()
    for page in sorted(set(before.loaded.checked) - set(after.loaded.checked)):
        part = any(index.documents_of(page) for index in indexes)
        for reference in () if part else after.others.references:
            if reference.names(page, ""):
                span = Span(reference.place, reference.place)
                yield Finding(Code.XREF_UNRESOLVED, f"no document '{page}' is in the set", span)
