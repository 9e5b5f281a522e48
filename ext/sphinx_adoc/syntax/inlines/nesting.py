"""From a working text with marks to a tree of inline nodes.

Markup may be badly nested (``*a _b* c_``). Then the tree is what an HTML parser makes of the tags: the end of an
element ends those that were opened inside it, and an end without an open element counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from sphinx_adoc.syntax.tree import Inline, Parent, Raw, Text

from .work import ELEMENTLESS, LEADS, MARK, Mark, Work

_SPECIAL: Final = re.compile("[<>&]")
_CHARACTERS: Final = {"double": ("\u201c", "\u201d"), "single": ("\u2018", "\u2019")}


def build(work: Work, *, escaped: bool = True) -> list[Inline]:
    """Return the nodes of a working text. ``escaped``: special characters are text, else the target format's markup."""
    text = work.text
    if LEADS[0] not in text and LEADS[1] not in text:
        return [_leaf(text, *work.span(0, len(text)), escaped=escaped)] if text else []
    pieces = MARK.split(text)
    ctx = work.ctx
    marks = [ctx.mark(piece) for piece in pieces[1::2]]
    builder = _Builder(escaped=escaped, loose=_overlapping(marks) if ctx.elementless else frozenset())
    origin, ends = work.origin, ctx.ends
    position = 0
    for index, piece in enumerate(pieces):
        if not piece:
            continue
        if index & 1:
            builder.mark(marks[index >> 1])
            position += len(piece)
        else:
            start = origin[position]
            position += len(piece)
            last = origin[position - 1]
            end = ends.get(last, last + 1)
            if escaped:
                builder.texts.append(Text(start, end, piece))
            else:
                builder.add(_leaf(piece, start, end, escaped=False))
    return builder.finish(work.span(0, len(text))[1])


def _leaf(value: str, start: int, end: int, *, escaped: bool) -> Text | Raw:
    if escaped or _SPECIAL.search(value) is None:
        return Text(start, end, value)
    return Raw(start, end, value)


def _overlapping(marks: list[Mark]) -> set[Mark]:
    """Pairs without an element (curved quotes, index terms) that overlap other markup, by their opening marks."""
    loose: set[Mark] = set()
    stack: list[Mark] = []
    opened: dict[str, int] = {}
    for mark in marks:
        if mark.node is not None:
            stack.append(mark)
            opened[mark.tag] = opened.get(mark.tag, 0) + 1
        elif mark.opening is not None and mark.tag in ELEMENTLESS:
            if stack and stack[-1] is mark.opening:
                opened[stack.pop().tag] -= 1
            else:
                loose.add(mark.opening)
        elif mark.opening is not None and opened.get(mark.tag):
            _unwind(stack, opened, mark.tag, loose)
    loose.update(mark for mark in stack if mark.tag in ELEMENTLESS)
    return loose


def _unwind(stack: list[Mark], opened: dict[str, int], tag: str, loose: set[Mark]) -> None:
    while True:
        top = stack.pop()
        opened[top.tag] -= 1
        if top.tag in ELEMENTLESS:
            loose.add(top)
        if top.tag == tag:
            return


class _Builder:
    """Takes nodes and marks in order; ``root`` is what comes out. ``texts``: those that become the next node."""

    __slots__ = ("children", "escaped", "loose", "open_tags", "root", "stack", "texts")

    def __init__(self, *, escaped: bool, loose: AbstractSet[Mark]) -> None:
        self.root: list[Inline] = []
        self.children = self.root
        self.stack: list[tuple[Mark, list[Inline]]] = []
        self.open_tags: dict[str, int] = {}
        self.escaped = escaped
        self.loose = loose
        self.texts: list[Text] = []

    def add(self, node: Inline) -> None:
        """Append a node; text joins text."""
        if type(node) is Text:
            self.texts.append(node)
        else:
            if self.texts:
                self._flush()
            self.children.append(node)

    def _flush(self) -> None:
        """Append the text so far as one node."""
        texts = self.texts
        if len(texts) == 1:
            self.children.append(texts[0])
        else:
            end = max(text.end for text in texts)
            self.children.append(Text(texts[0].start, end, "".join(text.value for text in texts)))
        texts.clear()

    def mark(self, mark: Mark) -> None:
        """Act on a mark."""
        if mark.node is not None:
            if mark in self.loose:
                self._loose(mark, mark.node, 0)
            else:
                self._open(mark, mark.node)
        elif mark.opening is not None:
            if mark.opening in self.loose:
                self._loose(mark, None, 1)
            else:
                self._close(mark)
        else:
            for node in mark.nodes:
                self.add(node)

    def _loose(self, mark: Mark, node: Parent | None, side: int) -> None:
        """Put a character, or a node without what it would enclose, in the place of a mark."""
        character = _CHARACTERS.get(mark.tag, ("", ""))[side]
        if character:
            self.add(Text(mark.start, mark.end, character))
        elif node is not None:
            node.end = mark.end
            self.add(node)

    def _open(self, mark: Mark, node: Parent) -> None:
        if mark.tag == "a" and self.stack and self.stack[-1][0].tag == "a":
            self._pop(mark.start)  # a link inside a link ends the outer one
        self.add(node)
        self.stack.append((mark, self.children))
        self.open_tags[mark.tag] = self.open_tags.get(mark.tag, 0) + 1
        self.children = node.children

    def _pop(self, end: int) -> Mark:
        if self.texts:
            self._flush()
        mark, self.children = self.stack.pop()
        self.open_tags[mark.tag] -= 1
        if mark.node is not None:
            mark.node.end = max(mark.node.start, end)
        return mark

    def finish(self, end: int) -> list[Inline]:
        """End what is still open (a macro swallowed its end); return the nodes."""
        while self.stack:
            self._pop(end)
        if self.texts:
            self._flush()
        return self.root

    def _close(self, closing: Mark) -> None:
        tag = closing.tag
        if not self.open_tags.get(tag):
            return
        while True:
            last = self.stack[-1][0].tag == tag
            self._pop(closing.end if last else closing.start)
            if last:
                return
