"""Anchors that only AsciiDoc knows, for references from other languages: ``:ref:`` to a generated id."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util.nodes import make_refnode

from sphinx_adoc.gate import safe_id
from sphinx_adoc.graph import Hit

from .domain import AdocDomain

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Answer for references that nobody else can resolve."""
    app.connect("missing-reference", _missing_reference)


def _missing_reference(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element) -> Element | None:
    """A link to a generated anchor that exactly one page has."""
    if node.get("refdomain") != "std" or node.get("reftype") != "ref":
        return None
    domain = cast("AdocDomain", env.get_domain("adoc"))
    hits: list[Hit] = domain.index(env.config.adoc_variant).with_id(node["reftarget"])
    if len(hits) != 1:
        return None
    hit = hits[0]
    if not node["refexplicit"]:
        words = hit.anchor.reftext or hit.anchor.title or f"[{hit.anchor.id}]"
        contnode = nodes.inline(words, words, classes=["std", "std-ref"])
    return make_refnode(app.builder, node["refdoc"], hit.document, safe_id(hit.anchor.id), contnode)
