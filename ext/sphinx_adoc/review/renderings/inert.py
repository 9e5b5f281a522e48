"""A doctree that can be shown to whoever reviews it: nothing in it runs, is loaded, or leads anywhere."""

from __future__ import annotations

from docutils import nodes

from sphinx_adoc.doctree import elements

from .marks import LINK

PICTURE = "picture"


def make_inert(document: nodes.document) -> None:
    """Put words in place of pictures, media and raw output, take links' targets and ids away, open what is closed."""
    for node in document.findall(nodes.Element):
        node["ids"], node["names"], node["backrefs"] = [], [], []
    for node in [*document.findall(nodes.Element)]:
        if isinstance(node, nodes.image):
            _replace(node, f"[picture: {node['uri']}]")
        elif isinstance(node, elements.media):
            _replace(node, f"[{node['tag']}: {node['uri']}]")
        elif isinstance(node, nodes.raw):
            _replace(node, node.astext())
        elif isinstance(node, nodes.reference):
            node.replace_self(nodes.inline("", "", *node.children, classes=[LINK]))
        elif isinstance(node, nodes.footnote_reference):
            node.replace_self(nodes.superscript("", node.astext()))
        elif isinstance(node, nodes.target):
            node.replace_self(node.children)
        elif isinstance(node, elements.details):
            node["open"] = True
        elif isinstance(node, nodes.title) and isinstance(node.parent, nodes.document):  # docutils' head of a page
            node.replace_self(_placed(nodes.rubric("", "", *node.children), node))
        elif isinstance(node, elements.callout_listing):
            node.replace_self(_placed(nodes.literal_block("", "", *node.children), node))


def _replace(node: nodes.Element, words: str) -> None:
    """Show words instead; in a paragraph of their own where no text is around."""
    shown = nodes.inline("", words, classes=[PICTURE])
    alone = not isinstance(node.parent, nodes.TextElement)
    node.replace_self(_placed(nodes.paragraph("", "", shown), node) if alone else shown)


def _placed(node: nodes.Element, other: nodes.Element) -> nodes.Element:
    node.source, node.line = other.source, other.line
    return node
