"""The typed tree of a document as JSON: each node with its place and values. Its schema is ``schemas/tree.json``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from sphinx_adoc.finding.places import record
from sphinx_adoc.finding.report.jsonform import dumped
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Block, Inline, InlineText
from sphinx_adoc.syntax.tree.declare import Node, default_of

VERSION: Final = 1  # of the schema


def as_json(doc: Document) -> str:
    """Return the tree of a document, indented."""
    return dumped(VERSION, "sphinx-adoc tree", document=_block(doc, doc))


def _block(doc: Document, block: Block) -> dict[str, Any]:
    """Return a block as plain data; ``content``: its texts and blocks in order, each with the field that holds it."""
    content = [
        {"field": label, "text": [_inline(inner, each) for each in inner.inlines]}
        if isinstance(inner, InlineText)
        else {"field": label, "block": _block(doc, inner)}
        for label, inner in block.content()
    ]
    return {"name": block.name, "place": record(block.span(doc)), "values": _values(block), "content": content}


def _inline(text: InlineText, node: Inline) -> dict[str, Any]:
    return {
        "name": node.name,
        "place": record(text.span(node.start, node.end)),
        "values": _values(node),
        "content": [_inline(text, child) for child in node.children],
    }


def _values(node: Node) -> dict[str, Any]:
    """Return the fields of plain data that differ from their defaults, but for those that say where the node is."""
    pairs = ((field, getattr(node, field.name, None)) for field in node.values if field.repr)
    return {field.name: _plain(value) for field, value in pairs if value != default_of(field)}


def _plain(value: object) -> Any:
    """Return a value as JSON knows it; what JSON does not know as text."""
    if isinstance(value, Enum):
        return value.name.lower()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | float | None) else str(value)
