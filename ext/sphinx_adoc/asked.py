"""Questions to the disk and their answers as plain data: whether a disk still gives the same answers. Loads little.

What was asked is a table of tables: by the name of a question, the answers by path. A path is relative to the current
folder, or absolute. :class:`Now` has the questions. Contents are compared, not times: what a file system does with
these, and what a clock says, does not matter.
"""

from __future__ import annotations

import errno
import os
import stat

from . import entries

Answer = str | int | bool | list[str]
Asked = dict[str, dict[str, Answer]]

_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP})  # as for pathlib


def holds(asked: Asked, cache: str) -> bool:
    """Tell whether the disk gives all these answers now; raise TypeError, AttributeError or KeyError for what is no
    such table. ``cache``: the folder of the cache.
    """
    now = Now(cache)
    try:
        return all(
            ask(path) == answer
            for question, answers in asked.items()
            for ask in (now.questions[question],)
            for path, answer in answers.items()
        )
    except (OSError, ValueError):
        return False


class Now:
    """The disk as it is now. Each question raises OSError, or ValueError, where it has no answer. ``cache``: the folder
    of the cache.
    """

    def __init__(self, cache: str = "") -> None:
        self._cache = cache
        self._stats: dict[str, os.stat_result | None] = {}
        self._folders: dict[str, str] = {}
        self.questions = {
            "is_file": self.is_file,
            "is_dir": self.is_dir,
            "kind": self.kind,
            "size": self.size,
            "real": self.real,
            "names": self.names,
            "listing": self.listing,
            "contents": self.contents,
            "changed": self.changed,
            "entry": self.entry,
        }

    def is_file(self, path: str) -> bool:
        """Return whether there is an ordinary file, links followed."""
        status = self._stat(path)
        return status is not None and stat.S_ISREG(status.st_mode)

    def is_dir(self, path: str) -> bool:
        """Return whether there is a folder, links followed."""
        status = self._stat(path)
        return status is not None and stat.S_ISDIR(status.st_mode)

    def kind(self, path: str) -> str:
        """Return what is there: 'file', 'folder', 'other', 'link' for one that leads nowhere, '' for nothing."""
        if self._stat(path) is None:
            return "link" if os.path.islink(path) else ""
        return "file" if self.is_file(path) else "folder" if self.is_dir(path) else "other"

    def size(self, path: str) -> int:
        """Return the size of a file in bytes."""
        return os.stat(path).st_size

    def real(self, path: str) -> str:
        """Return the absolute path, links followed."""
        folder, name = os.path.split(path)
        if name in ("", ".", "..") or os.path.islink(path):
            return os.path.realpath(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)

    def names(self, path: str) -> list[str]:
        """Return the names of the files in a folder, sorted, links followed; none where there is no folder."""
        if not self.is_dir(path):
            return []
        with os.scandir(path) as there:
            return sorted(entry.name for entry in there if entry.is_file())

    def listing(self, path: str) -> list[str]:
        """Return what is in a folder, sorted: a letter and a name each. f: a file, or a link to one; d: a folder; D: a
        link to one; o: anything else.
        """
        with os.scandir(path) as there:
            return sorted(_letter(entry) + entry.name for entry in there)

    def contents(self, path: str) -> str:
        """Return the digest of what an ordinary file holds."""
        with open(path, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # what is read from a pipe is gone then
                return ""
            return entries.digest(file.read())

    def changed(self, path: str) -> int:
        """Return when a file was last changed, in nanoseconds."""
        return os.stat(path).st_mtime_ns

    def entry(self, path: str) -> str:
        """Return the digest of what the cache has under a key; '': nothing."""
        data = entries.get(self._cache, path)
        return "" if data is None else entries.digest(data)

    def _stat(self, path: str) -> os.stat_result | None:
        """The state of what is there, None for nothing."""
        if path not in self._stats:
            try:
                self._stats[path] = os.stat(path)
            except ValueError:  # a path that there cannot be
                self._stats[path] = None
            except OSError as error:
                if error.errno not in _MISSING:
                    raise
                self._stats[path] = None
        return self._stats[path]


def _letter(entry: os.DirEntry[str]) -> str:
    if entry.is_dir():
        return "D" if entry.is_symlink() else "d"
    return "f" if entry.is_file() else "o"
