"""Antora's resource ids, ``version@component:module:family$path``, and the files that they name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc.syntax.files import DISK, Files

from .versions import latest

_RESOURCE: Final = re.compile(
    r"(?:(?P<version>[^@:$]+)@)?(?:(?:(?P<component>[^@:$]+):)?(?P<module>[^@:$]+)?:)?(?:(?P<family>[^@:$]+)\$)?"
    r"(?P<path>[^:$][^@:$]*)"
)
FAMILIES: Final = {
    "page": ("pages",),
    "partial": ("partials", "pages/_partials"),
    "example": ("examples",),
    "image": ("images", "assets/images"),
    "attachment": ("attachments", "assets/attachments"),
}
"""The folders of a module, by the family of what they hold; the second one is where older versions had it."""

MAIN: Final = "ROOT"
"""The module that is meant where an id names a component and no module."""

START_PAGE: Final = Path("modules", MAIN, FAMILIES["page"][0], "index.adoc")
"""The page with which a component begins that names no other one, below its folder."""

PUBLISHED: Final = frozenset({"page", "image", "attachment"})
"""The families whose files are part of the site."""

_FOLDERS: Final = frozenset(folder.split("/")[0] for folders in FAMILIES.values() for folder in folders)


class Component(NamedTuple):
    """A component version: a folder that holds ``modules``. ``version``: None where it is taken from elsewhere (a
    branch), so that any will do. ``described``: it has an antora.yml. ``navigation``: its navigation files, as written.
    ``start``: the id of its start page, '' without one. ``prerelease``: it is not yet the latest version.
    """

    name: str
    version: str | None
    root: Path
    described: bool = True
    navigation: tuple[str, ...] = ()
    start: str = ""
    prerelease: bool = False

    @property
    def key(self) -> tuple[str, str | None]:
        """The name and the version."""
        return self.name, self.version


class Components:
    """The component versions of a tree. Several folders may hold parts of one."""

    def __init__(self, components: Iterable[Component] = ()) -> None:
        self._by_root = {component.root: component for component in components}
        self._by_name: dict[str, list[Component]] = defaultdict(list)
        for component in self._by_root.values():
            self._by_name[component.name].append(component)
        self._roots: dict[Path, Path | None] = {}

    def __iter__(self) -> Iterator[Component]:
        return iter(self._by_root.values())

    def module(self, path: Path, files: Files = DISK) -> Path | None:
        """Return the folder of the module that a file belongs to, or None. That of a navigation file outside of all
        modules is the main one.
        """
        home = self._root(path.parent) if self._by_root else None
        if home is None:
            return _module(path, files)
        inner = path.relative_to(home)
        if inner.parts[0] == "modules" and len(inner.parts) > 2:
            return home / "modules" / inner.parts[1]
        return home / "modules" / MAIN if inner.as_posix() in self._by_root[home].navigation else None

    def _root(self, folder: Path) -> Path | None:
        """The nearest folder of a component above the files of a folder; looked for once."""
        if folder not in self._roots:
            self._roots[folder] = next((root for root in (folder, *folder.parents) if root in self._by_root), None)
        return self._roots[folder]

    def home(self, path: Path, files: Files = DISK) -> Component | None:
        """Return the component of a file, None where it is in no module; one without a description has no name."""
        module = self.module(path, files)
        if module is None:
            return None
        root = module.parent.parent
        return self._by_root.get(root) or Component("", None, root, described=False)

    def parts(self, component: Component) -> list[Component]:
        """Return the folders that a component version is in, its own first."""
        same = [one for one in self._by_name.get(component.name, ()) if one.key == component.key]
        return [component, *(one for one in same if one != component and component.version is not None)]

    def named(self, name: str, version: str | None) -> list[Component]:
        """Return the folders of a component version; of the latest one unless a version is given."""
        there = self._by_name.get(name, [])
        if version is None:
            version = self.latest(name)
        return [one for one in there if version is None or one.version in (None, version)]

    def latest(self, name: str) -> str | None:
        """Return the latest version of a component, None where it cannot be known."""
        there = self._by_name.get(name, [])
        if any(one.version is None for one in there):
            return None
        finished = [one.version or "" for one in there if not one.prerelease]
        return latest(finished or [one.version or "" for one in there])


NONE: Final = Components()


class Location(NamedTuple):
    """Where a resource is: the files that it may be, the likeliest first; none where its component version, which
    ``component`` names, is not in the tree. ``hidden``: a part of its path begins with an underscore.
    """

    paths: tuple[Path, ...]
    component: str = ""
    family: str = "page"
    hidden: bool = False

    @property
    def published(self) -> bool:
        """Whether the resource is a part of the site, so that pages can link to it."""
        return self.family in PUBLISHED and not self.hidden


def component_root(path: Path, files: Files = DISK) -> Path | None:
    """Return the folder of the component that a file belongs to (the one that holds ``modules``), or None."""
    module = _module(path, files)
    return module.parent.parent if module else None


def _module(path: Path, files: Files) -> Path | None:
    """The folder of the module that a file belongs to: as the path names it, else as the file system does."""
    named = _module_in(path)
    return named if named is not None else _module_in(files.real(path))


def _module_in(path: Path) -> Path | None:
    """The folder above a path that lies in a folder ``modules``: the outermost one that has the path in the folder of
    a family, since pages may lie in a folder of that name too; else the innermost one.
    """
    parts = path.parts
    if "modules" not in parts:
        return None
    ends = [end for end in range(2, len(parts)) if parts[end - 2] == "modules"]
    of_family = (end for end in ends if end < len(parts) - 1 and parts[end] in _FOLDERS)
    end = next(of_family, ends[-1] if ends else 0)
    return Path(*parts[:end]) if end else None


def is_page(path: Path, components: Components, files: Files = DISK) -> bool:
    """Tell whether a document becomes a page of a described component: what begins with an underscore or a dot does
    not.
    """
    home = components.home(path, files) if any(components) else None
    if home is None or not home.described or not path.is_relative_to(home.root / "modules"):
        return False
    if path.relative_to(home.root).as_posix() in home.navigation:
        return False
    parts = path.relative_to(home.root / "modules").parts
    return len(parts) > 2 and parts[1] in FAMILIES["page"] and not any(part[0] in "_." for part in parts[2:])


def is_part(path: Path, components: Components, files: Files = DISK) -> bool:
    """Tell whether a document of a described component is there for pages to include it: what its ids mean depends on
    them.
    """
    home = components.home(path, files) if any(components) else None
    if home is None or not home.described or not path.is_relative_to(home.root / "modules"):
        return False
    inner = "/".join(path.relative_to(home.root / "modules").parts[1:])
    return any(inner.startswith(f"{folder}/") for family in ("partial", "example") for folder in FAMILIES[family])


def id_of(path: Path, document: Path, components: Components, files: Files = DISK) -> str:
    """Return the id by which a document names a page of a described component, the shortest one; '' for other files."""
    if not is_page(path, components, files) or (home := components.home(path, files)) is None:
        return ""
    module, _, *inner = path.relative_to(home.root / "modules").parts
    name, own = "/".join(inner), components.home(document, files)
    here = components.module(document, files)
    if own is None or own.key != home.key:
        version = f"{home.version}@" if home.version not in (None, components.latest(home.name)) else ""
        return f"{version}{home.name}:{module.removeprefix(MAIN)}:{name}"
    return name if here is not None and here.name == module else f"{module}:{name}"


def locate(
    target: str, path: Path, components: Components = NONE, *, default: str = "", files: Files = DISK
) -> Location | None:
    """Return where the resource is that an id in the document at ``path`` names; None where it is no resource id.

    ``default``: the family of an id that names none ('': such an id without a module or version is a plain path). The
    files need not exist.
    """
    match = _RESOURCE.fullmatch(target)
    home = components.module(path, files)
    if match is None or home is None or (not default and not any(sign in target for sign in "$:@")):
        return None
    family = match["family"] or default or "page"
    if family not in FAMILIES:
        return None
    own = components.home(path, files)
    homes = components.parts(own) if own is not None else []
    if match["component"] or match["version"]:
        version = {"_": ""}.get(match["version"], match["version"]) if match["version"] else None
        name = match["component"] or (own.name if own else "")
        homes = components.named(name, version)
        if not homes:
            return Location((), f"{match['version']}@{name}" if match["version"] else name, family)
    module = match["module"] or (MAIN if match["component"] else home.name)
    inner = _inner(match["path"], path, home)
    return Location(
        tuple(one.root / "modules" / module / folder / inner for one in homes for folder in FAMILIES[family]),
        family=family,
        hidden="/_" in f"/{inner}",
    )


def _inner(path: str, document: Path, module: Path) -> str:
    """A path within the folder of a family, as Antora reads it: a dot at its beginning is the document's folder within
    that of its own family, and what leads out of the folder leads to it.
    """
    if "/" not in path:
        return path
    parts: list[str] = []
    for at, part in enumerate(path.split("/")):
        if part == "..":
            del parts[-1:]
        elif part == "." and at == 0:
            parts += filter(None, [_folder(document, module)])
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _folder(document: Path, module: Path) -> str:
    """The folder of a document within that of its family, '' for that one itself, and outside of all families."""
    for folder in (folder for folders in FAMILIES.values() for folder in reversed(folders)):
        if document.is_relative_to(module / folder):
            return document.parent.relative_to(module / folder).as_posix().removeprefix(".")
    return ""
