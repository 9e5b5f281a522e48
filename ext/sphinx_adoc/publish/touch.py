"""What readers touch in HTML: keys and marks as elements of their own, tables that scroll in a box, code to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_adoc.doctree.visitors import ELEMENT_ROLES, focus_of

from .sources import is_adoc

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

BOX: Final = "adoc-table"
_COPIED_WITHOUT: Final = ".linenos"  # sphinx-copybutton's own choice
_WORD: Final = 20  # characters of code that a telephone shows in a line, in a list in a list
_NOT_CODE: Final = ".linenos, .conum"


class kbd(nodes.inline):  # noqa: N801 (docutils names nodes in lower case)
    """A key."""


class mark(nodes.inline):  # noqa: N801
    """Marked text."""


class span(nodes.inline):  # noqa: N801
    """Text with a role that docutils would write as an element, such as ``small``."""


class table_box(nodes.container):  # noqa: N801 (docutils names nodes in lower case)
    """What a table scrolls in where the page is narrower."""


class Elements(SphinxPostTransform):
    """Makes elements of their own of keys and marks, and puts tables into boxes that scroll."""

    default_priority = 400
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the pages that are ours."""
        if not is_adoc(self.env, self.env.docname):
            return
        for node in list(self.document.findall(nodes.inline)):
            element = _element(node["classes"]) if type(node) is nodes.inline and node["classes"] else None
            if element is not None:
                node.replace_self(element(node.rawsource, "", *node.children, **node.attributes))
        for code in self.document.findall(nodes.literal):
            if max(map(len, code.astext().split()), default=0) > _WORD:
                code["classes"].append("adoc-breaks")
        for image in self.document.findall(nodes.image):
            if not image.get("alt"):
                image["classes"].append("no-scaled-link")  # what is decoration alone would be a link without a name
        for table in list(self.document.findall(nodes.table)):
            if not isinstance(table.parent, nodes.entry):
                box = table_box(classes=[BOX])
                table.parent.replace(table, box)  # not by replace_self, which hands on the ids
                box.append(table)


class Wrappers(SphinxPostTransform):
    """Takes from the boxes of a theme the ids that they have copied from what they hold."""

    default_priority = 900  # after themes have put tables and formulas into boxes
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the pages that are ours."""
        if not is_adoc(self.env, self.env.docname):
            return
        for box in self.document.findall(nodes.container):
            if len(box) == 1 and isinstance(box[0], nodes.Element):
                box["ids"] = [name for name in box["ids"] if name not in box[0]["ids"]]


_ELEMENTS: Final[dict[str, type[nodes.inline]]] = {"kbd": kbd, "mark": mark}


def _element(classes: Sequence[str]) -> type[nodes.inline] | None:
    """What an inline node with these classes has to become; None: it stays as it is."""
    if classes[0] in _ELEMENTS:
        return _ELEMENTS[classes[0]]
    taken = HTMLTranslator.supported_inline_tags.intersection(classes)
    return span if taken - ELEMENT_ROLES else None


def _visit(self: Any, node: nodes.inline) -> None:
    self.body.append(self.starttag(node, type(node).__name__, ""))


def _depart(self: Any, node: nodes.inline) -> None:
    self.body.append(f"</{type(node).__name__}>")


def _visit_box(self: Any, node: table_box) -> None:
    """Open the box; the keyboard reaches one that may have to scroll."""
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **focus_of(node)))


def _depart_box(self: Any, node: table_box) -> None:
    self.body.append("</div>\n")


def _spare_callouts(app: Sphinx, config: Config) -> None:
    """Have sphinx-copybutton copy code without the numbers of callouts, unless the project says what to leave out."""
    if "copybutton_exclude" in config and config.copybutton_exclude == _COPIED_WITHOUT:
        config.copybutton_exclude = _NOT_CODE


def setup(app: Sphinx) -> None:
    """Register nodes and transform."""
    for node in (*_ELEMENTS.values(), span):
        app.add_node(node, html=(_visit, _depart))
    app.add_node(table_box, html=(_visit_box, _depart_box))
    app.add_post_transform(Elements)
    app.add_post_transform(Wrappers)
    app.connect("config-inited", _spare_callouts, priority=400)  # before sphinx-copybutton looks
