"""The files that `source` and `source-directory` name: those in the folder of the file that was given, no others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Protocol

HOME = PurePosixPath("/etc/network")  # where the file lies on a node
NAMES = re.compile(r"[A-Za-z0-9_-]+")  # what source-directory takes (interfaces(5))
MAX_FILES = 200
MAX_BYTES = 8 << 20

Named = tuple[list[tuple[str, str]], str]  # (path, text) of each file; why there is none, if so


class Sources(Protocol):
    """Gives the files that a `source` line names."""

    def __call__(self, pattern: str, *, directory: bool) -> Named:
        """The files of a pattern; `directory`: of `source-directory`."""


def nowhere(pattern: str, *, directory: bool) -> Named:
    """Return no files: for a text that comes from no file."""
    return [], "the text was given without its folder"


@dataclass
class Folder:
    """Reads what `file` names. Nothing outside of that folder is read, in all no more than `MAX_FILES` files
    and `MAX_BYTES` bytes, and each but once.
    """

    file: Path
    read: int = 0
    files: int = 0

    def __post_init__(self) -> None:
        self.home = self.file.parent
        self.root = self.home.resolve()
        self.seen = {self.file.resolve()}

    def __call__(self, pattern: str, *, directory: bool) -> Named:
        """The files of a pattern, in the order of their names."""
        inside = _inside(pattern)
        if inside is None:
            return [], f"it lies outside of the folder of the file ({self.home})"
        paths = sorted(self._within(self._matching(inside, directory=directory)))
        again = any(path.resolve() in self.seen for path in paths)
        texts = [(str(path), text) for path in paths if (text := self._text(path)) is not None]
        return texts, "" if texts or again else "no such file could be read"

    def _matching(self, inside: PurePosixPath, *, directory: bool) -> Iterable[Path]:
        if directory:
            folder = self.home / inside
            return (path for path in _entries(folder) if NAMES.fullmatch(path.name))
        *folders, last = inside.parts
        if any(_is_pattern(part) for part in folders):
            return self.home.glob(str(inside))
        folder = self.home.joinpath(*folders)
        return (path for path in _entries(folder) if fnmatchcase(path.name, last))

    def _within(self, paths: Iterable[Path]) -> Iterable[Path]:
        for path in paths:
            try:
                if path.is_file() and path.resolve().is_relative_to(self.root):
                    yield path
            except OSError:
                continue

    def _text(self, path: Path) -> str | None:
        real = path.resolve()
        if real in self.seen or self.files >= MAX_FILES:
            return None
        self.seen.add(real)
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES - self.read + 1)
        except OSError:
            return None
        self.read += len(data)
        self.files += 1
        return data.decode("utf-8", "replace") if self.read <= MAX_BYTES else None


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _inside(pattern: str) -> PurePosixPath | None:
    """A pattern below the folder; one below /etc/network means the folder of the file that was given."""
    path = PurePosixPath(pattern)
    if path.is_absolute():
        if not path.is_relative_to(HOME):
            return None
        path = path.relative_to(HOME)
    return None if ".." in path.parts or not path.parts else path


def _is_pattern(part: str) -> bool:
    return any(mark in part for mark in "*?[")
