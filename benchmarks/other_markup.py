"""A document's content in the markup of others: roughly the same words, lists, listings and tables, as much to read."""

import re
from collections.abc import Iterator

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import (
    Admonition,
    Block,
    Cell,
    DescriptionItem,
    Formatted,
    Inline,
    InlineText,
    Leaf,
    Link,
    List,
    Listing,
    ListItem,
    Literal,
    Section,
    Table,
    Text,
    Xref,
    plain_text,
)

MARKS = {
    "markdown": {"strong": "**", "emphasis": "*", "code": "`"},
    "rst": {"strong": "**", "emphasis": "*", "code": "``"},
}
UNDERLINES = "=-~^+\"'"


def indented(text: str, width: int) -> str:
    """The lines of a text, shifted to the right."""
    return "\n".join(" " * width + line if line else line for line in text.split("\n"))


class Writer:
    """Writes the tree of a document as ``markdown`` (MyST's) or ``rst``."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.marks = MARKS[dialect]

    def document(self, document: Document) -> str:
        """The whole text."""
        title = [] if document.title is None else [self.heading(self.text(document.title), 0)]
        blocks = [part for block in document.blocks for part in self.block(block)]
        return "\n\n".join(title + blocks) + "\n"

    def block(self, block: Block) -> Iterator[str]:
        """The block's parts, which blank lines separate."""
        match block:
            case Section():
                yield self.target(block.id or "none")
                yield self.heading(self.text(block.title), block.level)
                yield from self.inside(block)
            case Admonition():
                yield self.admonition(block.variant, "\n\n".join(self.inside(block)))
            case Listing() | Literal():
                yield self.listing(block)
            case Leaf():
                yield self.text(block.text)
            case List():
                yield from self.list(block)
            case DescriptionItem():
                yield f"**{plain_text(block.terms[0].inlines)}**"
                yield from self.item(block)
            case Table():
                yield self.table([[self.cell(cell) for cell in row] for row in (*block.head, *block.body, *block.foot)])
            case _:
                yield from self.inside(block)

    def inside(self, block: Block) -> Iterator[str]:
        """The parts of the blocks inside."""
        for child in block.children:
            yield from self.block(child)

    def heading(self, title: str, level: int) -> str:
        """A title of a level from 0: that of the page."""
        if self.dialect == "markdown":
            return f"{'#' * (level + 1)} {title}"
        return f"{title}\n{UNDERLINES[level] * max(len(title), 4)}"

    def target(self, name: str) -> str:
        """What makes the next section a target of this name."""
        return f"({name})=" if self.dialect == "markdown" else f".. _{name.lstrip('_')}:"

    def admonition(self, kind: str, content: str) -> str:
        """A note, tip, warning and so on."""
        if self.dialect == "markdown":
            return f"````{{{kind}}}\n{content}\n````"
        return f".. {kind}::\n\n" + indented(content, 3)

    def cell(self, cell: Cell) -> str:
        """A cell's text on one line."""
        return " ".join(self.text(text) for text in cell.texts()).replace("\n", " ") or "-"

    def table(self, rows: list[list[str]]) -> str:
        """A table whose first row is its header."""
        width = max(map(len, rows), default=0)
        rows = [[*row, *["-"] * (width - len(row))] for row in rows]
        if self.dialect == "markdown":
            lines = [f"| {' | '.join(row)} |" for row in rows]
            return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
        items = ["* - " + "\n  - ".join(row) for row in rows]
        return ".. list-table::\n   :header-rows: 1\n\n" + indented("\n".join(items), 3)

    def listing(self, block: Leaf) -> str:
        """Verbatim lines, in their language."""
        language = block.language if isinstance(block, Listing) and block.language else "text"
        if self.dialect == "markdown":
            return f"```{language}\n{block.text.raw}\n```"
        return f".. code-block:: {language}\n\n" + indented(block.text.raw, 3)

    def list(self, block: List) -> Iterator[str]:
        """The items, those parts that follow the first one indented."""
        mark = "1." if block.variant == "ordered" and self.dialect == "markdown" else "*"
        for item in block.items:
            parts = "\n\n".join(self.item(item))
            yield f"{mark} " + indented(parts, len(mark) + 1).lstrip()

    def item(self, item: ListItem) -> Iterator[str]:
        """The item's own text, then its blocks."""
        if item.principal is not None:
            yield self.text(item.principal)
        yield from self.inside(item)

    def text(self, text: InlineText) -> str:
        """Running text with bold, emphasis, code and links."""
        return "".join(self.inline(node) for node in text.inlines) or "-"

    def inline(self, node: Inline) -> str:
        """One node."""
        if isinstance(node, Text):
            return re.sub(r"\n\s*", "\n", re.sub(r"([*`|\\<\[_])", r"\\\1", node.value))
        if isinstance(node, Formatted) and node.variant in self.marks:
            mark = self.marks[node.variant]
            return f"{mark}{plain_text(node.children).strip() or '-'}{mark}"
        if isinstance(node, Link | Xref) and self.dialect == "markdown":
            return f"[{plain_text(node.children)}]({'#' if isinstance(node, Xref) else ''}{node.target})"
        if isinstance(node, Link):
            return f"`{plain_text(node.children) or node.target} <{node.target}>`__"
        if isinstance(node, Xref):
            return f"`{plain_text(node.children) or node.target} <{node.target.lstrip('_')}_>`__"
        return re.sub(r"([*`|\\<\[_])", r"\\\1", plain_text([node]))
