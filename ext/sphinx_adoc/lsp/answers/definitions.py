"""Where what stands at a place is defined: an id, an attribute, an included file, an image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.lsp.state.asciidoctorconfig import settings_above
from sphinx_adoc.lsp.state.details import Included
from sphinx_adoc.lsp.state.diagnostics import AddressOf
from sphinx_adoc.lsp.state.view import View, top_of
from sphinx_adoc.syntax.source import Place, Span

from .places import includes_at, targets_at, uses_at

_LINES: Final = re.compile(r"\blines=\"?(\d{1,9})")
_TAG: Final = re.compile(r"\btags?=\"?([^\s\",;*!]+)")


def definitions(view: View, path: Path, at: tuple[int, int], address_of: AddressOf) -> list[types.Location]:
    """Return the places that define what stands at a line and column of a file, each once."""
    return [location(view, span, address_of) for span in dict.fromkeys(_spans(view, path, at))]


def location(view: View, span: Span, address_of: AddressOf) -> types.Location:
    """Return a span as a place in a file of the editor."""
    path = span.start.path
    return types.Location(address_of(view.real(path)), view.text(path).range(span))


def _beginning(view: View, included: Included) -> Span:
    """Where an included file begins: at the tag or the lines that are asked for."""
    text = view.text(included.path)
    number = 1
    if match := _LINES.search(included.wanted):
        number = int(match[1])
    elif match := _TAG.search(included.wanted):
        mark = re.compile(rf"\btag::{re.escape(match[1])}\[\]")
        number = next((line for line in range(1, text.lines + 1) if mark.search(text.line(line))), 1)
    place = Place(included.path, min(number, text.lines), 1)
    return Span(place, place._replace(column=0))


def _spans(view: View, path: Path, at: tuple[int, int]) -> Iterator[Span]:
    for doc, reference in view.references_at(path, at):
        resolved = doc.resolve(reference)
        if resolved.document is not None:
            document = doc.index.summaries[resolved.document].path
            yield resolved.anchor.span if resolved.anchor is not None else top_of(document)
        if resolved.finding is not None:
            yield from (related.span for related in resolved.finding.related)
    for _, included in includes_at(view, path, at):
        yield _beginning(view, included)
    for _, use in uses_at(view, path, at):
        if use.setting is not None:
            yield use.setting
        elif use.value is None and (setting := settings_above(view, path).get(use.name)) is not None:
            yield setting.span
    for _, file in targets_at(view, path, at):
        yield top_of(str(file))
