"""Which configuration file applies: the nearest one, upwards from a path to the repository's root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sphinx_adoc.syntax.files import DISK, Disk, Files

from .configuration import (
    OWN,
    PYPROJECT,
    SECTION,
    Configuration,
    ConfigurationError,
    holds_section,
    misspelt_section,
    read,
)
from .errors import ProjectError

_KINDS: Final = {
    "folder": "this is a folder", "other": "this is no regular file", "link": "this link leads to nothing",
}  # fmt: skip
_MISSPELT: Final = ("sphinx_adoc.toml", "sphinxadoc.toml", ".sphinx-adoc.toml")


def find(start: Path, disk: Disk = DISK) -> Configuration:
    """Return the configuration that applies to a path; an empty one where there is no file.

    The search goes from the path's folder upwards to the root of its git repository; without one to the current
    folder, if the path is below it. Raise ConfigurationError for a file that cannot be followed, and where two of one
    folder apply.
    """
    folders = list(_folders(start, disk))
    for folder in folders:
        _refuse_misspelt(folder, disk)
        if path := file_in(folder, disk):
            return load(path, folders[-1], disk)
    return Configuration(top=folders[-1])


def file_in(folder: Path, files: Files = DISK) -> Path | None:
    """Return the configuration file of a folder, None where it has none; raise ConfigurationError where two apply."""
    there = [path for path in (folder / OWN, folder / PYPROJECT) if _applies(path, files)]
    if len(there) > 1:
        message = f"{there[1].name} has a section [tool.sphinx-adoc] too: keep one of them"
        raise ConfigurationError(f"{there[0]}:1:1: {message}")
    return there[0] if there else None


def load(path: Path, top: Path | None = None, files: Files = DISK) -> Configuration:
    """Return the configuration of a file. ``top``: the folder that files which it names must not leave (None: that of
    the file). Raise ProjectError for a file that cannot be read, ConfigurationError for one that cannot be followed.
    """
    top = path.parent if top is None else top
    if not files.real(path).is_relative_to(files.real(top)):
        raise ConfigurationError(f"{path}:1:1: the file is a link that leads out of {top}")
    return read(_text(path, files), path, top)


def _folders(start: Path, disk: Disk) -> Iterator[Path]:
    """The folders to look in, in order; of one tree with the current folder they are named relative to that."""
    first = start if disk.is_dir(start) else start.parent
    here, real = Path.cwd(), disk.real(first)
    repository = next((place for place in (real, *real.parents) if disk.kind(place / ".git") not in ("", "link")), None)
    last = repository or (here if real.is_relative_to(here) else real)
    for folder in (real, *real.parents):
        yield Path(os.path.relpath(folder)) if here.is_relative_to(last) or folder.is_relative_to(here) else folder
        if folder == last:
            return


def _applies(path: Path, files: Files) -> bool:
    return files.is_file(path) and (path.name == OWN or holds_section(_text(path, files)))


def _refuse_misspelt(folder: Path, disk: Disk) -> None:
    """Raise ConfigurationError where what has our name is no file, and where a file, or a section of pyproject.toml, is
    called almost as ours.
    """
    for path in (folder / OWN, folder / PYPROJECT):
        if (kind := disk.kind(path)) not in ("", "file"):
            raise ConfigurationError(f"{path}:1:1: {_KINDS[kind]}; the configuration is a file of this name")
    for path in (folder / name for name in _MISSPELT):
        if disk.is_file(path):
            raise ConfigurationError(f"{path}:1:1: this name is not read; did you mean '{OWN}'?")
    path = folder / PYPROJECT
    if disk.is_file(path) and (misspelt := misspelt_section(_text(path, disk))):
        name, (line, column) = misspelt
        message = f"unknown section 'tool.{name}'; did you mean '{'.'.join(SECTION)}'?"
        raise ConfigurationError(f"{path}:{line}:{column}: {message}")


def _text(path: Path, files: Files) -> str:
    try:
        return files.read(path).decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ProjectError(f"cannot read {path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}:1:1: not UTF-8: {error.reason} at byte {error.start + 1}") from error
