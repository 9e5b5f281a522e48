"""Diffs out of the lines of a text: without quotation marks, remarks, and all that stands around them.

Mail programs damage patches: they quote them, drop blanks at the ends of lines, and mix them with remarks. What is
certain is mended; all else is an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from .packed import PatchError

_QUOTE: Final = re.compile(r"(?:[>|] ?)*")
_HUNK: Final = re.compile(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")
_EXTENDED: Final = (
    "index ", "old mode ", "new mode ", "new file mode ", "deleted file mode ", "similarity index ",
    "dissimilarity index ", "rename from ", "rename to ", "copy from ", "copy to ", "--- ", "+++ ", "Binary files ",
)  # fmt: skip
_BINARY: Final = "GIT binary patch"
_SIZE: Final = re.compile(r"(?:literal|delta) \d+$")
_CODED: Final = re.compile(r"[A-Za-z][0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]+$")


@dataclass(slots=True)
class Diff:
    """The diff of a text that is quoted so many times. ``begin``: in which line it begins (from 0); ``lines``: without
    quotation marks. ``error``: that a part of it is damaged.
    """

    begin: int
    lines: list[str] = field(default_factory=list)
    error: PatchError | None = None


def diffs_of(lines: Sequence[str], first: int | None) -> list[Diff]:
    """Return what a text holds, the least quoted first. ``first``: the number of the text's first line, where errors
    can say it.
    """
    by_depth: dict[int, Diff] = {}
    at = 0
    while at < len(lines):
        quote = _QUOTE.match(lines[at])
        prefix = quote[0] if quote else ""
        if not _begins_file(lines, at, prefix):
            at += 1
            continue
        diff = by_depth.setdefault(prefix.count(">") + prefix.count("|"), Diff(at))
        try:
            at, part = _file(lines, at, prefix, first)
            diff.lines += part
        except PatchError as error:
            diff.error = diff.error or error
            at += 1
    return [diff for _, diff in sorted(by_depth.items(), key=lambda pair: pair[0])]


def _begins_file(lines: Sequence[str], at: int, prefix: str) -> bool:
    line = lines[at][len(prefix) :]
    if line.startswith("diff --git "):
        return True
    return line.startswith("--- ") and at + 1 < len(lines) and lines[at + 1][len(prefix) :].startswith("+++ ")


def _begins_other(lines: Sequence[str], at: int) -> bool:
    """Whether a file begins at a line, however it is quoted."""
    quote = _QUOTE.match(lines[at])
    return _begins_file(lines, at, quote[0] if quote else "")


def _file(lines: Sequence[str], at: int, prefix: str, first: int | None) -> tuple[int, list[str]]:
    """The part of a diff about one file that begins at a line: where it ends, and its lines."""
    out = [lines[at][len(prefix) :]]
    at += 1
    while at < len(lines):
        line = _unquoted(lines[at], prefix)
        if line is None and _begins_other(lines, at):
            break
        if line is None:
            at += 1  # a remark
        elif line.startswith(_EXTENDED):
            out.append(line)
            at += 1
        elif line.startswith(_BINARY):
            at, part = _binary(lines, at, prefix)
            out += part
        elif hunk := _HUNK.match(line):
            at, part = _hunk(lines, at, prefix, hunk, first)
            out += part
        elif prefix and not line.startswith("diff --git ") and not line.strip():
            at += 1
        else:
            break
    return at, out


def _unquoted(line: str, prefix: str) -> str | None:
    """A line without its quotation marks; None for one that has none: a remark between quoted lines."""
    if not prefix:
        return line
    if line.startswith(prefix):
        return line[len(prefix) :]
    return "" if line == prefix.rstrip() else None


def _binary(lines: Sequence[str], at: int, prefix: str) -> tuple[int, list[str]]:
    """The contents of a binary file: of the new one, and of the old one."""
    out = [_unquoted(lines[at], prefix) or ""]
    at += 1
    while at < len(lines) and _SIZE.match((_unquoted(lines[at], prefix) or "").rstrip()):
        out.append((_unquoted(lines[at], prefix) or "").rstrip())
        at += 1
        while at < len(lines) and _CODED.match(coded := (_unquoted(lines[at], prefix) or "").rstrip()):
            out.append(coded)
            at += 1
        out.append("")
        at += at < len(lines) and not (_unquoted(lines[at], prefix) or "").strip()
    return at, out


def _hunk(lines: Sequence[str], at: int, prefix: str, head: re.Match[str], first: int | None) -> tuple[int, list[str]]:
    """A hunk: as many lines as its head says."""
    old, new = (int(count) if count is not None else 1 for count in head.groups())
    where = f"line {first + at}: " if first is not None else ""
    out = [_unquoted(lines[at], prefix) or ""]
    at += 1
    while old > 0 or new > 0:
        line = _unquoted(lines[at], prefix) if at < len(lines) else None
        ends = at >= len(lines) or (line is None and _begins_other(lines, at))
        if ends or (line is not None and line[:1] not in (" ", "+", "-", "\\", "")):
            said = f": {lines[at].strip()!r} is none of its lines" if at < len(lines) else ""
            raise PatchError(
                f"{where}the hunk '{head[0]}' is damaged, {max(old, 0)} old and {max(new, 0)} new lines are missing"
                f"{said}; perhaps a mail program has wrapped or cut its lines: ask for the patch as an attachment"
            )
        at += 1
        if line is None:
            continue
        out.append(line or " ")  # an empty line has lost its blank
        old -= line[:1] in (" ", "-", "")
        new -= line[:1] in (" ", "+", "")
    if at < len(lines) and (_unquoted(lines[at], prefix) or "").startswith("\\ "):
        out.append(_unquoted(lines[at], prefix) or "")
        at += 1
    return at, out


def unstuffed(diff: list[str]) -> list[str]:
    """Return the diff with one blank less before all context, if a mail program seems to have put it there."""
    context = [line for line in _inside(diff) if line.startswith(" ")]
    if not context or not all(line.startswith("  ") or not line.strip() for line in context):
        return diff
    kept, inside = [], False
    for line in diff:
        inside = line.startswith("@@ ") or (inside and not line.startswith("diff --git "))
        kept.append((line[1:] or " ") if inside and line.startswith("  ") else line)
    return kept


def _inside(diff: list[str]) -> Iterator[str]:
    """The lines of a diff's hunks."""
    inside = False
    for line in diff:
        if line.startswith(("diff --git ", "--- ")) and not inside:
            continue
        if line.startswith("diff --git "):
            inside = False
        elif line.startswith("@@ "):
            inside = True
        elif inside:
            yield line
