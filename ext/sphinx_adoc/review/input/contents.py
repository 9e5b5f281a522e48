"""The files of a state: of a commit, of a folder, or of another state with some files changed. Read when asked for.

Links are no files here, nor what lies outside: nothing of a state leads out of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from . import git
from .git import LARGEST_BLOB, Blob
from .repository import GitError, Repository

MOST_FILES: Final = 50_000

Contents = Mapping[str, bytes]
"""The bytes of each file of a state by its path: relative to the state's root, with slashes."""

Files = Mapping[str, bytes | None]
"""Contents by path; None: the file is not there."""


class CommitContents(Contents):
    """The ordinary files of a commit, none of ''. Raises GitError where there are too many."""

    def __init__(self, repository: Repository, name: str) -> None:
        self._repository = repository
        self._blobs = {blob.path: blob for blob in git.files(repository, name)} if name else {}
        self._read: dict[str, bytes] = {}
        if len(self._blobs) > MOST_FILES:
            raise GitError(f"{len(self._blobs)} files in {name[:12]}: more than the {MOST_FILES} that are looked at")

    def fetch(self, paths: Iterable[str], others: Iterable[Blob] = ()) -> dict[str, bytes]:
        """Read several files at once; return what ``others`` hold, files of other commits that are read with them."""
        others = [*others]
        own = {path: self._blobs[path] for path in paths if path in self._blobs and path not in self._read}
        wanted = {blob.name: blob for blob in (*own.values(), *others)}
        data = {blob.name: data for blob, data in git.contents(self._repository, wanted.values())} if wanted else {}
        self._read.update((path, data[blob.name]) for path, blob in own.items())
        return {blob.path: data[blob.name] for blob in others}

    def __getitem__(self, path: str) -> bytes:
        if path not in self._read:
            if path not in self._blobs:
                raise KeyError(path)
            self.fetch([path])
        return self._read[path]

    def __contains__(self, path: object) -> bool:
        return path in self._blobs

    def __iter__(self) -> Iterator[str]:
        return iter(self._blobs)

    def __len__(self) -> int:
        return len(self._blobs)


class FolderContents(Contents):
    """Files of a folder. ``paths``: those that count; None: all but those in hidden folders. A file that is larger than
    any document counts as empty. Raises GitError where there are too many.
    """

    def __init__(self, folder: Path, paths: Iterable[str] | None = None) -> None:
        self._folder = folder.resolve()
        listed = _visible(folder) if paths is None else paths
        self._paths = dict.fromkeys(path for path in listed if self._is_inside(path))
        self._bytes = cache(self._of_file)

    def _is_inside(self, path: str) -> bool:
        place = self._folder / path
        return place.is_file() and not place.is_symlink() and place.resolve().is_relative_to(self._folder)

    def _of_file(self, path: str) -> bytes:
        place = self._folder / path
        return place.read_bytes() if place.stat().st_size <= LARGEST_BLOB else b""

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        return self._bytes(path)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _visible(folder: Path) -> Iterator[str]:
    count = 0

    def refuse(error: OSError) -> None:
        raise GitError(f"cannot list {error.filename}: {error.strerror}")

    for at, inner, names in os.walk(folder, onerror=refuse):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            count += 1
            if count > MOST_FILES:
                raise GitError(f"{folder}: more than the {MOST_FILES} files that are looked at")
            yield Path(at, name).relative_to(folder).as_posix()


class ChangedContents(Contents):
    """A state in which some files are others (None: gone) than in the one below."""

    def __init__(self, below: Contents, files: Files) -> None:
        self.below: Contents = below
        self._files: dict[str, bytes | None] = dict(files)
        if isinstance(below, ChangedContents):  # states are not stacked: looking a file up stays cheap
            self.below, self._files = below.below, {**below._files, **files}

    def __getitem__(self, path: str) -> bytes:
        if path not in self._files:
            return self.below[path]
        data = self._files[path]
        if data is None:
            raise KeyError(path)
        return data

    def __contains__(self, path: object) -> bool:
        return self._files.get(str(path)) is not None if path in self._files else path in self.below

    def __iter__(self) -> Iterator[str]:
        yield from (path for path in self.below if path not in self._files)
        yield from (path for path, data in self._files.items() if data is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def fetch(contents: Contents, paths: Iterable[str]) -> None:
    """Read files that will all be needed at once, where that is cheaper than one by one."""
    below = contents.below if isinstance(contents, ChangedContents) else contents
    if isinstance(below, CommitContents):
        below.fetch(paths)


def difference(before: Contents, after: Contents, paths: Iterable[str]) -> dict[str, bytes | None]:
    """Return those of some files that are others in the second of two states, with what they hold there."""
    return {path: after.get(path) for path in sorted(paths) if before.get(path) != after.get(path)}
