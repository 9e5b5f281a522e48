"""The files that a document shows and links to. An address with a scheme is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import Block, BlockMacro, Icon, Inline, InlineImage, InlineVisit, Link, Xref

from .model import Target
from .targets import ADDRESS

_REMOTE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://|data:")
_MEDIA: Final = {"image": "image", "video": "media", "audio": "media"}
_HOSTED: Final = frozenset({"youtube", "vimeo", "wistia"})


def of_block(doc: Document, block: Block, *, in_module: bool) -> Iterator[Target]:
    """Give the targets that a block shows and links to. ``in_module``: it is in a module of Antora, where an image may
    name another module.
    """
    if not isinstance(block, BlockMacro) or block.macro not in _MEDIA:
        return
    stack = doc.origin.include_stack(block.ref)
    if (link := block.attrs.get("link", "")) and block.macro == "image" and _is_linked_file(link):
        yield Target("link", link, "", line_span(doc, block, link), stack)
    if block.macro == "video" and _HOSTED.intersection([block.attrs.get("poster", ""), *block.attrs.values()]):
        return
    if _is_file(block.target, resources=in_module):
        folder = doc.attribute("imagesdir", block.version) or ""
        yield Target(_MEDIA[block.macro], block.target, folder, line_span(doc, block, block.target), stack)


def of_inline(doc: Document, visit: InlineVisit[Inline], *, in_module: bool) -> Iterator[Target]:
    """Give the targets that an inline node shows and links to. ``in_module``: as in :func:`of_block`."""
    node, text = visit.inline, visit.text
    if not isinstance(node, Link | Xref | InlineImage):
        return
    stack = doc.origin.include_stack(text.position(node.start)[0])
    if isinstance(node, Link) or (isinstance(node, Xref) and node.names_file and not in_module):
        if _is_file(node.target):
            yield Target("link", node.target, "", inline_span(visit, node.target), stack)
    elif isinstance(node, InlineImage):
        if _is_linked_file(link := node.attrs.get("link", "")):
            yield Target("link", link, "", inline_span(visit, link), stack)
        if not isinstance(node, Icon) and _is_file(node.target, resources=in_module):
            folder = doc.attribute("imagesdir", text.version) or ""
            yield Target("image", node.target, folder, inline_span(visit, node.target), stack)


def _is_file(target: str, *, resources: bool = False) -> bool:
    """Whether a target names a file beside the document: no address, no place in the page, nothing unresolved.

    ``resources``: it may also be a resource id, in which a colon and a slash at the beginning are allowed.
    """
    address = _REMOTE if resources else ADDRESS
    elsewhere = "#?\\{" if resources else "/#?\\{"
    return bool(target) and not address.match(target) and target[0] not in elsewhere and "{" not in target


def _is_linked_file(link: str) -> bool:
    """Whether what an image links to is a file: neither itself nor nothing."""
    return link not in {"self", "none"} and _is_file(link)


def inline_span(visit: InlineVisit[Inline], target: str) -> Span:
    """Return where the target stands in the text, the whole node where it comes from an attribute."""
    node, text = visit.inline, visit.text
    start = text.raw.find(target, node.start, node.end)
    return text.span(start, start + len(target)) if start >= 0 else visit.span


def line_span(doc: Document, block: Block, target: str) -> Span:
    """Return where a target stands in the line of a block, the whole line where it comes from an attribute."""
    line = doc.origin.line(block.ref)
    start = max(line.find(target), 0)
    length = len(target) if target in line else len(line.rstrip())
    return Span(doc.origin.place(block.ref, start + 1), doc.origin.place(block.ref, max(start + length, 1)))
