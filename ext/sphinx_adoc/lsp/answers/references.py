"""All places that name what stands at a place, in open and closed files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from sphinx_adoc.lsp.state.diagnostics import AddressOf
from sphinx_adoc.lsp.state.view import View, top_of
from sphinx_adoc.syntax.source import Span

from . import subjects
from .definitions import location
from .subjects import OfAnchor, OfAttribute, OfFile, Subject


def references(
    view: View, path: Path, at: tuple[int, int], *, address_of: AddressOf, declaration: bool
) -> list[types.Location]:
    """Return the places that name what stands at a line and column of a file. ``declaration``: those too that define
    it.
    """
    spans = [
        span
        for subject in subjects.subjects_at(view, path, at)
        for span in spans_of(view, subject, declaration=declaration)
    ]
    return [location(view, span, address_of) for span in subjects.unique(view, spans)]


def spans_of(view: View, subject: Subject, *, declaration: bool = False) -> Iterator[Span]:
    """Yield the places that name a subject."""
    match subject:
        case OfAnchor():
            if declaration:
                yield subject.anchor.span
            yield from (reference.span for _, reference in subjects.references_to(view, subject))
        case OfAttribute():
            if declaration:
                yield from subjects.settings_of(view, subject)
            yield from subjects.uses_of(view, subject)
        case OfFile():
            if declaration:
                yield top_of(str(subject.path))
            yield from (reference.span for _, reference in subjects.references_to_file(view, subject.path))
            yield from (included.span for _, included in subjects.includes_of(view, subject.path))
            yield from (target.span for _, target in subjects.targets_of(view, subject.path))


def highlights(view: View, path: Path, at: tuple[int, int]) -> list[types.DocumentHighlight]:
    """Return the places of the same file that name what stands at a line and column."""
    spans = [
        span
        for subject in subjects.subjects_at(view, path, at)
        for span in spans_of(view, subject, declaration=True)
        if view.real(span.start.path) == path
    ]
    return [types.DocumentHighlight(view.text(str(path)).range(span)) for span in subjects.unique(view, spans)]
