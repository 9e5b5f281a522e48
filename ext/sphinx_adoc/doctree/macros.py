"""Block macros: what each name stands for."""

from __future__ import annotations

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.tree import Block, BlockMacro

from .context import BlockRule, Context
from .media import block_image, block_media
from .options import TOC_NONE
from .toc import contents


def block_macro(ctx: Context, block: BlockMacro, parent: nodes.Element) -> None:
    """Append a block macro by its name; the source of an unknown one is shown, and a problem reported."""
    known = _RULES.get(block.macro)
    hook = ctx.options.block_macros.get(block.macro)
    if hook is not None:
        parent += hook(ctx, block)
    elif known is not None:
        known(ctx, block, parent)
    else:
        line = ctx.doc.origin.line(block.ref).strip()
        ctx.report(block, Code.MACRO_UNRENDERED, f"nothing renders the block macro {block.macro!r}; shown as written")
        parent.append(ctx.mark(block, nodes.paragraph(line, line)))


def _toc(ctx: Context, block: BlockMacro, parent: nodes.Element) -> None:
    if ctx.options.toc != TOC_NONE:
        parent += contents(ctx, block)


_RULES = {"image": block_image, "video": block_media, "audio": block_media, "toc": _toc}

RULES: dict[type[Block], BlockRule] = {BlockMacro: block_macro}
