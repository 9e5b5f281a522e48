"""Titles that refer to other documents: what they say once all documents are known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import InlineText, Text, Xref, walk_inlines

from .model import Reference, Words

_PLACE: Final = re.compile("\x02([0-9]+)\x03")


def open_references(text: InlineText) -> list[Xref]:
    """Return the cross-references of a text that show what another document is called, or nothing."""
    references = (node for node in walk_inlines(text.inlines) if isinstance(node, Xref))
    return [node for node in references if not node.children and not node.shown]


def words_with_references(text: InlineText, reference_of: Callable[[Xref], Reference]) -> Words:
    """Return the words of a title, and the references to other documents among them; () for a title without any."""
    nodes = open_references(text)
    if not nodes:
        return ()
    for number, node in enumerate(nodes):
        node.shown = [Text(node.start, node.end, f"\x02{number}\x03")]
    parts = _PLACE.split(" ".join(text.plain.split()))
    for node in nodes:
        node.shown = []
    return tuple(reference_of(nodes[int(part)]) if at & 1 else part for at, part in enumerate(parts) if part)


def name_titles(document: Document, show: Callable[[InlineText, Xref], str]) -> None:
    """Let each title of a document say what it refers to in other documents, so that all that repeats it does, too."""
    for visit in document.walk_texts():
        for node in open_references(visit.text) if visit.field == "title" else ():
            if words := show(visit.text, node):
                node.shown = [Text(node.start, node.end, words)]
