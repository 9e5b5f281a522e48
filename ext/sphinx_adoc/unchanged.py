"""Runs in which nothing changed: what a run wrote is written again if all that it depends on is as it was.

That is the call, the program, a part of the environment, the day, and every question that the run asked of the disk
with its answer. The run itself decides whether it is kept (:mod:`sphinx_adoc.commands.kept_runs`). This module loads
little: such a run loads neither the parser nor the graph.
"""

from __future__ import annotations

import json
import os
import sys
import time

from . import asked, entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMMAND = "check"
_FOLDER_OPTION = "--cache-dir"
_VARIABLES = ("SOURCE_DATE_EPOCH", "TZ")
_files: list[list[str | int]] = []
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


class Outcome:
    """What a run writes: the text of each file, what goes to standard output and then to standard error; and its exit
    code.
    """

    __slots__ = ("code", "err", "files", "out")

    def __init__(self, files: dict[str, str], out: str, err: str = "", code: int = 0) -> None:
        self.files = files
        self.out = out
        self.err = err
        self.code = code

    def write_files(self) -> None:
        """Write the files; raise OSError for one that cannot be written."""
        if self.files:
            from pathlib import Path  # most runs write none

            from .files import write

            for path, text in self.files.items():
                write(Path(path), text.encode("utf-8", "backslashreplace"))

    def say(self) -> int:
        """Write to standard output and standard error; return the exit code. Raise OSError where that fails."""
        sys.stdout.write(self.out)
        sys.stdout.flush()
        sys.stderr.write(self.err)
        return self.code


def is_check(words: list[str]) -> bool:
    """Tell whether a call is one of ``check``: no other command's outcome is kept."""
    return next((word for word in words if not word.startswith("-")), "") == _COMMAND


def find(words: list[str]) -> Outcome | None:
    """Return what a call wrote the last time if nothing changed since, else None."""
    if not is_check(words):
        return None
    folder = _folder(words)
    try:
        data = entries.get(folder, key(words)) if folder is not None else None
        return _checked(json.loads(data), words, folder) if data is not None and folder is not None else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # the current folder is gone, or the entry is another program's


def dumps(outcome: Outcome, questions: asked.Asked, day: str) -> bytes:
    """Return what is kept of a run. ``day``: that on which it began."""
    kept = [outcome.files, outcome.out, outcome.err, outcome.code, day, questions]
    return json.dumps(kept, separators=(",", ":")).encode()


def may_write(path: str, words: list[str]) -> bool:
    """Tell whether a call names a file as one to write: nothing else that an entry names is written."""
    return any(word.endswith(f"={path}") for word in words)


def today() -> str:
    """Return the day where the reader is."""
    return time.strftime("%Y-%m-%d")


def key(words: list[str]) -> str:
    """Return what stands for a call: its words, and what it runs in and by. Raise OSError where that is not known."""
    variables = [os.environ.get(name) for name in _VARIABLES]
    user = [ask() for name in ("geteuid", "getegid", "getgroups") if (ask := getattr(os, name, None)) is not None]
    encoding = sys.getfilesystemencoding()
    parts = ["run", words, os.getcwd(), variables, user, encoding, sys.version, program()]
    return entries.digest(json.dumps(parts).encode())


def program() -> list[list[str | int]]:
    """Return the files of this program, and the folders that packages are in: of each its inode, size and times. By
    less than that Python decides which compiled form of a module it runs. They are looked at once: what runs was loaded
    then.
    """
    if not _files:
        _files.extend(_stated_files())
    return _files


def _stated_files() -> list[list[str | int]]:
    here = {"", os.getcwd()}  # a document that is added there is no part of the program
    parts = [_stated(path, os.stat(path)) for path in sys.path if path not in here and os.path.isdir(path)]
    folders = [_PACKAGE]
    while folders:
        with os.scandir(folders.pop()) as there:
            for entry in there:
                if not entry.is_dir():
                    parts.append(_stated(entry.path, entry.stat()))
                elif entry.name != "__pycache__":
                    folders.append(entry.path)
    return sorted(parts)


def _stated(path: str, status: os.stat_result) -> list[str | int]:
    return [path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _folder(words: list[str]) -> str | None:
    """The folder of the cache that a call means. A call that names it otherwise finds nothing."""
    given = entries.default_folder()
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == _FOLDER_OPTION:
            given = following
        elif word.startswith(f"{_FOLDER_OPTION}="):
            given = word.partition("=")[2]
    return given


def _checked(kept: Any, words: list[str], folder: str) -> Outcome | None:
    """What an entry says, None where that does not hold now; raise TypeError and the like for no such entry."""
    files, out, err, code, day, questions = kept
    texts = [*files, *files.values(), out, err]
    if not {str}.issuperset(map(type, texts)) or type(code) is not int:
        raise TypeError("no entry of a run")
    if day != today() or not all(may_write(path, words) for path in files) or not asked.holds(questions, folder):
        return None
    return Outcome(files, out, err, code)
