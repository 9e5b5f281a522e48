"""Blocks: sections, paragraphs, and what holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from sphinx_adoc.syntax.source import Span

from .text import Host, InlineText


class AttributeEntry(NamedTuple):
    """A line that sets (value None: unsets) a document attribute; ``end_ref``, ``end_col``: its last character.

    ``ignored``: the attribute was given from outside and stays as it is.
    """

    name: str
    value: str | None
    ref: int
    end_ref: int
    end_col: int
    ignored: bool = False


class Block:
    """A block of a document.

    ``ref``, ``col``: line and column of the first character (delimiter included, metadata lines not); ``end_ref``,
    ``end_col``: of the last one. ``meta``: the same four for the lines of metadata above, or None. ``attrs``: the
    attributes by name; positional ones as ``$1``, ``$2``. ``style``: first positional attribute's style. ``title``:
    the line ``.Title`` above. ``caption``: its label with number ("Table 1. ") or ''. ``explicit_id``: the author
    gave the id. ``entries``: attribute entries between the block before and this one.
    """

    __slots__ = (
        "attrs", "caption", "col", "end_col", "end_ref", "entries", "explicit_id", "id", "meta", "options", "ref",
        "reftext", "roles", "style", "title", "version",
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
        self.entries: tuple[AttributeEntry, ...] = ()

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
    ``number``: its own number or letter; ``ordinal``: that among its siblings; ``trail``: with those above ("1.2.").
    ``marker``: the equals signs, or the underline's character.
    """

    __slots__ = ("heading", "level", "marker", "number", "numbered", "numeral", "ordinal", "sectname", "trail")
    name = "section"
    heading: InlineText

    def __init__(self, level: int, ref: int, col: int = 1, version: int = 0) -> None:
        super().__init__(ref, col, version)
        self.level = level
        self.sectname = "section"
        self.numbered = False
        self.number = ""
        self.numeral = ""
        self.ordinal = 0
        self.trail = ""
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
