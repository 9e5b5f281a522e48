"""A description list of the style ``glossary``: its terms are Sphinx' terms, for ``role:term[...]`` from any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term

from sphinx_adoc.doctree.context import Context
from sphinx_adoc.syntax.tree import DescriptionList

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

STYLE: Final = "glossary"


def glossary(env: BuildEnvironment, ctx: Context, block: DescriptionList) -> list[nodes.Node]:
    """Return the nodes of a glossary, its terms registered with Sphinx and listed in the index."""
    holder = addnodes.glossary(sorted=False)
    ctx.blocks_plainly([block], holder)
    for item in holder.findall(nodes.definition_list_item):
        if _glossary_of(item) is holder:
            for term in [child for child in item.children if isinstance(child, nodes.term)]:
                term.replace_self(_term(env, ctx, term))
    return [holder]


def _term(env: BuildEnvironment, ctx: Context, term: nodes.term) -> nodes.term:
    source, line = term.source or "", term.line or 0
    term_node = make_glossary_term(env, term.children, None, source, line, None, ctx.document)
    term_node.rawsource = term.rawsource
    term_node.source, term_node.line = term.source, term.line
    term_node["ids"] += [name for name in term["ids"] if name not in term_node["ids"]]
    return term_node


def _glossary_of(item: nodes.definition_list_item) -> nodes.Node | None:
    """The glossary whose own term an item has, and not one of a list inside a description."""
    return item.parent.parent if item.parent is not None else None
