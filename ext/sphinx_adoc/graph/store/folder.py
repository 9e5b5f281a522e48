"""A folder of results that can be made again: whatever is wrong with it, the answer is that it has nothing.

Entries (:mod:`sphinx_adoc.entries`) are written whole, by any number of processes; the oldest go when there are too
many bytes. The time of an entry decides about that alone.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc import entries, files

TAG: Final = "CACHEDIR.TAG"
_SIGNATURE: Final = b"Signature: 8a477f597d28d172789f06886806bc55"  # of the Cache Directory Tagging Specification
_TAGGED: Final = _SIGNATURE + b"\n# This folder is a cache of sphinx-adoc; it may be deleted at any time.\n"
_ENTRY: Final = re.compile(r"[0-9a-f]{40}")
_LEFT: Final = re.compile(r"\.sphinx-adoc-[0-9a-f]+\.tmp")
_SHARDS: Final = "0123456789abcdef"
MAX_FOLDER_BYTES: Final = 256 * 1024 * 1024  # bytes of a folder
_EVERY: Final = 64  # entries of a part that are written between two looks at its size
_HOUR: Final = 60 * 60.0  # s


def default_folder() -> Path | None:
    """Return where a user's caches are on this system, with this program's name; None where that is not known."""
    folder = entries.default_folder()
    return Path(folder) if folder is not None else None


class Usage(NamedTuple):
    """How many entries a folder has, and how many bytes they take."""

    entries: int
    size: int


class Folder:
    """The entries of a folder. ``largest``: how many bytes they may take."""

    def __init__(self, path: Path, largest: int = MAX_FOLDER_BYTES) -> None:
        self.path = path
        self._largest = largest // len(_SHARDS)  # of each part
        self._written = Counter[str]()
        self._usable = True

    def get(self, key: str) -> bytes | None:
        """Return what was put under a key; None where there is nothing that can be trusted to be that."""
        return entries.get(str(self.path), key)

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key; the oldest entries may go for it.

        Where that fails, nothing more is kept: the next one would fail, too.
        """
        sealed = entries.sealed(key, data) if self._usable else b""
        if not sealed or len(sealed) > self._largest // 4:
            return
        path = Path(entries.place(str(self.path), key))
        try:
            if not path.parent.is_dir():
                self._make(path.parent)
            files.write(path, sealed, durable=False)
        except OSError:
            self._usable = False
            return
        if self._written[key[0]] % _EVERY == 0:
            _trim(path.parent, self._largest)
        self._written[key[0]] += 1

    def usage(self) -> Usage:
        """Return what is in the folder now."""
        sizes = [size for shard in _SHARDS for _, _, size in _entries(self.path / shard)]
        return Usage(len(sizes), sum(sizes))

    def clear(self) -> Usage:
        """Remove all entries, and nothing else; return what there was. Raise OSError for one that cannot be removed."""
        there = self.usage()
        for shard in _SHARDS:
            for _, path, _ in _entries(self.path / shard):
                path.unlink(missing_ok=True)
            with suppress(OSError):  # something else is in it, or it is not there
                (self.path / shard).rmdir()
        return there

    def _make(self, shard: Path) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        tag = self.path / TAG
        if not tag.exists():
            files.write(tag, _TAGGED, durable=False)
        shard.mkdir(mode=0o700, exist_ok=True)


def _entries(shard: Path) -> Iterator[tuple[float, Path, int]]:
    """The entries of a part, and what writing left there: the time, the path and the size of each."""
    try:
        with os.scandir(shard) as there:
            for entry in there:
                if _ENTRY.fullmatch(entry.name) or _LEFT.fullmatch(entry.name):
                    with suppress(OSError):  # another process removed it
                        status = entry.stat(follow_symlinks=False)
                        yield status.st_mtime, Path(entry.path), status.st_size
    except OSError:
        return


def _trim(shard: Path, largest: int) -> None:
    there = sorted(_entries(shard))
    for when, path, _ in there:
        if _LEFT.fullmatch(path.name) and time.time() - when > _HOUR:  # of a process that was killed
            _remove(path)
    size = sum(size for _, _, size in there)
    for _, path, own in there if size > largest else ():
        _remove(path)
        size -= own
        if size <= largest * 3 // 4:
            return


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
