"""The sentences of a document, each with the words that are handed on to it.

``[.given]#word#`` holds on to the end of its paragraph, cell or item; in a title, a term or a text that ends in a colon
for what stands below; in a table for the rest of the row, in its header for the column.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place
from sphinx_adoc.syntax.tree import Block, Cell, InlineText, Paragraph, Table

from .matcher import Matcher
from .sentences import Sentence, SentenceWord, sentences
from .texts import is_source, read

Givens = Mapping[str, tuple[tuple[Sentence, SentenceWord], ...]]
"""The words that are handed on, by kind, with the sentence that each stands in."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """A sentence, the words that are handed on to it, and the block that it stands in with the includes above it."""

    sentence: Sentence
    givens: Givens
    block: Block
    stack: tuple[Place, ...] = ()


@dataclass(slots=True)
class _Below:
    """What a text that ends in a colon hands on to the block behind it."""

    givens: Givens = field(default_factory=dict)


class Sentences:
    """The sentences of a document, read when they are first asked for. ``matcher``: finds the project's words."""

    def __init__(self, doc: Document, matcher: Matcher) -> None:
        self._doc = doc
        self._matcher = matcher
        self._of_tables: dict[Table, Givens] = {}

    @cached_property
    def scoped(self) -> list[Scoped]:
        """The sentences in document order."""
        return list(scoped(self._doc, self._matcher, self._of_tables))

    def handed_to(self, table: Table) -> Givens:
        """Return what is handed on to a table, by its title or from above."""
        return self._of_tables.get(table, {}) if self.scoped else {}


def scoped(doc: Document, matcher: Matcher, of_tables: dict[Table, Givens]) -> Iterator[Scoped]:
    """Give the sentences of a document (its tables and footnotes counted), but for those of source code, in order.

    ``of_tables``: gets what is handed on to each table.
    """
    stack: list[tuple[Block, Givens, _Below, _Below]] = [(doc, {}, _Below(), _Below())]
    while stack:
        block, givens, above, below = stack.pop()
        givens = {**givens, **above.givens}
        for label, member in block.content():
            if isinstance(member, InlineText) and not is_source(block, label):
                givens = yield from _of_text(block, member, matcher, givens)
                if isinstance(block, Paragraph) and label == "text" and member.raw.rstrip().endswith(":"):
                    below.givens = givens
        if isinstance(block, Table):
            of_tables[block] = givens
            yield from _of_table(block, matcher, givens, stack)
        else:
            _push(stack, block, givens)


def _push(stack: list[tuple[Block, Givens, _Below, _Below]], block: Block, givens: Givens) -> None:
    """Have the blocks inside a block visited next, each after the one before it."""
    children = block.children
    links = [_Below() for _ in range(len(children) + 1)]
    entries = [(child, givens, links[at], links[at + 1]) for at, child in enumerate(children)]
    stack.extend(reversed(entries))


def _of_text(block: Block, text: InlineText, matcher: Matcher, givens: Givens) -> Generator[Scoped, None, Givens]:
    """The sentences of a text and of its footnotes; returns what is handed on behind it."""
    plain = read(text)
    includes = text.doc.origin.include_stack(text.refs[0]) if text.refs else ()
    for sentence in sentences(plain, matcher):
        yield Scoped(sentence, givens, block, includes)
        givens = _with_given(givens, sentence)
    for note in plain.notes:
        for sentence in sentences(read(text, note.children), matcher):
            yield Scoped(sentence, givens, block, includes)
    return givens


def _with_given(givens: Givens, sentence: Sentence) -> Givens:
    """What is handed on behind a sentence: of each kind the last words, alone or in a list."""
    own: dict[str, list[tuple[Sentence, SentenceWord]]] = {}
    for word in sentence.words:
        if word.token.given and not word.token.aside:
            kept = own.setdefault(word.entry.kind, [])
            if kept and kept[-1][1].group != word.group:
                kept.clear()
            kept.append((sentence, word))
    return {**givens, **{kind: tuple(words) for kind, words in own.items()}} if own else givens


def _of_table(
    table: Table, matcher: Matcher, givens: Givens, stack: list[tuple[Block, Givens, _Below, _Below]]
) -> Iterator[Scoped]:
    """The sentences of a table's cells; a document in one is visited next."""
    columns: list[Givens] = []
    for row in table.rows:
        of_row = givens
        for at, cell in enumerate(row):
            own = columns[at] if len(columns) == len(row) and row not in table.head else {}
            behind = yield from _of_cell(cell, matcher, {**of_row, **own})
            if row in table.head:
                columns = [*columns[:at], {kind: words for kind, words in behind.items() if words != givens.get(kind)}]
            else:
                of_row = {**of_row, **{kind: words for kind, words in behind.items() if words != own.get(kind)}}
            if cell.inner is not None:
                stack.append((cell.inner, behind, _Below(), _Below()))


def _of_cell(cell: Cell, matcher: Matcher, givens: Givens) -> Generator[Scoped, None, Givens]:
    for text in cell.texts():
        givens = yield from _of_text(cell, text, matcher, givens)
    return givens
