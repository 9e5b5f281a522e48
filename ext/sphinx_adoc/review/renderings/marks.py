"""Marks inside a text of a doctree: the words that went or came."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from docutils import nodes

from sphinx_adoc.review.fates.matching import matcher

GONE: Final = "del"  # docutils makes the element of that name for such a class
CAME: Final = "ins"
LINK: Final = "link"  # the class of what was a link
CHANGED: Final = "changed"  # something about it changed, none of its words
_WORD: Final = re.compile(r"\S+")
_SIGNS: Final = {"-": GONE, "+": CAME}

Range = tuple[int, int]
"""The offsets of the first character and of the one behind the last."""


def mark(element: nodes.Element, runs: Sequence[tuple[str, str]], sign: str, within: Range | None = None) -> None:
    """Mark words of an element. ``runs``: the words that stayed (=), went (-) and came (+), none where they all did so
    or none did; ``sign``: which of them the element has; ``within``: the part of its text that they are of.
    """
    texts = [text for text in element.findall(nodes.Text) if not isinstance(text.parent, nodes.math | nodes.math_block)]
    whole = "".join(map(str, texts))
    start, end = within or (0, len(whole))
    ranges_of_words = [(start + match.start(), start + match.end()) for match in _WORD.finditer(whole[start:end])]
    flags = _flags(runs, sign, [whole[first:last] for first, last in ranges_of_words])
    ranges = [*_joined(ranges_of_words, flags)]
    if not runs:
        element["classes"] = [*element["classes"], CHANGED]
    at = 0
    for text in texts:
        inside = [(max(first - at, 0), min(last - at, len(text))) for first, last in ranges]
        _wrap(text, [(first, last) for first, last in inside if first < last], _SIGNS[sign])
        at += len(text)


def mark_all(element: nodes.Element, sign: str, within: Range | None = None) -> None:
    """Mark all words of an element, or of a part of its text."""
    text = "".join(map(str, element.findall(nodes.Text)))
    first, last = within or (0, len(text))
    mark(element, [(sign, text[first:last])], sign, within)


def mark_links(element: nodes.Element, targets: Sequence[str], others: Collection[str], sign: str) -> None:
    """Mark the links of an element that lead elsewhere, with the address. ``targets``: where its links lead, in order;
    ``others``: those that are others on the other side. Where it shows more or fewer links all of it is marked.
    """
    links = [node for node in element.findall(nodes.inline) if LINK in node["classes"]]
    if len(links) != len(targets):
        element["classes"] = [*element["classes"], CHANGED]
        return
    for link, target in zip(links, targets, strict=True):
        if target in others:
            link["classes"] = [*link["classes"], CHANGED]
            link += nodes.inline("", f" \u2192 {target}", classes=[_SIGNS[sign]])


def _flags(runs: Sequence[tuple[str, str]], sign: str, shown: Sequence[str]) -> list[bool]:
    """Which of the words that are shown are marked. Not all words of a piece look the same on the page."""
    said = [(word, op == sign) for op, words in runs if op in ("=", sign) for word in words.split()]
    flags = [False] * len(shown)
    for first, second, size in matcher([word for word, _ in said], shown).get_matching_blocks():
        for step in range(size):
            flags[second + step] = said[first + step][1]
    return flags


def _joined(words: Sequence[Range], flags: Sequence[bool]) -> Iterator[Range]:
    """Words that are marked and follow each other, as one."""
    first: int | None = None
    last = 0
    for (start, end), flag in zip(words, flags, strict=True):
        if not flag and first is not None:
            yield first, last
            first = None
        elif flag:
            first = start if first is None else first
        last = end
    if first is not None:
        yield first, last


def _wrap(text: nodes.Text, ranges: Sequence[Range], name: str) -> None:
    """Put parts of a text into elements."""
    if not ranges:
        return
    parts: list[nodes.Node] = []
    at = 0
    for first, last in ranges:
        parts += [nodes.Text(text[at:first])] if first > at else []
        parts.append(nodes.inline("", text[first:last], classes=[name]))
        at = last
    parts += [nodes.Text(text[at:])] if at < len(text) else []
    parent = text.parent
    parent.replace(text, parts)
