"""Whether a patch can change how files are read that it does not touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from .contents import Contents, Files

_INFLUENCES: Final = re.compile(
    rb":|(?:include|ifdef|ifndef|ifeval|endif)::|.*(?:\{counter|\{set:|footnote|\\\s*$)", re.DOTALL
)


def has_influence(before: Contents, changes: Iterable[Files], paths: Iterable[str]) -> bool:
    """Return whether some files, in any of their versions, have other lines that files behind them depend on: attribute
    entries, directives, counters, footnotes, headers. ``changes``: of one state after another.
    """
    first = {path: _lines(before.get(path)) for path in paths}
    return any(_lines(data) != first[path] for files in changes for path, data in files.items() if path in first)


def _lines(data: bytes | None) -> list[bytes] | None:
    """The lines of a file that others depend on; None for one that is not there."""
    return None if data is None else [*_influential(data.splitlines())]


def _influential(lines: Iterable[bytes]) -> Iterator[bytes]:
    header, goes_on = True, False
    for line in lines:
        header = header and bool(line.strip())
        if header or goes_on or _INFLUENCES.match(line):
            yield line
        goes_on = line.rstrip().endswith(b"\\")
