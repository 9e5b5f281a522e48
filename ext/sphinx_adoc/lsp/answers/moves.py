"""Files that get another name or folder: the paths that name them, in all files of the project."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sphinx_adoc.graph import targets
from sphinx_adoc.graph.paths import BUILT
from sphinx_adoc.lsp.state.view import VariantDocument, View
from sphinx_adoc.syntax.source import Place, Span

from .edits import Change, Changes


def moved(view: View, renames: Mapping[Path, Path]) -> Changes:
    """Return the changes that keep references, includes and targets right when files or folders are renamed. A path
    that an attribute is part of is left as it is.
    """
    changes = Changes()
    for doc in view.all_documents():
        for span, path in _paths(view, doc, renames):
            text = view.text(span.start.path)
            if text.slice(span) != path:
                changes.add(view.real(span.start.path), Change(text.range(span), path))
    return changes


def _new(path: Path, renames: Mapping[Path, Path]) -> Path:
    """Where a file is afterwards."""
    for before, after in renames.items():
        if path == before:
            return after
        if path.is_relative_to(before):
            return after / path.relative_to(before)
    return path


def _paths(view: View, doc: VariantDocument, renames: Mapping[Path, Path]) -> Iterator[tuple[Span, str]]:
    """The places that name a file of the project, each with what has to stand there afterwards."""
    for one in _named(view, doc):
        path = one.afterwards(view, renames)
        if path:
            yield one.span, path


@dataclass(frozen=True, slots=True)
class _Named:
    """A path in a file. ``home``: the file that decides from where it counts, which is ``folder``, relative to that of
    the file. ``target``: the file that it means.
    """

    span: Span
    home: Path
    target: Path
    folder: str = ""

    def afterwards(self, view: View, renames: Mapping[Path, Path]) -> str:
        """Return the new text of the reference when files were renamed; '' where it stays, or is unknown."""
        home, target = _new(self.home, renames), _new(self.target, renames)
        written = view.text(self.span.start.path).slice(self.span)
        leads = _leads_to(self.home.parent / self.folder, written, self.target)
        if (home, target) == (self.home, self.target) or "{" in written or not leads:
            return ""
        suffix = PurePosixPath(written).suffix
        path = PurePosixPath(Path(os.path.relpath(target, home.parent / self.folder)).as_posix())
        return str(path.with_suffix(suffix) if suffix in BUILT else path if suffix else path.with_suffix(""))


def _named(view: View, doc: VariantDocument) -> Iterator[_Named]:
    """The paths of a document, includes counted."""
    page = view.real(doc.summary.path)
    for reference in doc.summary.references:
        document = doc.resolve(reference).document if reference.path else None
        if document is not None:
            start = reference.span.start
            span = Span(start, Place(start.path, start.line, start.column + len(reference.path) - 1))
            yield _Named(span, page, view.real(doc.index.summaries[document].path))
    for included in doc.details.includes:
        yield _Named(included.span, view.real(included.span.start.path), view.real(included.path))
    for target in doc.summary.targets:
        places = targets.places(doc.index, doc.summary, target) or ()
        there = next((place for place in places if view.files.is_file(place)), None)
        if there is not None:
            yield _Named(target.span, page, view.files.real(there), target.folder)


def _leads_to(folder: Path, written: str, target: Path) -> bool:
    """Whether a path, taken from a folder, is the target's but for its suffix."""
    place = Path(os.path.normpath(folder / written))
    return place in (target, target.with_suffix("")) or (
        place.suffix in BUILT and place.with_suffix(target.suffix) == target
    )
