"""The outline of a document: its sections, with what stands below each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.graph import Anchor
from sphinx_adoc.lsp.state.details import Title
from sphinx_adoc.lsp.state.view import View
from sphinx_adoc.syntax.source import Span


@dataclass(slots=True)
class _Node:
    """A title, or the id of something else. ``span``: all that belongs to it; ``name``: where it is called so."""

    label: str
    kind: types.SymbolKind
    span: Span
    name: Span
    detail: str = ""
    is_open: bool = False
    children: list[_Node] = field(default_factory=list)


_TITLED: Final = frozenset({"document", "section", "heading"})
_BLOCKS: Final = {"table": types.SymbolKind.Array, "image": types.SymbolKind.File, "listing": types.SymbolKind.Method}


def symbols(view: View, path: Path) -> list[types.DocumentSymbol]:
    """Return the sections that begin in a file, nested as they are in it, and the ids of what else has one."""
    nodes = [_of_title(title) for title in titles_of(view, path)]
    titled = _titled_of(view, path)
    nodes += [_of_block(title) for title in titled]
    shown = {title.id for title in titled}
    nodes += [_of_anchor(anchor) for anchor in _anchors_of(view, path) if anchor.id not in shown]
    nodes.sort(key=lambda node: (node.name.start.line, node.name.start.column))
    top: list[_Node] = []
    open_: list[_Node] = []
    for node in nodes:
        while open_ and open_[-1].span.end.line < node.name.start.line:
            open_.pop()
        (open_[-1].children if open_ else top).append(node)
        if node.is_open:
            open_.append(node)
    return [_symbol(view, node) for node in top]


def _of_title(title: Title) -> _Node:
    kind = types.SymbolKind.File if title.kind == "document" else types.SymbolKind.String
    detail = f"#{title.id}" if title.id else ""
    return _Node(title.title, kind, title.span, title.name, detail, is_open=title.kind != "heading")


def _of_block(title: Title) -> _Node:
    kind = _BLOCKS.get(title.kind, types.SymbolKind.Object)
    return _Node(title.title, kind, title.span, title.name, f"#{title.id}" if title.id else "")


def _of_anchor(anchor: Anchor) -> _Node:
    return _Node(f"#{anchor.id}", types.SymbolKind.Key, anchor.span, anchor.span, anchor.title or anchor.reftext)


def titles_of(view: View, path: Path) -> list[Title]:
    """Return the titles of a file in the order of its lines, each once however often the file is included."""
    titles = (title for doc in view.documents_of(path) for title in doc.details.headings)
    unique = {one.name.start.line: one for one in titles if view.real(one.name.start.path) == path}
    return [unique[line] for line in sorted(unique)]


def _titled_of(view: View, path: Path) -> list[Title]:
    """The other blocks of a file with a title, each once."""
    titled = (title for doc in view.documents_of(path) for title in doc.details.titled)
    unique = {one.name.start.line: one for one in titled if view.real(one.name.start.path) == path}
    return [unique[line] for line in sorted(unique)]


def _anchors_of(view: View, path: Path) -> list[Anchor]:
    """The ids that an author gave to something else than a title, each once."""
    anchors = (anchor for doc in view.documents_of(path) for anchor in doc.summary.anchors)
    wanted = (one for one in anchors if one.explicit and one.kind not in _TITLED)
    places = {
        (one.span.start.line, one.span.start.column): one for one in wanted if view.real(one.span.start.path) == path
    }
    return [places[place] for place in sorted(places)]


def _symbol(view: View, node: _Node) -> types.DocumentSymbol:
    text = view.text(node.name.start.path)
    full_range, name = text.range(node.span), text.range(node.name)
    full_range.start, full_range.end = min(full_range.start, name.start), max(full_range.end, name.end)
    return types.DocumentSymbol(
        name=node.label,
        kind=node.kind,
        range=full_range,
        selection_range=name,
        detail=node.detail or None,
        children=[_symbol(view, child) for child in node.children],
    )
