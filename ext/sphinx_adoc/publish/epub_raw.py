"""Raw HTML in EPUB, whose pages are XML: what a browser forgives is spelt out.

Tags and attributes are written as XML wants them; nothing is balanced, since a passthrough may hold the beginning of an
element alone.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


_NAMESPACES: Final = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_NAMES: Final = re.compile(r"[^\s=/<>\"']+(?=\s*=)")


class RawAsXml(SphinxPostTransform):
    """Writes passthroughs as XML."""

    default_priority = 400
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Replace the text of each."""
        for node in [*self.document.findall(nodes.raw)]:
            if "html" in node.get("format", "").split():
                node.children = [nodes.Text(as_xml(node.astext()))]


def as_xml(text: str) -> str:
    """Return HTML with its tags, attributes and references as XML has them."""
    writer = _Writer()
    writer.feed(text)
    writer.close()
    return "".join(writer.parts)


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._inside = ""  # the element in whose language of XML the case of names counts
        self._cased: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, "/>" if tag in _VOID else ">")
        if tag in _NAMESPACES:
            self._inside = self._inside or tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, "/>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.parts.append(f"</{self._cased.get(tag, tag) if self._inside else tag}>")
        if tag == self._inside:
            self._inside = ""

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], end: str) -> None:
        """Write a tag. The parser has made all names small, which those of SVG are not."""
        space = _NAMESPACES.get(tag)
        if space and all(name != "xmlns" for name, _ in attrs):
            attrs = [("xmlns", space), *attrs]
        if self._inside or space:
            written = self.get_starttag_text() or ""
            self._cased[tag] = written[1 : len(tag) + 1]
            names = {name.lower(): name for name in _NAMES.findall(written)}
            attrs = [(names.get(name, name), value) for name, value in attrs]
            tag = self._cased[tag]
        self.parts.append(f"<{tag}{_written(attrs)}{end}")

    def handle_data(self, data: str) -> None:
        self.parts.append(html.escape(data, quote=False))

    def handle_entityref(self, name: str) -> None:
        self.parts.append(html.escape(html.unescape(f"&{name};"), quote=False))

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data.replace('--', '- -')}-->")


def _written(attrs: list[tuple[str, str | None]]) -> str:
    """Attributes, each once; one without a value has its name as value."""
    values: dict[str, str] = {}
    for name, value in attrs:
        values.setdefault(name, name if value is None else value)
    return "".join(f' {name}="{html.escape(value)}"' for name, value in values.items())
