"""What every block has, and the walk over blocks, their texts and the inline nodes inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import ClassVar, Generic, NamedTuple, TypeVar, cast

from sphinx_adoc.syntax.arguments import expect_class
from sphinx_adoc.syntax.source import Extent, Span

from . import declare
from .inline import Inline, walk_inlines
from .text import InlineText, Located

InlineT_co = TypeVar("InlineT_co", bound=Inline, covariant=True)

_MAX_SHOWN_CHARACTERS = 60  # characters of a text that ``repr`` shows


class AttributeEntry(NamedTuple):
    """A line that sets (value None: unsets) a document attribute; ``end_ref``, ``end_col``: its last character.

    ``ignored``: the attribute was given from outside and stays as it is. ``version``: the state of the document's
    attributes behind the line.
    """

    name: str
    value: str | None
    ref: int
    end_ref: int
    end_col: int
    ignored: bool = False
    version: int = 0


class TextVisit(NamedTuple):
    """A text that a walk comes to. ``field``: what it is to its block: "title", "text", "term", "attribution", ..."""

    block: Block
    field: str
    text: InlineText

    @property
    def span(self) -> Span:
        """Return the files, lines and columns of the text."""
        return self.text.span()


class InlineVisit(NamedTuple, Generic[InlineT_co]):
    """An inline node that a walk comes to, with the text it stands in and that text's block and field."""

    block: Block
    field: str
    text: InlineText
    inline: InlineT_co

    @property
    def span(self) -> Span:
        """Return the files, lines and columns of the inline node."""
        return self.text.span(self.inline.start, self.inline.end)


BlockT = TypeVar("BlockT", bound="Block")


@declare.node
class Block(declare.Node):
    """A block of a document.

    ``ref``, ``col``: line and column of the first character (delimiter included, metadata lines not); ``end_ref``,
    ``end_col``: of the last one. ``meta``: the extent of the lines of metadata above, or None. ``attrs``: the
    attributes by name; positional ones as ``$1``, ``$2``. ``style``: first positional attribute's style. ``title``:
    the line ``.Title`` above; of a document, section or heading its own. ``caption``: the title's label with number
    ("Table 1. ") or ''. ``reftext``: what references to the block show. ``explicit_id``: the author gave the id.
    ``entries``: attribute entries between the block before and this one.
    """

    name: ClassVar[str] = "block"

    ref: int = field(repr=False, kw_only=False)
    col: int = field(repr=False, default=1, kw_only=False)
    version: int = field(repr=False, default=0, kw_only=False)
    end_ref: int = field(repr=False, init=False)
    end_col: int = field(repr=False, init=False)
    meta: Extent | None = field(repr=False, default=None, init=False)
    attrs: dict[str, str] = field(repr=False, default_factory=dict, init=False)
    style: str | None = field(default=None, init=False)
    id: str | None = field(default=None, init=False)
    explicit_id: bool = field(repr=False, default=False, init=False)
    roles: tuple[str, ...] = field(default=(), init=False)
    options: tuple[str, ...] = field(default=(), init=False)
    title: InlineText | None = declare.text()
    reftext: InlineText | None = declare.text()
    caption: str = field(default="", init=False)
    entries: tuple[AttributeEntry, ...] = field(repr=False, default=(), init=False)

    def __post_init__(self) -> None:
        self.end_ref = self.ref
        self.end_col = self.col

    def content(self) -> list[tuple[str, Block | InlineText]]:
        """Return the texts and blocks directly inside this block, each with what it is to it, in document order."""
        members: list[tuple[str, Block | InlineText]] = []
        for (_, kind, label), value in zip(self.parts, self.part_values(self), strict=True):
            if not value:
                continue
            if kind.members is None:
                members.append((label, value))
            else:
                members += [(label, member) for member in kind.members(value)]
        return members

    @property
    def children(self) -> Sequence[Block]:
        """Return the blocks directly inside this one."""
        children: list[Block] = []
        for name, kind, _ in self.block_parts:
            if value := getattr(self, name):
                children += (value,) if kind.members is None else kind.members(value)
        return children

    def texts(self) -> Iterator[InlineText]:
        """Return the texts of this block itself, those of inner blocks not counted."""
        return (member for _, member in self.content() if isinstance(member, InlineText))

    def walk_all(self) -> Iterator[Block | TextVisit | InlineVisit[Inline]]:
        """Yield this block and all inside it in document order: blocks, their texts, the inline nodes of these.

        Every block, text and inline node comes once. Iterative: depth cannot exhaust the stack. Yielding inline nodes
        parses the texts that have not been parsed yet.
        """
        for visit in self.walk_unparsed():
            yield visit
            if isinstance(visit, TextVisit):
                block, field, text = visit
                for inline in walk_inlines(text.inlines):
                    yield InlineVisit(block, field, text, inline)

    def walk(self) -> Iterator[Block]:
        """Yield the blocks of :meth:`walk_all`: this one and all inside it."""
        stack: list[Block] = [self]
        while stack:
            block = stack.pop()
            yield block
            if block.block_parts:
                stack += reversed(block.children)

    def walk_texts(self) -> Iterator[TextVisit]:
        """Yield the texts of :meth:`walk_all`: those of this block and of all inside it. Parses nothing."""
        stack: list[Block | TextVisit] = [self]
        while stack:
            visit = stack.pop()
            if isinstance(visit, TextVisit):
                yield visit
            else:
                stack += visit._inside()

    def walk_inlines(self) -> Iterator[InlineVisit[Inline]]:
        """Yield the inline nodes of :meth:`walk_all`, parsing texts that have not been parsed yet."""
        return (visit for visit in self.walk_all() if isinstance(visit, InlineVisit))

    def find(self, *kinds: type[BlockT]) -> Iterator[BlockT]:
        """Return the blocks of some classes among this one and all inside it, in document order.

        Raises TypeError for what is no class of blocks.
        """
        for kind in kinds:
            expect_class(kind, Block)
        return (block for block in self.walk() if isinstance(block, kinds))

    def find_inlines(self, *kinds: type[InlineT_co]) -> Iterator[InlineVisit[InlineT_co]]:
        """Return the inline nodes of some classes in this block and all inside it, in document order.

        Raises TypeError for what is no class of inline nodes.
        """
        for kind in kinds:
            expect_class(kind, Inline)
        visits = (visit for visit in self.walk_inlines() if isinstance(visit.inline, kinds))
        return cast("Iterator[InlineVisit[InlineT_co]]", visits)

    @property
    def plain(self) -> str:
        """Return the visible characters of this block and all inside it, a line feed between two texts."""
        return "\n".join(visit.text.plain for visit in self.walk_texts() if visit.field != "reftext")

    def walk_unparsed(self) -> Iterator[Block | TextVisit]:
        """Yield the blocks and texts of :meth:`walk_all`. Parses nothing."""
        stack: list[Block | TextVisit] = [self]
        while stack:
            visit = stack.pop()
            yield visit
            if isinstance(visit, Block):
                stack += visit._inside()

    def _inside(self) -> list[Block | TextVisit]:
        """What a walk comes to directly inside this block, the last one first."""
        inside: list[Block | TextVisit] = []
        for (_, kind, label), value in zip(self.parts, self.part_values(self), strict=True):
            if not value:
                continue
            if kind is declare.TEXT:
                inside.append(TextVisit(self, label, value))
            elif kind is declare.TEXTS:
                inside += [TextVisit(self, label, text) for text in value]
            else:
                inside += (value,) if kind.members is None else kind.members(value)
        inside.reverse()
        return inside

    def span(self, doc: Located) -> Span:
        """Return the files, lines and columns of this block."""
        return Span(doc.origin.place(self.ref, self.col), doc.origin.place(self.end_ref, self.end_col))

    def __repr__(self) -> str:
        parts: list[str] = []
        where = f"ref {self.ref}"
        for label, member in self.content():
            if isinstance(member, InlineText):
                parts.append(f"{label}={_shortened(member.raw)!r}")
                where = str(member.doc.origin.place(self.ref, self.col))
        count = len(self.children)
        parts += [f"children={count}"] if count else []
        return f"<{' '.join([type(self).__name__, *parts, *self.facts()])} at {where}>"


def _shortened(raw: str) -> str:
    return raw if len(raw) <= _MAX_SHOWN_CHARACTERS else f"{raw[: _MAX_SHOWN_CHARACTERS - 3]}..."
