"""The anchors of a fetched page of HTML, in bounded time and memory."""

from __future__ import annotations

import codecs
import re
import zlib
from typing import Final

from sphinx_adoc.htmltags import values

MAX_PAGE_BYTES: Final = 4 << 20
"""Bytes of a page that are read at most, as they come and again when they are unpacked."""

_HTML: Final = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_PACKED: Final = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_CHARSETS: Final = ("utf-8", "utf-16", "iso8859", "cp", "mac", "koi8", "shift_jis", "euc_", "gb", "big5")
_MIN_ANCHORS: Final = 3  # anchors of a page that is only a frame for its scripts


def is_html(content_type: str) -> bool:
    """Return whether a header Content-Type says that a page of HTML follows."""
    return _HTML.match(content_type) is not None


def unpacked(data: bytes, encoding: str, most: int = MAX_PAGE_BYTES) -> tuple[bytes, bool]:
    """Return what packed data holds, at most so many bytes, and whether that is all. Raise ValueError for a packing
    that is not known, or for data that is not packed so.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return data[:most], len(data) <= most
    if encoding not in _PACKED:
        raise ValueError(f"packed by '{encoding[:40]}'")
    unpacker = zlib.decompressobj(_PACKED[encoding])
    try:
        plain = unpacker.decompress(data, most)
    except zlib.error as error:
        raise ValueError(f"not packed by '{encoding}', as it says") from error
    return plain, unpacker.eof


def ids_of(data: bytes, content_type: str) -> tuple[frozenset[str], bool]:
    """Return the anchors of a page, and whether scripts may add others since it has hardly any itself."""
    text = data.decode(_charset(content_type), "replace")
    ids = frozenset(
        attribute.value
        for attribute in values(text)
        if attribute.name == "id" or (attribute.tag, attribute.name) == ("a", "name")
    )
    return ids, len(ids) <= _MIN_ANCHORS and re.search("<script", text, re.IGNORECASE) is not None


def _charset(content_type: str) -> str:
    """The charset that a header names, UTF-8 where it names none that pages are written in."""
    declared = _CHARSET.search(content_type)
    try:
        name = codecs.lookup(declared[1]).name if declared else ""
    except LookupError:
        return "utf-8"
    return name if name.startswith(_CHARSETS) else "utf-8"
