"""A diff in git's form, taken apart by files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_HEAD: Final = re.compile(r"diff --git (\"(?:[^\"\\]|\\.)*\"|.+?) (\"(?:[^\"\\]|\\.)*\"|.+)$")
_HUNK: Final = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_EXTENDED: Final = (  # lines between the head of a file and its paths
    "diff --git ", "index ", "old mode ", "new mode ", "new file mode ", "deleted file mode ", "similarity index ",
    "dissimilarity index ", "rename from ", "rename to ", "copy from ", "copy to ",
)  # fmt: skip
_ESCAPE: Final = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_SINGLE: Final = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13}


@dataclass(frozen=True, slots=True)
class FileDiff:
    """The part of a diff about one file. ``text``: as it stands; ``old``, ``new``: its paths ('' where it is not
    there); ``removed``, ``added``: the numbers of its lines; ``index``: the beginning of the old blob's name.
    ``binary``: its contents are no lines; ``complete``: what it does to them is in the diff. ``prefixed``: its paths
    have ``a/`` and ``b/`` before them, or other names of folders.
    """

    text: str
    old: str
    new: str
    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    index: str = ""
    renamed: bool = False
    binary: bool = False
    complete: bool = True
    prefixed: bool = True

    @property
    def path(self) -> str:
        """The path that a reader knows: the new one, of a file that goes the old one."""
        return self.new or self.old


def files_of(diff: str) -> list[FileDiff]:
    """Return the parts of a diff, in order. Time grows with its length."""
    return [_file(lines) for lines in _parts(diff.split("\n"))]


def _parts(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each file: lines of hunks are counted, so that none of them is taken for a head."""
    part: list[str] = []
    left = [0, 0]
    for number, line in enumerate(lines):
        if left[0] > 0 or left[1] > 0:
            if not line.startswith("\\"):
                left[0] -= not line.startswith("+")
                left[1] -= not line.startswith("-")
        elif hunk := _HUNK.match(line):
            left = [int(hunk[2] or 1), int(hunk[4] or 1)]
        elif _begins(lines, number) and part:
            yield part
            part = []
        if part or _begins(lines, number):
            part.append(line)
    if part:
        yield part


def _begins(lines: list[str], at: int) -> bool:
    line = lines[at]
    if line.startswith("diff --git "):
        return True
    plain = line.startswith("--- ") and at + 1 < len(lines) and lines[at + 1].startswith("+++ ")
    return plain and not (at and lines[at - 1].startswith(_EXTENDED))


def _file(lines: list[str]) -> FileDiff:
    head = _head(lines[0])
    old, new = _named(lines, "--- ", head[0]), _named(lines, "+++ ", head[1])
    prefixed = _is_prefixed(old, new) if (old and new) or not all(head) else _is_prefixed(*head)
    extended = lines[: next((number for number, line in enumerate(lines) if _HUNK.match(line)), len(lines))]
    removed, added = _numbers(lines)
    index = next((line.split()[1].partition("..")[0] for line in extended if line.startswith("index ")), "")
    renames = [unquoted(line.split(" ", 2)[2]) for line in extended if line.startswith(("rename from ", "rename to "))]
    if len(renames) == 2:
        prefixed = all(name.partition("/")[2] == there for name, there in zip(head, renames, strict=True))
        old, new = renames
    elif prefixed:
        old, new = old.partition("/")[2], new.partition("/")[2]
    data = any(line.startswith("GIT binary patch") for line in extended)
    announced = any(line.startswith("Binary files ") for line in extended)
    return FileDiff(
        "\n".join(lines) + "\n",
        "" if any(line.startswith("new file mode") for line in extended) else old,
        "" if any(line.startswith("deleted file mode") for line in extended) else new,
        removed,
        added,
        index,
        renamed=len(renames) == 2,
        binary=data or announced,
        complete=not announced,
        prefixed=prefixed,
    )


def hunks_of(part: FileDiff) -> list[FileDiff]:
    """Return each hunk of a part as a part of its own; nothing where the file comes, goes, or is renamed with it."""
    if part.old != part.new or part.binary:
        return []
    lines = part.text.removesuffix("\n").split("\n")
    starts = [*_hunk_starts(lines), len(lines)]
    head = lines[: starts[0]]
    return [_file([*head, *lines[start:end]]) for start, end in pairwise(starts)]


def _hunk_starts(lines: list[str]) -> Iterator[int]:
    """In which lines hunks begin."""
    left = [0, 0]
    for number, line in enumerate(lines):
        if left[0] > 0 or left[1] > 0:
            left[0] -= line[:1] not in ("+", "\\")
            left[1] -= line[:1] not in ("-", "\\")
        elif hunk := _HUNK.match(line):
            left = [int(hunk[2] or 1), int(hunk[4] or 1)]
            yield number


def _head(line: str) -> tuple[str, str]:
    """The paths of the first line; where they are not quoted and have blanks, both are the same."""
    rest = line.removeprefix("diff --git ")
    half = len(rest) // 2
    if (
        rest != line
        and rest[half : half + 1] == " "
        and rest[:half].partition("/")[2] == rest[half + 1 :].partition("/")[2]
    ):
        return unquoted(rest[:half]), unquoted(rest[half + 1 :])
    head = _HEAD.match(line)
    return (unquoted(head[1]), unquoted(head[2])) if head else ("", "")


def _named(lines: list[str], mark: str, default: str) -> str:
    """The path behind ``---`` or ``+++``; /dev/null is none."""
    for line in lines:
        if line.startswith(mark):
            name = unquoted(line[len(mark) :].partition("\t")[0].rstrip("\r"))
            return "" if name == "/dev/null" else name
        if _HUNK.match(line):
            break
    return default


def _is_prefixed(old: str, new: str) -> bool:
    """Whether both paths have a folder before them: of two that are the same file, another one."""
    if old and new:
        (first, _, rest), (second, _, other) = old.partition("/"), new.partition("/")
        return first != second and (rest == other or (_is_letter(old) and _is_letter(new))) and bool(rest)
    return _is_letter(old or new)


def _is_letter(name: str) -> bool:
    """Whether a path has one of the letters before it that git uses so."""
    return name[1:2] == "/" and name[0] in "abciow"


def _numbers(lines: list[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of the lines that are removed and added."""
    removed, added = [], []
    old = new = 0
    inside = False
    for line in lines:
        if hunk := _HUNK.match(line):
            old, new, inside = int(hunk[1]), int(hunk[3]), True
        elif inside and line.startswith("-"):
            removed.append(old)
            old += 1
        elif inside and line.startswith("+"):
            added.append(new)
            new += 1
        elif inside and not line.startswith("\\"):
            old, new = old + 1, new + 1
    return tuple(removed), tuple(added)


def unquoted(name: str) -> str:
    """Return a path as it is; git quotes one with unusual characters as C does."""
    if not (len(name) > 1 and name.startswith('"') and name.endswith('"')):
        return name
    return _ESCAPE.sub(_character, name[1:-1].encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def _character(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) & 255])
    return bytes([_SINGLE[code]]) if code in _SINGLE else code
