"""Patches from a mail, a mailbox, a patch file, or a reply that quotes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from .extract import Diff, diffs_of, unstuffed
from .message import Mail, MailText, PatchError, read_mails
from .packed import LARGEST, unpacked

__all__ = ["LARGEST", "MOST_PATCHES", "Damage", "Patch", "PatchError", "patches_in"]

MOST_PATCHES: Final = 10_000
_DEEPEST: Final = 3  # attachments that are mails with attachments
_YEAR: Final = re.compile(rb"\d{4}\Z")
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*:\s")
_TAG: Final = re.compile(r"^(?:(?:re|aw|fwd?):\s*|\[[^\]]*\]\s*)*", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_PATCH: Final = re.compile(r"\bPATCH(?:v\d{1,6})?\b", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?:v\d{1,6} )?\d{1,6}/\d{1,6}(?: v\d{1,6})?$")  # all that is in the brackets
_NUMBER: Final = re.compile(r"\b(\d{1,6})/(\d{1,6})(?!\d)")
_VERSION: Final = re.compile(r"(?:\b|(?<=PATCH))v(\d{1,6})\b", re.IGNORECASE)
_NO_PROJECT: Final = re.compile(r"(?:PATCH|RFC|RESEND|RFT|WIP|v\d+|PATCHv\d+|\d+/\d+|,)+$", re.IGNORECASE)
_BASE: Final = re.compile(r"^[>| ]*base-commit: ([0-9a-f]{7,64})\s*$", re.MULTILINE)
_HTML: Final = "the mail has its text as HTML alone; ask for the patch as plain text or as an attachment"


@dataclass(frozen=True, slots=True)
class Patch:
    """One patch. ``number`` of ``total`` in its series, ``version`` of the series (1 where none is said), ``project``:
    what else its subject says of that, such as the repository; ``diff``: in git's form, with ``alternatives`` where the
    mail leaves it open what was meant: each with a note that says how it was read. ``line``: where it begins in the
    input. ``base``: the commit that it says it is made on, '' without. ``reply``: it stands in a reply; ``quoted``:
    with quotation marks.
    """

    subject: str
    diff: str
    number: int = 1
    total: int = 1
    version: int = 1
    author: str = ""
    line: int = 1
    base: str = ""
    alternatives: tuple[tuple[str, str], ...] = field(default=())
    reply: bool = False
    quoted: bool = False
    project: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """A patch that cannot be read; it may not be needed."""

    error: PatchError


def patches_in(data: bytes) -> Iterator[Patch | Damage]:
    """Yield the patches of all mails of an input, in order. Raises PatchError."""
    for count, part in enumerate(_of_box(unpacked(data), 0)):
        if count >= MOST_PATCHES:
            raise PatchError(f"there are more than {MOST_PATCHES} patches in it")
        yield part


def _of_box(data: bytes, depth: int) -> Iterator[Patch | Damage]:
    for line, part in _mails(data):
        yield from _patches(part, line, depth)


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


def _patches(part: bytes, line: int, depth: int) -> Iterator[Patch | Damage]:
    """The patches of one mail, and of those in it, or of a text; and those that are damaged."""
    envelope = part.startswith(b"From ")
    mails = read_mails(part.partition(b"\n")[2] if envelope else part, line)
    if not mails:
        text = part.decode("utf-8", "surrogateescape")
        yield from _of_text(None, part, line, MailText(text))
    for mail in mails:
        parts = [each for text in mail.texts for each in _of_part(mail, part, line, text, depth)]
        for data in mail.packed if depth < _DEEPEST else ():
            parts += _of_box(unpacked(data), depth + 1)
        yield from _once(parts)
        if not parts and mail.html:
            error = PatchError(f"line {line}: {_HTML}")
            yield _damage(error, mail) if mail.html_patch else Damage(error)


def _damage(error: PatchError, mail: Mail | None) -> Damage:
    """That something is damaged. Raises it where it is no reply: of a series no patch may be missing."""
    if mail is None or not mail.is_reply:
        raise error
    return Damage(error)


def _once(parts: Sequence[Patch | Damage]) -> Iterator[Patch | Damage]:
    """The patches of a mail without those that it has twice, in its text and attached: the attached one stays."""
    last = {words_of(each): number for number, each in enumerate(parts) if isinstance(each, Patch)}
    for number, each in enumerate(parts):
        if not isinstance(each, Patch) or last[words_of(each)] == number:
            yield each


def words_of(patch: Patch) -> str:
    """Return what a patch says, however its blanks are."""
    return " ".join(patch.diff.split())


def _of_part(mail: Mail, part: bytes, line: int, text: MailText, depth: int) -> Iterator[Patch | Damage]:
    """The patches of a text of a mail; of an attached mailbox, those of its mails."""
    data = text.words.encode("utf-8", "surrogateescape")
    if text.attached and depth < _DEEPEST and _is_mail(data):
        yield from _of_box(data, depth + 1)
    else:
        yield from _of_text(mail, part, line, text)


def _is_mail(data: bytes) -> bool:
    return data.startswith((b"From ", b"From: ", b"Subject: ", b"Date: ", b"Message-I"))


def _of_text(mail: Mail | None, part: bytes, line: int, text: MailText) -> Iterator[Patch | Damage]:
    """The patches in a text, or in the text as it was before a mail program wrapped it. What it quotes is another
    patch than what it holds itself.
    """
    lines = _lines(text.words)
    diffs = diffs_of(lines, line if mail is None else None)
    if text.unwrapped and any(diff.error for diff in diffs):
        lines = _lines(text.unwrapped)
        diffs = diffs_of(lines, None)
    for number, diff in enumerate(diffs):
        if diff.error:
            yield Damage(diff.error) if number else _damage(diff.error, mail)
        elif diff.lines:
            at = line + (_offset(part, lines[diff.begin]) if mail is not None else diff.begin)
            patch = _made(mail or Mail(_first_line(lines, diff.begin), ""), diff, at, text)
            marked = lines[diff.begin].startswith((">", "|"))
            yield replace(patch, reply=patch.reply or number > 0, quoted=marked)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n")


def _offset(part: bytes, words: str) -> int:
    """In which line of a mail some words stand, if they stand there as they are."""
    at = part.find(words.encode("utf-8", "surrogateescape"))
    return part.count(b"\n", 0, at) if at >= 0 else 0


def _first_line(lines: Sequence[str], end: int) -> str:
    """What a text without headers begins with: its `Subject:`, else its first line."""
    words = [line for line in lines[:end] if line.strip()]
    named = next((line.partition(":")[2].strip() for line in words if line.lower().startswith("subject:")), "")
    return named or (words[0].strip() if words else "")


def _made(mail: Mail, diff: Diff, line: int, text: MailText) -> Patch:
    subject = " ".join(mail.subject.split())
    number, total, version, project = _numbers(subject)
    base = _BASE.search(text.words)
    return Patch(
        subject=_TAG.sub("", subject),
        diff="\n".join(diff.lines) + "\n",
        number=number,
        total=total,
        version=version,
        author=mail.author,
        line=line,
        base=base[1] if base else "",
        alternatives=tuple(_alternatives(diff, text)),
        reply=mail.is_reply,
        project=project,
    )


def _alternatives(diff: Diff, text: MailText) -> Iterator[tuple[str, str]]:
    """What else may have been meant: blanks that a mail program has put before lines, and the bytes as they are, where
    the mail's charset is not that of the file.
    """
    if (other := unstuffed(diff.lines)) != diff.lines:
        yield "\n".join(other) + "\n", "without the blank that a mail program has put before each line"
    if text.data:
        for likely in diffs_of(_lines(text.data.decode("utf-8", "surrogateescape")), None):
            if likely.begin == diff.begin and not likely.error:
                yield "\n".join(likely.lines) + "\n", f"its bytes taken as they are, not as {text.charset}"


def _numbers(subject: str) -> tuple[int, int, int, str]:
    """Which patch of how many, which version, and of what, a subject says between its brackets; 1 and '' where it does
    not.
    """
    number, total, version, project = 1, 1, 1, ""
    brackets = [match[1] for match in _BRACKETS.finditer(subject)]
    said = [words for words in brackets if _PATCH.search(words)] or [w for w in brackets[:1] if _NUMBERED.match(w)]
    for words in said:
        numbered, versioned = _NUMBER.search(words), _VERSION.search(words)
        number, total = (int(numbered[1]), int(numbered[2])) if numbered else (number, total)
        version = int(versioned[1]) if versioned else version
        project = " ".join(word for word in words.lower().split() if not _NO_PROJECT.match(word)) or project
    return number, total, version, project
