"""The pieces that a page is compared by, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from sphinx_adoc.syntax.source import Place

LOOSE: Final = ("include", "condition", "attribute", "delimiter")  # kinds of pieces that are lines of no block
NOT_INCLUDED: Final = "unresolved include"  # the kind of a piece: where a directive that was not carried out stands
UNREAD_BLOCK: Final = "unread block"  # the kind of a piece: a block far from all changes, as its source
LABELLED: Final = ("item", "paragraph", "line")  # kinds of texts that are said of a term, or of an item
_LABEL: Final = 5  # words of a term that is named
_MARKED: Final = re.compile(r"(?<!\w)([`*_]{1,2})(\S|\S.*?\S)\1(?!\w)")
TARGET: Final = "target"
STRUCTURE: Final = "structure"
NESTING: Final = "nesting"  # the name of a feature: which blocks a text is inside of
FORMATTING: Final = "formatting"
RAW: Final = "raw"
ANCHOR: Final = "anchor"
ATTRIBUTE: Final = "attribute"
IN_HEADER: Final = "in the page's header"  # the name of a feature: of an attribute entry

Line = tuple[str, int]
"""A file's path and the number of a line of it, from 1."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something about a piece that is no word of it. ``category``: target, structure, formatting, raw, anchor or
    attribute; ``name``: what has the value, such as "link" or "table columns"; ``line``: where it stands;
    ``words``: of a target, the words that lead there.
    """

    category: str
    name: str
    value: str
    line: Line
    words: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same feature, wherever it stands."""
        return self.category, self.name, self.value


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell stands: the number of its table in the page, of its row and of its first column, all from 0, and how
    many columns and rows it takes.
    """

    table: int
    row: int = 0
    column: int = 0
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page. ``section``: the title that it stands under; ``kind``: title, caption, term, item, cell,
    paragraph, line (of code), the name of a block without words, or of a line of the source; ``where``: in a table its
    row and column, of an attribute entry the name, of a text whose label was exchanged what it is of, else ''.
    ``markup``: the source, blanks evened out. ``lines``: the lines of the source that it is made of; ``cell``: of a
    cell, where it stands in its table (of a table itself, which one it is);
    ``within``: what it says something of: the term of a description, the item that it is inside of, the block of a
    caption, the heading of a setting in code ("[server]"); ``around``: of a text inside of a cell that is a document of
    its own, what that cell is called;
    ``parts``: of texts that are compared as one, each.
    """

    section: str
    kind: str
    where: str
    text: str
    markup: str
    place: Place
    features: tuple[Feature, ...] = ()
    lines: frozenset[Line] = frozenset()
    cell: CellPlace | None = None
    within: str = ""
    around: str = ""
    parts: tuple[Piece, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same piece for a reader, wherever it stands."""
        return self.kind, self.text, tuple(feature.key for feature in self.features)

    @property
    def called(self) -> str:
        """Where it stands in words, with the cell around it; '' where that is not known."""
        return ", ".join(filter(None, (self.around, self.where)))

    @property
    def label(self) -> str:
        """The words of the term, or of the item around, that an item says something of; '' for long ones."""
        words = _MARKED.sub(r"\2", " ".join(self.within.split())).rstrip(":") if self.kind == "item" else ""
        return words if len(words.split()) <= _LABEL else ""

    @property
    def term(self) -> str:
        """The words of the term that a description is of; '' for long ones, and for other texts."""
        nesting = next((feature.value for feature in self.features if feature.name == NESTING), "")
        return self.label if nesting.rpartition(" > ")[2] == "dlist" else ""

    @property
    def is_labelled(self) -> bool:
        """Whether it is a text that was compared with what was said of the same label."""
        return bool(self.where) and self.kind in LABELLED

    @property
    def without_ids(self) -> Piece:
        """The piece without the ids in its text that references without words of their own show."""
        text = self.text
        for feature in self.features:
            if feature.category == TARGET and not feature.words:
                text = text.replace(f"<{feature.value}>", "<>", 1)
        return replace(self, text=text) if text != self.text else self

    def reads_as(self, other: Piece) -> bool:
        """Return whether another piece is the same for a reader: whether both have one key."""
        if self is other:
            return True
        if self.text != other.text or self.kind != other.kind or len(self.features) != len(other.features):
            return False
        return all(one.key == two.key for one, two in zip(self.features, other.features, strict=True))
