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
    from collections.abc import Iterable, Sequence
    from typing import Any

_CHECK, _HTML = "check", "html"
COMMANDS = (_CHECK, _HTML)
"""Those whose outcomes are kept."""

_FOLDER_OPTION = "--cache-dir"
_PAGE = ".html"
_VARIABLES = ("SOURCE_DATE_EPOCH", "TZ")
_files: list[list[str | int]] = []
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


class Outcome:
    """What a run writes: the text of each file, what goes to standard output and then to standard error; and its exit
    code. ``pages``: files whose folders are made, which are written first.
    """

    __slots__ = ("code", "err", "files", "out", "pages")

    def __init__(
        self, files: dict[str, str], out: str, err: str = "", code: int = 0, pages: dict[str, str] | None = None
    ) -> None:
        self.files = files
        self.pages = pages or {}
        self.out = out
        self.err = err
        self.code = code

    def write_files(self) -> None:
        """Write the files; raise OSError for one that cannot be written."""
        if self.files or self.pages:
            from pathlib import Path  # most runs write none

            from .files import write

            for path, text in [*self.pages.items(), *self.files.items()]:
                if path in self.pages:
                    Path(path).parent.mkdir(parents=True, exist_ok=True)
                write(Path(path), text.encode("utf-8", "backslashreplace"))

    def say(self) -> int:
        """Write to standard output and standard error; return the exit code. Raise OSError where that fails."""
        sys.stdout.write(self.out)
        sys.stdout.flush()
        sys.stderr.write(self.err)
        return self.code


def is_check(words: list[str]) -> bool:
    """Tell whether a call is one of ``check``."""
    return command_of(words) == _CHECK


def command_of(words: Sequence[str]) -> str:
    """Return the command that the words of a call name; '' where they name none."""
    return next((word for word in words if not word.startswith("-")), "")


def find(words: list[str]) -> Outcome | None:
    """Return what a call wrote the last time if nothing changed since, else None."""
    if command_of(words) not in COMMANDS:
        return None
    folder = _folder(words)
    try:
        data = entries.get(folder, key(words)) if folder is not None else None
        return _checked(json.loads(data), words, folder) if data is not None and folder is not None else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # the current folder is gone, or the entry is another program's


def dumps(outcome: Outcome, questions: asked.Asked, day: str) -> bytes:
    """Return what is kept of a run. ``day``: that on which it began."""
    kept = [outcome.pages, outcome.files, outcome.out, outcome.err, outcome.code, day, questions]
    return json.dumps(kept, separators=(",", ":")).encode()


def may_write(outcome: Outcome, words: list[str]) -> bool:
    """Tell whether a call names the files of an outcome as those to write: nothing else that an entry names is written.
    A page is named by the place that it goes to, by its document, or by a folder of either.
    """
    named = all(any(word.endswith(f"={path}") for word in words) for path in outcome.files)
    return named and (not outcome.pages or (command_of(words) == _HTML and _may_make(outcome.pages, words)))


def _may_make(pages: Iterable[str], words: list[str]) -> bool:
    values = [word.partition("=")[2] if word.startswith("--") else word.removeprefix("-o") for word in words]
    named = [os.path.normpath(value) for value in values if value]
    return all(
        path.endswith(_PAGE) and any(_is_named(os.path.normpath(path), name) for name in named) for path in pages
    )


def _is_named(page: str, name: str) -> bool:
    """Whether a page is a file that is named, that of a document which is, or in a folder which is."""
    if name == os.curdir:
        return not os.path.isabs(page) and not page.startswith(os.pardir + os.sep)
    return page in (name, os.path.splitext(name)[0] + _PAGE) or page.startswith(name.rstrip(os.sep) + os.sep)


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
    pages, files, out, err, code, day, questions = kept
    texts = [*pages, *pages.values(), *files, *files.values(), out, err]
    if not {str}.issuperset(map(type, texts)) or type(code) is not int:
        raise TypeError("no entry of a run")
    outcome = Outcome(files, out, err, code, pages)
    if day != today() or not may_write(outcome, words) or not asked.holds(questions, folder):
        return None
    return outcome
