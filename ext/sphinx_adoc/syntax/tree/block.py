"""Blocks: sections, paragraphs, and what holds them."""

from __future__ import annotations

from dataclasses import field

from . import declare
from .base import Block
from .text import InlineText


@declare.node
class Container(Block):
    """A block that holds blocks."""

    blocks: list[Block] = declare.blocks()


@declare.node
class Preamble(Container):
    """What stands between the document's header and its first section."""

    name = "preamble"


@declare.node
class Section(Container):
    """A section. ``title``: its heading. ``level``: 0 (a book's part) to 5.

    ``sectname``: section, chapter, part, appendix, abstract, ... ``numeral``: "1.2." or "Appendix A: " where numbered,
    else ''. ``number``: its own number or letter; ``ordinal``: that among its siblings; ``trail``: with those above
    ("1.2."). ``marker``: the equals signs, or the underline's character.
    """

    name = "section"
    title: InlineText = declare.text()
    level: int
    sectname: str = field(default="section", init=False)
    numbered: bool = field(default=False, init=False)
    number: str = field(default="", init=False)
    numeral: str = field(default="", init=False)
    ordinal: int = field(default=0, init=False)
    trail: str = field(default="", init=False)
    marker: str = field(default="", init=False)


@declare.node
class Heading(Block):
    """A discrete heading: looks like a section title, opens no section. ``title``: its text."""

    name = "heading"
    title: InlineText = declare.text()
    level: int
    marker: str = field(default="", init=False)


@declare.node
class Leaf(Block):
    """A block that holds text. ``form``: paragraph, delimited or indented. ``delimiter``: its opening line or ''."""

    text: InlineText = declare.text()
    form: str = field(default="paragraph", init=False)
    delimiter: str = field(default="", init=False)


@declare.node
class Paragraph(Leaf):
    """Running text."""

    name = "paragraph"


@declare.node
class Literal(Leaf):
    """Text kept as it is."""

    name = "literal"


@declare.node
class Listing(Leaf):
    """Source text. ``language``: as given or '' (style source only)."""

    name = "listing"
    language: str = field(default="", init=False)


@declare.node
class Pass(Leaf):
    """Output of the target format."""

    name = "pass"


@declare.node
class Stem(Leaf):
    """A formula. ``notation``: asciimath or latexmath."""

    name = "stem"
    notation: str = field(default="asciimath", init=False)


@declare.node
class Verse(Leaf):
    """A verse: line ends count. ``attribution``, ``citetitle``: who said it and where."""

    name = "verse"
    attribution: InlineText | None = declare.text()
    citetitle: InlineText | None = declare.text()


@declare.node
class Compound(Container):
    """A block with blocks inside, delimited or made of one paragraph. ``form`` and ``delimiter`` as for Leaf."""

    form: str = field(default="delimited", init=False)
    delimiter: str = field(default="", init=False)


@declare.node
class Example(Compound):
    """An example; with the option collapsible, a disclosure."""

    name = "example"


@declare.node
class Sidebar(Compound):
    """An aside."""

    name = "sidebar"


@declare.node
class Open(Compound):
    """A block without a meaning of its own; ``style`` may give one (abstract, partintro)."""

    name = "open"


@declare.node
class Quote(Compound):
    """A quotation. ``attribution``, ``citetitle``: who said it and where."""

    name = "quote"
    attribution: InlineText | None = declare.text()
    citetitle: InlineText | None = declare.text()


@declare.node
class Admonition(Compound):
    """``variant``: note, tip, important, warning or caution. ``label``: what the reader sees ("Note")."""

    name = "admonition"
    variant: str
    label: str


@declare.node
class Break(Block):
    """``variant``: thematic or page."""

    name = "break"
    variant: str


@declare.node
class BlockMacro(Block):
    """``image::``, ``video::``, ``audio::``, ``toc::`` or one that the language does not define.

    ``macro``: its name. ``target``: with attributes resolved. Attributes: alt, width, height and so on in ``attrs``.
    """

    name = "blockMacro"
    macro: str
    target: str
    value: str = field(default="", init=False)
