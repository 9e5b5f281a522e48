"""Patterns of paths, as in .gitignore: ``*`` and ``?`` within a name, ``[...]`` for characters, ``**`` for folders."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final

_FOLDERS: Final = "**"


class Globs:
    """Several patterns. One without a slash matches a name in any folder; a folder that matches brings all inside."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [_segments(pattern) for pattern in patterns]

    def match(self, path: str) -> bool:
        """Tell whether a path, relative and with slashes, or a folder above it, matches one of the patterns."""
        names = path.split("/")
        return any(_matches(segments, names) for segments in self._patterns)


def _segments(pattern: str) -> list[str]:
    body = pattern.removeprefix("./").strip("/")
    return body.split("/") if "/" in body else [_FOLDERS, body]


def _matches(segments: list[str], names: list[str]) -> bool:
    """Walk through the names with all places in the pattern that they can have reached: linear in both."""
    reached = _with_folders_skipped(segments, {0})
    for name in names:
        after: set[int] = set()
        for place in reached:
            if segments[place] == _FOLDERS:
                after.add(place)
            elif fnmatchcase(name, segments[place]):
                after.add(place + 1)
        reached = _with_folders_skipped(segments, after)
        if len(segments) in reached:
            return True
    return False


def _with_folders_skipped(segments: list[str], places: set[int]) -> set[int]:
    """The places, and those behind a ``**``, which may stand for no folder at all."""
    reached = set(places)
    for place in range(len(segments)):
        if place in reached and segments[place] == _FOLDERS:
            reached.add(place + 1)
    return reached
