"""Patches from a mail, a mailbox, a patch file, or a reply that quotes one.

Mail programs damage patches: they quote them, drop blanks at the ends of lines, put one before lines that begin with a
blank (format=flowed), and mix them with remarks. What is certain is mended; all else is an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from .message import Mail, PatchError, read_mail

__all__ = ["LARGEST", "MOST_PATCHES", "Patch", "PatchError", "read_patches"]

LARGEST: Final = 20_000_000  # bytes of input
MOST_PATCHES: Final = 10_000
_YEAR: Final = re.compile(rb"\d{4}\Z")
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*:\s")
_QUOTE: Final = re.compile(r"(?:[>|] ?)*")
_HUNK: Final = re.compile(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")
_TAG: Final = re.compile(r"^(?:(?:re|aw|fwd?):\s*|\[[^\]]*\]\s*)*", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_PATCH: Final = re.compile(r"\bPATCH\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\b(\d{1,6})/(\d{1,6})(?!\d)")
_VERSION: Final = re.compile(r"\bv(\d{1,6})\b", re.IGNORECASE)
_BASE: Final = re.compile(r"^[>| ]*base-commit: ([0-9a-f]{7,64})\s*$", re.MULTILINE)
_EXTENDED: Final = (
    "index ", "old mode ", "new mode ", "new file mode ", "deleted file mode ", "similarity index ",
    "dissimilarity index ", "rename from ", "rename to ", "copy from ", "copy to ", "--- ", "+++ ", "Binary files ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Patch:
    """One patch. ``number`` of ``total`` in its series, ``version`` of the series (1 where none is said); ``diff``: in
    git's form, with ``alternatives`` where the mail leaves it open what was meant. ``line``: where it begins in the
    input. ``base``: the commit that it says it is made on, '' without.
    """

    subject: str
    diff: str
    number: int = 1
    total: int = 1
    version: int = 1
    author: str = ""
    line: int = 1
    base: str = ""
    alternatives: tuple[str, ...] = field(default=())


def read_patches(data: bytes) -> list[Patch]:
    """The patches of an input, those of a series in order, of its latest version alone. Raises PatchError."""
    if len(data) > LARGEST:
        raise PatchError(f"the input is larger than {LARGEST // 1_000_000} MB")
    found = list(islice((patch for line, part in _mails(data) for patch in _patches(part, line)), MOST_PATCHES + 1))
    if len(found) > MOST_PATCHES:
        raise PatchError(f"there are more than {MOST_PATCHES} patches in it")
    if not found:
        raise PatchError("there is no patch in it: no line begins with 'diff --git' or '--- ' and '+++ '")
    latest = max(patch.version for patch in found)
    base = next((patch.base for patch in found if patch.base), "")
    series = [replace(patch, base=base) for patch in found if patch.version == latest]
    return sorted(series, key=lambda patch: patch.number)


def _mails(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The mails of a mailbox with the lines that they begin in; all as one where it is none."""
    starts = list(_starts(data))
    if not starts or data[: starts[0][1]].strip():
        yield 1, data
        return
    for (line, start), (_, end) in zip(starts, [*starts[1:], (0, len(data))], strict=True):
        yield line, data[start:end]


def _starts(data: bytes) -> Iterator[tuple[int, int]]:
    """Where mails begin in a mailbox: number of the line, and offset."""
    at, blank = 0, True
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        if blank and line.startswith(b"From ") and _YEAR.search(line.rstrip()) and _has_header(data, at + len(line)):
            yield number, at
        blank = line in (b"\n", b"\r\n")
        at += len(line)


def _has_header(data: bytes, at: int) -> bool:
    return _HEADER.match(data[at : at + 200].lstrip(b"\r\n").decode("latin-1")) is not None


def _patches(part: bytes, line: int) -> Iterator[Patch]:
    """The patch of one mail or text."""
    envelope = part.startswith(b"From ")
    mail = read_mail(part.partition(b"\n")[2] if envelope else part, line)
    texts = mail.texts if mail is not None else (part.decode("utf-8", "replace"),)
    for text in texts:
        lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
        begin, diff = _extracted(lines, line if mail is None else None)
        if diff:
            at = line + (_offset(part, lines[begin]) if mail is not None else begin)
            yield _made(mail or Mail(_first_line(lines, begin), "", ()), diff, at, text)


def _offset(part: bytes, words: str) -> int:
    """In which line of a mail some words stand, if they stand there as they are."""
    at = part.find(words.encode())
    return part.count(b"\n", 0, at) if at >= 0 else 0


def _first_line(lines: Sequence[str], end: int) -> str:
    """What a text without headers begins with: its `Subject:`, else its first line."""
    words = [line for line in lines[:end] if line.strip()]
    named = next((line.partition(":")[2].strip() for line in words if line.lower().startswith("subject:")), "")
    return named or (words[0].strip() if words else "")


def _made(mail: Mail, diff: list[str], line: int, text: str) -> Patch:
    subject = " ".join(mail.subject.split())
    number, total, version = _numbers(subject)
    base = _BASE.search(text)
    stuffed = tuple("\n".join(other) + "\n" for other in [_unstuffed(diff)] if other != diff)
    return Patch(
        subject=_TAG.sub("", subject),
        diff="\n".join(diff) + "\n",
        number=number,
        total=total,
        version=version,
        author=mail.author,
        line=line,
        base=base[1] if base else "",
        alternatives=stuffed,
    )


def _numbers(subject: str) -> tuple[int, int, int]:
    """Which patch of how many, and which version, a subject says between its brackets; 1 each where it does not."""
    number, total, version = 1, 1, 1
    for found in _BRACKETS.finditer(subject):
        if _PATCH.search(found[1]):
            numbered, versioned = _NUMBER.search(found[1]), _VERSION.search(found[1])
            number, total = (int(numbered[1]), int(numbered[2])) if numbered else (number, total)
            version = int(versioned[1]) if versioned else version
    return number, total, version


# -- out of the text ---------------------------------------------------------------------------------------------------


def _extracted(lines: Sequence[str], first: int | None) -> tuple[int, list[str]]:
    """Where the diff of a text begins (from 0), and its lines, quotation marks removed. ``first``: the number of the
    text's first line, where errors can say it.
    """
    at, begin, out = 0, -1, []
    while at < len(lines):
        quote = _QUOTE.match(lines[at])
        prefix = quote[0] if quote else ""
        if not _begins_file(lines, at, prefix):
            at += 1
            continue
        begin = at if begin < 0 else begin
        at, found = _file(lines, at, prefix, first)
        out += found
    return max(begin, 0), out


def _begins_file(lines: Sequence[str], at: int, prefix: str) -> bool:
    line = lines[at][len(prefix) :]
    if line.startswith("diff --git "):
        return True
    return line.startswith("--- ") and at + 1 < len(lines) and lines[at + 1][len(prefix) :].startswith("+++ ")


def _file(lines: Sequence[str], at: int, prefix: str, first: int | None) -> tuple[int, list[str]]:
    """The part of a diff about one file that begins at a line: where it ends, and its lines."""
    out = [lines[at][len(prefix) :]]
    at += 1
    while at < len(lines):
        line = _unquoted(lines[at], prefix)
        if line is None:
            at += 1  # a remark
        elif line.startswith(_EXTENDED):
            out.append(line)
            at += 1
        elif hunk := _HUNK.match(line):
            at, found = _hunk(lines, at, prefix, hunk, first)
            out += found
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


def _hunk(lines: Sequence[str], at: int, prefix: str, head: re.Match[str], first: int | None) -> tuple[int, list[str]]:
    """A hunk: as many lines as its head says."""
    old, new = (int(count) if count is not None else 1 for count in head.groups())
    where = f"line {first + at}: " if first is not None else ""
    out = [_unquoted(lines[at], prefix) or ""]
    at += 1
    while old > 0 or new > 0:
        line = _unquoted(lines[at], prefix) if at < len(lines) else None
        if at >= len(lines) or (line is not None and line[:1] not in (" ", "+", "-", "\\", "")):
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


def _unstuffed(diff: list[str]) -> list[str]:
    """The diff with one blank less before all context, if a mail program seems to have put it there."""
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
