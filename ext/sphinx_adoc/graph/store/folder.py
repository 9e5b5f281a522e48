"""A folder of results that can be made again: whatever is wrong with it, the answer is that it has nothing.

An entry is one file, whose name is its key. Its first line holds a digest of the key and of the rest, so that an entry
that is broken, cut off, or another one's, is none. Entries are written whole, by any number of processes; the oldest
go when there are too many bytes. The time of an entry decides about that alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sphinx_adoc import files

TAG: Final = "CACHEDIR.TAG"
_SIGNATURE: Final = b"Signature: 8a477f597d28d172789f06886806bc55"  # of the Cache Directory Tagging Specification
_TAGGED: Final = _SIGNATURE + b"\n# This folder is a cache of sphinx-adoc; it may be deleted at any time.\n"
_HEAD: Final = b"sphinx-adoc cache 1 "
_ENTRY: Final = re.compile(r"[0-9a-f]{40}")
_LEFT: Final = re.compile(r"\.sphinx-adoc-[0-9a-f]+\.tmp")
_SHARDS: Final = "0123456789abcdef"
MAX_FOLDER_BYTES: Final = 256 * 1024 * 1024  # bytes of a folder
_INFLATED: Final = 256 * 1024 * 1024  # bytes of an entry as it was given
_DAY: Final = 24 * 60 * 60.0  # s
_EVERY: Final = 64  # entries of a part that are written between two looks at its size
_HOUR: Final = 60 * 60.0  # s


def default_folder() -> Path | None:
    """Return where a user's caches are on this system, with this program's name; None where that is not known."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
    if Path(base).is_absolute():  # the XDG specification has relative ones ignored
        return Path(base, "sphinx-adoc")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "sphinx-adoc"


@dataclass(frozen=True, slots=True)
class Usage:
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
        path = self._place(key)
        try:
            with path.open("rb") as file:
                head, packed = file.readline(128), file.read()
                age = abs(time.time() - os.fstat(file.fileno()).st_mtime)
        except OSError:
            return None
        if head != _head(key, packed):
            return None
        if age > _DAY:
            with suppress(OSError):
                os.utime(path)
        return _inflated(packed)

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key; the oldest entries may go for it.

        Where that fails, nothing more is kept: the next one would fail, too.
        """
        packed = zlib.compress(data, 1)
        if not self._usable or len(packed) > self._largest // 4:
            return
        path = self._place(key)
        try:
            if not path.parent.is_dir():
                self._make(path.parent)
            files.write(path, _head(key, packed) + packed, durable=False)
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

    def _place(self, key: str) -> Path:
        return self.path / key[0] / key

    def _make(self, shard: Path) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        tag = self.path / TAG
        if not tag.exists():
            files.write(tag, _TAGGED, durable=False)
        shard.mkdir(mode=0o700, exist_ok=True)


def _head(key: str, packed: bytes) -> bytes:
    return _HEAD + hashlib.blake2b(key.encode() + b"\n" + packed, digest_size=20).hexdigest().encode() + b"\n"


def _inflated(packed: bytes) -> bytes | None:
    decompressor = zlib.decompressobj()
    try:
        data = decompressor.decompress(packed, _INFLATED)
    except zlib.error:
        return None
    return data if decompressor.eof else None


def _entries(shard: Path) -> Iterator[tuple[float, Path, int]]:
    """The entries of a part, and what writing left there: the time, the path and the size of each."""
    try:
        with os.scandir(shard) as entries:
            for entry in entries:
                if _ENTRY.fullmatch(entry.name) or _LEFT.fullmatch(entry.name):
                    with suppress(OSError):  # another process removed it
                        status = entry.stat(follow_symlinks=False)
                        yield status.st_mtime, Path(entry.path), status.st_size
    except OSError:
        return


def _trim(shard: Path, largest: int) -> None:
    entries = sorted(_entries(shard))
    for when, path, _ in entries:
        if _LEFT.fullmatch(path.name) and time.time() - when > _HOUR:  # of a process that was killed
            _remove(path)
    size = sum(size for _, _, size in entries)
    for _, path, own in entries if size > largest else ():
        _remove(path)
        size -= own
        if size <= largest * 3 // 4:
            return


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
