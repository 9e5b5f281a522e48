"""What stands at a place beside references and anchors: includes, attributes, images and other files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx_adoc.graph import targets
from sphinx_adoc.graph.model import Target
from sphinx_adoc.lsp.state.details import Included, Setting, Use
from sphinx_adoc.lsp.state.view import VariantDocument, View


def includes_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[VariantDocument, Included]]:
    """Yield the files that a directive at a line brings in."""
    for doc in view.documents_of(path):
        for included in doc.details.includes:
            if view.is_at(included.span, path, at):
                yield doc, included


def uses_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[VariantDocument, Use]]:
    """Yield the attributes that are named at a line and column."""
    for doc in view.documents_of(path):
        for use in doc.details.uses:
            if view.is_at(use.span, path, at):
                yield doc, use


def settings_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[VariantDocument, Setting]]:
    """Yield the attributes that are set by an entry whose name is at a line and column."""
    for doc in view.documents_of(path):
        for setting in doc.details.settings:
            if view.is_at(setting.span, path, at):
                yield doc, setting


def targets_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[Target, Path]]:
    """Yield the images and other files that are named at a line and column, and where each lies."""
    for doc in view.documents_of(path):
        for target in doc.summary.targets:
            if view.is_at(target.span, path, at):
                for place in targets.places(doc.index, doc.summary, target) or ():
                    if view.files.is_file(place):
                        yield target, place
