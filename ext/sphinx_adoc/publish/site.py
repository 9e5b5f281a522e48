"""An Antora site as Sphinx sees it: its components, and which page each of their files becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ConfigError
from sphinx.util.matching import get_matching_files

from sphinx_adoc.finding import Finding
from sphinx_adoc.project import ProjectError, playbook
from sphinx_adoc.project.antora import DESCRIPTION, Tree, tree_of
from sphinx_adoc.project.attributes import Attributes, merged
from sphinx_adoc.syntax.antora import FAMILIES, MAIN, START_PAGE, Component, Location, component_root, locate

if TYPE_CHECKING:
    from sphinx.config import Config

_SKIPPED: Final = ("**/_sources", ".#*", "**/.#*", "*.lproj/**")  # as Sphinx itself does
_DEEP: Final = 4  # modules/<module>/pages/<page>


@dataclass(frozen=True, kw_only=True)
class Site:
    """``top``: Sphinx' source folder. ``roots``: the folders of the components, also of those whose description cannot
    be followed. ``attributes``: of all pages, and ``name`` and ``start_page``: of the site, by a playbook.
    ``findings``: what is wrong with descriptions and playbook.
    """

    top: Path
    roots: tuple[Path, ...]
    tree: Tree = field(default_factory=Tree)
    attributes: Attributes = field(default_factory=dict)
    name: str = ""
    start_page: str = ""
    findings: tuple[Finding, ...] = ()

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The component versions, each by the first of the folders that hold parts of it."""
        components = {
            component.key: component for root in reversed(self.roots) for component in [self._component(root)]
        }
        return tuple(reversed(components.values()))

    def _component(self, root: Path) -> Component:
        described = self.tree.described.get(root)
        return described.component if described is not None else Component(root.name, None, root, described=False)

    def root_of(self, path: Path) -> Path | None:
        """Return the folder of a component that a file lies in, None where it lies in none."""
        around = (root for root in self.roots if path.is_relative_to(root))
        return max(around, key=lambda root: len(root.parts), default=None)

    def component_of(self, path: Path) -> Component | None:
        """Return the component version of a file, None where it is in none."""
        root = self.root_of(path)
        return self._by_root[root] if root is not None else None

    @cached_property
    def _by_root(self) -> dict[Path, Component]:
        by_key = {component.key: component for component in self.components}
        return {root: by_key[self._component(root).key] for root in self.roots}

    @cached_property
    def _navigation(self) -> frozenset[Path]:
        return frozenset(path for component in self.components for path in self.navigation(component))

    def folders(self, component: Component) -> list[Path]:
        """Return the folders that hold parts of a component version."""
        return [root for root in self.roots if self._component(root).key == component.key]

    def title(self, component: Component) -> str:
        """Return what a component is called."""
        titles = (self.tree.described[root].title for root in self.folders(component) if root in self.tree.described)
        return next(filter(None, titles), component.name)

    def navigation(self, component: Component) -> list[Path]:
        """Return the navigation files of a component that are there, in order."""
        names = ((root, name) for root in self.folders(component) for name in self._component(root).navigation)
        return [path for root, name in names if (path := root / name).is_file()]

    def prefix(self, component: Component) -> str:
        """Return what the names of a component's pages begin with: nothing where it is the only one, else its name and
        its version, as in Antora's addresses.
        """
        if len(self.components) == 1:
            return ""
        parts = ("" if component.name == MAIN else component.name, component.version or "")
        return "".join(f"{part}/" for part in parts if part)

    def docname(self, path: Path, suffixes: Iterable[str]) -> str | None:
        """Return the name of the page that a file of a component becomes; None: it becomes none."""
        root, component = self.root_of(path), self.component_of(path)
        suffix = next((suffix for suffix in suffixes if path.name.endswith(suffix)), None)
        if root is None or component is None or suffix is None or path in self._navigation:
            return None
        inner = path.relative_to(root).parts
        if len(inner) < _DEEP or inner[0] != "modules" or inner[2] not in FAMILIES["page"]:
            return None
        if any(part[0] in "_." for part in inner[3:]):
            return None
        module = "" if inner[1] == MAIN else f"{inner[1]}/"
        return self.prefix(component) + module + "/".join(inner[3:]).removesuffix(suffix)

    def start(self, component: Component) -> Path | None:
        """Return the file of the start page of a component; None where it is not there."""
        named = next(filter(None, (self._component(root).start for root in self.folders(component))), "")
        return self._page(named or START_PAGE.name, component.root / START_PAGE)

    def first(self) -> Path | None:
        """Return the file of the page that the site begins with: the playbook's, else that of the only component."""
        if self.start_page:
            return self._page(self.start_page, self.roots[0] / START_PAGE)
        return self.start(self.components[0]) if len(self.components) == 1 else None

    def _page(self, target: str, path: Path) -> Path | None:
        """The file of a page that an id in the file at ``path`` names, with or without its suffix."""
        page = self.located(target, path, "page")
        named = page.paths if page is not None and page.family == "page" else ()
        return next((path for path in named if path.is_file()), None) or next(
            (path for name in named if (path := name.with_name(f"{name.name}.adoc")).is_file()), None
        )

    def attributes_of(self, path: Path) -> Attributes:
        """Return the attributes that Antora gives a page, and the playbook all pages."""
        own = self.tree.attributes(path)
        return merged(own, self.attributes) if own else dict(self.attributes)

    def located(self, target: str, path: Path, family: str) -> Location | None:
        """Return where the resource is that an id in the file at ``path`` names; None where it is no resource id.
        ``family``: of an id that names none ('': such an id without a module is a plain path).
        """
        if "://" in target or target.startswith("data:"):
            return None
        return locate(target, path, self.tree.components, default=family)


def site_of(config: Config, srcdir: Path, confdir: Path) -> Site | None:
    """Return the site that ``adoc_antora`` asks for, None where it asks for none; raise ConfigError for one that is not
    below the source folder.
    """
    value = config.adoc_antora
    if not value:
        return None
    places = (
        [srcdir] if value is True else [Path(confdir, name) for name in ([value] if isinstance(value, str) else value)]
    )
    try:
        return _site(config, srcdir, places)
    except ProjectError as error:
        raise ConfigError(f"adoc_antora: {error}") from error


def _site(config: Config, srcdir: Path, places: list[Path]) -> Site:
    playbook_values: dict[str, Any] = {}
    folders: list[Path] = []
    findings: tuple[Finding, ...] = ()
    for place in map(Path.resolve, places):
        if place.suffix in playbook.SUFFIXES and place.name != DESCRIPTION:
            book = playbook.read(place)
            folders += book.folders
            findings += book.findings
            playbook_values = {"attributes": book.attributes, "name": book.title, "start_page": book.start_page}
        else:
            folders.append(place.parent if place.name == DESCRIPTION else place)
    roots = tuple(dict.fromkeys(root for folder in folders for root in _components(config, srcdir, folder)))
    tree = tree_of(root / START_PAGE for root in roots)
    return Site(top=srcdir, roots=roots, tree=tree, findings=(*findings, *tree.findings), **playbook_values)


def _components(config: Config, srcdir: Path, folder: Path) -> list[Path]:
    """The folders with a description in a folder and below it, in order. Raises ConfigError where there is none."""
    if not folder.is_relative_to(srcdir):
        raise ConfigError(
            f"adoc_antora: '{folder}' is not below the source folder '{srcdir}'; "
            "give sphinx-build a folder that holds it, and with -c the folder of conf.py"
        )
    names = get_matching_files(srcdir, (DESCRIPTION, f"**/{DESCRIPTION}"), (*config.exclude_patterns, *_SKIPPED))
    roots = sorted(root for name in names if (root := (srcdir / name).parent).is_relative_to(folder))
    roots = [root for root in roots if component_root(root / START_PAGE) == root and (root / "modules").is_dir()]
    if not roots:
        raise ConfigError(
            f"adoc_antora: there is no {DESCRIPTION}, with a folder 'modules' beside it, in '{folder}' or below it"
        )
    return roots
