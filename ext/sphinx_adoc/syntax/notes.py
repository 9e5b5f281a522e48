"""The numbers of footnotes: those in headings first, as Asciidoctor numbers them, since ids are made of headings.

All others follow in the order of the document, whatever order its texts are parsed in, through AsciiDoc cells too.
"""

from __future__ import annotations

from collections.abc import Iterator

from .tree import Document, Footnote, InlineText, walk_inlines


class FootnoteNumbers:
    """Numbers the footnotes of a document and of those in its cells."""

    def __init__(self) -> None:
        self._may_come = False
        self._headings: set[int] = set()  # by id(): their sections keep them
        self._count = 0

    def note(self) -> None:
        """Take note of a text that may have footnotes."""
        self._may_come = True

    def number(self, heading: InlineText) -> None:
        """Number the footnotes of a heading at once."""
        self._headings.add(id(heading))
        self._number(heading)

    def finish(self, document: Document) -> None:
        """Number all others: the document has been read."""
        if not self._may_come:
            return
        texts = [visit.text for visit in document.walk_texts() if "footnote" in visit.text.raw]
        for text in texts:
            if id(text) not in self._headings:
                self._number(text)
        for text in texts:
            for node in _footnotes(text):
                called = text.doc.footnotes.named(node.id) if node.reference and node.id else None
                node.number = called.number if called is not None else node.number

    def _number(self, text: InlineText) -> None:
        for node in _footnotes(text):
            if not node.reference:
                self._count += 1
                node.number = self._count


def _footnotes(text: InlineText) -> Iterator[Footnote]:
    return (node for node in walk_inlines(text.inlines) if isinstance(node, Footnote))
