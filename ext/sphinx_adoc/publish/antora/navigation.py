"""What a navigation file says: its lists, with their titles, entries and the entries below these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import (
    Block,
    DescriptionList,
    Inline,
    InlineText,
    Link,
    List,
    ListItem,
    Paragraph,
    Parent,
    Table,
    Text,
    Xref,
    plain_text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``title``: its words ('': those of the page that it names). ``target``: the resource id or address that it leads
    to ('': nowhere); ``fragment``: the place in the page; ``is_page``: the target is a resource id.
    """

    title: str
    span: Span
    target: str = ""
    fragment: str = ""
    is_page: bool = False
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A list of a navigation file. ``heading``: the title above it (None: none), which may lead somewhere."""

    heading: Entry | None
    entries: tuple[Entry, ...]


def menus(document: Document) -> list[Menu]:
    """Return the lists of a navigation file, in order; what else it holds has no meaning for Antora."""
    return [_menu(block) for block in _lists(document)]


def unread(document: Document) -> Iterator[Finding]:
    """Give what a navigation file holds besides its entries, which Antora does not show either: text that is in no
    list, and the second link of an entry.
    """
    for block in document.blocks:
        yield from _text_outside(document, block)
    for entries in _lists(document):
        for item in entries.find(ListItem):
            if item.principal is not None:
                yield from _further_links(item.principal)


def _text_outside(document: Document, block: Block) -> Iterator[Finding]:
    if isinstance(block, Paragraph | Table | DescriptionList):
        hint = "write it as an item of the list, or leave it out"
        message = "a navigation file is a list: what stands outside of it is not shown"
        yield Finding(Code.NAVIGATION_ENTRY, message, block.span(document), hint=hint)
    elif not isinstance(block, List):
        for inner in block.children:
            yield from _text_outside(document, inner)


def _further_links(text: InlineText) -> Iterator[Finding]:
    for link in list(_links(text.inlines))[1:]:
        target = link.target if isinstance(link, Link) else link.path or f"#{link.fragment}"
        message = f"an entry has one link, the first one: '{target}' is not listed"
        span = text.span(link.start, link.end)
        yield Finding(Code.NAVIGATION_ENTRY, message, span, hint="give it an entry of its own")


def _lists(block: Block) -> Iterator[List]:
    """The lists in a block that are in no other list."""
    stack: list[Block] = [block]
    while stack:
        inner = stack.pop()
        if isinstance(inner, List):
            yield inner
        else:
            stack += reversed(inner.children)


def _menu(block: List) -> Menu:
    heading = _entry(block.title) if block.title is not None else None
    return Menu(heading=heading, entries=tuple(_entries(block)))


def _entries(block: List) -> Iterator[Entry]:
    for item in block.items:
        below = tuple(entry for inner in item.blocks if isinstance(inner, List) for entry in _entries(inner))
        if item.principal is not None:
            yield _entry(item.principal, below)
        else:
            yield from below


def _entry(text: InlineText, below: tuple[Entry, ...] = ()) -> Entry:
    words = " ".join(text.plain.split())
    link = next(_links(text.inlines), None)
    if link is None:
        return Entry(title=words, span=text.span(0, len(text.raw)), entries=below)
    label = "" if isinstance(link, Link) and link.bare else " ".join(plain_text(link.children).split())
    title = label if _is_alone(text) else words
    span = text.span(link.start, link.end)
    if isinstance(link, Link):
        return Entry(title=title, span=span, target=link.target, entries=below)
    return Entry(title=title, span=span, target=link.path, fragment=link.fragment, is_page=True, entries=below)


def _links(inlines: list[Inline]) -> Iterator[Link | Xref]:
    for node in inlines:
        if isinstance(node, Link | Xref):
            yield node
        elif isinstance(node, Parent):
            yield from _links(node.children)


def _is_alone(text: InlineText) -> bool:
    """Whether a text is nothing but links and markup."""
    return all(isinstance(node, Parent) or (isinstance(node, Text) and not node.value.strip()) for node in text.inlines)
