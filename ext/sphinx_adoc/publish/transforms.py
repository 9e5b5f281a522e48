"""Changes that a page's doctree goes through in Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_adoc.doctree.elements import media, thematic_break

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Rules(SphinxTransform):
    """Makes docutils' transitions of thematic breaks, once docutils no longer asks where they stand."""

    default_priority = 840  # after docutils' Transitions (830)

    def apply(self, **kwargs: Any) -> None:
        """Replace them."""
        for node in list(self.document.findall(thematic_break)):
            made = nodes.transition("", **node.attributes)
            made.source, made.line = node.source, node.line
            node.replace_self(made)


class Players(SphinxTransform):
    """Takes the files that video and sound play along into the output."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Register each file that is there as a download."""
        for node in self.document.findall(media):
            uri, _, time = node["uri"].partition("#")
            if "://" in uri or not uri:
                continue
            relative, path = self.env.relfn2path(uri, self.env.docname)
            self.env.note_dependency(relative)
            if path and self.env.srcdir.joinpath(relative).is_file():
                node["filename"] = self.env.dlfiles.add_file(self.env.docname, relative)
                node["fragment"] = f"#{time}" if time else ""


def setup(app: Sphinx) -> None:
    """Register them."""
    app.add_transform(Rules)
    app.add_transform(Players)
