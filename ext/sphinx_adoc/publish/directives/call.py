"""A directive as a block asks for it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Final

from sphinx_adoc.syntax.tree import Block, BlockMacro, Compound, Listing, Literal, Paragraph, Pass

VERBATIM: Final = Listing | Literal | Pass
_NOT_OPTIONS: Final = frozenset({"directive", "argument", "id", "role", "roles", "style", "title", "opts", "options"})


@dataclass(slots=True)
class Call:
    """A directive as it is asked for. ``content``: text, or the blocks of its body, ``itself`` where that is the block
    alone, without the title, the id and the roles that the directive gets; ``extension``: who may have it;
    ``positional``: what stands behind the style.
    """

    block: Block
    name: str
    argument: str = ""
    options: dict[str, str] = field(default_factory=dict)
    content: str | list[Block] = ""
    itself: bool = False
    extension: str = ""
    positional: list[str] = field(default_factory=list)


def call(block: Block, name: str) -> Call:
    """Return what a block asks of a directive."""
    options = {key: value for key, value in block.attrs.items() if key not in _NOT_OPTIONS and not key.startswith("$")}
    options.update(dict.fromkeys(block.options, ""))
    result = Call(block, name, block.attrs.get("argument", ""), options)
    if isinstance(block, VERBATIM):
        result.content = block.text.raw
    elif isinstance(block, Compound):
        result.content = list(block.blocks)
    elif not isinstance(block, BlockMacro):
        result.content, result.itself = [_bare(block)], True
    return result


def _bare(block: Block) -> Block:
    """A block without what belongs to the directive around it."""
    bare = copy.copy(block)
    bare.id, bare.roles = None, ()
    if isinstance(block, Paragraph):
        bare.title = None
    return bare
