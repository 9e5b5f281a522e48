"""Entries of the cache as bytes: where each lies, and how its data is sealed. Loads little.

An entry is one file, whose name is its key. Its first line holds a digest of the key and of the rest, so that an entry
that is broken, cut off, or another one's, is none.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
import zlib

_HEAD = b"sphinx-adoc cache 1 "
_INFLATED = 256 * 1024 * 1024  # bytes of an entry as it was given
_DAY = 24 * 60 * 60.0  # s


def digest(data: bytes) -> str:
    """Return what stands for data: equal for equal bytes alone."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def default_folder() -> str | None:
    """Return where a user's caches are on this system, with this program's name; None where that is not known."""
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if os.path.isabs(base):  # the XDG specification has relative ones ignored
        return os.path.join(base, "sphinx-adoc")
    home = os.path.expanduser("~")
    if home.startswith("~"):
        return None
    return os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache", "sphinx-adoc")


def place(folder: str, key: str) -> str:
    """Return the path of the entry with a key."""
    return os.path.join(folder, key[0], key)


def sealed(key: str, data: bytes) -> bytes:
    """Return what an entry's file holds for data."""
    packed = zlib.compress(data, 1)
    return _head(key, packed) + packed


def get(folder: str, key: str) -> bytes | None:
    """Return what was put under a key; None where there is nothing that can be trusted to be that. An entry that is
    used is marked as such once a day.
    """
    path = place(folder, key)
    try:
        with open(path, "rb") as file:
            head, packed = file.readline(128), file.read()
            age = abs(time.time() - os.fstat(file.fileno()).st_mtime)
    except OSError:
        return None
    if head != _head(key, packed):
        return None
    if age > _DAY:
        _use(path)
    return _inflated(packed)


def _use(path: str) -> None:
    try:
        os.utime(path)
    except OSError:  # another user's folder
        return


def _head(key: str, packed: bytes) -> bytes:
    return _HEAD + digest(key.encode() + b"\n" + packed).encode() + b"\n"


def _inflated(packed: bytes) -> bytes | None:
    decompressor = zlib.decompressobj()
    try:
        data = decompressor.decompress(packed, _INFLATED)
    except zlib.error:
        return None
    return data if decompressor.eof else None
