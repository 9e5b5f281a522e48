"""How the nodes that docutils does not have are written by Sphinx' builders.

HTML has visitors of their own; the other formats fall back to the standard nodes that the classes derive from, except
for the line break, which has none.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from docutils import nodes

from sphinx_adoc.doctree import elements
from sphinx_adoc.doctree.direction import with_directions
from sphinx_adoc.doctree.visitors import VISITORS, leave, visit_drawing, visit_media, with_marks

from .config import locale
from .sources import is_adoc

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_STATIC: Final = Path(__file__).parent / "static"
_DIRECTION: Final = Path(__file__).parent / "static_direction"


def setup(app: Sphinx) -> None:
    """Register nodes and the style sheet."""
    for node, (visit, depart) in VISITORS.items():
        if node not in (elements.linebreak, elements.media, elements.drawing):
            app.add_node(node, html=(visit, depart))
    app.add_node(elements.media, html=(_visit_media, leave))
    app.add_node(elements.drawing, html=(_visit_drawing, leave))
    app.add_node(elements.callout_listing, html=(_visit_callout_listing, leave))
    app.add_node(
        elements.linebreak,
        html=VISITORS[elements.linebreak],
        latex=(_write("\\newline{}"), leave),
        text=(_break_text, leave),
        man=(_write("\n.br\n"), leave),
        texinfo=(_write("@*\n"), leave),
    )
    app.connect("builder-inited", _add_static)
    app.connect("html-page-context", _say_directions)
    app.add_css_file("adoc.css")


def _add_static(app: Sphinx) -> None:
    folders = [_STATIC]
    if app.builder.name != "epub":  # there the format forbids to say a direction in a style sheet
        folders.append(_DIRECTION)
        app.add_css_file("adoc-direction.css")
    app.config.html_static_path = [*app.config.html_static_path, *map(str, folders)]  # not in place: it may be shared


def _say_directions(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Say how the parts of a page run whose language is said."""
    if pagename in app.env.all_docs and "body" in context and is_adoc(app.env, pagename):
        context["body"] = with_directions(context["body"], locale(app.config))


def _write(text: str) -> Any:
    def visit(self: Any, node: elements.linebreak) -> None:
        self.body.append(text)

    return visit


def _break_text(self: Any, node: elements.linebreak) -> None:
    self.add_text("\n")


def _visit_media(self: Any, node: elements.media) -> None:
    node = node.copy()
    if "filename" in node:
        node["uri"] = posixpath.join(self.builder.dlpath, node["filename"]) + node["fragment"]
    if "poster-filename" in node:
        poster = posixpath.join(self.builder.dlpath, node["poster-filename"])
        node["options"] = {**node["options"], "poster": poster}
    visit_media(self, node)


def _visit_drawing(self: Any, node: elements.drawing) -> None:
    if node["uri"] in self.builder.images:
        node = node.copy()
        node["uri"] = posixpath.join(self.builder.imgpath, quote(self.builder.images[node["uri"]]))
    visit_drawing(self, node)


def _visit_callout_listing(self: Any, node: elements.callout_listing) -> None:
    language = node.get("language", "none")
    arguments = {**node.get("highlight_args", {}), "force": True}
    linenos = "inline" if node.get("linenos") else False
    code = self.highlighter.highlight_block(node["code"], language, linenos=linenos, location=node, **arguments)
    start = self.starttag(node, "div", suffix="", CLASS=f"highlight-{language} notranslate")
    self.body.append(f"{start}{with_marks(code, node['marks'])}</div>\n")
    raise nodes.SkipNode
