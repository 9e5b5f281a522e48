"""The outline of a document: its sections, with what stands below each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types

from .details import Title
from .view import View


@dataclass(slots=True)
class _Node:
    title: Title
    children: list[_Node] = field(default_factory=list)


def symbols(view: View, path: Path) -> list[types.DocumentSymbol]:
    """Return the sections that begin in a file, nested as they are in it."""
    titles = titles_of(view, path)
    top: list[_Node] = []
    open_: list[_Node] = []
    for title in titles:
        node = _Node(title)
        while open_ and open_[-1].title.span.end.line < title.span.start.line:
            open_.pop()
        (open_[-1].children if open_ else top).append(node)
        if title.kind != "heading":
            open_.append(node)
    return [_symbol(view, node) for node in top]


def titles_of(view: View, path: Path) -> list[Title]:
    """Return the titles of a file in the order of its lines, each once however often the file is included."""
    unique: dict[tuple[int, int], Title] = {}
    for held in view.held(path):
        for title in held.details.headings:
            start = title.name.start
            if view.real(start.path) == path:
                unique.setdefault((start.line, start.column), title)
    return [unique[place] for place in sorted(unique)]


def _symbol(view: View, node: _Node) -> types.DocumentSymbol:
    text = view.text(node.title.name.start.path)
    whole, name = text.range(node.title.span), text.range(node.title.name)
    whole.start, whole.end = min(whole.start, name.start), max(whole.end, name.end)
    return types.DocumentSymbol(
        name=node.title.title,
        kind=types.SymbolKind.File if node.title.kind == "document" else types.SymbolKind.String,
        range=whole,
        selection_range=name,
        detail=f"#{node.title.id}" if node.title.id else None,
        children=[_symbol(view, child) for child in node.children],
    )
