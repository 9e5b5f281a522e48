"""The typed tree that a document becomes: blocks, and the inline nodes inside their texts.

Every node knows its place. A block keeps the ref (see :mod:`.source`) and column of its first and of its last
character; an inline node keeps offsets into the :class:`InlineText` that it was read from. ``block.span(doc)`` and
``text.span(start, end)`` turn them into files, lines and columns.

Inline nodes are made when :attr:`InlineText.inlines` is first asked for, with the attributes that were in force where
the text stands (``version``), so an attribute that changes halfway is honoured from there on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, Protocol

from .source import WARNING, Origin, Place, Span

# -- substitutions -----------------------------------------------------------------------------------------------------

SPECIALCHARACTERS: Final = "specialcharacters"
QUOTES: Final = "quotes"
ATTRIBUTES: Final = "attributes"
REPLACEMENTS: Final = "replacements"
MACROS: Final = "macros"
POST_REPLACEMENTS: Final = "post_replacements"
CALLOUTS: Final = "callouts"

Subs = tuple[str, ...]
NORMAL: Final[Subs] = (SPECIALCHARACTERS, QUOTES, ATTRIBUTES, REPLACEMENTS, MACROS, POST_REPLACEMENTS)
TITLE: Final[Subs] = (SPECIALCHARACTERS, QUOTES, REPLACEMENTS, MACROS, ATTRIBUTES, POST_REPLACEMENTS)
HEADER: Final[Subs] = (SPECIALCHARACTERS, ATTRIBUTES)
VERBATIM: Final[Subs] = (SPECIALCHARACTERS, CALLOUTS)
NONE: Final[Subs] = ()


class Host(Protocol):
    """What a text asks of the document it stands in; :class:`.document.Document` is one."""

    origin: Origin
    footnotes: list[Footnote]
    inline_macros: frozenset[str]

    def attribute(self, name: str, version: int) -> str | None:
        """The value of an attribute in a state of the document (None: not set)."""
        ...

    def counter(self, name: str, seed: str | None) -> str:
        """Advance a counter and return its new value."""
        ...

    def set_attribute(self, name: str, value: str | None) -> None:
        """Set an attribute (None: unset it) from here on, for ``{set:name:value}``."""
        ...

    def parse_inlines(self, text: InlineText) -> list[Inline]:
        """The inline nodes of a text."""
        ...

    def report(
        self, code: str, message: str, text: InlineText, start: int, end: int, severity: str = WARNING, hint: str = ""
    ) -> None:
        """Record trouble between two offsets of a text."""
        ...


# -- inline nodes ------------------------------------------------------------------------------------------------------


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


class InlineText:
    """Text with markup, as it stands in the source; its inline nodes are made when first asked for.

    ``raw``: the lines joined by a line feed. ``refs``: the ref of each line. ``cols``: the column (from 1) at which
    each line's text begins (None: 1 for every line). ``subs``: the substitutions, in order. ``version``: which state
    of the document's attributes is in force here.
    """

    __slots__ = ("_inlines", "cols", "doc", "raw", "refs", "subs", "version")

    def __init__(
        self,
        raw: str,
        refs: Sequence[int],
        doc: Host,
        version: int,
        subs: Subs = NORMAL,
        cols: Sequence[int] | None = None,
    ) -> None:
        self.raw = raw
        self.refs = refs
        self.cols = cols
        self.doc = doc
        self.version = version
        self.subs = subs
        self._inlines: list[Inline] | None = None

    @property
    def inlines(self) -> list[Inline]:
        """The inline nodes of this text."""
        if self._inlines is None:
            self._inlines = self.doc.parse_inlines(self)
        return self._inlines

    def position(self, offset: int) -> tuple[int, int]:
        """The ref and column of the character at an offset."""
        before = self.raw.count("\n", 0, offset)
        line_start = self.raw.rfind("\n", 0, offset) + 1 if before else 0
        row = min(before, len(self.refs) - 1)
        first = self.cols[row] if self.cols is not None else 1
        return (self.refs[row] if row >= 0 else 0), offset - line_start + first

    def place(self, offset: int) -> Place:
        """The file, line and column of the character at an offset."""
        return self.doc.origin.place(*self.position(offset))

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The span from an offset up to another one (excluded)."""
        last = (len(self.raw) if end is None else end) - 1
        return Span(self.place(start), self.place(max(last, start)))

    @property
    def plain(self) -> str:
        """The visible characters alone."""
        return plain_text(self.inlines)

    def __repr__(self) -> str:
        return f"InlineText({self.raw!r})"


def plain_text(inlines: Sequence[Inline]) -> str:
    """The visible characters of inline nodes, markup, footnotes and hidden index terms left out."""
    return "".join(_plain(node) for node in inlines)


_QUOTE_MARKS: Final = {"double": ("\u201c", "\u201d"), "single": ("\u2018", "\u2019")}


def _plain(node: Inline) -> str:
    match node:
        case Text():
            return node.value
        case LineBreak():
            return "\n"
        case Formatted():
            opening, closing = _QUOTE_MARKS.get(node.variant, ("", ""))
            return opening + plain_text(node.children) + closing
        case Footnote():
            return ""
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


# -- blocks ------------------------------------------------------------------------------------------------------------


class Block:
    """A block of a document.

    ``ref``, ``col``: line and column of the first character (delimiter included, metadata lines not); ``end_ref``,
    ``end_col``: of the last one. ``meta``: the same four for the lines of metadata above, or None. ``attrs``: the
    attributes by name; positional ones as ``$1``, ``$2``. ``style``: first positional attribute's style. ``title``:
    the line ``.Title`` above. ``caption``: its label with number ("Table 1. ") or ''. ``explicit_id``: the author
    gave the id.
    """

    __slots__ = (
        "attrs", "caption", "col", "end_col", "end_ref", "explicit_id", "id", "meta", "options", "ref", "reftext",
        "roles", "style", "title", "version",
    )  # fmt: skip
    name: ClassVar[str] = "block"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        self.ref = ref
        self.col = col
        self.end_ref = ref
        self.end_col = col
        self.version = version
        self.meta: tuple[int, int, int, int] | None = None
        self.attrs: dict[str, str] = {}
        self.style: str | None = None
        self.id: str | None = None
        self.explicit_id = False
        self.roles: tuple[str, ...] = ()
        self.options: tuple[str, ...] = ()
        self.title: InlineText | None = None
        self.reftext: InlineText | None = None
        self.caption = ""

    @property
    def children(self) -> Sequence[Block]:
        """The blocks inside this one."""
        return ()

    def texts(self) -> Iterator[InlineText]:
        """The texts of this block itself (its title first), those of inner blocks not counted."""
        if self.title is not None:
            yield self.title

    def walk(self) -> Iterator[Block]:
        """This block and all inside it, in document order. Iterative: depth cannot exhaust the stack."""
        stack: list[Block] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def span(self, doc: Host) -> Span:
        """Files, lines and columns of this block."""
        return Span(doc.origin.place(self.ref, self.col), doc.origin.place(self.end_ref, self.end_col))

    def __repr__(self) -> str:
        fields = [f"{key}={getattr(self, key, None)!r}" for key in type(self).__slots__]
        return f"{type(self).__name__}({', '.join(fields)})"


class Container(Block):
    """A block that holds blocks."""

    __slots__ = ("blocks",)

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.blocks: list[Block] = []

    @property
    def children(self) -> Sequence[Block]:
        """The blocks inside this one."""
        return self.blocks


class Preamble(Container):
    """What stands between the document's header and its first section."""

    __slots__ = ()
    name = "preamble"


class Section(Container):
    """A section. ``level``: 0 (a book's part) to 5. ``sectname``: section, chapter, part, appendix, abstract, ...

    ``heading``: its title (``title`` is unused). ``numeral``: "1.2." or "Appendix A: " where numbered, else ''.
    ``marker``: the equals signs, or the underline's character.
    """

    __slots__ = ("heading", "level", "marker", "numbered", "numeral", "sectname")
    name = "section"
    heading: InlineText

    def __init__(self, level: int, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.level = level
        self.sectname = "section"
        self.numbered = False
        self.numeral = ""
        self.marker = ""

    def texts(self) -> Iterator[InlineText]:
        """The heading."""
        yield self.heading


class Heading(Block):
    """A discrete heading: looks like a section title, opens no section."""

    __slots__ = ("heading", "level", "marker")
    name = "heading"
    heading: InlineText

    def __init__(self, level: int, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.level = level
        self.marker = ""

    def texts(self) -> Iterator[InlineText]:
        """The heading."""
        yield self.heading


class Leaf(Block):
    """A block that holds text. ``form``: paragraph, delimited or indented. ``delimiter``: its opening line or ''."""

    __slots__ = ("delimiter", "form", "text")
    text: InlineText

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.form = "paragraph"
        self.delimiter = ""

    def texts(self) -> Iterator[InlineText]:
        """Title and text."""
        if self.title is not None:
            yield self.title
        yield self.text


class Paragraph(Leaf):
    """Running text."""

    __slots__ = ()
    name = "paragraph"


class Literal(Leaf):
    """Text kept as it is."""

    __slots__ = ()
    name = "literal"


class Listing(Leaf):
    """Source text. ``language``: as given or '' (style source only)."""

    __slots__ = ("language",)
    name = "listing"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.language = ""


class Pass(Leaf):
    """Output of the target format."""

    __slots__ = ()
    name = "pass"


class Stem(Leaf):
    """A formula. ``notation``: asciimath or latexmath."""

    __slots__ = ("notation",)
    name = "stem"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.notation = "asciimath"


class Verse(Leaf):
    """A verse: line ends count. ``attribution``, ``citetitle``: who said it and where."""

    __slots__ = ("attribution", "citetitle")
    name = "verse"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.attribution: InlineText | None = None
        self.citetitle: InlineText | None = None


class Compound(Container):
    """A block with blocks inside, delimited or made of one paragraph. ``form`` and ``delimiter`` as for Leaf."""

    __slots__ = ("delimiter", "form")

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.form = "delimited"
        self.delimiter = ""


class Example(Compound):
    """An example; with the option collapsible, a disclosure."""

    __slots__ = ()
    name = "example"


class Sidebar(Compound):
    """An aside."""

    __slots__ = ()
    name = "sidebar"


class Open(Compound):
    """A block without a meaning of its own; ``style`` may give one (abstract, partintro)."""

    __slots__ = ()
    name = "open"


class Quote(Compound):
    """A quotation. ``attribution``, ``citetitle``: who said it and where."""

    __slots__ = ("attribution", "citetitle")
    name = "quote"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.attribution: InlineText | None = None
        self.citetitle: InlineText | None = None


class Admonition(Compound):
    """``variant``: note, tip, important, warning or caution. ``label``: what the reader sees ("Note")."""

    __slots__ = ("label", "variant")
    name = "admonition"

    def __init__(self, variant: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.variant = variant
        self.label = variant.capitalize()


class List(Block):
    """``variant``: unordered, ordered or callout. ``start``: number of the first item (ordered).

    ``style``: arabic, loweralpha, upperalpha, lowerroman, upperroman, decimal, lowergreek; or a bullet's; ``[horizontal]``
    and the like are description lists'. ``checklist``: an item at least has a box.
    """

    __slots__ = ("checklist", "items", "marker", "start", "variant")
    name = "list"

    def __init__(self, variant: str, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.variant = variant
        self.marker = marker
        self.items: list[ListItem] = []
        self.start = 1
        self.checklist = False

    @property
    def children(self) -> Sequence[Block]:
        """The items."""
        return self.items


class ListItem(Container):
    """``principal``: the item's own text (None: none). ``checked``: of a check list's item. ``number``: of a callout's."""

    __slots__ = ("checked", "marker", "number", "principal")
    name = "listItem"

    def __init__(self, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.marker = marker
        self.principal: InlineText | None = None
        self.checked: bool | None = None
        self.number = 0

    def texts(self) -> Iterator[InlineText]:
        """The principal text."""
        if self.principal is not None:
            yield self.principal


class DescriptionList(Block):
    """``style``: None, horizontal or qanda."""

    __slots__ = ("items", "marker")
    name = "dlist"

    def __init__(self, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.marker = marker
        self.items: list[DescriptionItem] = []

    @property
    def children(self) -> Sequence[Block]:
        """The items."""
        return self.items


class DescriptionItem(ListItem):
    """``terms``: one or more; ``principal`` and ``blocks``: the description."""

    __slots__ = ("terms",)
    name = "dlistItem"

    def __init__(self, marker: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(marker, ref, col, version)
        self.terms: list[InlineText] = []

    def texts(self) -> Iterator[InlineText]:
        """The terms, then the principal text."""
        yield from self.terms
        if self.principal is not None:
            yield self.principal


class Break(Block):
    """``variant``: thematic or page."""

    __slots__ = ("variant",)
    name = "break"

    def __init__(self, variant: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.variant = variant


class BlockMacro(Block):
    """``image::``, ``video::``, ``audio::``, ``toc::`` or one that the language does not define.

    ``macro``: its name. ``target``: with attributes resolved. Attributes: alt, width, height and so on in ``attrs``.
    """

    __slots__ = ("macro", "target", "value")
    name = "blockMacro"

    def __init__(self, macro: str, target: str, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.macro = macro
        self.target = target
        self.value = ""


class Column:
    """A table's column. ``width``: share in percent. ``halign``: left, center, right; ``valign``: top, middle, bottom.

    ``style``: None, or one of asciidoc, emphasis, header, literal, monospaced, strong, verse.
    """

    __slots__ = ("autowidth", "halign", "style", "valign", "width")

    def __init__(self, width: float = 1, halign: str = "left", valign: str = "top", style: str | None = None) -> None:
        self.width = width
        self.halign = halign
        self.valign = valign
        self.style = style
        self.autowidth = False


class InnerDocument(Host, Protocol):
    """A document inside a table's cell."""

    blocks: list[Block]


class Cell(Block):
    """A table's cell: ``paragraphs`` of text, or with the style asciidoc a whole document in ``inner``.

    ``style``, ``halign``, ``valign``: the cell's own, else its column's. A literal or verse cell has one paragraph.
    """

    __slots__ = ("colspan", "halign", "inner", "paragraphs", "rowspan", "valign")
    name = "cell"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.colspan = 1
        self.rowspan = 1
        self.halign = "left"
        self.valign = "top"
        self.paragraphs: list[InlineText] = []
        self.inner: InnerDocument | None = None

    @property
    def children(self) -> Sequence[Block]:
        """The blocks of the inner document."""
        return self.inner.blocks if self.inner is not None else ()

    def texts(self) -> Iterator[InlineText]:
        """The paragraphs."""
        yield from self.paragraphs


class Table(Block):
    """Rows of cells; ``head``, ``body``, ``foot``: lists of rows. ``frame``: all, ends, sides, none; ``grid``: all, rows,
    cols, none; ``stripes``: none, even, odd, hover, all. ``autowidth``: columns as wide as they need.
    """

    __slots__ = ("autowidth", "body", "columns", "delimiter", "foot", "frame", "grid", "head", "stripes")
    name = "table"

    def __init__(self, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.columns: list[Column] = []
        self.head: list[list[Cell]] = []
        self.body: list[list[Cell]] = []
        self.foot: list[list[Cell]] = []
        self.frame = "all"
        self.grid = "all"
        self.stripes = "none"
        self.autowidth = False
        self.delimiter = ""

    @property
    def children(self) -> Sequence[Block]:
        """All cells, row by row."""
        return [cell for rows in (self.head, self.body, self.foot) for row in rows for cell in row]
