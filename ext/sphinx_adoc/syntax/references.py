"""What a cross-reference without a text of its own shows: the reftext, title or label of what it points at.

A title that gets its id from its words is resolved where it stands, by what was read up to there, since the id must not
change any more. All other texts are resolved when the document has been read. References in titles are followed, also
through several titles; where they go in a circle, or on and on, the id stands in brackets.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from sphinx_adoc.codes import Code

from .tree import (
    Anchor,
    Block,
    Document,
    Footnote,
    Formatted,
    Inline,
    InlineText,
    Link,
    Parent,
    Raw,
    Section,
    Text,
    Xref,
    plain_text,
    walk_inlines,
)

_MAX_CHAIN: Final = 32  # titles that refer to titles
_LINK_TAG: Final = re.compile(r"<(?:a\b[^>]*|/a)>")
_EMPHASIZED: Final = frozenset({"appendix", "chapter"})


class References:
    """The cross-references of a document, those in its cells included.

    ``ready``: they can be resolved now. ``spend`` is asked before a number of characters is repeated.
    """

    def __init__(self, document: Document, spend: Callable[[int], bool]) -> None:
        self.ready = False
        self._document = document
        self._spend = spend
        self._titles: list[InlineText] = []
        self._anchored: list[InlineText] = []
        self._terms: set[int] = set()  # by id(): a description keeps its terms
        self._scanned = 0
        self._anchors: dict[str, Anchor] = {}
        self._by_key: dict[str, str] = {}
        self._keyed = 0
        self._chain: list[InlineText] = []
        self._early: list[Xref] = []

    def note(self, text: InlineText) -> None:
        """Take note of a text that may set anchors."""
        self._anchored.append(text)

    def note_title(self, title: InlineText) -> None:
        """Take note of a title that may refer to something."""
        if "<<" in title.raw or "xref:" in title.raw:
            self._titles.append(title)

    def note_term(self, term: InlineText) -> None:
        """Take note of a description's term: an anchor at its start is called what follows it."""
        if term.raw.startswith("[["):
            self._terms.add(id(term))

    def forget(self, text: InlineText) -> None:
        """Drop one of the last texts: it became part of another one, or was replaced."""
        for kept in (self._titles, self._anchored):
            if kept:
                kept[-2:] = [other for other in kept[-2:] if other is not text]

    def finish(self) -> None:
        """Resolve what titles refer to, in the order of the document: all of it has been read."""
        self.ready = True
        for title in self._titles:
            title.inlines  # noqa: B018
        self._titles.clear()
        for node in self._early:
            if not node.shown and self._target(node) is not None:
                node.shown = [Text(node.start, node.end, node.placeholder)]  # as in the id that was made of the title
        self._early.clear()

    def name_early(self, text: InlineText) -> None:
        """Do as :meth:`name` for a title from which an id is made: it does not show what comes later."""
        unnamed = text.unnamed
        if not unnamed:
            return
        self.name(text)
        self._early += [node for node in unnamed if not node.shown and not node.path]

    def name(self, text: InlineText) -> None:
        """Say of each cross-reference of a text that has no text of its own what it shows (:attr:`Xref.shown`)."""
        unnamed, text.unnamed = text.unnamed, None
        if not unnamed:
            return
        self._chain.append(text)
        for node in unnamed:
            node.shown = self._shown(node, text)
        self._chain.pop()

    def _shown(self, node: Xref, text: InlineText) -> list[Inline]:
        """What a cross-reference shows; nothing where it points out of the document, or at nothing."""
        target = self._target(node) if not node.path else None
        if target is not None:
            words = target.words if isinstance(target, Anchor) else self._called(target, node, text)
            if not words or not self._spend(len(plain_text(words))):
                words = [Text(0, 0, node.placeholder)]
        elif node.phrase:
            words = [Text(0, 0, "["), *node.phrase, Text(0, 0, "]")]
        else:
            words = []
        return bare(words, node.start, node.end)

    def _called(self, block: Block, node: Xref, text: InlineText) -> Sequence[Inline]:
        """What a block is called in a cross-reference of a text; nothing where that leads in a circle."""
        title = block.reftext or block.title
        if title is None or not self._may_follow(title, node, text):
            return []
        words = title.inlines
        self.name(title)
        if block.reftext is not None:
            return words
        style = node.attrs.get("xrefstyle") or text.doc.attribute("xrefstyle", text.version)
        return styled(self._document, block, words, style)

    def _may_follow(self, title: InlineText, node: Xref, text: InlineText) -> bool:
        if any(title is open_ for open_ in self._chain):
            message = f"the title refers to itself through '{node.target}'; it shows [{node.fragment}] there"
            hint = "give one of the references a text of its own"
            text.doc.report(Code.TITLE_CIRCULAR, message, text, node.start, node.end, hint=hint)
            return False
        if len(self._chain) < _MAX_CHAIN:
            return True
        message = f"titles refer to titles more than {_MAX_CHAIN} times here; this one shows [{node.fragment}]"
        text.doc.report(Code.NESTING_TOO_DEEP, message, text, node.start, node.end, hint="give it a text of its own")
        return False

    # -- what a reference points at ------------------------------------------------------------------------------------

    def _target(self, node: Xref) -> Block | Anchor | None:
        if not node.fragment:
            return self._document
        block = self._by_id(node.fragment)
        if block is None:
            words = node.phrase or [Text(0, 0, node.fragment)]
            name = key(words)
            if " " in name or name != name.lower():
                block = self._by_id(self._natural(name))
        return block

    def _by_id(self, name: str) -> Block | Anchor | None:
        if not name:
            return None
        block = self._document.ids.get(name)
        return block if block is not None else self._anchor(name)

    def _anchor(self, name: str) -> Anchor | None:
        """The anchor in running text that has an id, among the texts so far."""
        ready, self.ready = self.ready, False  # these texts are only looked through
        while self._scanned < len(self._anchored):
            text = self._anchored[self._scanned]
            self._scanned += 1
            nodes = text.inlines
            for node in walk_inlines(nodes):
                if isinstance(node, Anchor):
                    if node is nodes[0] and not node.words and id(text) in self._terms:
                        node.words = nodes[1:]
                    self._anchors.setdefault(node.id, node)
        self.ready = ready
        return self._anchors.get(name)

    def _natural(self, name: str) -> str:
        """The id of what is called so, among what has been read so far; '' for nothing."""
        blocks = self._document.ids
        new = islice(reversed(blocks.items()), len(blocks) - self._keyed)
        for id_, block in reversed([*new]):
            title = block.reftext or block.title
            if title is not None and title not in self._chain:
                words = title.inlines
                self.name(title)
                self._by_key.setdefault(key(words), id_)
        self._keyed = len(blocks)
        self._anchor("")
        for id_, anchor in self._anchors.items():
            if anchor.words:
                self._by_key.setdefault(key(anchor.words), id_)
        return self._by_key.get(name, "")


# -- words -------------------------------------------------------------------------------------------------------------


def key(nodes: Sequence[Inline]) -> str:
    """Return what a title is found by: its words, with marks for its formatting; without any, its plain text."""
    return "".join(map(_key, nodes))


def _key(node: Inline) -> str:
    if isinstance(node, Formatted):
        return f"\x02{node.variant}\x03{key(node.children)}\x02\x03"
    if isinstance(node, Raw):
        return node.value
    if isinstance(node, (Link, Xref)):
        return f"\x02a {node.target}\x03{key(node.children)}\x02\x03"
    return key(node.children) if node.children and not isinstance(node, Footnote) else plain_text([node])


def bare(nodes: Sequence[Inline], start: int, end: int) -> list[Inline]:
    """Return copies of nodes to be shown elsewhere, between two offsets: without ids, links, anchors and footnotes."""
    content: list[Inline] = []
    for node in _bare(nodes, start, end):
        last = content[-1] if content else None
        if isinstance(node, Text) and isinstance(last, Text):
            content[-1] = Text(start, end, last.value + node.value)
        else:
            content.append(node)
    return content


def _bare(nodes: Sequence[Inline], start: int, end: int) -> Iterator[Inline]:
    for node in nodes:
        if isinstance(node, (Anchor, Footnote)):
            continue
        if isinstance(node, Xref) and not node.children:
            yield from _bare(node.shown, start, end) if node.shown else [Text(start, end, node.placeholder)]
        elif isinstance(node, Parent) and not isinstance(node, Formatted):
            yield from _bare(node.children, start, end)
        else:
            yield _copied(node, start, end)


def _copied(node: Inline, start: int, end: int) -> Inline:
    copied = copy.copy(node)
    copied.start, copied.end = start, end
    if isinstance(copied, Formatted):
        copied.id = None
        copied.children = bare(copied.children, start, end)
    elif isinstance(copied, Raw):
        copied.value = _LINK_TAG.sub("", copied.value)
    return copied


# -- styles ------------------------------------------------------------------------------------------------------------


def styled(document: Document, block: Block, words: Sequence[Inline], style: str | None) -> Sequence[Inline]:
    """Return what a block with a title is called in an ``xrefstyle``: ``full``, ``short`` or ``basic``."""
    if not style:
        return words
    if isinstance(block, Section):
        return _section(document, block, words, style)
    label = block.caption.removesuffix(". ")
    if style == "short" and label:
        return [Text(0, 0, label)]
    return [Text(0, 0, f"{label}, "), _quoted(words)] if style == "full" and label else words


def _section(document: Document, section: Section, words: Sequence[Inline], style: str) -> Sequence[Inline]:
    number = section_label(document, section)
    if style == "short" and number:
        return [Text(0, 0, number)]
    emphasized = section.sectname in _EMPHASIZED
    title = Formatted(0, 0, variant="emphasis", form="constrained", children=[*words]) if emphasized else None
    if style == "full" and number:
        return [Text(0, 0, f"{number}, "), title or _quoted(words)]
    return [title] if title is not None else words


def section_label(document: Document, section: Section) -> str:
    """Return what a numbered section is called in a reference: "Section 1.2", "Appendix A"; '' without a number."""
    if not section.numbered:
        return ""
    signifier = document.attribute(f"{section.sectname}-refsig", section.version) or ""
    return f"{signifier} {section.trail.removesuffix('.')}".strip()


def _quoted(words: Sequence[Inline]) -> Formatted:
    return Formatted(0, 0, variant="double", form="constrained", children=[*words])
