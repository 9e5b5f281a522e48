"""Links of a document: what leads to a file that is there, so that a click opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from sphinx_adoc.graph import targets
from sphinx_adoc.syntax.source import Span

from .diagnostics import AddressOf
from .subjects import unique
from .view import View


def links(view: View, path: Path, *, address_of: AddressOf) -> list[types.DocumentLink]:
    """Return the links of a file: includes, references with a path, images, other files and addresses."""
    by_start = {(view.real(span.start.path), span.start.line, span.start.column): to for span, to in _links(view, path)}
    text = view.text(str(path))
    spans = unique(view, (span for span, _ in _links(view, path)))
    return [
        types.DocumentLink(text.range(span), address_of(view.files.real(target)), str(target))
        for span in spans
        if (target := by_start.get((view.real(span.start.path), span.start.line, span.start.column))) is not None
    ]


def _links(view: View, path: Path) -> Iterator[tuple[Span, Path]]:
    for held in view.held(path):
        for included in held.details.includes:
            if view.real(included.span.start.path) == path:
                yield included.span, Path(included.path)
        for reference in held.summary.references:
            if reference.path and view.real(reference.span.start.path) == path:
                document = held.resolve(reference).document
                if document is not None:
                    yield reference.span, Path(held.index.summaries[document].path)
        for target in held.summary.targets:
            if view.real(target.span.start.path) == path:
                for place in targets.places(held.index, held.summary, target) or ():
                    if view.files.is_file(place):
                        yield target.span, place
