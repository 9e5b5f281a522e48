"""The one table of rules, and the way through it."""

from __future__ import annotations

from typing import Any

from docutils import frontend, nodes, utils

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Block, Inline

from . import admonitions, footnotes, inlines, links, lists, macros, media, paragraphs, sections, tables, verbatim
from .boundary import close
from .context import BlockRule, Context, InlineRule
from .header import open_document
from .options import TOC_ALL, Options
from .toc import contents

BLOCK_RULES: dict[type[Block], BlockRule] = {
    **sections.RULES,
    **paragraphs.RULES,
    **admonitions.RULES,
    **lists.RULES,
    **verbatim.RULES,
    **tables.RULES,
    **macros.RULES,
}
INLINE_RULES: dict[type[Inline], InlineRule] = {**inlines.RULES, **links.RULES, **footnotes.RULES, **media.RULES}


def build(doc: Document, document: nodes.document | None = None, options: Options | None = None) -> nodes.document:
    """Turn a parsed document into a docutils document.

    ``document``: an empty one to fill (None: a new one). Trouble goes to ``doc.problems``. Every block node knows its
    source and line; ids are the tree's, letter for letter. What leaves has passed the gate.
    """
    options = options or Options()
    if document is None:
        document = new_document(doc.path)
    ctx = Context(doc, document, options, BLOCK_RULES, INLINE_RULES)
    top = open_document(ctx)
    if options.toc == TOC_ALL and _wants_contents(doc):
        top += contents(ctx)
    ctx.blocks(doc.blocks, top)
    top += footnotes.in_order(ctx.notes)
    close(document, doc, options.gate)
    return document


def _wants_contents(doc: Document) -> bool:
    """Whether a page has a table of contents of its own; ``toc2`` is the older name of one beside the text."""
    placed = doc.attribute("toc", doc.header_version)
    if placed is None:
        return doc.attribute("toc2", doc.header_version) is not None
    return placed != "macro"


def new_document(path: str, *components: Any) -> nodes.document:
    """Return an empty docutils document with docutils' default settings, and those of the components (a writer,
    say).
    """
    settings = frontend.get_default_settings(*components)
    settings.report_level = 5
    settings.file_insertion_enabled = False  # a writer opens pictures for their sizes otherwise
    return utils.new_document(path, settings)
