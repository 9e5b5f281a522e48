"""Changes that a page's doctree goes through in Sphinx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_adoc.doctree.elements import media, thematic_break

from .epub_raw import RawAsXml
from .files import Files
from .sources import is_adoc

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains.math import MathDomain


_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")  # of another host, or in the page itself
_DESIGN: Final = "design_component"  # by which sphinx_design knows its nodes
_LONG: Final = 20  # rows; Sphinx makes a long table of more than 30


class Rules(SphinxTransform):
    """Makes docutils' transitions of thematic breaks, once docutils no longer asks where they stand."""

    default_priority = 840  # after docutils' Transitions (830)

    def apply(self, **kwargs: Any) -> None:
        """Replace them."""
        for node in list(self.document.findall(thematic_break)):
            transition = nodes.transition("", **node.attributes)
            transition.source, transition.line = node.source, node.line
            node.replace_self(transition)


class Formulas(SphinxTransform):
    """Gives formulas all the attributes that Sphinx' own have."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Add them. A block with an id is an equation, with a number, for the role ``eq``."""
        for node in self.document.findall(nodes.math_block):
            node["no-wrap"] = node.setdefault("nowrap", False)
            if node["ids"] and "label" not in node:
                self._label(node, node["ids"][0])
            node.setdefault("number", None)
            node.setdefault("label", None)

    def _label(self, node: nodes.math_block, label: str) -> None:
        domain = cast("MathDomain", self.env.get_domain("math"))
        domain.note_equation(self.env.docname, label, location=node)
        node["label"], node["docname"] = label, self.env.docname
        node["number"] = domain.get_equation_number_for(label)
        node["ids"].insert(0, nodes.make_id(f"equation-{label}"))  # the first one is numbered where numfig is set


class Players(SphinxTransform):
    """Takes the files that video and sound play, and the pictures that stand for them, along into the output."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Register each file that is there as a download."""
        for node in self.document.findall(media):
            uri, _, time = node["uri"].partition("#")
            if filename := self._take(uri):
                node["filename"] = filename
                node["fragment"] = f"#{time}" if time else ""
            if filename := self._take(node["options"].get("poster") or ""):
                node["poster-filename"] = filename

    def _take(self, uri: str) -> str | None:
        """The name of a file among the downloads; None where an address names none of the project."""
        name = Files(self.env).source(uri) if uri and "://" not in uri else None
        if name is None:
            return None
        self.env.note_dependency(name)
        return str(self.env.dlfiles.add_file(self.env.docname, name))


class PlayersAsWords(SphinxPostTransform):
    """Puts a link in the place of video and sound in EPUB, into which Sphinx takes no such files."""

    default_priority = 400
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Replace them."""
        for node in list(self.document.findall(media)):
            node.replace_self(nodes.container("", *node.children, classes=["adoc-media"], ids=node["ids"]))


class LinksInBooks(SphinxPostTransform):
    """Keeps of a link to a file that is not in an EPUB the words alone."""

    default_priority = 410  # after what makes links of players
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Replace them."""
        for node in [*self.document.findall(nodes.reference)]:
            address = str(node.get("refuri", "#"))
            if not node.get("internal") and not _ELSEWHERE.match(address) and is_adoc(self.env, self.env.docname):
                node.replace_self(nodes.inline("", "", *node.children, classes=node["classes"], ids=node["ids"]))


class ClosedInBooks(SphinxPostTransform):
    """Shows what tabs and dropdowns of sphinx_design hold below each other in EPUB, where no button changes them."""

    default_priority = 190  # before sphinx_design makes buttons of them, in HTML that is no XML
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Keep sphinx_design from knowing them."""
        for node in self.document.findall(nodes.container) if is_adoc(self.env, self.env.docname) else ():
            if node.get(_DESIGN) in ("tab-set", "dropdown"):
                node[_DESIGN] = "open"


class TablesInTables(SphinxPostTransform):
    """Makes lists of tables inside tables, for the outputs that cannot nest them: an item per row."""

    default_priority = 400
    formats: tuple[str, ...] = ("text", "man", "texinfo")

    def run(self, **kwargs: Any) -> None:
        """Replace them, the innermost first."""
        for node in reversed(list(self.document.findall(nodes.table))):
            outer = _table_around(node)
            if outer is not None and self.cannot_nest(outer):
                node.replace_self(_as_list(node))

    def cannot_nest(self, outer: nodes.Element) -> bool:
        """Return whether a table cannot hold another one."""
        return True


class TablesInLongTables(TablesInTables):
    """The same for LaTeX, where only a long table, or one that is itself inside a table, cannot hold another one."""

    formats = ("latex",)

    def cannot_nest(self, outer: nodes.Element) -> bool:
        """Return whether a table cannot hold another one."""
        rows = sum(1 for _ in outer.findall(nodes.row))
        return rows > _LONG or "longtable" in outer["classes"] or _table_around(outer) is not None


def _table_around(node: nodes.Element) -> nodes.Element | None:
    around = node.parent
    while around is not None and not isinstance(around, nodes.table):
        around = around.parent
    return around


def _as_list(table: nodes.Element) -> list[nodes.Node]:
    content: list[nodes.Node] = [
        nodes.rubric("", "", *title.children) for title in table.children[:1] if _is_title(title)
    ]
    items = nodes.bullet_list(bullet="*", ids=table["ids"])
    for row in table.findall(nodes.row):
        if _table_around(row) is table:
            items.append(nodes.list_item("", *(child for entry in row for child in entry.children)))
    return [*content, items]


def _is_title(node: nodes.Node) -> bool:
    return isinstance(node, nodes.title)


def setup(app: Sphinx) -> None:
    """Register them."""
    app.add_transform(Rules)
    app.add_transform(Formulas)
    app.add_transform(Players)
    app.add_post_transform(PlayersAsWords)
    app.add_post_transform(LinksInBooks)
    app.add_post_transform(ClosedInBooks)
    app.add_post_transform(RawAsXml)
    app.add_post_transform(TablesInTables)
    app.add_post_transform(TablesInLongTables)
