"""The pages of an Antora site as Sphinx' project: files of components, and pages that navigation files ask for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.project import Project

from sphinx_adoc.graph import Summary
from sphinx_adoc.project.suffixes import SUFFIXES
from sphinx_adoc.publish.site import Site

from .assemble import Assembly
from .contents import Contents

if TYPE_CHECKING:
    from sphinx.config import Config

_OF_A_RUN: Final = ("site", "config", "contents", "navigation")


class AntoraProject(Project):
    """Sphinx' project with the names of pages that Antora gives them, and with pages for entries of navigation files.

    ``contents``: what navigation makes of the pages, once they have been found. ``navigation``: the summaries of the
    navigation files, by variant.
    """

    def __init__(self, srcdir: str | os.PathLike[str], suffixes: Iterable[str], site: Site, config: Config) -> None:
        super().__init__(srcdir, suffixes)
        self.site = site
        self.config = config
        self.contents: Contents | None = None
        self.navigation: dict[str, list[Summary]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Only what a later run takes over."""
        return {name: value for name, value in vars(self).items() if name not in _OF_A_RUN}

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        """Return the name of the page that a file becomes, None where it becomes none."""
        path = Path(self.srcdir, filename)
        root = self.site.root_of(path)
        if root is None:
            return super().path2doc(filename)
        if path.is_relative_to(root / "modules"):
            return self.site.docname(path, self.source_suffix)
        name = super().path2doc(filename)
        return name if path.suffix not in SUFFIXES or name == self.config.root_doc else None

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find the pages, and what navigation makes of them."""
        super().discover(exclude_paths, include_paths)
        pages = {name: Path(self.doc2path(name, absolute=True)) for name in self.docnames}
        assembly = Assembly(site=self.site, config=self.config, pages=pages, page=self.path2doc)
        self.contents = assembly.contents()
        self.navigation = dict(assembly.navigation)
        for name, listing in self.contents.listings.items():
            self.docnames.add(name)
            self._docname_to_path[name] = listing.path.relative_to(self.srcdir)
        return self.docnames
