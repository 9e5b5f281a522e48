"""What an Antora component as a whole lacks or has too much: pages in no navigation, images and partials of no use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.project.antora import DESCRIPTION, Described, Tree
from sphinx_adoc.syntax.antora import FAMILIES, START_PAGE, is_page, locate
from sphinx_adoc.syntax.files import Files
from sphinx_adoc.syntax.source import Place, Span

from .index import Index
from .resolve import resolve
from .targets import as_id

_MAX_NAMED_FILES: Final = 10  # files that a finding names
_UNUSED: Final = {"image": "images that no document shows", "partial": "partials that no document includes"}


def findings(indexes: Mapping[str, Index], tree: Tree, files: Files) -> Iterator[Finding]:
    """Give the findings of whole components: what no variant lists or uses."""
    if not tree.described:
        return
    used = _used(indexes.values(), files)
    for root, described in tree.described.items():
        if described.component.navigation:
            yield from _unlisted(indexes.values(), described, root)
        for family, what in _UNUSED.items():
            unused = [path for path in _files_of(root, family, files) if files.real(path) not in used]
            yield from _one_finding(Code.RESOURCE_UNUSED, root, what, unused, "remove them, or name them")


# -- pages in no navigation --------------------------------------------------------------------------------------------


def _unlisted(indexes: Iterable[Index], described: Described, root: Path) -> Iterator[Finding]:
    listed: set[str] = set()
    pages: dict[str, Path] = {}
    for index in indexes:
        listed |= _listed(index, described, root)
        pages |= {
            name: path
            for name, summary in index.summaries.items()
            if (path := Path(summary.path)).is_relative_to(root) and is_page(path, index.components)
        }
    left = [path for name, path in sorted(pages.items()) if name not in listed and path != root / START_PAGE]
    yield from _one_finding(Code.PAGE_UNLISTED, root, "pages that no navigation file names", left, "add them to one")


def _listed(index: Index, described: Described, root: Path) -> set[str]:
    """The documents that the navigation files of a component name."""
    files = [root / name for name in described.component.navigation]
    names = {name for path in files for name in index.documents_of(str(path))}
    listed = (
        resolve(index, name, reference).document for name in names for reference in index.summaries[name].references
    )
    return {*names, *(document for document in listed if document is not None)}


# -- images and partials of no use -------------------------------------------------------------------------------------


def _used(indexes: Iterable[Index], files: Files) -> set[Path]:
    """The files that documents show, link to and include."""
    used: set[Path] = set()
    for index in indexes:
        for summary in index.summaries.values():
            own = files.real(Path(summary.path))
            used |= {path for name in summary.includes if (path := files.real(Path(name))) != own}
            targets = [as_id(target) for target in summary.targets]
            targets += [(reference.path, "page") for reference in summary.references if "$" in reference.path]
            for target, family in targets:
                location = locate(target, Path(summary.path), index.components, default=family, files=files)
                used |= {files.real(path) for path in location.paths} if location is not None else set()
    return used


def _files_of(root: Path, family: str, files: Files) -> Iterator[Path]:
    """The files of a family in all modules of a component."""
    for path in files.walk(root / "modules"):
        parts = path.relative_to(root / "modules").parts
        if any("/".join(parts[1:]).startswith(f"{folder}/") for folder in FAMILIES[family]):
            yield path


def _one_finding(code: Code, root: Path, what: str, paths: list[Path], hint: str) -> Iterator[Finding]:
    """One finding for all such files of a component."""
    if paths:
        names = [path.relative_to(root / "modules").as_posix() for path in paths]
        more = f" and {len(names) - _MAX_NAMED_FILES} more" if len(names) > _MAX_NAMED_FILES else ""
        place = Place(str(root / DESCRIPTION), 1, 1)
        message = f"there are {what}: {', '.join(names[:_MAX_NAMED_FILES])}{more}"
        yield Finding(code, message, Span(place, place), hint=hint)
