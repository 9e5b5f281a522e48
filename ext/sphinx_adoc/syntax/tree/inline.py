"""Inline nodes: the pieces of running text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class Inline:
    """A piece of running text. ``start`` and ``end``: offsets into the InlineText it was read from, end excluded."""

    __slots__ = ("end", "start")
    name: ClassVar[str] = "inline"

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    @property
    def children(self) -> Sequence[Inline]:
        """The inline nodes inside this one."""
        return ()

    def __repr__(self) -> str:
        fields = [f"{key}={getattr(self, key)!r}" for key in type(self).__slots__ if hasattr(self, key)]
        return f"{type(self).__name__}({', '.join(fields)})"


class Text(Inline):
    """Literal characters, character references and replacements already turned into what they stand for."""

    __slots__ = ("value",)
    name = "text"

    def __init__(self, value: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.value = value


class Raw(Inline):
    """Output of the target format that is passed through as it is (``+++<u>x</u>+++``, ``pass:[]``)."""

    __slots__ = ("value",)
    name = "raw"

    def __init__(self, value: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.value = value


class LineBreak(Inline):
    """A hard line break (`` +`` at a line's end, or the option hardbreaks)."""

    __slots__ = ()
    name = "linebreak"


class Parent(Inline):
    """An inline node with inline nodes inside."""

    __slots__ = ("_children", "id", "roles")

    def __init__(
        self, children: list[Inline], start: int, end: int, id: str | None = None, roles: tuple[str, ...] = ()
    ) -> None:
        super().__init__(start, end)
        self._children = children
        self.id = id
        self.roles = roles

    @property
    def children(self) -> list[Inline]:
        """The inline nodes inside this one; may be changed in place."""
        return self._children


class Formatted(Parent):
    """Formatted text (a *span* in the ASG).

    ``variant``: strong, emphasis, code, mark, superscript, subscript, double or single (curved quotes), or span
    (``[.role]#text#``: no formatting of its own). ``form``: constrained or unconstrained.
    """

    __slots__ = ("form", "variant")
    name = "span"

    def __init__(
        self,
        variant: str,
        form: str,
        children: list[Inline],
        start: int,
        end: int,
        id: str | None = None,
        roles: tuple[str, ...] = (),
    ) -> None:
        super().__init__(children, start, end, id, roles)
        self.variant = variant
        self.form = form


class Link(Parent):
    """A link to an address. ``bare``: the text is the address itself. ``attrs``: title, window, opts, role as given."""

    __slots__ = ("attrs", "bare", "target")
    name = "link"

    def __init__(
        self,
        target: str,
        children: list[Inline],
        start: int,
        end: int,
        bare: bool = False,
        attrs: dict[str, str] | None = None,
        id: str | None = None,
        roles: tuple[str, ...] = (),
    ) -> None:
        super().__init__(children, start, end, id, roles)
        self.target = target
        self.bare = bare
        self.attrs = attrs or {}


class Xref(Parent):
    """A cross-reference, unresolved. ``target`` as written; ``path`` ('' : this document) and ``fragment`` of it.

    ``target_start``, ``target_end``: where the target stands. Without children the text comes from what it points at.
    ``form``: ``xref`` (the macro) or ``angle`` (``<<id>>``). ``attrs``: xrefstyle, role and so on.
    """

    __slots__ = ("attrs", "form", "fragment", "path", "target", "target_end", "target_start")
    name = "xref"

    def __init__(
        self,
        target: str,
        path: str,
        fragment: str,
        children: list[Inline],
        start: int,
        end: int,
        form: str = "xref",
        attrs: dict[str, str] | None = None,
        target_start: int = -1,
        target_end: int = -1,
        roles: tuple[str, ...] = (),
    ) -> None:
        super().__init__(children, start, end, None, roles)
        self.target = target
        self.path = path
        self.fragment = fragment
        self.form = form
        self.attrs = attrs or {}
        self.target_start = start if target_start < 0 else target_start
        self.target_end = end if target_end < 0 else target_end


class Anchor(Inline):
    """An inline anchor (``[[id,reftext]]``, ``anchor:id[]``) or, with ``bibliography``, an entry's (``[[[id]]]``)."""

    __slots__ = ("bibliography", "id", "reftext")
    name = "anchor"

    def __init__(self, id: str, reftext: str | None, start: int, end: int, bibliography: bool = False) -> None:
        super().__init__(start, end)
        self.id = id
        self.reftext = reftext
        self.bibliography = bibliography


class Footnote(Parent):
    """A footnote at its place of call. A further call of a named one has ``reference`` set and no children.

    ``number``: its place in the document, from 1 (0: a call of a footnote that does not exist).
    """

    __slots__ = ("number", "reference")
    name = "footnote"

    def __init__(
        self, children: list[Inline], start: int, end: int, id: str | None, number: int, reference: bool
    ) -> None:
        super().__init__(children, start, end, id)
        self.number = number
        self.reference = reference


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

    def named(self, name: str) -> Footnote | None:
        """The footnote of a name, or None."""
        return self._named.get(name)


class InlineImage(Inline):
    """An image in running text. ``target`` as written; ``attrs``: alt, width, height, link, title, role and so on."""

    __slots__ = ("attrs", "id", "roles", "target")
    name = "image"

    def __init__(
        self,
        target: str,
        attrs: dict[str, str],
        start: int,
        end: int,
        id: str | None = None,
        roles: tuple[str, ...] = (),
    ) -> None:
        super().__init__(start, end)
        self.target = target
        self.attrs = attrs
        self.id = id
        self.roles = roles


class Icon(InlineImage):
    """``icon:name[]``: a glyph by name."""

    __slots__ = ()
    name = "icon"


class Keyboard(Inline):
    """``kbd:[Ctrl+C]``: the keys."""

    __slots__ = ("keys",)
    name = "kbd"

    def __init__(self, keys: list[str], start: int, end: int) -> None:
        super().__init__(start, end)
        self.keys = keys


class Button(Inline):
    """``btn:[OK]``: the label."""

    __slots__ = ("label",)
    name = "btn"

    def __init__(self, label: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.label = label


class Menu(Inline):
    """``menu:File[Save > All]``: the items from the outermost menu to the one chosen."""

    __slots__ = ("items",)
    name = "menu"

    def __init__(self, items: list[str], start: int, end: int) -> None:
        super().__init__(start, end)
        self.items = items


class InlineStem(Inline):
    """A formula in running text. ``notation``: asciimath or latexmath."""

    __slots__ = ("notation", "value")
    name = "stem"

    def __init__(self, notation: str, value: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.notation = notation
        self.value = value


class IndexTerm(Parent):
    """An index entry: primary, secondary, tertiary term. A visible one (``((term))``) has its text as children."""

    __slots__ = ("see", "terms")
    name = "indexterm"

    def __init__(
        self, terms: list[str], children: list[Inline], start: int, end: int, see: dict[str, str] | None = None
    ) -> None:
        super().__init__(children, start, end)
        self.terms = terms
        self.see = see or {}


class Callout(Inline):
    """A callout mark in a verbatim block. ``guard``: the comment sign before it, dropped from the text."""

    __slots__ = ("guard", "number")
    name = "callout"

    def __init__(self, number: int, guard: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.number = number
        self.guard = guard


class InlineMacro(Inline):
    """A macro that the language does not define, kept for directives and roles to come."""

    __slots__ = ("attrs", "macro", "target", "value")
    name = "macro"

    def __init__(self, macro: str, target: str, value: str, attrs: dict[str, str], start: int, end: int) -> None:
        super().__init__(start, end)
        self.macro = macro
        self.target = target
        self.value = value
        self.attrs = attrs
