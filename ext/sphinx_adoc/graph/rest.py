"""The rest of a document that is read elsewhere: its units from an include of its own file on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc.syntax.files import Files

from .units import Units

_INCLUDE: Final = re.compile(rb"include::([^\[{]+)\[")


class Rest(NamedTuple):
    """What is read elsewhere. ``line``: that of the include with which it begins, from 0. ``units``: waits for them,
    and gives None where nothing came of it.
    """

    line: int
    units: Callable[[], Units | None]


def include_at(path: Path, files: Files, share: float) -> int | None:
    """Return the line of the include of a file behind which stands all but about that share of the document; None
    where there is none. What includes name is taken as large as its file.
    """
    try:
        lines = files.read(path).splitlines()
    except OSError:
        return None
    sizes = []  # of each line, with what it includes
    for line in lines:
        include = _INCLUDE.match(line)
        part = path.parent / include[1].decode("utf-8", "replace") if include is not None else None
        sizes.append(len(line) + 1 + (size_of(part, files) if part is not None else 0))
    wanted = share * sum(sizes)
    passed = 0
    for number, (line, size) in enumerate(zip(lines, sizes, strict=True)):
        if passed >= wanted and line.startswith(b"include::"):
            return number
        passed += size
    return None


def size_of(path: Path, files: Files) -> int:
    """Return the size of a file in bytes, 0 for one that there is not."""
    try:
        return files.size(path)
    except (OSError, ValueError):  # a path that there cannot be
        return 0
