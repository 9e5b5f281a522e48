"""Which files of a project the code of claims has read: data that it opened, and modules that it imported.

What is installed, made for the moment or not of the disk is left out: it does not change from run to run, or always.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
import time
from typing import Any, Final

_ELSEWHERE: Final = ("/proc/", "/dev/", "/sys/")
_WRITES: Final = frozenset("wxa+")


class Recorder:
    """Notes files from its start on; there is no way to stop it."""

    def __init__(self) -> None:
        self._opened: set[str] = set()
        installed = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
        folders = (*installed, *map(os.path.realpath, installed))
        self._left_out = (*_ELSEWHERE, *(f"{folder}{os.sep}" for folder in folders))
        self._begun = time.time()
        self._modules = 0  # how many there were
        self._seen: set[str] = set()
        self._told: set[str] = set()

    def start(self) -> None:
        """Begin."""
        sys.addaudithook(self._note)

    def new_files(self) -> tuple[str, ...]:
        """Return the files since the last call, in order."""
        opened, self._opened = self._opened, set()
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            opened |= {path for module in list(sys.modules.values()) if (path := _file_of(module))}
        new = set(map(os.path.abspath, opened - self._seen)) - self._told
        self._seen |= opened
        found = tuple(sorted(path for path in new if self._counts(path)))
        self._told.update(found)
        return found

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("open", "sqlite3.connect") or not arguments:
            return
        path, mode = arguments[0], arguments[1] if len(arguments) > 1 else None
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if isinstance(path, str) and not (isinstance(mode, str) and _WRITES & set(mode)):
            self._opened.add(path)

    def _counts(self, path: str) -> bool:
        if path.startswith(self._left_out) or path.endswith(".pyc"):
            return False
        try:
            return os.stat(path).st_ctime < self._begun  # noqa: PTH116 (no path is made of it)
        except OSError:  # one that is missing counts: it may come
            return not path.startswith(tempfile.gettempdir())


def _file_of(module: object) -> str:
    path = getattr(module, "__file__", None)
    return path if isinstance(path, str) else ""
