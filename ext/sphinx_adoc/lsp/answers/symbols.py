"""Symbols of the whole project: titles, ids and attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.lsp.state.diagnostics import AddressOf
from sphinx_adoc.lsp.state.view import View
from sphinx_adoc.syntax.source import Span

from .definitions import location

MAX_SYMBOLS: Final = 500
"""Symbols that are given; an editor asks again with more of the name."""


def symbols(views: Iterable[View], query: str, *, address_of: AddressOf) -> list[types.WorkspaceSymbol]:
    """Return the symbols whose name has the characters of a query in their order, the nearest first."""
    matches: dict[tuple[str, Path, int, int], tuple[View, types.SymbolKind, Span, str]] = {}
    for view in views:
        for name, kind, span, inside in _symbols(view):
            if _matches(query, name):
                start = span.start
                matches.setdefault((name, view.real(start.path), start.line, start.column), (view, kind, span, inside))
    ranked = sorted(matches.items(), key=lambda item: (_rank(query, item[0][0]), item[0]))
    return [
        types.WorkspaceSymbol(
            location=location(view, span, address_of), name=name, kind=kind, container_name=inside or None
        )
        for (name, *_), (view, kind, span, inside) in ranked[:MAX_SYMBOLS]
    ]


def _symbols(view: View) -> Iterator[tuple[str, types.SymbolKind, Span, str]]:
    for doc in view.all_documents():
        page = doc.summary.title or Path(doc.page).name
        for title in doc.details.headings:
            kind = types.SymbolKind.File if title.kind == "document" else types.SymbolKind.String
            yield title.title, kind, title.name, page
        for anchor in doc.summary.anchors:
            if anchor.explicit:
                yield anchor.id, types.SymbolKind.Key, anchor.span, anchor.title or page
        for setting in doc.details.settings:
            yield setting.name, types.SymbolKind.Constant, setting.span, page


def _matches(query: str, name: str) -> bool:
    characters = iter(name.casefold())
    return all(character in characters for character in query.casefold())


def _rank(query: str, name: str) -> tuple[bool, bool, int]:
    """The order of what matches: what begins with the query, then what holds it, then the shortest."""
    query, name = query.casefold(), name.casefold()
    return not name.startswith(query), query not in name, len(name)
