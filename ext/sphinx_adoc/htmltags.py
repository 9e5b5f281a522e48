"""The tags of an HTML page with the values of their attributes, and where these stand.

The standard library's parser takes quadratic time for some pages that are not well formed, and knows the places of tags
alone. Here each character is looked at a bounded number of times. What does not close goes to the end of the page, as
in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

_OPENS: Final = re.compile(r"<(?:(!--)|([a-zA-Z][^\s/>]*))")
_ATTRIBUTE: Final = re.compile(r"""[\s/]*(>|[^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?""")
_TEXT_ALONE: Final = frozenset(["script", "style", "textarea", "title", "xmp"])  # no tags inside


class Value(NamedTuple):
    """An attribute's value, unescaped; ``start`` and ``end`` are where it stands in the page."""

    tag: str
    name: str
    value: str
    start: int
    end: int


def values(page: str) -> Iterator[Value]:
    """Yield every attribute that has a value, in order; of a style sheet in the page its text, with '' for a name."""
    at = 0
    while opened := _OPENS.search(page, at):
        at = opened.end()
        if opened[1]:
            at = _behind(page, "-->", at)
            continue
        tag = opened[2].lower()
        while (attribute := _ATTRIBUTE.match(page, at)) and attribute.end() > at:
            at = attribute.end()
            if attribute[1] == ">":
                break
            if attribute.lastindex and attribute.lastindex > 1:
                group, name = attribute.lastindex, attribute[1].lower()
                yield Value(tag, name, unescape(attribute[group]), attribute.start(group), attribute.end(group))
        if tag in _TEXT_ALONE:
            closed = re.compile(rf"</{tag}\b", re.IGNORECASE).search(page, at)
            if closed and tag == "style":
                yield Value(tag, "", page[at : closed.start()], at, closed.start())
            at = closed.end() if closed else len(page)


def _behind(page: str, end: str, start: int) -> int:
    index = page.find(end, start)
    return len(page) if index < 0 else index + len(end)
