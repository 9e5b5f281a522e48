"""Where what stands at a place is defined: an id, an attribute, an included file, an image."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from sphinx_adoc.syntax.source import Span

from .diagnostics import AddressOf
from .places import includes_at, targets_at, uses_at
from .view import View, top_of


def definitions(view: View, path: Path, at: tuple[int, int], address_of: AddressOf) -> list[types.Location]:
    """Return the places that define what stands at a line and column of a file, each once."""
    return [location(view, span, address_of) for span in dict.fromkeys(_spans(view, path, at))]


def location(view: View, span: Span, address_of: AddressOf) -> types.Location:
    """Return a span as a place in a file of the editor."""
    path = span.start.path
    return types.Location(address_of(view.real(path)), view.text(path).range(span))


def _spans(view: View, path: Path, at: tuple[int, int]) -> Iterator[Span]:
    for held, reference in view.references_at(path, at):
        resolved = held.resolve(reference)
        if resolved.document is not None:
            document = held.index.summaries[resolved.document].path
            yield resolved.anchor.span if resolved.anchor is not None else top_of(document)
        if resolved.finding is not None:
            yield from (related.span for related in resolved.finding.related)
    for _, included in includes_at(view, path, at):
        yield top_of(included.path)
    for _, use in uses_at(view, path, at):
        if use.setting is not None:
            yield use.setting
    for _, file in targets_at(view, path, at):
        yield top_of(str(file))
