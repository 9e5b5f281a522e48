"""Values of the project itself: a version, a path that exists, an option's default, an exit code."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, Final, Protocol

from packaging.version import Version

from .error import OriginError

LONGEST_S: Final = 30.0
_DEFAULT: Final = re.compile(r"[(\[]default[:=]? (?P<value>[^)\]]+)[)\]]", re.IGNORECASE)
ENABLE: Final = "commands are run where [claims] console is true, or --console is given"


def _version(name: str, words: str, folder: Path, *, console: bool) -> Version:
    """The version of an installed package."""
    from importlib.metadata import PackageNotFoundError, version  # it loads much, and few claims ask for one

    try:
        return Version(version(name))
    except PackageNotFoundError as error:
        raise OriginError(f"no package '{name}' is installed") from error


def _path(name: str, words: str, folder: Path, *, console: bool) -> PurePath:
    """A path that exists, beside the document or in the working directory: the given one, else the words."""
    wanted = name or " ".join(words.split())
    if not any((place / wanted).exists() for place in (folder, Path())):
        raise OriginError(f"there is no {wanted}", f"it is looked for in {folder} and {Path.cwd()}")
    return PurePath(wanted)


def _option(call: str, words: str, folder: Path, *, console: bool) -> str:
    """The default of a command's last word, an option, as the command's --help tells it."""
    *command, option = shlex.split(call)
    help_text = _run([*command, "--help"], folder, console=console).stdout
    places = [*re.finditer(rf"\n\s+(?:-\w[^\n]*, )?{re.escape(option)}(?![\w-])(?:(?!\n\s+-).)*", help_text, re.DOTALL)]
    text = " ".join(places[-1][0].split()) if places else ""
    if not text:
        raise OriginError(f"'{' '.join(command)} --help' does not name {option}")
    default = _DEFAULT.search(text)
    if default is None:
        raise OriginError(f"'{' '.join(command)} --help' tells no default of {option}")
    return default["value"].strip("'\"")


def _exit(call: str, words: str, folder: Path, *, console: bool) -> int:
    """The exit code of a command."""
    return _run(shlex.split(call), folder, console=console).returncode


def _run(command: list[str], folder: Path, *, console: bool) -> subprocess.CompletedProcess[str]:
    if not console:
        raise OriginError(f"'{shlex.join(command)}' was not run", ENABLE)
    if command[0] in ("python", "python3"):
        command = [sys.executable, *command[1:]]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OriginError(f"'{shlex.join(command)}' cannot be run: {error}") from error


class _Origin(Protocol):
    """Gives the value of an origin from what stands behind its kind, and from the stated words. Raise OriginError."""

    def __call__(self, name: str, words: str, folder: Path, /, *, console: bool) -> Any: ...


KINDS: Final[Mapping[str, _Origin]] = {
    "version": _version,
    "path": _path,
    "option": _option,
    "exit": _exit,
}
