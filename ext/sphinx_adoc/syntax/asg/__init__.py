"""The document as the Abstract Semantic Graph (ASG) of the AsciiDoc TCK: plain dicts and lists, ready for JSON.

The TCK's schema (asg/1-0-0/draft-01) covers a part of the language. There are two forms:

- the *strict* one is what the TCK compares with: what the schema has a place for is said in its words alone;
- the *extended* one also says what the AsciiDoc parsing lab says: markers of titles, the preamble, attribute entries of
  header and body with value and place, attributes given from outside.

What neither knows (tables, footnotes, keyboard macros and so on) is there in both, under the names that the tree uses.
Members that would be empty are left out, as the schema's defaults ask for.
"""

from __future__ import annotations

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import AttributeEntry, InlineText

from .blocks import attribute_values, blocks
from .context import GraphContext, Node
from .inlines import inlines
from .metadata import metadata

__all__ = ["Node", "document", "text"]


def document(doc: Document, *, extended: bool = True) -> Node:
    """Return the graph of a document: ``name``, ``type``, ``attributes``, ``header``, ``blocks`` and ``location``."""
    ctx = GraphContext(doc.origin, extended, _header_lines(doc))
    node: Node = {"name": "document", "type": "block"}
    if extended and (given := _given(doc)):
        node["attributes"] = given
    if ctx.header_lines:
        entries = [entry for entry in _entries(doc) if entry.ref in ctx.header_lines]
        if not extended:
            node["attributes"] = {entry.name: entry.value for entry in entries}
        node["header"] = _header(ctx, doc, entries)
    if body := blocks(ctx, doc.blocks):
        node["blocks"] = body
    node["location"] = ctx.location(doc.ref, doc.col, doc.end_ref, doc.end_col)
    return node


def text(running: InlineText) -> list[Node]:
    """Return the graph of running text: a list of inline nodes."""
    return inlines(GraphContext(running.doc.origin), running)


def _header_lines(doc: Document) -> range:
    header = doc.header
    return range(0) if header is None or header.ref < 0 else range(header.ref, header.end_ref + 1)


def _entries(doc: Document) -> list[AttributeEntry]:
    return [] if doc.header is None else [*doc.header.entries.values()]


def _header(ctx: GraphContext, doc: Document, entries: list[AttributeEntry]) -> Node:
    header = doc.header
    assert header is not None
    node: Node = {}
    for part, text in doc.content():
        if isinstance(text, InlineText) and (ctx.extended or part == "title"):
            node[part] = inlines(ctx, text)
    if ctx.extended:
        node |= metadata(ctx, doc)
    if ctx.extended and entries:
        node["attributes"] = attribute_values(ctx, entries)
    authors = [
        {
            "fullname": author.fullname, "initials": author.initials, "firstname": author.firstname,
            "middlename": author.middlename, "lastname": author.lastname, "address": author.email,
        }
        for author in header.authors
    ]  # fmt: skip
    if authors:
        node["authors"] = [{key: value for key, value in author.items() if value} for author in authors]
    node["location"] = ctx.location(header.ref, 1, header.end_ref, header.end_col)
    return node


def _given(doc: Document) -> Node:
    """The attributes set from outside, as they are at the document's start."""
    names = sorted({name.strip("!@").lower() for name in doc.settings.attributes})
    return {
        name: {
            "value": doc.attribute(name, 0),
            "origin": "external",
            **({"locked": True} if name in doc.attributes.locked else {}),
        }
        for name in names
    }
