"""Which lines a change removes and adds, as ``git diff`` counts them."""

from __future__ import annotations

import codecs
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .contents import Contents
from .diffs import files_of
from .folder import fill
from .repository import git_outside

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class FileLines:
    """The lines of one file that change. ``old``, ``new``: its path before and after ('' where it is not there);
    ``removed``, ``added``: numbers of lines, from 1, of the old and the new file. ``binary``: it has no lines.
    """

    old: str
    new: str
    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    binary: bool = False

    @property
    def path(self) -> str:
        """The path that a reader knows: the new one, of a file that is gone the old one."""
        return self.new or self.old


Numbers = Mapping[str, AbstractSet[int]]
"""Numbers of lines, by the path of their file."""


def near_lines(files: Iterable[FileLines]) -> tuple[Numbers, Numbers]:
    """Return for both sides the lines that change, and those of both sides that stand beside a change."""
    old: dict[str, set[int]] = {}
    new: dict[str, set[int]] = {}
    for file in files:
        removed, added = sorted(file.removed), sorted(file.added)
        gaps = {line - above for side in (removed, added) for above, line in enumerate(side)}  # before that of the rest
        for near, path, lines in ((old, file.old, removed), (new, file.new, added)):
            near[path] = {*lines, *_beside(gaps, lines)}
    return old, new


def _beside(gaps: Iterable[int], lines: Sequence[int]) -> Iterator[int]:
    """The lines that stay right above and below gaps. ``lines``: those that change on their side, in order."""
    ranks = [line - above for above, line in enumerate(lines)]
    for gap in gaps:
        yield from (rank + bisect_right(ranks, rank) for rank in (gap - 1, gap) if rank)


def changed_lines(
    before: Contents, after: Contents, paths: Iterable[str], renamed: Mapping[str, str]
) -> list[FileLines]:
    """Return the lines that change between two states, a value a file, in the order of the paths.

    ``paths``: the files that may differ; ``renamed``: old path to new. Raises GitError.
    """
    pairs = _pairs(before, after, paths, renamed)
    with tempfile.TemporaryDirectory(prefix="sphinx-adoc-") as made:
        folder = Path(made)
        for name, contents, side in (("a", before, 0), ("b", after, 1)):
            numbered = {str(number): in_lines(contents[pair[side]]) for number, pair in enumerate(pairs) if pair[side]}
            fill(folder / name, numbered, numbered)
        words = ("diff", "--no-index", "--no-color", "--no-ext-diff", "--no-renames", "--no-prefix", "a", "b")
        out = git_outside(folder, *words, codes=(0, 1))[0]
    return _read(out.decode("utf-8", "replace"), pairs)


def in_lines(data: bytes) -> bytes:
    """Return contents as git can count their lines: of UTF-16, which is binary for git, the same text in UTF-8."""
    return data.decode("utf-16", "replace").encode() if data.startswith(_UTF_16) else data


def _pairs(
    before: Contents, after: Contents, paths: Iterable[str], renamed: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The files that differ: their paths in both states, '' for a state that has none."""
    pairs = [(old, new) for old, new in sorted(renamed.items()) if old in before and new in after and old not in after]
    names = sorted(set(paths))
    gone, moved = ({pair[side] for pair in pairs} for side in (0, 1))
    pairs += [
        (path if path in before else "", path if path in after else "") for path in names if path not in moved | gone
    ]
    return [(old, new) for old, new in pairs if (before[old] if old else None) != (after[new] if new else None)]


def _read(out: str, pairs: list[tuple[str, str]]) -> list[FileLines]:
    """Files with their lines, from git's words. With context, since without any git counts some changes otherwise."""
    lines = []
    for part in files_of(out):
        old, new = pairs[int(part.path.rpartition("/")[2])]  # of an empty file git names one side twice
        lines.append(FileLines(old, new, part.removed, part.added, part.binary))
    return sorted(lines, key=lambda file: file.path)
