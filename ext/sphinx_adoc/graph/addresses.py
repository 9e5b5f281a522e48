"""The addresses with a host that a document links to or shows, each where it is used. Nothing is asked here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
_MEDIA_MACROS: Final = frozenset({"image", "video", "audio"})
_NAME: Final = re.compile(r"\{([\w-]+)\}")


class Addresses:
    """Collects the addresses of a document; it remembers where the attribute entries stand that it has passed.

    ``own``: those since :meth:`begin`, by name; ``asked``: which of those before were asked for, and where they are.
    """

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._above: dict[str, Span] = {}
        self.own: dict[str, Span] = {}
        self.asked: dict[str, Span | None] = {}
        self.note(doc.header.entries.values() if doc.header else ())

    def begin(self, above: Mapping[str, Span]) -> None:
        """Go on with another part of the document. ``above``: the entries in what is left out."""
        self._above.update(self.own)
        self._above.update(above)
        self.own = {}
        self.asked = {}

    def note(self, entries: Iterable[AttributeEntry]) -> None:
        """Take note of entries that stand in the document."""
        place = self._doc.origin.place
        for entry in entries:
            if not entry.ignored:
                self.own[entry.name] = Span(place(entry.ref, 1), place(entry.end_ref, max(entry.end_col, 1)))

    def entry(self, name: str) -> Span | None:
        """Return where an attribute was set last in what stands above."""
        return self._above.get(name)

    def of_block(self, block: Block) -> Iterator[Address]:
        """Give the addresses that a block itself has. Blocks are expected in the order of the document."""
        if block.entries:
            self.note(block.entries)
        if isinstance(block, BlockMacro) and block.macro in _MEDIA_MACROS:
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
        named = (self._set_at(name.lower()) for name in _NAME.findall(text))
        return next((span for span in named if span is not None), None)

    def _set_at(self, name: str) -> Span | None:
        if name in self.own:
            return self.own[name]
        return self.asked.setdefault(name, self._above.get(name))


def _below(folder: str | None, target: str) -> str:
    """The address of an image: below ``imagesdir`` where that is one."""
    if not folder or not _HOSTED.match(folder) or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", target):
        return target
    return f"{folder.rstrip('/')}/{target}"
