"""Which documents belong together: those of a configuration, else of a folder of the workspace, else a file alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_adoc.project import ProjectSettings, find, settings
from sphinx_adoc.project.find import file_in
from sphinx_adoc.project.vocabulary import Kinds, kinds
from sphinx_adoc.syntax.files import Files


@dataclass(frozen=True, slots=True)
class Scope:
    """Documents that are read together. ``start``: what is read where the configuration names no roots, and from where
    the configuration is searched. ``alone``: it is a single file, whatever roots there are.
    """

    start: Path
    alone: bool = False

    def open(self, files: Files) -> Opened:
        """Return what the configuration says; raise ProjectError for one that cannot be followed."""
        configuration = find(self.start)
        opened_settings = settings(configuration, files=files)
        name = configuration.value("check", "baseline")
        return Opened(
            settings=opened_settings,
            paths=[self.start] if self.alone or not opened_settings.roots else opened_settings.roots,
            baseline=Path(os.path.normpath(configuration.folder / name)) if name else None,
            vocabulary=kinds(configuration.value("claims", "vocabulary")),
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """What a configuration says of documents: the settings, the documents and folders to read, the baseline if there is
    one, and the words that claims know.
    """

    settings: ProjectSettings
    paths: Sequence[Path]
    baseline: Path | None
    vocabulary: Kinds


def scope_of(path: Path, folders: Sequence[Path]) -> Scope:
    """Return what a file is read with. ``folders``: those of the workspace. Names count from the current folder."""
    home = next((folder for folder in (path.parent, *path.parent.parents) if _is_home(folder, folders)), None)
    return Scope(_named(home)) if home is not None else Scope(_named(path), alone=True)


def folder_scope(folder: Path) -> Scope | None:
    """Return what a folder of the workspace is read with; None for one that is too wide to be a project."""
    return None if _is_too_wide(folder) else Scope(_named(folder))


def _is_home(folder: Path, folders: Sequence[Path]) -> bool:
    """Whether the documents of a folder belong together: it has a configuration, or the editor has it open."""
    if _is_too_wide(folder):
        return False
    try:
        return folder in folders or file_in(folder) is not None
    except Exception:  # noqa: BLE001 (whatever is wrong with it, it is there: who reads it says what is wrong)
        return True


def _is_too_wide(folder: Path) -> bool:
    """Whether a folder holds a machine or a person's files rather than a project."""
    return folder in (Path(folder.anchor), Path.home())


def _named(path: Path) -> Path:
    """A path as a call in the current folder would name it."""
    here = Path.cwd()
    return Path(os.path.relpath(path)) if path == here or path.is_relative_to(here) else path
