"""Patches from a mail, a mailbox, a patch file, or a reply that quotes one.

Mail programs damage patches: they quote them, drop blanks at the ends of lines, put one before lines that begin with a
blank (format=flowed), and mix them with remarks. What is certain is mended; all else is an error with its line.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from .message import Mail, PatchError, read_mail

__all__ = ["LARGEST", "MOST_PATCHES", "Patch", "PatchError", "Series", "read_patches", "read_series"]

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
    input. ``base``: the commit that it says it is made on, '' without. ``reply``: it is quoted.
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
    reply: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The patches of an input, in order. ``notes``: which reading was taken where several are possible."""

    patches: tuple[Patch, ...]
    notes: tuple[str, ...] = ()


def read_patches(data: bytes) -> list[Patch]:
    """Return the patches of an input in order, of each its latest version; raise PatchError."""
    return [*read_series(data).patches]


def read_series(data: bytes) -> Series:
    """Return the series that an input holds, of each patch its latest version; raise PatchError."""
    data = _unpacked(data)
    if len(data) > LARGEST:
        raise PatchError(f"the input is larger than {LARGEST // 1_000_000} MB")
    return chosen([*_collected(data)])


def _unpacked(data: bytes) -> bytes:
    """The data itself, or what is packed in it by gzip, as archives of lists send it."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return unpacker.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise PatchError(f"it is packed by gzip, and damaged: {error}") from error


def _collected(data: bytes) -> Iterator[Patch | PatchError]:
    """The patches of all mails. A damaged quotation in a reply is given as an error: it may not be needed."""
    count = 0
    for line, part in _mails(data):
        for patch in _patches(part, line):
            count += 1
            if count > MOST_PATCHES:
                raise PatchError(f"there are more than {MOST_PATCHES} patches in it")
            yield patch


def chosen(read: Sequence[Patch | PatchError]) -> Series:
    """Return the series that is meant: no quotations where the mails themselves are there, and of each patch its latest
    version. Raises PatchError.
    """
    patches = [each for each in read if isinstance(each, Patch)]
    originals = [patch for patch in patches if not patch.reply]
    if not originals and (error := next((each for each in read if isinstance(each, PatchError)), None)):
        raise error
    if not patches:
        raise PatchError("there is no patch in it: no line begins with 'diff --git' or '--- ' and '+++ '")
    taken = originals or patches
    latest = max(patch.version for patch in taken)
    total = next(patch.total for patch in taken if patch.version == latest)
    newest: dict[int, Patch] = {}
    alone: list[Patch] = []
    for patch in sorted(taken, key=lambda patch: patch.version):
        if patch.total == 1 and patch.version == latest:
            alone.append(patch)
        elif patch.total == total and total > 1:
            newest[patch.number] = patch
    base = next((patch.base for patch in taken if patch.base), "")
    series = [replace(patch, base=base) for patch in (*alone, *(newest[number] for number in sorted(newest)))]
    return Series(tuple(series), tuple(_notes(series, latest)))


def _notes(series: Sequence[Patch], latest: int) -> Iterator[str]:
    """Which versions were taken, where they are not all of one."""
    older = [f"{patch.number}/{patch.total}" for patch in series if patch.version != latest]
    if older:
        verb = "is" if len(older) == 1 else "are"
        yield f"v{latest} has not all patches, so {', '.join(older)} {verb} of an earlier version"


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


def _patches(part: bytes, line: int) -> Iterator[Patch | PatchError]:
    """The patch of one mail or text; of a reply also that it is damaged."""
    envelope = part.startswith(b"From ")
    mail = read_mail(part.partition(b"\n")[2] if envelope else part, line)
    texts = mail.texts if mail is not None else (part.decode("utf-8", "surrogateescape"),)
    for number, text in enumerate(texts):
        unwrapped = mail.unwrapped[number] if mail is not None and mail.unwrapped else ""
        try:
            yield from _of_text(mail, part, line, text, unwrapped)
        except PatchError as error:
            if mail is None or not mail.is_reply:
                raise
            yield error


def _of_text(mail: Mail | None, part: bytes, line: int, text: str, unwrapped: str) -> Iterator[Patch]:
    """The patch in a text, or in the text as it was before a mail program wrapped it."""
    try:
        begin, diff, lines = _in_lines(text, line if mail is None else None)
    except PatchError:
        if not unwrapped:
            raise
        begin, diff, lines = _in_lines(unwrapped, None)
    if diff:
        at = line + (_offset(part, lines[begin]) if mail is not None else begin)
        yield _made(mail or Mail(_first_line(lines, begin), "", ()), diff, at, text)


def _in_lines(text: str, first: int | None) -> tuple[int, list[str], list[str]]:
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    begin, diff = _extracted(lines, first)
    return begin, diff, lines


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
        reply=mail.is_reply,
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
