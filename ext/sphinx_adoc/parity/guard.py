"""Run a classic renderer's Python program as the main program of this process, with what it may do held down.

The classic renderers' safe mode still starts the program that a block attribute ``filter`` names. Here the process
may start no program, open no connection, write no file, and read only below the folders that it is given.

    python guard.py FOLDER[:FOLDER]... PROGRAM ARGUMENT...

PROGRAM is the path of a script, or the name of a module. Standard library only: the interpreter may be any Python 3.
"""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from typing import Any, TypeVar

DENIED = ("os.", "subprocess.", "socket.", "ctypes.", "shutil.", "tempfile.", "urllib.", "sqlite3.", "webbrowser.")
HARMLESS = {"os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.putenv", "os.unsetenv", "os.add_dll_directory"}


def main() -> None:
    """Run what the command line names."""
    folders, program = sys.argv[1:3]
    sys.argv[:] = sys.argv[2:]
    del sys.path[0]  # the folder of this file, whose modules are none of the program's business
    own = [sys.prefix, sys.base_prefix, *sys.path]
    allowed = [os.path.realpath(path) for path in [*folders.split(os.pathsep), *own] if path]
    subprocess.Popen = started  # type: ignore[misc, assignment]
    sys.addaudithook(lambda event, details: check(event, details, allowed))
    if program.endswith(".py"):
        runpy.run_path(program, run_name="__main__")
    else:
        runpy.run_module(program, run_name="__main__", alter_sys=True)


_Code = TypeVar("_Code", str, bytes)


class Highlighter:
    """In place of the process that colours source code. It takes the arguments that GNU Source-highlight takes, and
    gives the code as it is; with any other it gives nothing, as that program does: what vanishes from a page with it
    vanishes here.
    """

    def __init__(self, words: list[str]) -> None:
        self.returncode = 0 if all(map(_is_taken, words)) else 1

    def communicate(self, source: _Code) -> tuple[_Code, None]:
        """Return what comes out for what goes in."""
        return source if self.returncode == 0 else source[:0], None

    def wait(self) -> int:
        """Return the exit status."""
        return self.returncode


_POPEN = subprocess.Popen
_HIGHLIGHTER = "source-highlight "
_TAKEN = re.compile(r"-s|[\w+#][\w+#.-]*|--line-number= ?|--tab=\d+")


def started(command: Any, **keywords: Any) -> Any:
    """Return what stands for the highlighter; any other program is refused when it is to start."""
    if not isinstance(command, str) or not command.startswith(_HIGHLIGHTER):
        return _POPEN(command, **keywords)
    try:
        return Highlighter(shlex.split(command[len(_HIGHLIGHTER) :]))
    except ValueError:  # a quote that is not closed
        return Highlighter(["--"])


def _is_taken(word: str) -> bool:
    return _TAKEN.fullmatch(word) is not None


def check(event: str, details: tuple[object, ...], allowed: list[str]) -> None:
    """Raise PermissionError for what the program may not do. Events: Python's table of audit events."""
    if event.startswith(DENIED) and event not in HARMLESS:
        raise PermissionError(f"refused: {event}")
    if event == "open" and not _may_open(details, allowed):
        raise PermissionError(f"refused: open {details[0]!r}")


def _may_open(details: tuple[object, ...], allowed: list[str]) -> bool:
    path, mode, flags = (*details, None, None)[:3]
    if isinstance(path, int):
        return True
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & writing):
        return False
    real = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    return any(real == folder or real.startswith(folder.rstrip(os.sep) + os.sep) for folder in allowed)


if __name__ == "__main__":
    main()
