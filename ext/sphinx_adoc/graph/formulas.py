"""Formulas in TeX that no program sets: found where they are written, before one is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Block, Inline, InlineStem, InlineText, InlineVisit, Stem

from .tex import TexTrouble, trouble

LATEX: Final = "latexmath"
_MAX_SHOWN_CHARACTERS: Final = 60  # characters of a formula that a message shows


def of_block(doc: Document, block: Block) -> Iterator[Finding]:
    """Give what is wrong with a block that is a formula in TeX."""
    if isinstance(block, Stem) and block.notation == LATEX and (tex_trouble := trouble(block.text.raw, block=True)):
        yield _finding(doc, block.text, tex_trouble, block.text.raw, 0)


def of_inline(doc: Document, visit: InlineVisit[Inline]) -> Iterator[Finding]:
    """Give what is wrong with a formula in TeX in running text."""
    node = visit.inline
    if isinstance(node, InlineStem) and node.notation == LATEX and (tex_trouble := trouble(node.value, block=False)):
        at = visit.text.raw.find(node.value, node.start, node.end)
        whole_formula = TexTrouble(tex_trouble.message, 0, node.end - node.start)
        yield _finding(
            doc, visit.text, tex_trouble if at >= 0 else whole_formula, node.value, at if at >= 0 else node.start
        )


def _finding(doc: Document, text: InlineText, tex_trouble: TexTrouble, tex: str, at: int) -> Finding:
    words = " ".join(tex.split())
    shown = words if len(words) <= _MAX_SHOWN_CHARACTERS else f"{words[:_MAX_SHOWN_CHARACTERS]}..."
    span, (ref, _) = text.span(at + tex_trouble.start, at + tex_trouble.end), text.position(at + tex_trouble.start)
    message = f"TeX cannot set the formula '{shown}': {tex_trouble.message}"
    return Finding(Code.FORMULA_MALFORMED, message, span, stack=doc.origin.include_stack(ref))
