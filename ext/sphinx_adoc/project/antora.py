"""The components of an Antora tree, from their ``antora.yml``: name, version, attributes, navigation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.antora import Component, Components, component_root
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.source import Place, Span

from .attributes import Attributes
from .errors import ProjectError

DESCRIPTION: Final = "antora.yml"
MISSING: Final = "Antora's descriptions are read with PyYAML, which is missing: pip install 'sphinx-adoc[antora]'"
LARGEST: Final = 1024 * 1024  # bytes; a description has a few hundred
_REFERENCE: Final = re.compile(r"\{([\w-]+)\}")
_INTRINSIC: Final = {
    "site-gen": "antora",
    "site-gen-antora": "",
    "env": "site",
    "env-site": "",
    "imagesdir": "image$",
    "attachmentsdir": "attachment$",
    "examplesdir": "example$",
    "partialsdir": "partial$",
}
"""What Antora sets for every page. Where it gives the place of a built file, the family of the resource stands here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What an antora.yml says: the component, the attributes of its pages, its navigation files as written."""

    component: Component
    path: Path
    attributes: Attributes = field(default_factory=dict)
    navigation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The components that documents are in: by their folders, with what is wrong with their descriptions."""

    described: Mapping[Path, Described] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def components(self) -> Components:
        """The component versions, for resource ids."""
        return Components(one.component for one in self.described.values())

    def attributes(self, path: Path, files: Files = DISK) -> Attributes:
        """Return the attributes that a page of a described component has from Antora; none for any other file."""
        root = component_root(path, files)
        if root is None or root not in self.described:
            return {}
        found, parts = self.described[root], path.relative_to(root / "modules").parts
        version = found.component.version or ""
        return {
            **_INTRINSIC,
            "page-component-name": found.component.name,
            "page-component-version": version,
            "page-version": version,
            "page-module": parts[0],
            "page-relative-src-path": "/".join(parts[2:]),
            **found.attributes,
        }


def tree_of(paths: Iterable[Path], files: Files = DISK) -> Tree:
    """Return the components that the files are in; raise ProjectError where a description needs a package that is not
    installed.
    """
    roots = dict.fromkeys(root for path in paths if (root := component_root(path, files)) is not None)
    described: dict[Path, Described] = {}
    findings: list[Finding] = []
    for root in roots:
        if not files.is_file(root / DESCRIPTION):
            continue
        try:
            found = _read(root, files)
        except ValueError as error:
            findings.append(_finding(root / DESCRIPTION, 1, str(error)))
            continue
        described[root] = found
        findings += _same_name(found, described.values())
        findings += _missing_navigation(found, files)
    return Tree(described=described, findings=tuple(findings))


def _read(root: Path, files: Files) -> Described:
    """Raise ValueError for a description that cannot be followed."""
    path = root / DESCRIPTION
    content = parsed(path, files)
    name, version = content.get("name"), content.get("version", "")
    if not isinstance(name, str | int | float) or not str(name).strip():
        raise ValueError("a component needs a name: write name: NAME")
    component = Component(str(name), None if isinstance(version, bool | dict) else str(version or ""), root)
    asciidoc = content.get("asciidoc") or {}
    given = asciidoc.get("attributes") if isinstance(asciidoc, dict) else None
    navigation = content.get("nav") or []
    return Described(
        component=component,
        path=path,
        attributes=dict(attributes_of(given if isinstance(given, dict) else {})),
        navigation=tuple(map(str, navigation if isinstance(navigation, list) else [navigation])),
    )


def parsed(path: Path, files: Files) -> dict[str, Any]:
    """Return the table that a YAML file holds; raise ValueError for a file that has none."""
    if find_spec("yaml") is None:
        raise ProjectError(MISSING)
    import yaml

    if files.size(path) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST} bytes")
    try:
        content = yaml.safe_load(files.read(path).decode("utf-8-sig"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise ValueError(f"it is not YAML{where}: {getattr(error, 'problem', None) or error}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"it is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise ValueError("a table of names and values is needed, such as name: NAME")
    return content


def attributes_of(given: Mapping[Any, Any]) -> Iterator[tuple[str, str | None]]:
    """Give the attributes of a table, with the references to earlier ones in their values replaced, as Antora does."""
    known: dict[str, str] = {}
    for key, value in given.items():
        name = str(key).lower()
        if value is None or value is False:
            yield name.rstrip("@"), None
        elif isinstance(value, str | int | float):
            text = "" if value is True else _REFERENCE.sub(lambda found: known.get(found[1], found[0]), str(value))
            if len(text) <= LARGEST:  # references to references can grow without bounds
                known[name.rstrip("@")] = text.removesuffix("@")
                yield name, text


def _same_name(found: Described, others: Iterable[Described]) -> Iterator[Finding]:
    own = found.component
    for other in others:
        one = other.component
        if one.root != own.root and (one.name, one.version) == (own.name, own.version) and own.version is not None:
            version = f" {own.version}" if own.version else ""
            yield _finding(found.path, 1, f"the component '{own.name}'{version} is described in {other.path} too")


def _missing_navigation(found: Described, files: Files) -> Iterator[Finding]:
    lines = files.read(found.path).decode("utf-8", "replace").splitlines()
    for name in found.navigation:
        if not files.is_file(found.component.root / name):
            line = next((number for number, text in enumerate(lines, 1) if name in text), 1)
            yield _finding(found.path, line, f"there is no navigation file '{name}'")


def _finding(path: Path, line: int, message: str) -> Finding:
    """What is wrong with a description."""
    place = Place(str(path), line, 1)
    return Finding(Code.ANTORA_DESCRIPTION, message, Span(place, place))
