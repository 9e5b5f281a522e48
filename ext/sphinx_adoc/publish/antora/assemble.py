"""From the pages of a site, and its navigation files, to the contents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_adoc.gate import Gate
from sphinx_adoc.graph import Summary, summarize
from sphinx_adoc.publish import config as values
from sphinx_adoc.publish.site import Site
from sphinx_adoc.publish.trust import trust
from sphinx_adoc.syntax.antora import Component as Antora
from sphinx_adoc.syntax.document import Document, parse_file

from .contents import Component, Contents, Toctree
from .navigation import Entry, menus, unread

if TYPE_CHECKING:
    from sphinx.config import Config


@dataclass(frozen=True, slots=True)
class _Part:
    """A component with pages. ``navigation``: its files; ``start``: its start page; ``path``: the file that pages of no
    file belong to.
    """

    component: Component
    navigation: list[Path]
    start: str
    title: str
    path: Path


@dataclass(kw_only=True)
class Assembly:
    """``pages``: the files of all pages, by name. ``page``: gives the page that a file becomes. ``navigation``: gets
    the summaries of the navigation files, by variant.
    """

    site: Site
    config: Config
    pages: dict[str, Path]
    page: Callable[[Path], str | None]
    navigation: dict[str, list[Summary]] = field(default_factory=lambda: defaultdict(list))

    def contents(self) -> Contents:
        """Return what navigation makes of the pages."""
        top = self.site.top
        gate = Gate(trust(self.config), top, top, top=top)
        root = self.config.root_doc
        contents = Contents(taken=set(self.pages), root=root, page_of=self._page_of, refusal=gate.address)
        parts = list(self._parts(contents))
        if root not in contents.taken and parts:
            contents.listing(self.site.name or self.config.project, parts[0].path, root)
        contents.placed |= {part.start for part in parts if part.start != root}
        for part in parts:
            self._place(contents, part)
        others = tuple((part.title, part.start) for part in parts if part.start != root)
        if others:
            contents.toctrees[root].append(Toctree("", others))
        return contents

    def _parts(self, contents: Contents) -> Iterator[_Part]:
        of_component: dict[Antora | None, dict[str, Path]] = defaultdict(dict)
        for name, path in self.pages.items():
            of_component[self.site.component_of(path)][name] = path
        for component in self.site.components:
            if not (pages := of_component[component]):
                continue
            files, title = self.site.navigation(component), self.site.title(component)
            path, prefix = (files or [pages[min(pages)]])[0], self.site.prefix(component)
            file = self.site.start(component)
            start = self.page(file) if file is not None else None
            if start not in self.pages:
                start = contents.listing(title, path, f"{prefix}index")
            yield _Part(Component(prefix, frozenset(pages)), files, start, title, path)

    def _place(self, contents: Contents, part: _Part) -> None:
        """Place the navigation of a component; without any, all of its pages in order."""
        if part.navigation:
            documents = [(path, self._shown(path)) for path in part.navigation]
            contents.add(part.start, part.component, [(path, menus(document)) for path, document in documents])
            contents.findings += [finding for _, document in documents for finding in unread(document)]
        elif left := sorted(part.component.pages - contents.placed - {part.start, contents.root}):
            contents.placed.update(left)
            contents.toctrees[part.start].append(Toctree("", tuple((None, name) for name in left)))

    def _shown(self, path: Path) -> Document:
        """Read a navigation file in all variants; return it in the one that is shown."""
        documents = {variant: self._read(path, variant) for variant in values.variants(self.config)}
        return documents[self.config.adoc_variant]

    def _read(self, path: Path, variant: str) -> Document:
        document = parse_file(path, values.of_file(self.config, self.site, variant, path))
        self.navigation[variant].append(summarize(document)._replace(anchors=()))
        return document

    def _page_of(self, entry: Entry, path: Path) -> str | None:
        page = self.site.located(entry.target, path, "page") if entry.target else None
        paths = page.paths if page is not None and page.family == "page" else ()
        names = map(self.page, paths)
        return next((name for name in names if name in self.pages), None)
