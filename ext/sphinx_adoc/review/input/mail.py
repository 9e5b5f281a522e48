"""Patches from a mail, a mailbox, a patch file, or a reply that quotes one.

Mail programs damage patches: they quote them, drop blanks at the ends of lines, put one before lines that begin with a
blank (format=flowed), and mix them with remarks. What is certain is mended; all else is an error with its line.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from typing import Final

LARGEST: Final = 20_000_000  # bytes of input
_MAILBOX: Final = re.compile(rb"^From \S+.*\d{4}\s*$", re.MULTILINE)
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*:\s")
_QUOTE: Final = re.compile(r"(?:[>|] ?)*")
_HUNK: Final = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_TAG: Final = re.compile(r"^(?:(?:re|aw|fwd?):\s*|\[[^\]]*\]\s*)*", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\[[^\]]*\bPATCH\b[^\]]*?(?:\bv(\d+)\b)?[^\]]*?\b(\d+)/(\d+)[^\]]*\]", re.IGNORECASE)
_VERSION: Final = re.compile(r"\[[^\]]*\bPATCH\b[^\]]*?\bv(\d+)\b[^\]]*\]", re.IGNORECASE)
_BASE: Final = re.compile(r"^[>| ]*base-commit: ([0-9a-f]{7,64})\s*$", re.MULTILINE)
_EXTENDED: Final = (
    "index ", "old mode ", "new mode ", "new file mode ", "deleted file mode ", "similarity index ",
    "dissimilarity index ", "rename from ", "rename to ", "copy from ", "copy to ", "--- ", "+++ ", "Binary files ",
)  # fmt: skip


class PatchError(ValueError):
    """An input that holds no patch, or a damaged one; the text says where and what to do."""


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
    found = [patch for line, part in _mails(data) for patch in _patches(part, line)]
    if not found:
        raise PatchError("there is no patch in it: no line begins with 'diff --git' or '--- ' and '+++ '")
    latest = max(patch.version for patch in found)
    base = next((patch.base for patch in found if patch.base), "")
    series = [replace(patch, base=base) for patch in found if patch.version == latest]
    return sorted(series, key=lambda patch: patch.number)


def _mails(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The mails of a mailbox with the lines that they begin in; all as one where it is none."""
    starts = [match.start() for match in _MAILBOX.finditer(data) if _begins_mail(data, match)]
    if not starts or data[: starts[0]].strip():
        yield 1, data
        return
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        yield data.count(b"\n", 0, start) + 1, data[start:end]


def _begins_mail(data: bytes, match: re.Match[bytes]) -> bool:
    before, after = data[: match.start()], data[match.end() :].lstrip(b"\r\n")[:200].decode("latin-1")
    return (not before or before.endswith((b"\n\n", b"\n\r\n"))) and _HEADER.match(after) is not None


def _patches(part: bytes, line: int) -> Iterator[Patch]:
    """The patch of one mail or text."""
    mail = part.partition(b"\n")[2] if part.startswith(b"From ") else part
    message = email.message_from_bytes(mail, policy=email.policy.default)
    is_mail = bool(message.keys()) and ("subject" in message or "from" in message)
    texts = list(_texts(message)) if is_mail else [part.decode("utf-8", "replace")]
    for text in texts:
        lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
        begin, diff = _extracted(lines, line if len(texts) == 1 and not is_mail else None)
        if diff:
            subject = str(message["subject"] or "") if is_mail else _first_line(lines, begin)
            author = str(message["from"] or "") if is_mail else ""
            at = line + (_offset(part, lines[begin]) if is_mail else begin)
            yield _made(" ".join(subject.split()), author, diff, at, text)


def _texts(message: EmailMessage) -> Iterator[str]:
    """The readable parts of a mail: its text, and attached patches."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("text/plain", "text/x-patch", "text/x-diff") or (part.get_filename() or "").endswith(
            (".patch", ".diff")
        ):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content.decode(part.get_content_charset("utf-8"), "replace")


def _offset(part: bytes, words: str) -> int:
    """In which line of a mail some words stand, if they stand there as they are."""
    at = part.find(words.encode())
    return part.count(b"\n", 0, at) if at >= 0 else 0


def _first_line(lines: Sequence[str], end: int) -> str:
    """What a text without headers begins with: its `Subject:`, else its first line."""
    words = [line for line in lines[:end] if line.strip()]
    named = next((line.partition(":")[2].strip() for line in words if line.lower().startswith("subject:")), "")
    return named or (words[0].strip() if words else "")


def _made(subject: str, author: str, diff: list[str], line: int, text: str) -> Patch:
    numbered = _NUMBERED.search(subject)
    number, total = (int(numbered[2]), int(numbered[3])) if numbered else (1, 1)
    version = _VERSION.search(subject)
    base = _BASE.search(text)
    made = Patch(
        _TAG.sub("", subject), "\n".join(diff) + "\n", number, total, int(version[1]) if version else 1, author, line
    )
    stuffed = tuple("\n".join(other) + "\n" for other in [_unstuffed(diff)] if other != diff)
    return replace(made, base=base[1] if base else "", alternatives=stuffed)


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
