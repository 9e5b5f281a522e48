"""Ids made from titles: by Asciidoctor's rule, or by asciidoc-py's, which the world's old links depend on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final

from sphinx_adoc.syntax.tree import (
    Footnote,
    Formatted,
    Icon,
    IndexTerm,
    Inline,
    InlineImage,
    InlineText,
    Link,
    Raw,
    Text,
    Xref,
    plain_text,
)
from sphinx_adoc.syntax.words import WordPattern, lower

from .host import BlockHost

_INVALID: Final = WordPattern(lambda c: rf"[^ {c.word}\-.]+")
_TAG: Final = re.compile(r"<[^>]*>")
_NOT_WORD: Final = re.compile(r"\W+")


def generate_id(host: BlockHost, text: InlineText) -> str:
    """An id that no block has yet, from a title's text."""
    text.inlines  # noqa: B018
    host.references.name_early(text)
    base = _asciidoc_py(host, text) if host.legacy else _asciidoctor(host, text)
    if base not in host.ids:
        return base
    separator = "_" if host.legacy else _separator(host)
    number = host.id_counts.get(base, 1)
    while True:
        number += 1
        candidate = f"{base}{separator}{number}"
        if candidate not in host.ids:
            host.id_counts[base] = number
            return candidate


def _separator(host: BlockHost) -> str:
    separator = host.attribute("idseparator")
    return "_" if separator is None else separator[:1]


def _prefix(host: BlockHost) -> str:
    prefix = host.attribute("idprefix")
    return "_" if prefix is None else prefix


def _asciidoctor(host: BlockHost, text: InlineText) -> str:
    """Lower case; what is neither word, blank, ``-`` nor ``.`` dropped; blanks, ``-`` and ``.`` one separator."""
    prefix = _prefix(host)
    separator = _separator(host)
    words = prefix + _INVALID.sub(
        "", lower(_visible(text.inlines, icons=host.attribute("icons") is not None)).replace("\n", " ")
    )
    if not separator:
        return words.replace(" ", "")
    made = _separated_by(separator).sub(separator.replace("\\", r"\\"), words).removesuffix(separator)
    return made.removeprefix(separator) if not prefix else made


@lru_cache(maxsize=16)
def _separated_by(separator: str) -> re.Pattern[str]:
    """Return the pattern of what becomes one separator, a single character."""
    return re.compile(rf"[ .\-{re.escape(separator)}]+")


def _asciidoc_py(host: BlockHost, text: InlineText) -> str:
    """Lower case; every run of what is no word character one ``_``."""
    return _prefix(host) + _NOT_WORD.sub("_", _rendered(text.inlines)).strip("_").lower()


def _rendered(nodes: Sequence[Inline]) -> str:
    """A title as asciidoc-py writes it in HTML, which its ids are made from: tags and entities leave their words."""
    return "".join(_rendered_one(node) for node in nodes)


def _rendered_one(node: Inline) -> str:
    if isinstance(node, Text):
        return "".join(c if c.isascii() or c.isalnum() else f"&#{ord(c)};" for c in escape(node.value, quote=False))
    if isinstance(node, Formatted):
        opening, closing = _TAGS.get(node.variant, ("", ""))
        return f"{opening}{_rendered(node.children)}{closing}"
    if isinstance(node, Link):
        return f'<a href="{node.target}">{_rendered(node.children)}</a>'
    return _rendered(node.children) if node.children else _one(node)


_TAGS: Final = {
    "code": ('<span class="monospaced">', "</span>"),
    "double": ("&#8220;", "&#8221;"),
    "emphasis": ("<em>", "</em>"),
    "single": ("&#8216;", "&#8217;"),
    "strong": ("<strong>", "</strong>"),
    "subscript": ("<sub>", "</sub>"),
    "superscript": ("<sup>", "</sup>"),
}


def _visible(nodes: Sequence[Inline], *, icons: bool) -> str:
    """The characters of a converted title without its tags: those that a replacement made are no longer there.

    ``icons``: the document shows icons as pictures, not as words.
    """
    return "".join(_one(node, icons=icons) for node in nodes)


def _one(node: Inline, *, icons: bool = True) -> str:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Raw):
        return _TAG.sub("", node.value)
    if isinstance(node, Icon):
        return "" if icons else node.attrs.get("alt") or node.target
    if isinstance(node, (InlineImage, IndexTerm)) and not node.children:
        return ""
    if isinstance(node, Footnote):
        return str(node.number or node.id)
    if isinstance(node, Xref) and not node.children:
        return _visible(node.shown, icons=icons) or node.placeholder
    return plain_text([node]) if not node.children else _visible(node.children, icons=icons)
