"""Antora's resource ids, ``version@component:module:family$path``, and the files that they name."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sphinx_adoc.syntax.files import DISK, Files

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


@dataclass(frozen=True, slots=True)
class Component:
    """A component version: a folder that holds ``modules``. ``version``: None where it is taken from elsewhere (a
    branch), so that any will do. ``described``: it has an antora.yml.
    """

    name: str
    version: str | None
    root: Path
    described: bool = True


class Components:
    """The component versions of a tree."""

    def __init__(self, components: Iterable[Component] = ()) -> None:
        self._by_root = {component.root: component for component in components}
        self._by_name: dict[str, list[Component]] = defaultdict(list)
        for component in self._by_root.values():
            self._by_name[component.name].append(component)

    def __iter__(self) -> Iterator[Component]:
        return iter(self._by_root.values())

    def home(self, path: Path, files: Files = DISK) -> Component | None:
        """Return the component of a file, None where it is in no module; one without a description has no name."""
        root = component_root(path, files)
        if root is None:
            return None
        return self._by_root.get(root) or Component("", None, root, described=False)

    def named(self, name: str, version: str | None) -> list[Component]:
        """Return the component versions of a name; of any version unless one is given."""
        components = self._by_name.get(name, [])
        return [one for one in components if version is None or one.version in (None, version)]


NONE: Final = Components()


@dataclass(frozen=True, slots=True)
class Location:
    """Where a resource is: the files that it may be, the likeliest first; none where its component version, which
    ``component`` names, is not in the tree.
    """

    paths: tuple[Path, ...]
    component: str = ""
    family: str = "page"


def component_root(path: Path, files: Files = DISK) -> Path | None:
    """Return the folder of the component that a file belongs to (the one that holds ``modules``), or None."""
    module = _module(path, files)
    return module.parent.parent if module else None


def _module(path: Path, files: Files) -> Path | None:
    """The folder of the module that a file belongs to: as the path names it, else as the file system does."""
    named = _module_in(path)
    return named if named is not None else _module_in(files.real(path))


def _module_in(path: Path) -> Path | None:
    """The innermost folder above a path that lies in a folder ``modules``."""
    parts = path.parts
    if "modules" not in parts:
        return None
    ends = (end for end in range(len(parts) - 1, 1, -1) if parts[end - 2] == "modules")
    end = next(ends, 0)
    return Path(*parts[:end]) if end else None


def locate(
    target: str, path: Path, components: Components = NONE, *, default: str = "", files: Files = DISK
) -> Location | None:
    """Return where the resource is that an id in the document at ``path`` names; None where it is no resource id.

    ``default``: the family of an id that names none ('': such an id without a module is a plain path). The files need
    not exist.
    """
    match = _RESOURCE.fullmatch(target)
    home = _module(path, files)
    if match is None or home is None or (not default and match["family"] is None and ":" not in target):
        return None
    family = match["family"] or default or "page"
    if family not in FAMILIES:
        return None
    own = components.home(path, files)
    module = match["module"] or (MAIN if match["component"] else home.name)
    homes = [own] if own is not None else []
    if match["component"] or match["version"]:
        version = {"_": ""}.get(match["version"], match["version"]) if match["version"] else None
        name = match["component"] or (own.name if own else "")
        homes = components.named(name, version)
        if own is not None and own in homes:  # an id without a version means the one that it stands in, if it can
            homes = [own, *(home for home in homes if home != own)]
        if not homes:
            return Location((), f"{match['version']}@{name}" if match["version"] else name, family)
    inner = _inner(match["path"], path, home, family)
    return Location(
        tuple(one.root / "modules" / module / folder / inner for one in homes for folder in FAMILIES[family]),
        family=family,
    )


def _inner(path: str, document: Path, module: Path, family: str) -> str:
    """A path within the folder of a family; one that begins with a dot counts from the document's folder."""
    folder = module / FAMILIES[family][0]
    if path.startswith(("./", "../")) and document.is_relative_to(folder):
        path = posixpath.join(document.parent.relative_to(folder).as_posix(), path)
    return posixpath.normpath(path.lstrip("/"))
