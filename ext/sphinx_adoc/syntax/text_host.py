"""What the texts of a document need while their inline nodes are read: that may be long after its blocks were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sphinx_adoc.codes import Code

from . import inlines
from .attributes import MAX_VALUE, Budget, too_long
from .dates import date_attribute
from .labels import ENGLISH, renamed
from .notes import FootnoteNumbers
from .references import References
from .sequences import next_count
from .settings import ASCIIDOC_PY
from .tree import Document, Inline, InlineText

_MAX_GROWTH: Final = 4_000_000  # characters that attribute values may add to a document, all texts together


class TextHost:
    """The host of a document's texts: reads their inline nodes, and keeps what these change.

    That is attributes, counters, footnotes and trouble. ``outer``: the host of the document around a table's cell.
    ``locked_counters``: the values of counters whose attribute was given from outside.
    """

    __slots__ = (
        "attributes", "budget", "document", "footnote_numbers", "footnotes", "inline_macros", "legacy",
        "locked_counters", "origin", "outer", "references", "report",
    )  # fmt: skip

    def __init__(self, document: Document, outer: TextHost | None = None) -> None:
        self.document = document
        self.outer = outer
        self.attributes = document.attributes
        self.footnotes = document.footnotes
        self.origin = document.origin
        self.report = document.report
        self.budget: Budget = outer.budget if outer is not None else Budget(_MAX_GROWTH)
        self.references: References = outer.references if outer is not None else References(document, self.spend)
        self.footnote_numbers: FootnoteNumbers = outer.footnote_numbers if outer is not None else FootnoteNumbers()
        self.locked_counters: dict[str, str] = {}
        self.inline_macros = document.settings.inline_macros
        self.legacy = document.settings.ids == ASCIIDOC_PY

    def attribute(self, name: str, version: int | None = None) -> str | None:
        """Return the value of an attribute in a state (default: now)."""
        return self.attributes.get(name, version)

    def date(self, name: str) -> str | None:
        """Return the value of an attribute that says a date or a time, which the document does not set (None: of
        another).
        """
        return date_attribute(self.document, name)

    def set_attribute(self, name: str, value: str | None) -> None:
        """Set (None: unset) an attribute from here on, unless it was locked from outside."""
        if not self.attributes.is_locked(name):
            self._set(name, value)

    def _set(self, name: str, value: str | None) -> None:
        if value is not None and len(value) > MAX_VALUE:  # an entry's value was cut where the entry stands
            self.document.report_line(Code.ATTRIBUTE_VALUE, too_long(name), len(self.origin) - 1)
            value = value[:MAX_VALUE]
        if name == "lang":
            self._relabel(value or ENGLISH)
        self.attributes.set(name, value)

    def _relabel(self, language: str) -> None:
        """Give the labels of a language to a document that did not choose them itself."""
        before = self.attributes.get("lang") or ENGLISH
        labels = renamed(before, language, self.attributes.values())
        for name in labels.keys() - self.attributes.locked:
            self.attributes.set(name, labels[name])

    def counter(self, name: str, seed: str | None) -> str:
        """Advance a counter and return its value: the successor of the one before, or the seed (default 1) at first.

        A counter is the whole document's, also where a cell that is a document of its own advances it. One whose
        attribute was given from outside counts on from that, and leaves the attribute as it is.
        """
        chain = [*self._outwards()]
        top = chain[-1]
        value = next_count(top.locked_counters.get(name) or top.attributes.get(name), seed)
        if name in top.attributes.locked:
            top.locked_counters[name] = value
            return value
        for host in chain:
            host._set(name, value)
        return value

    def _outwards(self) -> Iterator[TextHost]:
        """This host, and those of the documents around it."""
        host: TextHost | None = self
        while host is not None:
            yield host
            host = host.outer

    def spend(self, characters: int) -> bool:
        """Take from what attribute values may add to the document; False where nothing is left."""
        return self.budget.spend(characters)

    def name_references(self, text: InlineText) -> None:
        """Say what the cross-references of a text show, once the document has been read."""
        if self.references.ready:
            self.references.name(text)

    def late_text(self, raw: str, ref: int, col: int, version: int) -> InlineText:
        """Return a text that is only known to be one when the document has been read: an attribute's value, say.

        Its footnotes come behind all others. ``version``: the state of the attributes that it is read in.
        """
        text = InlineText(raw, (ref,), self, version, cols=(col,))
        if "footnote" in raw:
            self.footnote_numbers.number_late(text)
        return text

    def parse_inlines(self, text: InlineText) -> list[Inline]:
        """Return the inline nodes of a text of this document."""
        return inlines.parse(text)
