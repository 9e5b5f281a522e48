"""What stands at a place beside references and anchors: includes, attributes, images and other files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx_adoc.graph import targets
from sphinx_adoc.graph.model import Target

from .details import Included, Setting, Use
from .view import Held, View


def includes_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[Held, Included]]:
    """Yield the files that a directive at a line brings in."""
    for held in view.held(path):
        for included in held.details.includes:
            if view.is_at(included.span, path, at):
                yield held, included


def uses_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[Held, Use]]:
    """Yield the attributes that are named at a line and column."""
    for held in view.held(path):
        for use in held.details.uses:
            if view.is_at(use.span, path, at):
                yield held, use


def settings_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[Held, Setting]]:
    """Yield the attributes that are set by an entry whose name is at a line and column."""
    for held in view.held(path):
        for setting in held.details.settings:
            if view.is_at(setting.span, path, at):
                yield held, setting


def targets_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[Target, Path]]:
    """Yield the images and other files that are named at a line and column, and where each lies."""
    for held in view.held(path):
        for target in held.summary.targets:
            if view.is_at(target.span, path, at):
                for place in targets.places(held.index, held.summary, target) or ():
                    if view.files.is_file(place):
                        yield target, place
