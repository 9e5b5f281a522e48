"""A page reduced to its leaf blocks: what kind each one is, what it stands in, and the text that a reader sees.

What says the same becomes the same, whoever wrote the HTML. Left out: the author line, tables of contents, what lies
outside the page's content, callout marks. Footnotes stand where they are in the text for some renderers, at the end
of the page for others; here they come last, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from .blocks import PLACE, Block, Path


def read(page: str) -> list[Block]:
    """Return the leaf blocks of a page, in order; raise RecursionError for elements nested some hundred deep."""
    reader = _Reader()
    soup = BeautifulSoup(page, "html.parser")
    reader.children(soup.body or soup, (), "paragraph", "")
    return [*reader.blocks, *reader.notes]


_OMITTED: Final = {"script", "style", "head", "nav", "col", "title"}
_OMITTED_IDS: Final = {"toc", "footer"}
_OMITTED_CLASSES: Final = {"conum", "details", "label", "linenos", "toc"}
_NOTE_MARKS: Final = {"footnote", "footnoteref", "footnote-reference", "brackets"}
_INLINE: Final = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_OPENERS: Final = {"li": "li", "dd": "dd", "td": "td", "th": "th"}
_BOXES: Final = {  # a class -> the container that it makes
    "sidebarblock": "sidebar", "sidebar": "sidebar", "exampleblock": "example", "example": "example",
    "quoteblock": "quote", "verseblock": "verse", "verse": "verse", "hdlist": "dl", "colist": "colist",
}  # fmt: skip
_TAGS: Final = {  # a tag -> the container that it makes
    "ul": "ul", "ol": "ol", "dl": "dl", "table": "table", "blockquote": "quote", "details": "example",
}  # fmt: skip
_LAYOUT: Final = {  # a container -> what only lays it out
    ("dl", "table"), ("colist", "ol"), ("colist", "table"), ("verse", "quote"),
}  # fmt: skip
_TITLES: Final = {"rubric", "title", "sidebar-title", "admonition-title", "code-block-caption"}
_ADMONITIONS: Final = {"note", "tip", "important", "warning", "caution"}
_TITLE_TAGS: Final = {"caption", "figcaption", "summary"}


class _Reader:
    """Walks a page; ``blocks`` and ``notes`` grow."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []

    def children(self, parent: Tag, path: Path, kind: str, place: str) -> None:
        """Read the blocks in an element: its block elements, and the runs of text between them."""
        run: list[str] = []
        for child in sorted(parent.children, key=_is_table_foot):  # HTML 4 has a table's foot before its body
            if isinstance(child, Tag) and child.name not in _INLINE:
                self.add(kind, path, "".join(run), place)
                run.clear()
                self.element(child, path, kind, str(child.get(PLACE) or place))
            elif isinstance(child, Tag) and _is_picture(child, parent):
                self.add(kind, path, "".join(run), place)
                run.clear()
                self.add("image", path, "".join(self.words(child)), str(child.get(PLACE) or place))
            else:
                run += self.words(child)
        self.add(kind, path, "".join(run), place)

    def add(self, kind: str, path: Path, text: str, place: str) -> None:
        """Add a block, unless there is nothing to read in it."""
        if text := _flowing(text):
            self.blocks.append(Block(kind, path, text, place))

    def element(self, tag: Tag, path: Path, kind: str, place: str) -> None:
        """Read a block element."""
        classes = _classes(tag)
        if _omitted(tag, classes):
            return
        if tag.get("id") == "footnotes" or "footnote-list" in classes:
            self.footnotes(tag, path)
        elif (leaf := _leaf(tag, classes)) is not None:
            self.leaf(tag, leaf, path, place)
        elif tag.name in _OPENERS or "hdlist2" in classes:
            self.opener(tag, path, "dd" if "hdlist2" in classes else _OPENERS[tag.name], place)
        elif "admonition" in classes or "admonitionblock" in classes:
            self.admonition(tag, classes, path, place)
        elif "imageblock" in classes or tag.name == "figure":
            self.children(tag, path, "image", place)
        else:
            inner = "paragraph" if tag.name == "p" else kind
            self.children(tag, _inside(tag, classes, path), inner, place)

    def leaf(self, tag: Tag, kind: str, path: Path, place: str) -> None:
        """Read a block that holds text alone."""
        text = "".join(self.words(tag))
        if kind == "attribution":
            self.add(kind, path, _attribution(tag), place)
        elif kind in ("listing", "verse"):
            self.blocks.append(Block(kind, path, _verbatim(text), place))
        elif kind == "rule":
            self.blocks.append(Block(kind, path, "", place))
        else:
            self.add(kind, path, text, place)

    def opener(self, tag: Tag, path: Path, name: str, place: str) -> None:
        """Read a list item, a description or a cell: its first block tells that it begins. An empty cell counts too."""
        if name in ("td", "th") and "dl" in path[-1:]:
            return self.children(tag, path, "paragraph", place)  # the layout of a horizontal list
        begin = len(self.blocks)
        self.children(tag, (*path, name + "+"), "paragraph", place)
        if len(self.blocks) > begin:
            first = self.blocks[begin]
            self.blocks[begin] = replace(first, path=(*path, name, *first.path[len(path) + 1 :]))
        elif name in ("td", "th"):
            self.blocks.append(Block("paragraph", (*path, name), "", place))
        return None

    def admonition(self, tag: Tag, classes: set[str], path: Path, place: str) -> None:
        """Read a note, tip and so on, as an element of its own or as a table with its name in the first cell."""
        named = next(iter(sorted(classes & _ADMONITIONS)), "")
        icon, body = tag.find("td", class_="icon"), tag.find("td", class_="content")
        if isinstance(icon, Tag) and isinstance(body, Tag):
            label = _flowing("".join(word for child in icon.children for word in self.words(child)))
            return self.children(body, (*path, named or label.lower()), "paragraph", place)
        begin = len(self.blocks)
        self.children(tag, (*path, named), "paragraph", place)
        first = self.blocks[begin : begin + 1]
        if first and first[0].kind == "title" and first[0].text.lower() == named:
            del self.blocks[begin]  # no title, but the admonition's name
        return None

    def footnotes(self, tag: Tag, path: Path) -> None:
        """Read the footnotes at the end of a page."""
        for note in tag.find_all(class_="footnote"):
            text = "".join(word for child in note.children for word in self.words(child))
            self.note(re.sub(r"\A\s*\d+\.", "", text), path)

    def note(self, text: str, path: Path) -> None:
        """Read a footnote's text."""
        if text := _flowing(text):
            self.notes.append(Block("footnote", (), text))

    def words(self, node: object) -> Iterator[str]:
        """Return the text of inline nodes; a footnote within them is put aside."""
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # a comment, say
                yield str(node)
        elif isinstance(node, Tag):
            yield from self._inline(node)

    def _inline(self, tag: Tag) -> Iterator[str]:
        classes = _classes(tag)
        if tag.name == "img":
            yield str(tag.get("alt") or "")
        elif tag.name == "br":
            yield "\n"
        elif tag.name in ("a", "sup", "span") and classes & _NOTE_MARKS:
            text = _flowing(tag.get_text())
            refers = "footnoteref" in classes and tag.find("a") is not None
            if not refers and not re.fullmatch(r"\[?\d+\]?", text):  # the note itself stands here
                self.note(text.strip("[]"), ())
        elif not _omitted(tag, classes):
            for child in tag.children:
                yield from self.words(child)


def _classes(tag: Tag) -> set[str]:
    value = tag.get("class")
    return {str(name) for name in value} if isinstance(value, list) else set(str(value or "").split())


def _is_table_foot(node: object) -> bool:
    return isinstance(node, Tag) and node.name == "tfoot"


def _is_picture(tag: Tag, parent: Tag) -> bool:
    """Whether an image, or a link around one, is a block of its own and not part of a text."""
    image = tag.name == "img" or (tag.name == "a" and tag.find("img", recursive=False) is not None)
    return image and parent.name not in ("p", *_OPENERS)


def _omitted(tag: Tag, classes: set[str]) -> bool:
    return tag.name in _OMITTED or tag.get("id") in _OMITTED_IDS or bool(classes & _OMITTED_CLASSES)


def _leaf(tag: Tag, classes: set[str]) -> str | None:
    """The kind of a block that holds text alone; None for any other."""
    name = tag.name
    if re.fullmatch("h[1-6]", name):
        return f"heading {name[1]}"
    if name == "pre":
        return "verse" if classes & {"verse", "content"} else "listing"
    if name == "dt" or "hdlist1" in classes:
        return "term"
    if "attribution" in classes:
        return "attribution"
    if name in _TITLE_TAGS or classes & _TITLES:
        return "title"
    return "rule" if name == "hr" else None


def _inside(tag: Tag, classes: set[str], path: Path) -> Path:
    """The path in an element, which is a container or leaves no trace."""
    name = next((_BOXES[name] for name in sorted(classes) if name in _BOXES), _TAGS.get(tag.name))
    around = path[-1] if path else ""
    if name is None or (around, name) in _LAYOUT or (around == name and tag.name not in ("ul", "ol", "dl", "table")):
        return path
    return (*path, name)


def _attribution(tag: Tag) -> str:
    """Who and where from, in any order and with any marks between them."""
    parts = (_flowing(part).strip("—, ") for part in tag.stripped_strings)
    return " / ".join(sorted(filter(None, parts)))


def _flowing(text: str) -> str:
    """Text whose blanks of any width count as one, and those of no width as none."""
    return " ".join(text.replace("\u200b", "").split())


def _verbatim(text: str) -> str:
    """Text whose blanks count, but for those at the ends of lines; a tab reaches to the next eighth column."""
    return "\n".join(line.rstrip() for line in text.replace("\u200b", "").expandtabs().split("\n")).strip("\n")
