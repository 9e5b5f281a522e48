"""reStructuredText inside AsciiDoc pages: Sphinx' roles and directives.

A role is the inline macro ``role``: ``role:py:func[open]`` stands for :literal:`:py:func:`open``. Directives, and
whatever else, are a listing with the role ``eval-rst``, which any other AsciiDoc renderer shows as a listing::

    [role=eval-rst]
    ----
    .. automodule:: shelve
    ----
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import Parser

from sphinx_adoc.doctree.context import Context
from sphinx_adoc.syntax.tree import InlineMacro, InlineText, Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

ROLE = "eval-rst"
MACRO = "role"


def listing(ctx: Context, block: Listing) -> list[nodes.Node] | None:
    """The nodes of a listing that is reStructuredText; None for any other one."""
    if ROLE not in block.roles:
        return None
    refs = block.text.refs
    return read(ctx, block.text.raw, refs[0] if refs else block.ref)


def role(ctx: Context, macro: InlineMacro, text: InlineText) -> list[nodes.Node]:
    """The nodes of a role."""
    content = macro.value.replace("\\", "\\\\").replace("`", "\\`")
    ref, _ = text.position(macro.start)
    made = read(ctx, f":{macro.target}:`{content}`", ref)
    return [child for node in made for child in (node.children if isinstance(node, nodes.paragraph) else [node])]


def read(ctx: Context, text: str, ref: int) -> list[nodes.Node]:
    """The nodes of reStructuredText that begins at a line of the page; trouble in it is reported at its own lines."""
    document = ctx.document
    before = len(document)
    place = ctx.doc.origin.place(ref, 1)
    Parser().parse("\n" * (place.line - 1) + text, document)
    made: Sequence[nodes.Node] = document.children[before:]
    del document.children[before:]
    return [*made]
