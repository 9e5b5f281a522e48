"""Blocks far from all changes, each as one piece: its source, which is the same on both sides."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from sphinx_adoc.review.input.lines import Numbers
from sphinx_adoc.syntax.source import Origin
from sphinx_adoc.syntax.tree import Block, Document, Heading, Preamble, Section

from .piece import UNREAD_BLOCK, Piece

_NO_LINES: Final[AbstractSet[int]] = frozenset()


def far_block(block: Block, origin: Origin, near: Numbers, section: str) -> Piece | None:
    """Return a block as one piece, None for one that has to be read: a section, or a block with one of the lines
    ``near`` a change, or from several files. ``section``: the title that it stands under.
    """
    if isinstance(block, Section | Document | Preamble | Heading):
        return None
    refs = origin.run(min(block.meta.ref, block.ref) if block.meta else block.ref, block.end_ref)
    first, last = refs[0], refs[-1]
    path, begin = origin.path_and_line(first)
    lines = range(begin, begin + len(refs))
    if len(refs) != last - first + 1 or not near.get(path, _NO_LINES).isdisjoint(lines):
        return None
    source = "\n".join(map(origin.line, refs))
    of_files = frozenset((path, line) for line in lines)
    return Piece(section, UNREAD_BLOCK, "", source, source, origin.place(first, 1), (), of_files)
