"""Captions: "Table 1. " before a title, numbered kind by kind through the document."""

from __future__ import annotations

from typing import Final

from sphinx_adoc.syntax.tree import Block, BlockMacro, Example, Listing, Literal, Table

from .host import BlockHost

_LISTING_LIKE: Final = (Listing, Literal)


def assign_caption(host: BlockHost, block: Block, kind: str | None = None) -> None:
    """Give a titled block its caption: the attribute ``caption``, else the document's label with the next number."""
    if block.title is None:
        return
    kind = kind or _kind(block)
    given = block.attrs.get("caption")
    if given is None and kind:
        given = host.attribute("caption")
    if given is not None:
        block.caption = given if kind else ""
        return
    label = host.attribute(f"{kind}-caption") if kind else None
    if label:
        number = host.counter(f"{kind}-number", None)
        block.caption = f"{label} {number}. "


def _kind(block: Block) -> str:
    if isinstance(block, Table):
        return "table"
    if isinstance(block, Example):
        return "" if "collapsible" in block.options else "example"
    if isinstance(block, BlockMacro):
        return "figure" if block.macro == "image" else ""
    if isinstance(block, _LISTING_LIKE):
        return "listing" if isinstance(block, Listing) else ""
    return ""
