"""Antora's playbook: the folders of sources that it names, and the attributes of all pages. Nothing is fetched."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.source import Place, Span

from .antora import attributes_of, parsed
from .attributes import Attributes
from .errors import ProjectError

SUFFIXES: Final = frozenset({".yml", ".yaml"})
_REMOTE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://|[^/\\]+@[^/\\]+:")


class Playbook(NamedTuple):
    """``folders``: those that hold the local sources. ``attributes``: of all pages. ``title``: of the site, and
    ``start_page``: the resource id of its first page; '' where none is named. ``findings``: sources that are not here.
    """

    folders: tuple[Path, ...]
    attributes: Attributes
    title: str = ""
    start_page: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def root(self) -> Path:
        """The folder that holds all of the sources."""
        return Path(os.path.commonpath(self.folders))


def read(path: Path, files: Files = DISK) -> Playbook:
    """Return what a playbook says; raise ProjectError for one that cannot be followed, or has no local source."""
    try:
        content = parsed(path, files)
    except ValueError as error:
        raise ProjectError(f"{path}: no playbook: {error}") from error
    except OSError as error:
        raise ProjectError(f"cannot read {path}: {error.strerror}") from error
    sources = _table(content.get("content")).get("sources")
    if not isinstance(sources, list):
        raise ProjectError(f"{path}: no playbook: it has no content.sources")
    folders: list[Path] = []
    findings: list[Finding] = []
    for source in map(_table, sources):
        url = str(source.get("url") or "")
        if _REMOTE.match(url):
            findings.append(_at(path, url, f"the source '{url}' is not fetched: what lies there is not checked", files))
        elif url and files.is_dir(folder := Path(os.path.normpath(path.parent / url))):
            folders += _start_paths(source, folder, files)
        else:
            findings.append(_at(path, url, f"the source '{url}' is not there", files))
    if not folders:
        raise ProjectError(
            f"{path}: none of its sources is a folder here: " + "; ".join(one.message for one in findings)
        )
    attributes = dict(attributes_of(_table(_table(content.get("asciidoc")).get("attributes"))))
    site = _table(content.get("site"))
    return Playbook(
        folders=tuple(dict.fromkeys(folders)),
        attributes=attributes,
        title=str(site.get("title") or ""),
        start_page=str(site.get("start_page") or ""),
        findings=tuple(findings),
    )


def _table(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _start_paths(source: dict[Any, Any], folder: Path, files: Files) -> Iterator[Path]:
    """The folders of a source that hold components; all of it where they are chosen by patterns."""
    named = source.get("start_paths") or source.get("start_path") or ""
    names = [str(name) for name in named] if isinstance(named, list) else str(named).split(",")
    for name in names:
        place = Path(os.path.normpath(folder / name.strip()))
        inside = files.real(place).is_relative_to(files.real(folder)) and files.is_dir(place)
        yield place if inside else folder


def _at(path: Path, word: str, message: str, files: Files) -> Finding:
    lines = files.read(path).decode("utf-8", "replace").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if word and word in text), 1)
    column = lines[line - 1].find(word) + 1 if lines else 1
    span = Span(Place(str(path), line, max(column, 1)), Place(str(path), line, max(column + len(word) - 1, 1)))
    return Finding(Code.SOURCE_UNCHECKED, message, span)
