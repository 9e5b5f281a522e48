"""A directive's own texts: its argument, title and options, which are AsciiDoc where it reads them as running text.

The directive is given words. Those that it hands to the parser of running text become what the AsciiDoc means; those
that it takes for anything else (a path, a signature, a language) are as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docutils import nodes

from sphinx_adoc.doctree.context import Context
from sphinx_adoc.doctree.messages import message
from sphinx_adoc.graph.unshown import line_with
from sphinx_adoc.syntax.tree import Block, InlineText

LATE: Final = "adoc_late_texts"  # in Sphinx' notes of a page: its texts that were found when it was made
_BETWEEN: Final = " / "  # the terms of one tab
_BEGINS_A_BLOCK: Final = re.compile(r"(?:[\w#]{1,10}[.)]|\([\w#]{1,10}\))\s|[^\w\"'({]")
_LITERAL: Final = "::"


@dataclass(frozen=True, slots=True)
class _Part:
    """Words that a directive may have read. ``title``: the texts of the page; else a value of ``block``."""

    words: str
    title: Sequence[InlineText] = ()
    block: Block | None = None

    @property
    def message(self) -> str:
        """What translators are given."""
        return _BETWEEN.join(map(message, self.title)) if self.title else self.words


class Texts:
    """The texts of one directive, by the words that it is given."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._parts: dict[str, _Part] = {}

    def title(self, *texts: InlineText) -> str:
        """Keep a title of the page; return the words that stand for it."""
        words = _BETWEEN.join(text.plain for text in texts)
        return self._keep(words, _Part(words, texts))

    def value(self, block: Block, words: str, most: int = 1) -> str:
        """Keep the value of a block's attribute, ``most`` arguments; return the words that stand for it."""
        for part in words.split(None, most - 1) if most > 1 else ():
            self._keep(part, _Part(part, block=block))
        return self._keep(words, _Part(words, block=block))

    def _keep(self, words: str, part: _Part) -> str:
        text = _as_running_text(words)
        self._parts.setdefault(text, part)
        return text

    def read(self, words: str) -> list[nodes.Node] | None:
        """Return the nodes that words stand for; None for words of the directive's own."""
        part = self._parts.get(words)
        if part is None:
            return None
        holder = nodes.inline()
        for number, text in enumerate(part.title or self._found(part)):
            holder += [nodes.Text(_BETWEEN)] if number else []
            self._ctx.text(text, holder)
        return list(holder.children)

    def _found(self, part: _Part) -> Iterator[InlineText]:
        """The text that an attribute's value turned out to be."""
        doc, block = self._ctx.doc, part.block
        if doc.host is None or block is None:
            return
        ref = line_with(doc, block, part.words)
        column = max(doc.origin.line(ref).find(part.words), 0) + 1
        text = doc.host.late_text(part.words, ref, column, block.version)
        self._ctx.document.settings.env.temp_data.setdefault(LATE, []).append(text)
        yield text

    def name_messages(self, content: Sequence[nodes.Node]) -> None:
        """Give translators the AsciiDoc of what was read."""
        for node in content:
            for element in node.findall(nodes.TextElement):
                part = self._parts.get(element.rawsource)
                if part is not None:
                    element.rawsource = part.message


def _as_running_text(words: str) -> str:
    """Words so that no directive takes them for a list, a field, or what comes before a literal block."""
    if _BEGINS_A_BLOCK.match(words):
        words = f"\\{words}"
    return f"{words[:-1]}\\:" if words.endswith(_LITERAL) else words
