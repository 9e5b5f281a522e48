"""Links of a document: what leads to a file that is there, so that a click opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.graph import targets
from sphinx_adoc.lsp.state.diagnostics import AddressOf
from sphinx_adoc.lsp.state.view import View, top_of
from sphinx_adoc.syntax.source import Place, Span

_ADDRESS: Final = re.compile(r"(?<![\\\w])(?:https?|ftp|irc)://[^\s<>\[\]\"'`]*[^\s<>\[\]\"'`.,;:!?)]")


def links(view: View, path: Path, *, address_of: AddressOf) -> list[types.DocumentLink]:
    """Return the links of a file: references, includes, images and other files that are there, and addresses."""
    text = view.text(str(path))
    by_place: dict[tuple[int, int], types.DocumentLink] = {}
    for span, target in _links(view, path):
        address = address_of(view.real(target.start.path))
        line = f"#L{target.start.line}" if target.start.line > 1 else ""
        start = span.start
        by_place.setdefault((start.line, start.column), types.DocumentLink(text.range(span), address + line))
    for number in range(1, text.lines + 1) if "://" in text.source else ():
        for match in _ADDRESS.finditer(text.line(number)):
            span = Span(Place("", number, match.start() + 1), Place("", number, match.end()))
            by_place.setdefault((number, match.start() + 1), types.DocumentLink(text.range(span), match[0]))
    return [by_place[place] for place in sorted(by_place)]


def _links(view: View, path: Path) -> Iterator[tuple[Span, Span]]:
    """The places that name something in a file of the project, each with what is named."""
    for doc in view.documents_of(path):
        for included in doc.details.includes:
            if view.real(included.span.start.path) == path:
                yield included.span, top_of(included.path)
        for reference in doc.summary.references:
            if view.real(reference.span.start.path) == path:
                resolved = doc.resolve(reference)
                if resolved.document is not None:
                    top = top_of(doc.index.summaries[resolved.document].path)
                    yield reference.span, resolved.anchor.span if resolved.anchor is not None else top
        for target in doc.summary.targets:
            if view.real(target.span.start.path) == path:
                for place in targets.places(doc.index, doc.summary, target) or ():
                    if view.files.is_file(place):
                        yield target.span, top_of(str(place))
