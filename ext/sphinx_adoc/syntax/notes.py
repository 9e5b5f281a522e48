"""The numbers of footnotes: those in headings first, as Asciidoctor numbers them, since ids are made of headings.

All others follow in the order of the document, whatever order its texts are parsed in, through AsciiDoc cells too. Only
the blocks in which some may be are looked through.
"""

from __future__ import annotations

from collections.abc import Iterator

from .tree import Block, Document, Footnote, InlineText, walk_inlines


class FootnoteNumbers:
    """Numbers the footnotes of a document and of those in its cells."""

    def __init__(self) -> None:
        self._may_come = False
        self._headings: dict[int, InlineText] = {}  # by id(): the dictionary keeps them
        self._blocks: list[Block] = []
        self._count = 0

    def note(self) -> None:
        """Take note of a text that may have footnotes; it is in the next block, if in any."""
        self._may_come = True

    def note_block(self, block: Block) -> None:
        """Take note of a block of a section, or of the document itself, as one follows the other."""
        if self._may_come:
            self._blocks.append(block)
            self._may_come = False

    def number(self, heading: InlineText) -> None:
        """Number the footnotes of a heading at once."""
        self._headings[id(heading)] = heading
        self._number(heading)

    def finish(self, document: Document) -> None:
        """Number all others: the document has been read."""
        inside = (visit.text for block in self._blocks for visit in block.walk_texts())
        maybe = (text for text in (*document.texts(), *inside) if "footnote" in text.raw)
        texts = [text for text in maybe if id(text) not in self._headings]
        for text in texts:
            self._number(text)
        for text in (*self._headings.values(), *texts):
            _number_calls(text)

    def number_late(self, text: InlineText) -> None:
        """Number the footnotes of a text that was found when all others had their numbers."""
        self._number(text)
        _number_calls(text)

    def _number(self, text: InlineText) -> None:
        for node in _footnotes(text):
            if not node.reference:
                self._count += 1
                node.number = self._count


def _number_calls(text: InlineText) -> None:
    """Give those that call a footnote by its name the number of that."""
    for node in _footnotes(text):
        called = text.doc.footnotes.named(node.id) if node.reference and node.id else None
        node.number = called.number if called is not None else node.number


def _footnotes(text: InlineText) -> Iterator[Footnote]:
    return (node for node in walk_inlines(text.inlines) if isinstance(node, Footnote))
