"""What a rule needs beside its block: the document on both sides, the options, and the way to inner blocks and text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from docutils import nodes

from sphinx_adoc.codes import OF_CODE, Code, Severity
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Block, Inline, InlineText

from .messages import keep_frame
from .options import Options

NodeT = TypeVar("NodeT", bound=nodes.Element)

BlockRule = Callable[["Context", Any, nodes.Element], None]  # each rule takes the class it is listed under
InlineRule = Callable[["Context", Any, nodes.Element, InlineText], None]

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
MAX_DEPTH = 40  # of blocks in blocks: pickling a doctree, as Sphinx does, recurses about 15 times for each


def language_class(language: str) -> list[str]:
    """Return the class by which docutils knows the language of an element; none for what is no language."""
    return [f"language-{language}"] if _LANGUAGE.fullmatch(language) else []


class Context:
    """The state of one build.

    ``doc``: the document that the blocks at hand belong to (the inner one inside a table's cell); ``outer``: the
    whole. ``notes``: the footnotes met so far, in order.
    """

    __slots__ = (
        "_block_rules",
        "_inline_rules",
        "_language_here",
        "depth",
        "doc",
        "document",
        "language",
        "notes",
        "options",
        "outer",
        "section_level",
    )

    def __init__(
        self,
        doc: Document,
        document: nodes.document,
        options: Options,
        block_rules: Mapping[type[Block], BlockRule],
        inline_rules: Mapping[type[Inline], InlineRule],
    ) -> None:
        self.outer = doc
        self.doc = doc
        self.document = document
        self.options = options
        self.notes: list[nodes.footnote] = []
        self.depth = 0
        self.section_level = 0
        self.language = ""
        self._language_here = ""
        self._block_rules = block_rules
        self._inline_rules = inline_rules

    def blocks(self, blocks: Iterable[Block], parent: nodes.Element) -> None:
        """Append what blocks become to a node."""
        if self.depth >= MAX_DEPTH:
            self._too_deep(blocks, parent)
            return
        self.depth += 1
        outer, here = self.language, self._language_here
        self.language = here
        hook = self.options.blocks
        for block in blocks:
            self._language_here = self.language
            if hook is not None and (replacement := hook(self, block)) is not None:
                parent += replacement
            else:
                self._block_rules[type(block)](self, block, parent)
        self.language, self._language_here = outer, here
        self.depth -= 1

    def blocks_plainly(self, blocks: Iterable[Block], parent: nodes.Element) -> None:
        """Append the nodes of blocks without asking the hooks for them; blocks inside still pass through the hooks."""
        for block in blocks:
            self._block_rules[type(block)](self, block, parent)

    def _too_deep(self, blocks: Iterable[Block], parent: nodes.Element) -> None:
        for block in blocks:
            self.report(block, Code.NESTING_TOO_DEEP, f"nested more than {MAX_DEPTH} blocks deep; shown as plain text")
            words = " ".join(visit.text.plain for visit in block.walk_texts())
            parent.append(self.mark(block, nodes.paragraph(words, words)))
            return

    def text(self, text: InlineText, parent: nodes.Element) -> None:
        """Append what a text becomes to a node."""
        self.inlines(text.inlines, parent, text)

    def inlines(self, inlines: Sequence[Inline], parent: nodes.Element, text: InlineText) -> None:
        """Append what inline nodes become to a node. ``text``: what they were read from."""
        rules = self._inline_rules
        for node in inlines:
            rules[type(node)](self, node, parent, text)

    def place(self, ref: int, node: NodeT) -> NodeT:
        """Say where a node comes from: file and line of a ref."""
        origin = self.doc.origin
        if 0 <= ref < len(origin.line_of):
            node.source = origin.files[origin.file_of[ref]].path
            node.line = origin.line_of[ref]
        return node

    def mark(self, block: Block, node: NodeT) -> NodeT:
        """Give a node its block's place, id and roles."""
        if block.id:
            node["ids"].append(block.id)
            self.document.ids.setdefault(block.id, node)
        if block.roles:
            node["classes"].extend(block.roles)
        self._say_language(block, node)
        return self.place(block.ref, node)

    def speak(self, language: str) -> None:
        """Note the language, as the attribute ``lang`` says it, that what follows is known to be in."""
        self.language = self._language_here = language

    def _say_language(self, block: Block, node: nodes.Element) -> None:
        """Say the language of a block: its own, or the document's where that has changed since what holds the block."""
        now = self.doc.attribute("lang", block.version) or ""
        if "lang" in block.attrs:
            node["classes"] += language_class(block.attrs["lang"])
        elif now != self._language_here:
            node["classes"] += language_class(now)
        self._language_here = now

    def title(self, block: Block, parent: nodes.Element) -> None:
        """Append a block's title, where docutils has no place for one, with its caption."""
        if block.title is None:
            return
        rubric = nodes.rubric(block.title.raw, "", classes=["block-title"])
        self.fill_title(block, rubric)
        parent.append(rubric)

    def fill_title(self, block: Block, node: nodes.Element) -> None:
        """Fill a title or caption node with a block's label and title."""
        assert block.title is not None
        self.place(block.title.refs[0] if block.title.refs else block.ref, node)
        if block.caption and self.options.captions:
            node.append(nodes.Text(block.caption))
        keep_frame(node)
        self.text(block.title, node)

    def attribute(self, name: str, block: Block | None = None) -> str | None:
        """Return a document attribute where a block stands (default: at the document's end)."""
        return self.doc.attribute(name, block.version if block is not None else None)

    def report(self, block: Block, code: Code, message: str, severity: Severity = OF_CODE, hint: str = "") -> None:
        """Record trouble at a block."""
        self.doc.report_line(code, message, block.ref, block.col, severity=severity, hint=hint)
