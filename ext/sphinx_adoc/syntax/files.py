"""Where files are read from: the disk, or a snapshot in memory (a commit, the unsaved buffers of an editor).

Everything that the parser and the graph ask of a file system goes through :class:`Files`, so that documents can be read
in a state that no folder has. A snapshot has no links and nothing outside its root.
"""

from __future__ import annotations

import os
import posixpath
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Protocol

from sphinx_adoc.asked import Now

OnError = Callable[[OSError], None]

DATE: Final = "%Y-%m-%d"
TIME: Final = "%H:%M:%S %z"
DATES: Final = frozenset(f"{of}{kind}" for of in ("doc", "local") for kind in ("date", "time", "year", "datetime"))
"""The attributes that say when a document was last changed, and when it is read."""
_STARTED: Final = time.time()


class Files(Protocol):
    """What is asked of a file system. Paths may be relative; each method says what becomes of them."""

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read."""

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""

    def real(self, path: Path) -> Path:
        """Return the one absolute name of a path: links followed, no ``..``; it need not exist."""

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder (not of its folders), sorted; none where there is no folder."""

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed, in the form :data:`DATE` or :data:`TIME`. Without a file, or where that
        is not known: when this program was started, so that all documents of a run say the same.
        """

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder, sorted within each folder, hidden folders left out. A folder that cannot be
        listed is told to ``on_error``; without, OSError is raised for it.
        """


def started(form: str) -> str:
    """Return when this program was started, or what the variable ``SOURCE_DATE_EPOCH`` says in its place."""
    fixed = _fixed_moment()
    return _written(_STARTED if fixed is None else fixed, form, fixed=fixed is not None)


def is_fixed() -> bool:
    """Tell whether all times are those of a build that is to be repeated."""
    return _fixed_moment() is not None


def _fixed_moment() -> float | None:
    """What a build that is to be repeated says of all times, in seconds."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    return float(value) if value.isascii() and value.isdecimal() and len(value) < _LONGEST_MOMENT else None


_LONGEST_MOMENT: Final = 12  # digits; the year has four


def _written(seconds: float, form: str, *, fixed: bool = False) -> str:
    when = datetime.fromtimestamp(seconds, UTC)
    written = (when if fixed else when.astimezone()).strftime(form)
    return written.replace("+0000", "UTC")


class Disk:
    """The file system of the machine."""

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read."""
        return path.read_bytes()

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""
        return path.stat().st_size

    def real(self, path: Path) -> Path:
        """Return the absolute name of a path, links followed."""
        return Path(os.path.realpath(path))

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""
        return path.is_file()

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""
        return path.is_dir()

    def kind(self, path: Path) -> str:
        """Return what is there: 'file', 'folder', 'other', 'link' for one that leads nowhere, '' for nothing. Links are
        followed.
        """
        return Now().kind(str(path))

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, sorted; none where there is no folder."""
        return sorted(entry.name for entry in folder.iterdir() if entry.is_file()) if folder.is_dir() else []

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed, else when this program was started."""
        if path is None or _fixed_moment() is not None:
            return started(form)
        try:
            return _written(path.stat().st_mtime, form)
        except (OSError, ValueError, OverflowError):
            return started(form)

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder, sorted within each folder, hidden folders left out. A folder that cannot be
        listed is told to ``on_error``; without, OSError is raised for it.
        """
        for at, inner, names in os.walk(folder, onerror=on_error or _raise):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            yield from (path for name in sorted(names) if (path := Path(at, name)).is_file())


def _raise(error: OSError) -> None:
    raise error


class DiskOfOneRun(Disk):
    """The file system of the machine, for one run over many documents: each real path is looked up once.

    A copy in another process begins anew.
    """

    def __init__(self) -> None:
        self._real: dict[Path, Path] = {}

    def real(self, path: Path) -> Path:
        """Return the absolute name of a path, links followed, as it was when it was asked for first."""
        if path not in self._real:
            plain = path.name not in {"", ".."} and not os.path.islink(path)  # noqa: PTH114 (False, too, where it is too long)
            self._real[path] = self._real_folder(path.parent) / path.name if plain else super().real(path)
        return self._real[path]

    def _real_folder(self, folder: Path) -> Path:
        if folder not in self._real:
            self._real[folder] = super().real(folder)
        return self._real[folder]

    def __reduce__(self) -> tuple[type[DiskOfOneRun], tuple[()]]:
        """Leave out what was remembered."""
        return DiskOfOneRun, ()


DISK: Final = Disk()
_TOP: Final = "/snapshot"
_MOST_PATHS: Final = 1 << 16  # whose names in snapshots are remembered: the same ones are asked for again and again


class Snapshot:
    """Files in memory. ``contents``: their bytes by path, relative to the snapshot's root, with slashes."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = contents

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise FileNotFoundError where there is none."""
        data = self.contents.get(_key(path))
        if data is None:
            raise FileNotFoundError(2, "No such file", str(path))
        return data

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise FileNotFoundError where there is none."""
        return len(self.read(path))

    def real(self, path: Path) -> Path:
        """Return the absolute name of a path below an imaginary folder, ``..`` resolved."""
        return _real(path.as_posix())

    def is_file(self, path: Path) -> bool:
        """Return whether there is a file of this path."""
        return _key(path) in self.contents

    def is_dir(self, path: Path) -> bool:
        """Return whether a file is below this path."""
        return _key(path) in self._names

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, sorted; none where there is no folder."""
        return sorted(self._names.get(_key(folder), ()))

    def moment(self, path: Path | None, form: str) -> str:
        """Return when this program was started: what is in memory has no times."""
        return started(form)

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder, sorted within each folder, hidden folders left out."""
        for at in sorted(self._names):
            inner = posixpath.relpath(at, _key(folder)).split("/")
            if inner == ["."] or not any(part.startswith(".") for part in inner):  # "..": it is not below the folder
                yield from (Path(at, name) for name in sorted(self._names[at]))

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of the files in each folder, by the folder's path."""
        folders: dict[str, list[str]] = {".": []}
        for path in self.contents:
            folder, name = posixpath.split(path)
            folders.setdefault(folder or ".", []).append(name)
        for folder in [*folders]:
            while folder := posixpath.dirname(folder):
                folders.setdefault(folder, [])
        return folders


def _key(path: Path) -> str:
    """Return a path as a snapshot's contents have it; one that leads out of the root is the name of nothing."""
    return _key_of(path.as_posix())


@lru_cache(_MOST_PATHS)
def _key_of(path: str) -> str:
    return posixpath.relpath(str(_real(path)), _TOP)


@lru_cache(_MOST_PATHS)
def _real(path: str) -> Path:
    return Path(posixpath.normpath(posixpath.join(_TOP, path)))


class WithFile:
    """The file system of the machine with one more file, such as what comes from standard input. It hides one of the
    same path.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.data = data

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read."""
        return self.data if path == self.path else DISK.read(path)

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""
        return len(self.data) if path == self.path else DISK.size(path)

    def real(self, path: Path) -> Path:
        """Return the absolute name of a path, links followed."""
        return DISK.real(path)

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""
        return path == self.path or DISK.is_file(path)

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""
        return DISK.is_dir(path)

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, without the one more; none where there is no folder."""
        return DISK.names(folder)

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed; the one more was just now."""
        return DISK.moment(None if path == self.path else path, form)

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder, without the one more, as :class:`Disk` does."""
        return DISK.walk(folder, on_error)


class Edited:
    """A file system with other contents for some files, such as the unsaved buffers of an editor.

    ``contents``: by the files' real paths; what is put there is seen from then on. Each real path is looked up once
    until :meth:`look_again`.
    """

    def __init__(self, files: Files = DISK) -> None:
        self.files = files
        self.contents: dict[Path, bytes] = {}
        self._known: dict[Path, Path] = {}

    def look_again(self) -> None:
        """Forget the real paths that were looked up: links may lead elsewhere now."""
        self._known.clear()

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read."""
        data = self._given(path)
        return self.files.read(path) if data is None else data

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""
        data = self._given(path)
        return self.files.size(path) if data is None else len(data)

    def real(self, path: Path) -> Path:
        """Return the absolute name of a path, links followed."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self.files.real(path)
        return known

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""
        return self._given(path) is not None or self.files.is_file(path)

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""
        return self.files.is_dir(path)

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, those that are not saved yet included."""
        names = self.files.names(folder)
        if not self.contents:
            return names
        real = self.real(folder)
        return sorted({*names, *(path.name for path in self.contents if path.parent == real)})

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed; those with other contents were just now."""
        return self.files.moment(None if path is None or self._given(path) is not None else path, form)

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder, without those that are not saved yet."""
        return self.files.walk(folder, on_error)

    def _given(self, path: Path) -> bytes | None:
        return self.contents.get(self.real(path)) if self.contents else None
