"""Folders of copies: written, changed, and asked what was changed in them. Links are no files of theirs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from .git import LARGEST_BLOB, GitError

MOST_FILES: Final = 50_000

Files = Mapping[str, bytes | None]
"""Contents by path; None: the file is not there."""


def write(folder: Path, path: str, data: bytes) -> None:
    """Write a file of a copy; git lets no path lead out of a tree, and neither do we. Raises GitError."""
    place = _place(folder, path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def _place(folder: Path, path: str) -> Path:
    parts = Path(path).parts
    if not parts or Path(path).is_absolute() or ".." in parts:
        raise GitError(f"the path {path!r} leads out of the repository")
    return folder.joinpath(*parts)


def copy(source: Path, folder: Path, paths: Sequence[str] | None) -> None:
    """Copy these files of a folder; without a list, all but hidden ones. Raises GitError."""
    folder.mkdir()
    for path in paths if paths is not None else _visible(source):
        place = source / path
        if place.is_file() and not place.is_symlink() and place.resolve().is_relative_to(source.resolve()):
            write(folder, path, place.read_bytes() if place.stat().st_size <= LARGEST_BLOB else b"")


def _visible(source: Path) -> Iterator[str]:
    count = 0
    for folder, inner, files in os.walk(source):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(files):
            count += 1
            if count > MOST_FILES:
                raise GitError(f"{source}: more than the {MOST_FILES} files that are looked at")
            yield str(Path(folder, name).relative_to(source))


def unlink(folder: Path) -> None:
    """Remove the links that a patch has made."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            path.unlink()


def change(folder: Path, files: Files) -> None:
    """Make the files of a folder what is given; others stay. Raises GitError."""
    for path in (path for path, data in files.items() if data is None):
        _remove(folder, path)  # first: where a file was, a folder may come
    for path, data in files.items():
        if data is not None:
            write(folder, path, data)


def _remove(folder: Path, path: str) -> None:
    """Remove a file, and the folders that are empty then: where one was, a file may come."""
    place = _place(folder, path)
    if not place.is_file():
        return
    place.unlink()
    for above in place.parents:
        if above == folder or any(above.iterdir()):
            return
        above.rmdir()


def contents(folder: Path, paths: Iterable[str]) -> dict[str, bytes | None]:
    """What is in the files of a folder."""
    places = {path: folder / path for path in paths}
    return {path: place.read_bytes() if place.is_file() else None for path, place in places.items()}


def difference(before: Path, after: Path) -> dict[str, bytes | None]:
    """The files that are others in the second of two folders, with what they hold there."""
    paths = {path.relative_to(folder).as_posix() for folder in (before, after) for path in _files(folder)}
    old, new = contents(before, paths), contents(after, paths)
    return {path: new[path] for path in sorted(paths) if old[path] != new[path]}


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (path for name in names if not (path := Path(place, name)).is_symlink())


class Recorder:
    """What changes in a folder, from one question to the next. A file that was seen has a time that no new one has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: set[Path] = set()
        self._unseen()

    def changed(self) -> dict[str, bytes | None]:
        """The files that were written since the last time, and those that are gone, by path."""
        known = self._known
        paths = [*self._unseen(), *known.difference(self._known)]
        return contents(self.folder, sorted(path.relative_to(self.folder).as_posix() for path in paths))

    def _unseen(self) -> list[Path]:
        self._known = set(_files(self.folder))
        found = [path for path in self._known if path.stat().st_mtime_ns]
        for path in found:
            os.utime(path, ns=(0, 0))
        return found
