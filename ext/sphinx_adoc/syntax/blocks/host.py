"""What the block parser asks of the document it fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sphinx_adoc.syntax.attributes import AttributeStore
from sphinx_adoc.syntax.notes import FootnoteNumbers
from sphinx_adoc.syntax.reader import ReaderHost
from sphinx_adoc.syntax.references import References
from sphinx_adoc.syntax.tree import AttributeEntry, Block, Document, Footnotes, InlineText, Paragraph, Subs

from .cursor import Cursor

Join = Callable[[Paragraph], None]
"""Takes a paragraph that goes on with a list item's text."""


class BlockHost(ReaderHost, Protocol):
    """The parser of a document: ``document`` is the one under construction.

    ``legacy``: read as asciidoc-py does. ``held``: while it is not 0 no text is read early, as it may still become part
    of another one. ``nested``: the document is that of a table's cell. ``id_counts``: how often
    each generated id was asked for.
    """

    document: Document
    attributes: AttributeStore
    footnotes: Footnotes
    ids: dict[str, Block]
    block_macros: frozenset[str]
    styles: frozenset[str]
    legacy: bool
    held: int
    id_counts: dict[str, int]
    nested: bool
    references: References
    footnote_numbers: FootnoteNumbers

    def counter(self, name: str, seed: str | None) -> str:
        """Advance a counter and return its new value."""
        ...

    def text(self, raw: str, refs: Sequence[int], subs: Subs = ..., cols: Sequence[int] | None = None) -> InlineText:
        """Return a text that stands where the parser is now, with the attributes in force here."""
        ...

    def title(self, raw: str, refs: Sequence[int], cols: Sequence[int] | None = None) -> InlineText:
        """Return a text that is a title: what it refers to is resolved once the document has been read."""
        ...

    def attribute(self, name: str, version: int | None = None) -> str | None:
        """Return the value of an attribute in a state (default: now), or None."""
        ...

    def forget(self, text: InlineText | None) -> None:
        """Drop a text that became part of another one, or whose place another one took."""
        ...

    def settle(self) -> None:
        """Let what the texts so far change of the attributes be seen from here on."""
        ...

    def trace(self, raw: str, ref: int, *, report: bool = True) -> tuple[str, list[tuple[int, int]]]:
        """Return a part of a line with its attribute references replaced, and the part of ``raw`` that each character
        is.

        ``report``: one that is not set is trouble.
        """
        ...

    def pass_subs(self, spec: str) -> Subs:
        """Return the substitutions that a pass macro names ('' : none)."""
        ...

    def note_entry(self, entry: AttributeEntry) -> None:
        """Take note of an attribute entry (the header keeps its own)."""
        ...

    def read_blocks(self, cur: Cursor) -> list[Block]:
        """Return the blocks of a run of lines: the one way back from a block to the blocks inside it."""
        ...

    def read_item(self, cur: Cursor, kind: str, *, text_only: bool, join: Join | None) -> list[Block]:
        """Return the blocks of a list item (see :func:`.rules.read_item`)."""
        ...

    def inner(self, lines: list[str], refs: list[int], depth: int) -> Document:
        """Parse lines as a document of their own inside this one (a table's cell), ``depth`` blocks deep."""
        ...
