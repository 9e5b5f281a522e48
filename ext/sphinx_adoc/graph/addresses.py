"""The addresses with a host that a document links to or shows, each where it is used. Nothing is asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import (
    AttributeEntry,
    Block,
    BlockMacro,
    Icon,
    Inline,
    InlineImage,
    InlineVisit,
    Link,
)

from .model import Address

_HOSTED: Final = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_SHOWN: Final = frozenset({"image", "video", "audio"})
_NAME: Final = re.compile(r"\{([\w-]+)\}")


class Addresses:
    """Collects the addresses of a document; it remembers the attribute entries that it has passed."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._entries: dict[str, AttributeEntry] = dict(doc.header.entries) if doc.header else {}

    def of_block(self, block: Block) -> Iterator[Address]:
        """Give the addresses that a block itself has. Blocks are expected in the order of the document."""
        if block.entries:
            self._entries.update((entry.name, entry) for entry in block.entries if not entry.ignored)
        if isinstance(block, BlockMacro) and block.macro in _SHOWN:
            yield from self._macro(block)
        elif isinstance(block, Document):
            yield from self._authors(block)

    def of_inline(self, visit: InlineVisit[Inline]) -> Iterator[Address]:
        """Give the addresses of an inline node."""
        node, text = visit.inline, visit.text
        targets: list[str] = []
        if isinstance(node, Link):
            targets = [node.target]
        elif isinstance(node, InlineImage):
            shown = (
                "" if isinstance(node, Icon) else _below(self._doc.attribute("imagesdir", text.version), node.target)
            )
            targets = [shown, node.attrs.get("link", "")]
        for target in filter(_HOSTED.match, targets):
            start = text.raw.find(target, node.start, node.end)
            span = text.span(start, start + len(target)) if start >= 0 else visit.span
            entry = None if start >= 0 else self._entry(text.raw[node.start : node.end])
            yield Address(target, span, self._doc.origin.include_stack(text.position(node.start)[0]), entry)

    def _macro(self, block: BlockMacro) -> Iterator[Address]:
        shown = _below(self._doc.attribute("imagesdir", block.version), block.target) if block.macro == "image" else ""
        targets = [shown or block.target, block.attrs.get("link", "")]
        for target in filter(_HOSTED.match, targets):
            yield self._in_line(block.ref, target)

    def _authors(self, doc: Document) -> Iterator[Address]:
        header = doc.header
        for author in header.authors if header else ():
            if header and _HOSTED.match(author.email):
                lines = range(max(header.ref, 0), header.end_ref + 1)
                ref = next((ref for ref in lines if author.email in doc.origin.line(ref)), header.ref)
                yield self._in_line(ref, author.email)

    def _in_line(self, ref: int, target: str) -> Address:
        """An address in a line: where it is written, the whole line where it comes from an attribute."""
        origin = self._doc.origin
        line = origin.line(ref)
        start = max(line.find(target), 0)
        length = len(target) if target in line else len(line.rstrip())
        span = Span(origin.place(ref, start + 1), origin.place(ref, max(start + length, 1)))
        entry = None if target in line else self._entry(line)
        return Address(target, span, origin.include_stack(ref), entry)

    def _entry(self, text: str) -> Span | None:
        """Where the first attribute that a text uses was set."""
        named = (self._entries.get(name.lower()) for name in _NAME.findall(text))
        entry = next((entry for entry in named if entry is not None), None)
        if entry is None:
            return None
        origin = self._doc.origin
        return Span(origin.place(entry.ref, 1), origin.place(entry.end_ref, max(entry.end_col, 1)))


def _below(folder: str | None, target: str) -> str:
    """The address of an image: below ``imagesdir`` where that is one."""
    if not folder or not _HOSTED.match(folder) or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", target):
        return target
    return f"{folder.rstrip('/')}/{target}"
