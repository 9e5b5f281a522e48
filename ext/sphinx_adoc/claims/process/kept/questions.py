"""What verdicts follow from outside their process, asked again: a verdict holds as long as the answers are the same.

``text``: what a file contains. ``status``: its size and time. ``entries``: what a folder contains, with their sizes and
times; ``names``: their names alone; ``modules``: those that an import may find.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

Answer = Any
"""Plain data; None where there is nothing of that kind."""

_SLACK_S: Final = 0.05  # how far the clock of files may lag behind
_COMPILED: Final = "__pycache__"


class Answers:
    """Answers of the file system. Each question is asked once: all that is decided with them is of one state."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Answer, float]] = {}

    def __call__(self, kind: str, path: str) -> Answer:
        """Return the answer to a question; raise KeyError for a kind that there is not."""
        return self._ask(kind, path)[0]

    def changed(self, kind: str, path: str) -> float:
        """Return when that which the answer says has changed last (s since the epoch; 0: nothing is there)."""
        return self._ask(kind, path)[1]

    def _ask(self, kind: str, path: str) -> tuple[Answer, float]:
        if (kind, path) not in self._known:
            ask = _KINDS[kind]
            try:
                self._known[kind, path] = ask(Path(path))
            except (OSError, ValueError):
                self._known[kind, path] = None, 0.0
        return self._known[kind, path]


def _text(path: Path) -> tuple[Answer, float]:
    if not path.is_file():
        return path.stat().st_mode, 0.0
    data = path.read_bytes()
    return hashlib.blake2b(data, digest_size=20).hexdigest(), path.stat().st_ctime


def _status(path: Path) -> tuple[Answer, float]:
    status = path.stat()
    allowed = [os.access(path, mode) for mode in (os.R_OK, os.W_OK, os.X_OK)]
    changed = 0.0 if stat.S_ISDIR(status.st_mode) else status.st_ctime
    return [*_status_numbers(status), *allowed, path.is_symlink()], changed


def _status_numbers(status: os.stat_result) -> list[int]:
    """What a status says; the time of a folder changes with what is beside that which is asked about."""
    if stat.S_ISDIR(status.st_mode):
        return [status.st_mode]
    return [status.st_mode, status.st_size, status.st_mtime_ns]


def _entries(path: Path) -> tuple[Answer, float]:
    return _folder(path, lambda name: name != _COMPILED, _status_numbers)


def _names(path: Path) -> tuple[Answer, float]:
    return _folder(path, lambda name: name != _COMPILED, lambda status: [])


def _modules(path: Path) -> tuple[Answer, float]:
    if path.is_file():  # an archive
        return _text(path)
    return _folder(path, _is_module, lambda status: [])


def _is_module(name: str) -> bool:
    return name.endswith((".py", ".so", ".pyd")) or (name.isidentifier() and name != _COMPILED)


def _folder(
    path: Path, counts: Callable[[str], bool], say: Callable[[os.stat_result], list[int]]
) -> tuple[Answer, float]:
    """Those entries of a folder that count, and when one of them came, went or changed."""
    entries = dict(_listed(path))
    counted = {name: status for name, status in entries.items() if counts(name)}
    changed = max((status.st_ctime for status in counted.values()), default=0.0)
    own = path.stat().st_mtime
    if own > max((status.st_ctime for status in entries.values()), default=0.0) + _SLACK_S:  # one has gone
        changed = max(changed, own)
    return sorted([name, *say(status)] for name, status in counted.items()), changed


def _listed(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(path) as entries:
        for entry in entries:
            try:
                yield entry.name, entry.stat()
            except OSError:  # a link that leads nowhere
                yield entry.name, entry.stat(follow_symlinks=False)


_KINDS: Final[dict[str, Callable[[Path], tuple[Answer, float]]]] = {
    "text": _text, "status": _status, "entries": _entries, "names": _names, "modules": _modules,
}  # fmt: skip
