"""A folder in which patches are applied: the files that they name, and what each of them changes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .contents import Contents
from .repository import GitError


def fill(folder: Path, contents: Contents, paths: Iterable[str]) -> None:
    """Write those of some files that a state has. Raises GitError for a path that leads out of the folder."""
    folder.mkdir(exist_ok=True)
    for path in paths:
        if path in contents:
            place = _place(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(contents[path])


@contextmanager
def on_disk(contents: Contents) -> Iterator[Path]:
    """A temporary folder with all files of a state: for code that opens files by itself."""
    with tempfile.TemporaryDirectory(prefix="sphinx-adoc-") as made:
        folder = Path(made, "tree")
        fill(folder, contents, contents)
        yield folder


def _place(folder: Path, path: str) -> Path:
    parts = Path(path).parts
    if not parts or Path(path).is_absolute() or ".." in parts:
        raise GitError(f"the path {path!r} leads out of the repository")
    return folder.joinpath(*parts)


class Recorder:
    """What changes in a folder, from one question to the next. A file that was seen has a time that no new one has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: set[Path] = set()
        self._unseen()

    def changed(self) -> dict[str, bytes | None]:
        """Return the files that were written since the last time, and those that are gone, by path."""
        known = self._known
        paths = {*self._unseen(), *known.difference(self._known)}
        return {path.relative_to(self.folder).as_posix(): _data(path) for path in sorted(paths)}

    def _unseen(self) -> list[Path]:
        self._known = set(_files(self.folder))
        written = [path for path in self._known if path.stat().st_mtime_ns]
        for path in written:
            os.utime(path, ns=(0, 0))
        return written


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (path for name in names if not (path := Path(place, name)).is_symlink())


def _data(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None
