"""Blocks whose lines are kept: listing, source, literal, pass and formulas."""

from __future__ import annotations

from typing import Final

from sphinx_adoc.syntax.tree import NONE, VERBATIM, Leaf, Listing, Literal, Pass, Stem

from . import marks
from .content import text_of, verbatim_text
from .cursor import Cursor
from .host import BlockHost
from .metadata import Metadata, subs_of

VERBATIM_KINDS: Final = {"listing", "literal", "source", "fenced"}
_LATEX: Final = {"latexmath", "latex", "tex"}


def read_verbatim(
    host: BlockHost, cur: Cursor, meta: Metadata, style: str, *, opening: int, end: int, line: str
) -> Leaf:
    """The block of the lines between ``opening`` (a delimiter) and ``end``."""
    block = build_verbatim(host, cur, meta, style, start=opening + 1, end=end, line=line)
    block.ref = cur.refs[opening]
    block.form, block.delimiter = "delimited", line
    return block


def build_verbatim(
    host: BlockHost, cur: Cursor, meta: Metadata, style: str, *, start: int, end: int, line: str = ""
) -> Leaf:
    """The block of the lines from ``start`` to ``end`` (excluded), by its style."""
    block = _node(host, meta, style, cur.refs[min(start, len(cur.refs) - 1)], line)
    if isinstance(block, (Pass, Stem)):
        block.text = text_of(host, cur, start, end, subs_of(host, meta, NONE))
    else:
        block.text = verbatim_text(host, meta, cur, start, end, subs=VERBATIM)
    return block


def _node(host: BlockHost, meta: Metadata, style: str, ref: int, line: str) -> Leaf:
    version = host.attributes.version
    if style == "literal":
        return Literal(ref, 1, version)
    if style == "pass":
        return Pass(ref, 1, version)
    if style in {"source", "listing", "fenced"}:
        listing = Listing(ref, 1, version)
        if style != "listing":
            listing.language = _language(host, meta, style, line)
            meta.style = "source"
        return listing
    formula = Stem(ref, 1, version)
    notation = style if style != "stem" else (meta.positional(1) or host.attribute("stem") or "")
    formula.notation = "latexmath" if notation in _LATEX else "asciimath"
    return formula


def _language(host: BlockHost, meta: Metadata, style: str, line: str) -> str:
    """The language of source text: given, named at the fence, or the document's; line numbers become an option."""
    attrs = meta.attrs
    language = attrs.get("language") or meta.positional(1) or ""
    numbered = "linenums" in attrs or meta.positional(2) == "linenums" or "linenums" in meta.options
    if style == "fenced":
        at_fence, option = marks.fence(line)
        language = at_fence or language
        numbered = numbered or option == "linenums"
    language = language or host.attribute("source-language") or ""
    if language:
        attrs["language"] = language
    numbered = numbered or host.attribute("source-linenums-option") is not None
    if numbered:
        meta.options["linenums"] = None
    return language
