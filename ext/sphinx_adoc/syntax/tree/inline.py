"""Inline nodes: the pieces of running text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import ClassVar, Final

from sphinx_adoc.syntax.source import SUFFIXES

from . import declare


@declare.node
class Inline(declare.Node):
    """A piece of running text. ``start`` and ``end``: offsets into the InlineText it was read from, end excluded."""

    name: ClassVar[str] = "inline"

    start: int = field(repr=False, kw_only=False)
    end: int = field(repr=False, kw_only=False)

    @property
    def children(self) -> Sequence[Inline]:
        """Return the inline nodes directly inside this one."""
        return ()

    def __repr__(self) -> str:
        parts = self.facts()
        parts += [f"children={len(self.children)}"] if self.children else []
        return f"<{' '.join([type(self).__name__, *parts])} at {self.start}:{self.end}>"


def walk_inlines(inlines: Sequence[Inline], enter: Callable[[Inline], bool] = lambda node: True) -> Iterator[Inline]:
    """Yield inline nodes and all inside them, in order. ``enter``: whether to go into a node that was yielded."""
    stack = list(reversed(inlines))
    while stack:
        node = stack.pop()
        yield node
        if (children := node.children) and enter(node):
            stack.extend(reversed(children))


@declare.node
class Text(Inline):
    """Literal characters, character references and replacements already turned into what they stand for."""

    name = "text"
    value: str = field(kw_only=False)


@declare.node
class Raw(Inline):
    """Output of the target format that is passed through as it is (``+++<u>x</u>+++``, ``pass:[]``)."""

    name = "raw"
    value: str = field(kw_only=False)


@declare.node
class LineBreak(Inline):
    """A hard line break (`` +`` at a line's end, or the option hardbreaks)."""

    name = "linebreak"


@declare.node
class Parent(Inline):
    """An inline node with inline nodes inside: ``children``, which may be changed in place."""

    children: list[Inline] = declare.inlines(default_factory=list)
    id: str | None = None
    roles: tuple[str, ...] = ()


@declare.node
class Formatted(Parent):
    """Formatted text (a *span* in the ASG).

    ``variant``: strong, emphasis, code, mark, superscript, subscript, double or single (curved quotes), or span
    (``[.role]#text#``: no formatting of its own). ``form``: constrained or unconstrained.
    """

    name = "span"
    variant: str
    form: str


@declare.node
class Link(Parent):
    """A link to an address. ``bare``: the text is the address itself. ``attrs``: title, window, opts, role as given."""

    name = "link"
    target: str
    bare: bool = False
    attrs: dict[str, str] = field(default_factory=dict)


@declare.node
class Xref(Parent):
    """A cross-reference, unresolved. ``target`` as written; ``path`` ('' : this document) and ``fragment`` of it.

    ``target_start``, ``target_end``: where the target stands. ``form``: ``xref`` (the macro) or ``angle`` (``<<id>>``).
    ``attrs``: xrefstyle, role and so on. Without children the text comes from what it points at: ``shown`` is that,
    where it is in this document. ``phrase``: the target as text, where that has markup of its own.
    """

    name = "xref"
    target: str
    path: str
    fragment: str
    target_start: int
    target_end: int
    form: str = "xref"
    attrs: dict[str, str] = field(default_factory=dict)
    shown: list[Inline] = declare.copies()
    phrase: list[Inline] = declare.copies()

    @property
    def page(self) -> str:
        """The address of the page that ``path`` becomes, or of the file that it names."""
        return self.path if self.names_file else f"{_page_name(self.path)}.html"

    @property
    def names_file(self) -> bool:
        """Whether the macro's path is a file with a suffix that is not AsciiDoc's, and no resource id of Antora's."""
        name = self.path.rpartition("/")[2]
        is_file = self.form == "xref" and "." in name and not _RESOURCE_SIGNS.intersection(self.path)
        return is_file and _page_name(self.path) == self.path

    @property
    def placeholder(self) -> str:
        """What is shown where nothing is known of what it points at."""
        if self.path:
            return self.page
        return f"[{self.fragment}]" if self.fragment else "[^top]"


_RESOURCE_SIGNS: Final = frozenset("$:@{")


def _page_name(path: str) -> str:
    """Return the path of a document without the suffix that says that it is AsciiDoc."""
    for suffix in SUFFIXES:
        path = path.removesuffix(suffix)
    return path


@declare.node
class Anchor(Inline):
    """An inline anchor (``[[id,reftext]]``, ``anchor:id[]``) or, with ``bibliography``, an entry's (``[[[id]]]``).

    ``reftext``: its text for references, without markup. ``words``: the same with it, in brackets in a bibliography.
    """

    name = "anchor"
    id: str
    reftext: str | None = None
    bibliography: bool = False
    words: list[Inline] = declare.copies()


@declare.node
class Footnote(Parent):
    """A footnote at its place of call. A further call of a named one has ``reference`` set and no children.

    ``number``: its place in the document, from 1 (0: a call of a footnote that does not exist).
    """

    name = "footnote"
    number: int
    reference: bool


class Footnotes:
    """The footnotes of a document in order of appearance, and by the name that an author gave."""

    __slots__ = ("_named", "notes")

    def __init__(self) -> None:
        self.notes: list[Footnote] = []
        self._named: dict[str, Footnote] = {}

    def __len__(self) -> int:
        return len(self.notes)

    def add(self, note: Footnote) -> None:
        """Register a footnote; of several with one name the first counts."""
        self.notes.append(note)
        if note.id is not None:
            self._named.setdefault(note.id, note)

    def shorten(self, count: int) -> None:
        """Drop the footnotes behind the first ``count``."""
        for note in self.notes[count:]:
            if note.id is not None and self._named.get(note.id) is note:
                del self._named[note.id]
        del self.notes[count:]

    def named(self, name: str) -> Footnote | None:
        """Return the footnote of a name, or None."""
        return self._named.get(name)

    @property
    def names(self) -> AbstractSet[str]:
        """The names that authors gave."""
        return self._named.keys()

    def note_name(self, name: str) -> None:
        """Take note that a footnote of a name stands above, in what is not read."""
        self._named.setdefault(name, Footnote(0, 0, id=name, number=0, reference=False))


@declare.node
class InlineImage(Inline):
    """An image in running text. ``target`` as written; ``attrs``: alt, width, height, link, title, role and so on."""

    name = "image"
    target: str
    attrs: dict[str, str] = field(default_factory=dict)
    id: str | None = None
    roles: tuple[str, ...] = ()


@declare.node
class Icon(InlineImage):
    """``icon:name[]``: a glyph by name."""

    name = "icon"


@declare.node
class Keyboard(Inline):
    """``kbd:[Ctrl+C]``: the keys."""

    name = "kbd"
    keys: list[str]


@declare.node
class Button(Inline):
    """``btn:[OK]``: the label."""

    name = "btn"
    label: str


@declare.node
class Menu(Inline):
    """``menu:File[Save > All]``: the items from the outermost menu to the one chosen."""

    name = "menu"
    items: list[str]


@declare.node
class InlineStem(Inline):
    """A formula in running text. ``notation``: asciimath or latexmath."""

    name = "stem"
    notation: str
    value: str


@declare.node
class IndexTerm(Parent):
    """An index entry: primary, secondary, tertiary term. A visible one (``((term))``) has its text as children."""

    name = "indexterm"
    terms: list[str]
    see: dict[str, str] = field(default_factory=dict)


@declare.node
class Callout(Inline):
    """A callout mark in a verbatim block. ``guard``: the comment sign before it, dropped from the text."""

    name = "callout"
    number: int
    guard: str = ""


@declare.node
class InlineMacro(Inline):
    """A macro that the language does not define, kept for directives and roles to come."""

    name = "macro"
    macro: str
    target: str
    value: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
