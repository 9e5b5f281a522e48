"""The components of an Antora tree, from their ``antora.yml``: name, version, attributes, navigation."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.antora import START_PAGE, Component, Components, component_root, locate
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.source import Place, Span

from .antora_values import misshapen
from .attributes import Attributes
from .errors import ProjectError

DESCRIPTION: Final = "antora.yml"
MISSING: Final = "Antora's descriptions are read with PyYAML, which is missing: pip install 'sphinx-adoc[antora]'"
MAX_DESCRIPTION_BYTES: Final = 1024 * 1024  # bytes; a description has a few hundred
_REFERENCE: Final = re.compile(r"\{([\w-]+)\}")
_INTRINSIC: Final = {
    "site-gen": "antora",
    "site-gen-antora": "",
    "site-title": "@",
    "site-url": "@",
    "env": "site",
    "env-site": "",
    "icons": "font@",
    "source-highlighter": "highlight.js@",
    "imagesdir": "image$",
    "attachmentsdir": "attachment$",
    "examplesdir": "example$",
    "partialsdir": "partial$",
    "page-partial": "@",
    "page-edit-url": "@",
    **{f"page-origin-{what}": "@" for what in ("branch", "refhash", "refname", "reftype", "start-path", "url")},
    "page-origin-type": "git@",
}
"""What Antora sets for every page; empty here where only a site knows it. Where it gives the place of a built file, the
family of the resource stands here.
"""
_UPWARDS: Final = 4  # folders above a file that are asked for a description that names the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What an antora.yml says: the component, its title, the attributes of its pages."""

    component: Component
    path: Path
    title: str = ""
    display_version: str = ""
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The components that documents are in: by their folders, with what is wrong with their descriptions."""

    described: Mapping[Path, Described] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @cached_property
    def components(self) -> Components:
        """The component versions, for resource ids."""
        return Components(one.component for one in self.described.values())

    def attributes(self, path: Path, files: Files = DISK) -> Attributes:
        """Return the attributes that a page of a described component has from Antora; none for any other file."""
        module = self.components.module(path, files)
        if module is None or module.parent.parent not in self.described:
            return {}
        described = self.described[module.parent.parent]
        inside = path.is_relative_to(module)
        return {
            **_INTRINSIC,
            **self._of_version(described),
            "page-module": module.name if inside else "",
            "page-relative-src-path": "/".join(path.relative_to(module).parts[1:]) if inside else path.name,
        }

    def _of_version(self, described: Described) -> Attributes:
        """What all pages of a component version have; its parts share their attributes."""
        version, latest = described.component.version or "", self.components.latest(described.component.name)
        attributes: dict[str, str | None] = {
            "page-component-name": described.component.name,
            "page-component-title": described.title or described.component.name,
            "page-component-version": version,
            "page-component-display-version": described.display_version or version or "default",
            "page-component-latest-version": latest or version,
            "page-version": version,
        }
        if latest in (None, version):
            attributes["page-component-version-is-latest"] = ""
        for part in reversed(self.components.parts(described.component)):
            attributes |= self.described[part.root].attributes
        return attributes


class NotYaml(ValueError):
    """A file that is no YAML. ``line``, ``column``: where it stops being it."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def tree_of(paths: Iterable[Path], files: Files = DISK) -> Tree:
    """Return the components that the files are in; raise ProjectError where a description needs a package that is not
    installed.
    """
    described: dict[Path, Described] = {}
    findings: list[Finding] = []
    for root, surely in _roots(paths, files).items():
        if not files.is_file(root / DESCRIPTION):
            continue
        try:
            own, wrong = _read(root, files)
        except ValueError as error:
            line, column = (error.line, error.column) if isinstance(error, NotYaml) else (1, 1)
            findings.append(_finding(root / DESCRIPTION, line, str(error), column=column))
            continue
        if not surely and not own.component.navigation:
            continue
        described[root] = own
        findings += [*wrong, *_missing_navigation(own, files)]
    tree = Tree(described=described)
    for own in described.values():
        findings += _missing_start(own, tree.components, files)
    return Tree(described=described, findings=(*findings, *_twice(tree, files)))


def _roots(paths: Iterable[Path], files: Files) -> dict[Path, bool]:
    """The folders that may be those of components, and whether a file is in a module of them: others are of use if
    they name a navigation file outside of all modules.
    """
    roots: dict[Path, bool] = {}
    looked_at: set[Path] = set()
    for path in paths:
        if (root := component_root(path, files)) is not None:
            roots[root] = True
        elif path.parent not in looked_at:
            looked_at.add(path.parent)
            if (named := _described_above(path, files)) is not None:
                roots.setdefault(named, False)
    return roots


def _described_above(path: Path, files: Files) -> Path | None:
    """The nearest folder above a file that has a description."""
    above = (path.parent, *path.parent.parents[:_UPWARDS])
    return next((folder for folder in above if files.is_file(folder / DESCRIPTION)), None)


def folder_of(path: Path, files: Files = DISK) -> Path:
    """Return the folder that a file which is looked at by itself belongs to: that of its component, else its own."""
    return component_root(path, files) or _described_above(path, files) or path.parent


def _read(root: Path, files: Files) -> tuple[Described, list[Finding]]:
    """Return what a description says, and what of it is left out. Raise ValueError for one that cannot be followed."""
    path = root / DESCRIPTION
    content = parsed(path, files)
    name, version = content.get("name"), content.get("version", "")
    if not isinstance(name, str | int | float) or not str(name).strip():
        raise ValueError("a component needs a name: write name: NAME")
    asciidoc = content.get("asciidoc") or {}
    attributes = asciidoc.get("attributes") if isinstance(asciidoc, dict) else None
    navigation = content.get("nav") or []
    component = Component(
        str(name),
        None if isinstance(version, bool) else _words(version),
        root,
        navigation=tuple(map(str, navigation if isinstance(navigation, list) else ())),
        start=start if isinstance(start := content.get("start_page"), str) else "",
        prerelease=bool(content.get("prerelease")),
    )
    described = Described(
        component=component,
        path=path,
        title=_words(content.get("title")),
        display_version=_words(content.get("display_version")),
        attributes=dict(attributes_of(attributes if isinstance(attributes, dict) else {})),
    )
    return described, [*misshapen(path, content, files.read(path).decode("utf-8-sig"))]


def _words(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)


def parsed(path: Path, files: Files) -> dict[str, Any]:
    """Return the table that a YAML file holds; raise ValueError for a file that has none."""
    if find_spec("yaml") is None:
        raise ProjectError(MISSING)
    import yaml

    if files.size(path) > MAX_DESCRIPTION_BYTES:
        raise ValueError(f"it is larger than {MAX_DESCRIPTION_BYTES} bytes")
    try:
        content = yaml.safe_load(files.read(path).decode("utf-8-sig"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        problem = getattr(error, "problem", None) or error
        raise NotYaml(f"it is not YAML in line {line}: {problem}", line, column) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"it is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise ValueError("a table of names and values is needed, such as name: NAME")
    return content


def attributes_of(values: Mapping[Any, Any]) -> Iterator[tuple[str, str | None]]:
    """Give the attributes of a table, with the references to earlier ones in their values replaced, as Antora does."""
    known: dict[str, str] = {}
    for key, value in values.items():
        name = str(key).lower()
        if value is None or value is False:
            yield name.rstrip("@"), None
        elif isinstance(value, str | int | float):
            text = (
                ""
                if value is True
                else _REFERENCE.sub(lambda described: known.get(described[1], described[0]), str(value))
            )
            if len(text) <= MAX_DESCRIPTION_BYTES:  # references to references can grow without bounds
                known[name.rstrip("@")] = text.removesuffix("@")
                yield name, text


def _twice(tree: Tree, files: Files) -> Iterator[Finding]:
    """Several folders may hold parts of one component version, but not the same file."""
    seen: dict[tuple[str, str | None, str], Path] = {}
    for root, described in tree.described.items():
        if len(tree.components.parts(described.component)) == 1:
            continue
        same = []
        for path in files.walk(root / "modules"):
            name = path.relative_to(root / "modules").as_posix()
            if seen.setdefault((*described.component.key, name), root) != root:
                same.append(name)
        if same:
            named, version = (
                described.component.name,
                f" {described.component.version}" if described.component.version else "",
            )
            other = seen[*described.component.key, same[0]] / DESCRIPTION
            more = f" and {len(same) - 1} more" if len(same) > 1 else ""
            message = f"the component '{named}'{version} is described in {other} too, and both have '{same[0]}'{more}"
            yield _finding(described.path, 1, message)


def _missing_navigation(described: Described, files: Files) -> Iterator[Finding]:
    """Antora takes a navigation file whose path is the name letter for letter, and whose suffix is the usual one."""
    root = described.component.root
    for name in described.component.navigation:
        plain = posixpath.normpath(name)
        hint = ""
        if files.is_file(root / name):
            if plain == name and name.endswith(".adoc"):
                continue
            hint = f"Antora knows the file as '{plain}'" if plain != name else "Antora reads files that end in '.adoc'"
        message = f"there is no navigation file '{name}'"
        yield _finding(described.path, _line(described.path, name, files), message, hint)


def _missing_start(described: Described, components: Components, files: Files) -> Iterator[Finding]:
    """Antora looks for the start page in the component version itself; aliases of pages do not count."""
    component = described.component
    if not component.start or component.version is None:
        return
    main = component.root / START_PAGE
    location = locate(component.start, main, components, default="page", files=files)
    if location is None or not any(map(files.is_file, location.paths)):
        line = _line(described.path, component.start, files)
        yield _finding(described.path, line, f"there is no page '{component.start}' to start with")


def _line(path: Path, word: str, files: Files) -> int:
    """The first line of a file that has a word in it, else the first line."""
    lines = files.read(path).decode("utf-8", "replace").splitlines()
    return next((number for number, text in enumerate(lines, 1) if word in text), 1)


def _finding(path: Path, line: int, message: str, hint: str = "", *, column: int = 1) -> Finding:
    """What is wrong with a description."""
    place = Place(str(path), line, column)
    return Finding(Code.ANTORA_DESCRIPTION, message, Span(place, place), hint=hint)
