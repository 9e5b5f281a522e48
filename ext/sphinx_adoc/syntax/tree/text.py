"""Text with markup in it, what it asks of its document, and its visible characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import unescape
from typing import Final, Protocol

from sphinx_adoc.codes import OF_CODE, Code, Severity
from sphinx_adoc.syntax.source import Origin, Place, Span

from .inline import (
    Button,
    Footnote,
    Footnotes,
    Formatted,
    Inline,
    InlineImage,
    InlineStem,
    Keyboard,
    LineBreak,
    Menu,
    Raw,
    Text,
    Xref,
)  # fmt: skip
from .subs import NORMAL, Subs


class SpanReport(Protocol):
    """Records trouble between two offsets of something that was read."""

    def __call__(
        self, code: Code, message: str, start: int, end: int, *, severity: Severity = OF_CODE, hint: str = ""
    ) -> None:
        """Record it."""
        ...


class Located(Protocol):
    """Something whose lines have places: a document, its parser, the host of its texts."""

    origin: Origin


class Host(Located, Protocol):
    """What a text asks of the document it stands in.

    ``legacy``: read as asciidoc-py does where it differs from compat mode.
    """

    footnotes: Footnotes
    inline_macros: frozenset[str]
    legacy: bool

    def attribute(self, name: str, version: int) -> str | None:
        """Return the value of an attribute in a state of the document (None: not set)."""
        ...

    def date(self, name: str) -> str | None:
        """Return the value of an attribute that says a date or a time, which the document does not set (None: of
        another).
        """
        ...

    def counter(self, name: str, seed: str | None) -> str:
        """Advance a counter and return its new value."""
        ...

    def set_attribute(self, name: str, value: str | None) -> None:
        """Set an attribute (None: unset it) from here on, for ``{set:name:value}``."""
        ...

    def spend(self, characters: int) -> bool:
        """Take from what attribute values may add to the document; False where nothing is left."""
        ...

    def parse_inlines(self, text: InlineText) -> list[Inline]:
        """Return the inline nodes of a text."""
        ...

    def name_references(self, text: InlineText) -> None:
        """Say what the cross-references of a text show, once the document has been read."""
        ...

    def late_text(self, raw: str, ref: int, col: int, version: int) -> InlineText:
        """Return a text that is only known to be one when the document has been read."""
        ...

    def report(
        self,
        code: Code,
        message: str,
        text: InlineText,
        start: int,
        end: int,
        *,
        severity: Severity = OF_CODE,
        hint: str = "",
    ) -> None:
        """Record trouble between two offsets of a text."""
        ...


_LINE_END: Final = re.compile("\n")


class InlineText:
    """Text with markup, as it stands in the source; its inline nodes are made when first asked for.

    ``raw``: the lines joined by a line feed. ``refs``: the ref of each line (at least one). ``cols``: the column (from
    1) at which each line's text begins (None: 1 for every line). ``subs``: the substitutions, in order. ``version``:
    which state of the document's attributes is in force here. ``columns``: for one line that attribute references
    brought characters into, the first and the last column that each character stands for (None: it is as written).
    ``unnamed``: the cross-references of which it is still open what they show.
    """

    __slots__ = ("_inlines", "_starts", "cols", "columns", "doc", "raw", "refs", "subs", "unnamed", "version")

    def __init__(
        self,
        raw: str,
        refs: Sequence[int],
        doc: Host,
        version: int,
        subs: Subs = NORMAL,
        *,
        cols: Sequence[int] | None = None,
    ) -> None:
        self.raw = raw
        self.refs = refs
        self.cols = cols
        self.doc = doc
        self.version = version
        self.subs = subs
        self.columns: Sequence[tuple[int, int]] | None = None
        self._inlines: list[Inline] | None = None
        self._starts: list[int] | None = None
        self.unnamed: list[Xref] | None = None

    @property
    def inlines(self) -> list[Inline]:
        """The inline nodes of this text."""
        if self._inlines is None:
            self._inlines = self.doc.parse_inlines(self)
        if self.unnamed is not None:
            self.doc.name_references(self)
        return self._inlines

    def position(self, offset: int) -> tuple[int, int]:
        """Return the ref and (first) column of the character at an offset."""
        if self.columns:
            return self.refs[0], self.columns[min(offset, len(self.columns) - 1)][0]
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.raw))]
        row = bisect_right(self._starts, offset) - 1
        line_start = self._starts[row]
        row = min(row, len(self.refs) - 1)
        first = self.cols[row] if self.cols is not None else 1
        return self.refs[row], max(offset - line_start + first, 1)

    def end_position(self, offset: int) -> tuple[int, int]:
        """Return the ref and last column of the character at an offset."""
        if self.columns:
            return self.refs[0], self.columns[min(offset, len(self.columns) - 1)][1]
        return self.position(offset)

    def place(self, offset: int) -> Place:
        """Return the file, line and column of the character at an offset."""
        return self.doc.origin.place(*self.position(offset))

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the span from an offset up to another one (excluded)."""
        last = (len(self.raw) if end is None else end) - 1
        return Span(self.place(start), self.doc.origin.place(*self.end_position(max(last, start))))

    @property
    def plain(self) -> str:
        """The visible characters alone."""
        return plain_text(self.inlines)

    def __repr__(self) -> str:
        return f"InlineText({self.raw!r})"


def plain_text(inlines: Sequence[Inline]) -> str:
    """Return the visible characters of inline nodes, markup, footnotes and hidden index terms left out."""
    return "".join(_plain(node) for node in inlines)


_TAG: Final = re.compile(r"<[^>]*>")
_QUOTE_MARKS: Final = {"double": ("\u201c", "\u201d"), "single": ("\u2018", "\u2019")}


def _plain(node: Inline) -> str:
    match node:
        case Text():
            return node.value
        case Raw():
            return unescape(_TAG.sub("", node.value)) if "<" in node.value or "&" in node.value else node.value
        case LineBreak():
            return "\n"
        case Formatted():
            opening, closing = _QUOTE_MARKS.get(node.variant, ("", ""))
            return opening + plain_text(node.children) + closing
        case Footnote():
            return ""
        case Xref():
            return plain_text(node.children or node.shown) or node.placeholder
        case InlineImage():
            return node.attrs.get("alt", "")
        case Keyboard():
            return "+".join(node.keys)
        case Button():
            return node.label
        case Menu():
            return " \u203a ".join(node.items)
        case InlineStem():
            return node.value
        case _:
            return plain_text(node.children)
