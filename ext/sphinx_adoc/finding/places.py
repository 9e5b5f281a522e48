"""A place as all machine-readable forms of this project write it.

Lines and columns count from 1, columns in Unicode code points. ``end_column`` is the column after the last character,
so that a place of one character in column 7 ends in column 8, and one of no characters (an empty line) ends where it
begins.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TypedDict

from sphinx_adoc.syntax.source import Place, Span


class Record(TypedDict):
    """A place, as plain data."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


def record(place: Place | Span) -> Record:
    """Return a place or span as plain data; the path with slashes."""
    start, end = (place.start, place.end) if isinstance(place, Span) else (place, place)
    return {
        "path": posix(start.path),
        "line": start.line,
        "column": max(start.column, 1),
        "end_line": end.line,
        "end_column": end.column + 1,
    }


def posix(path: str) -> str:
    """Return a path with slashes, as reports for machines name it."""
    return PurePath(path).as_posix()
