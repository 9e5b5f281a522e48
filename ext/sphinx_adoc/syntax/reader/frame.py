"""A file on the include stack: its lines, how far they were let through, and where the directives are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_DIRECTIVE_LINE: Final = re.compile(r"\\?(?:if(?:n?def|eval)|endif|include)::")


class Frame:
    """A file on the include stack. ``directives``: indices of the lines that look like directives, last one first.

    Of the document's own file blank lines at the end are left out; an included one keeps its first ``kept`` lines,
    since its blank lines part what it ends with from what follows. ``tail`` is the ref of the last line that is left
    out (-1: there is none).
    """

    __slots__ = (
        "directives",
        "leveloffset",
        "lines",
        "open_before",
        "path",
        "pos",
        "refs",
        "selection",
        "tail",
        "whole",
    )

    def __init__(
        self, lines: list[str], refs: range | list[int], path: Path | None, *, kept: int | None = None
    ) -> None:
        self.lines = _without_trailing_blanks(lines) if kept is None else lines[:kept]
        self.tail = refs[-1] if len(self.lines) < len(lines) else -1
        self.refs = refs
        self.path = path
        self.pos = 0
        self.selection = ""
        self.leveloffset: tuple[str | None] | None = None
        self.directives: list[int] = []
        self.open_before = 0  # conditions that are open where the file begins
        self.whole = True  # no lines of the file were left out

    def scan(self) -> None:
        """Find the lines that look like directives."""
        self.directives = [at for at, line in enumerate(self.lines) if "::" in line and _DIRECTIVE_LINE.match(line)]
        self.directives.reverse()

    def is_at_include(self) -> bool:
        """Tell whether the next line is an include directive."""
        at = self.pos
        return bool(self.directives) and self.directives[-1] == at and self.lines[at].startswith("include::")


def _without_trailing_blanks(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]


def level_offset(current: str, wanted: str) -> str | None:
    """Return a level offset as given, or relative to the current one where it has a sign; None: it is no number."""
    try:
        return str((int(current) if wanted[0] in "+-" else 0) + int(wanted))
    except ValueError:
        return None
