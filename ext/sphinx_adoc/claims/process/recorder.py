"""What the code of claims asks of the world outside its process: the files that it reads or looks for, the modules that
it imports, and whether there is anything that cannot be asked again.

For ``files``, what is installed, made for the moment or not of the disk is left out: it does not change from run to
run, or always. For an :class:`Account` nothing is: a verdict may be kept only where all that it follows from is known.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from .protocol import Account, Question

_VIRTUAL_FOLDERS: Final = ("/proc/", "/dev/", "/sys/")
_WRITE_MODES: Final = frozenset("wxa+")
_WRITE_FLAGS: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LIST_EVENTS: Final = frozenset({"os.listdir", "os.scandir"})
_CHANGE_EVENTS: Final = {  # events, and which of their arguments are paths that are changed
    "os.remove": (0,), "os.rmdir": (0,), "os.rename": (0, 1), "os.link": (1,), "os.symlink": (1,), "os.truncate": (0,),
    "os.chmod": (0,), "os.chown": (0,), "os.utime": (0,), "os.chflags": (0,), "os.setxattr": (0,),
    "os.removexattr": (0,),
}  # fmt: skip
_REMOVE_EVENTS: Final = frozenset({"os.remove", "os.rmdir"})  # events whose second argument is an open folder, or -1
_O_TMPFILE: Final = getattr(os, "O_TMPFILE", 0)
_EXTERNAL_EVENTS: Final = (
    "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "pty.",
    "socket.connect", "socket.bind", "socket.get", "socket.send", "urllib.", "os.getxattr", "os.listxattr", "os.kill",
    "syslog.",
)  # fmt: skip
_WATCHED_FUNCTIONS: Final = ("stat", "lstat", "access", "readlink")  # functions of os that tell no audit hook
_OS_SUPPORT_SETS: Final = ("supports_fd", "supports_dir_fd", "supports_follow_symlinks", "supports_effective_ids")
_GUARD_MODULE: Final = "sphinx_adoc.claims.guard"
_PROGRAM_FOLDER: Final = str(Path(__file__).parents[2])  # what stands for the program is known without asking
SLACK_S: Final = 0.05  # how far the clock of files may lag behind


class Recorder:
    """Notes what is asked from its start on; there is no way to stop it."""

    def __init__(self) -> None:
        self._opened: set[str] = set()
        standard = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")}
        packages = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
        self._standard, self._packages = _prefixes(standard), _prefixes(packages)
        self._left_out = (*_VIRTUAL_FOLDERS, *self._standard, *self._packages)
        self._temporary = os.path.realpath(tempfile.gettempdir())  # finding it out writes a file
        self._begun = time.time()
        self._modules = 0  # how many there were
        self._seen: set[str] = set()
        self._told: set[str] = set()
        self._questions: dict[Question, None] = {}
        self._made: set[str] = set()  # what the code has made for the moment
        self._outward = ""

    def start(self) -> None:
        """Begin."""
        sys.addaudithook(self._note)
        for name in _WATCHED_FUNCTIONS:
            self._watch(name)

    def new_files(self) -> tuple[str, ...]:
        """Return the files since the last call, in order."""
        opened, self._opened = self._opened, set()
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            opened |= {path for module in list(sys.modules.values()) if (path := _file_of(module))}
        new = set(map(os.path.abspath, opened - self._seen)) - self._told
        self._seen |= opened
        files = tuple(sorted(path for path in new if self._counts(path)))
        self._told.update(files)
        return files

    def _counts(self, path: str) -> bool:
        if path.startswith(self._left_out) or path.endswith(".pyc"):
            return False
        try:
            return _REAL_STAT(path).st_ctime < self._begun
        except OSError:  # one that is missing counts: it may come
            return not path.startswith(tempfile.gettempdir())

    def account(self) -> Account:
        """Return all that was asked so far."""
        for module in list(sys.modules.values()):
            if path := _file_of(module):
                self._ask("text", path)
            for folder in list(getattr(module, "__path__", ())):
                self._ask("modules", str(folder))
        for folder in sys.path:
            self._ask("modules", folder or ".")
        for packages in self._packages:
            self._questions["names", packages.rstrip(os.sep)] = None
        return Account(tuple(self._questions), self._begun - SLACK_S, self._outward)

    # -- what is noted -------------------------------------------------------------------------------------------------

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._note_open(*arguments[:3])
        elif event == "sqlite3.connect" and arguments[0] != ":memory:":
            self._note_open(arguments[0], None, 0)
        elif event in _LIST_EVENTS:
            if sys._getframe(1).f_globals.get("__name__") != "importlib._bootstrap_external":
                self._ask("entries", arguments[0] if arguments[0] is not None else ".")
        elif event == "os.mkdir":
            self._change(arguments[0], event, made=True)
        elif event in _CHANGE_EVENTS:
            for number in _CHANGE_EVENTS[event]:
                self._change(_whole(*arguments[:2]) if event in _REMOVE_EVENTS else arguments[number], event)
        elif event.startswith(_EXTERNAL_EVENTS) or (event == "ctypes.dlopen" and arguments[0]):
            self._outward = self._outward or event

    def _note_open(self, path: Any, mode: Any, flags: Any) -> None:
        flags = flags if isinstance(flags, int) else 0
        writes = isinstance(mode, str) and bool(_WRITE_MODES & set(mode))
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str):
            return
        if not writes:
            self._opened.add(path)
        if writes or flags & _WRITE_FLAGS:
            if path != os.devnull and not (_O_TMPFILE and flags & _O_TMPFILE == _O_TMPFILE):
                self._change(path, "open", made=bool(flags & os.O_EXCL))
        elif path.startswith(_VIRTUAL_FOLDERS) and path != os.devnull:
            if sys._getframe(2).f_globals.get("__name__") != _GUARD_MODULE:
                self._outward = self._outward or path
        else:
            self._ask("text", path)

    def _watch(self, name: str) -> None:
        """Have a function of ``os`` note what it is asked."""
        function = getattr(os, name)

        @functools.wraps(function)
        def asked(path: Any, *arguments: Any, **keywords: Any) -> Any:
            if not isinstance(path, int) and keywords.get("dir_fd") is None:
                self._ask("status", path)
            return function(path, *arguments, **keywords)

        setattr(os, name, asked)
        for known in (getattr(os, each) for each in _OS_SUPPORT_SETS):
            if function in known:
                known.add(asked)

    def _ask(self, kind: str, path: Any) -> None:
        """Note a question about a path; of what is installed, the status says enough."""
        if isinstance(path, int):
            return
        absolute = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (links are kept)
        if absolute.startswith(_PROGRAM_FOLDER) or self._is_made(absolute):
            return
        if absolute.startswith(self._packages):
            kind = "status"
        elif f"{absolute}{os.sep}".startswith((*self._standard, *_VIRTUAL_FOLDERS)):
            return
        if absolute.endswith(".pyc"):
            try:
                absolute = importlib.util.source_from_cache(absolute)
            except ValueError:
                kind = "text"
        self._questions[kind, absolute] = None

    def _change(self, path: Any, event: str, *, made: bool = False) -> None:
        """Note that something is changed; what is made for the moment does not matter."""
        if isinstance(path, int):
            return
        absolute = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (links are kept)
        if absolute == self._temporary:  # a file there, by an opener: what that opens is noted
            return
        if made and os.path.realpath(os.path.dirname(absolute)) == self._temporary:  # noqa: PTH120 (no path is made of it)
            self._made.add(absolute)
        elif not self._is_made(absolute) and "__pycache__" not in absolute:
            self._outward = self._outward or f"{event} {absolute}"

    def _is_made(self, absolute: str) -> bool:
        return any(absolute == made or absolute.startswith(made + os.sep) for made in self._made)


_REAL_STAT: Final[Callable[..., os.stat_result]] = os.stat


def _prefixes(folders: set[str]) -> tuple[str, ...]:
    """What paths in some folders begin with."""
    return tuple(sorted({f"{folder}{os.sep}" for folder in (*folders, *map(os.path.realpath, folders))}))


def _whole(path: Any, number: int) -> Any:
    """A path that counts from an open folder (-1: from the working directory)."""
    if number >= 0 and not isinstance(path, int):
        try:
            return os.path.join(os.readlink(f"/proc/self/fd/{number}"), os.fsdecode(path))  # noqa: PTH118, PTH115
        except OSError:
            return path
    return path


def _file_of(module: object) -> str:
    path = getattr(module, "__file__", None)
    return path if isinstance(path, str) else ""
