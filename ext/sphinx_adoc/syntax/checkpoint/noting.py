"""What a parser keeps while it reads a document, as it is where parts are read alone: it notes what is asked of it, and
refuses what only the whole document says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sphinx_adoc.syntax.notes import FootnoteNumbers
from sphinx_adoc.syntax.references import References
from sphinx_adoc.syntax.tree import Block, Footnote, InlineText, walk_inlines

from .state import NotSeparable

BLOCK: Final = Block(0)
"""In place of a block of which nothing is known any more."""


class NotingIds(dict[str, Block]):
    """Ids that note which were asked for, and which are ``new``."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin with nothing noted."""
        self.asked: dict[str, None] = {}
        self.new: dict[str, None] = {}

    def has(self, name: str) -> bool:
        """Tell whether an id is known; that is not noted."""
        return super().__contains__(name)

    def enter(self, names: Iterable[str]) -> None:
        """Enter ids of which nothing more is known; that is not noted."""
        self.update(dict.fromkeys(names, BLOCK))

    def let_go(self) -> None:
        """Forget the blocks of the new ids."""
        self.enter(self.new)

    def __contains__(self, name: object) -> bool:
        self.asked[str(name)] = None
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the block of an id."""
        self.asked[name] = None
        return super().get(name, default)

    def setdefault(self, name: str, block: Block) -> Block:
        """Enter a block, unless there is one of this id."""
        if name not in self:
            self.new[name] = None
        return super().setdefault(name, block)


class NotingCounts(dict[str, int]):
    """Numbers that note which were asked for, what they were then, and which were changed."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin with nothing noted."""
        self.asked: dict[str, int] = {}
        self.changed: dict[str, int] = {}

    def now(self, name: str) -> int:
        """Return a number; that is not noted."""
        return super().get(name, 1)

    def get(self, name: str, default: int = 1) -> int:  # type: ignore[override]
        """Return a number."""
        value = super().get(name, default)
        self.asked.setdefault(name, value)
        return value

    def __setitem__(self, name: str, value: int) -> None:
        self.changed[name] = value
        super().__setitem__(name, value)


class TitlesApart(References):
    """The references of a document that is read in parts: an id that is made of them needs all of it."""

    def note_title(self, title: InlineText) -> None:
        """Do nothing: what titles refer to is not resolved."""

    def name(self, text: InlineText) -> None:
        """Refuse a text whose references have to be named."""
        if text.unnamed:
            raise NotSeparable("a title with a reference")


class NumbersApart(FootnoteNumbers):
    """The numbers of the footnotes of a document that is read in parts: those in headings would come first."""

    def number(self, heading: InlineText) -> None:
        """Refuse a heading with a footnote."""
        raise NotSeparable("a heading with a footnote")

    @property
    def count(self) -> int:
        """How many there are so far."""
        return self._count

    @count.setter
    def count(self, value: int) -> None:
        self._count = value

    def number_blocks(self) -> dict[str, None]:
        """Number the footnotes of the blocks since the last time; return the names that they have or call."""
        names: dict[str, None] = {}
        blocks, self._blocks, self._may_come = self._blocks, [], False
        for text in (visit.text for block in blocks for visit in block.walk_texts() if "footnote" in visit.text.raw):
            self._number(text)
            nodes = (node for node in walk_inlines(text.inlines) if isinstance(node, Footnote) and node.id)
            names.update((node.id or "", None) for node in nodes)
        return names
