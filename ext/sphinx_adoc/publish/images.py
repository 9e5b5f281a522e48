"""Files that are to be shown as images and are none, or not whole: said where they are shown.

PDF and EPUB would not come out, or not be read; there an image's words stand in its place.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span

from .report import report
from .sources import is_adoc_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DAMAGED: Final = "damaged"  # the attribute of an image whose file is none
_ABSENT: Final = "it is not there"
_MAX_BYTES: Final = 64 * 1024 * 1024  # bytes of a file that is looked into
_SHOWN_BYTES: Final = 12  # bytes of it that a message shows
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHUNK: Final = 12  # bytes of a part of a PNG beside its data


def damage(path: Path) -> str:
    """Return why a file is no image of the kind that its name says; '' where it is one, or of a kind that is not known.

    Raises OSError where it cannot be read.
    """
    look = _LOOKS.get(path.suffix.lower())
    if look is None or path.stat().st_size > _MAX_BYTES:
        return ""
    data = path.read_bytes()
    if not data:
        return "it is empty"
    return look(data)


def _begins(kind: str, *starts: bytes) -> Callable[[bytes], str]:
    def look(data: bytes) -> str:
        return "" if data.startswith(starts) else _no(kind, data)

    return look


def _no(kind: str, data: bytes) -> str:
    return f"it is no {kind}, and begins with {data[:_SHOWN_BYTES]!r}"


def _png(data: bytes) -> str:
    """A PNG: whole parts with right sums, up to the last one."""
    if not data.startswith(_PNG):
        return _no("PNG", data)
    at = len(_PNG)
    while at + _CHUNK <= len(data):
        end = at + _CHUNK + int.from_bytes(data[at : at + 4], "big")
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            break
        if data[at + 4 : at + 8] == b"IEND":
            return ""
        at = end
    return f"it is a PNG that is damaged or cut off at byte {at}"


def _jpeg(data: bytes) -> str:
    if not data.startswith(b"\xff\xd8\xff"):
        return _no("JPEG", data)
    return "" if b"\xff\xd9" in data else "it is a JPEG that is cut off"


def _svg(data: bytes) -> str:
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        return f"it is no XML: {error}"
    except (ValueError, LookupError) as error:  # of the encoding that it names
        return f"it is no XML that can be read: {error}"
    return "" if root.tag.rpartition("}")[2] == "svg" else f"its XML is no SVG, but '{root.tag.rpartition('}')[2]}'"


_LOOKS: Final[dict[str, Callable[[bytes], str]]] = {
    ".png": _png,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".gif": _begins("GIF", b"GIF87a", b"GIF89a"),
    ".pdf": _begins("PDF", b"%PDF-"),
    ".svg": _svg,
    ".webp": _begins("WebP", b"RIFF"),
}


class Images(SphinxTransform):
    """Reports the images of a page whose files are none."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Look into each file once."""
        seen: dict[str, str] = {}
        for node in self.document.findall(nodes.image):
            uri = str(node.get("uri", ""))
            if "://" in uri or uri.startswith("data:") or not _is_ours(self, node):
                continue
            if uri not in seen:
                seen[uri] = self._damage(uri)
                if seen[uri] not in ("", _ABSENT):  # Sphinx reports those that are absent
                    report([_finding(node, seen[uri])])
            if seen[uri]:
                node[DAMAGED] = True

    def _damage(self, uri: str) -> str:
        """What is wrong with the file of an image; '' also where one of several is to be chosen."""
        if uri.endswith("*"):
            return ""
        _, name = self.env.relfn2path(unquote(uri), self.env.docname)
        try:
            return damage(Path(name))
        except (OSError, ValueError):
            return _ABSENT


class WordsInBooks(SphinxPostTransform):
    """Puts an image's words in its place where its file would keep an EPUB from being read."""

    default_priority = 5  # before what converts images
    builders: tuple[str, ...] = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Replace them."""
        for node in [*self.document.findall(nodes.image)]:
            if node.get(DAMAGED):
                say(node)


class WordsOnPaper(WordsInBooks):
    """The same for LaTeX, which stops at such a file."""

    builders = ()
    formats = ("latex",)


def say(node: nodes.image) -> None:
    """Put an image's words in its place."""
    words = node.get("alt") or node["uri"]
    shown = nodes.inline(words, f"[{words}]")
    node.replace_self(shown if isinstance(node.parent, nodes.TextElement) else nodes.paragraph("", "", shown))


def _is_ours(transform: SphinxTransform, node: nodes.image) -> bool:
    around: nodes.Node | None = node
    while around is not None and around.source is None:
        around = around.parent
    return around is not None and is_adoc_file(transform.env, str(around.source))


def _finding(node: nodes.image, why: str) -> Finding:
    around: nodes.Node = node
    while not (around.source and around.line) and around.parent is not None:
        around = around.parent
    place = Place(str(around.source), around.line or 1, 1)
    return Finding(Code.IMAGE_DAMAGED, f"the image '{node['uri']}' cannot be shown: {why}", Span(place, place))


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(Images)
    app.add_post_transform(WordsInBooks)
    app.add_post_transform(WordsOnPaper)
