"""Mails: of each the subject, the author and the texts that may hold a patch.

The standard library reads them. What that cannot read is refused, with the line that the mail begins in: a mail may
come from anybody, and its parser raises more than it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sphinx_adoc.syntax.reader.decode import is_encoding

from .packed import PatchError, is_gzip

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["Mail", "MailText", "PatchError", "read_mails"]

LARGEST_HEADER: Final = 8_000  # characters of a header that is looked at
MOST_PARTS: Final = 100  # parts that a mail announces
MOST_FORWARDED: Final = 100  # mails in a mail
_LOOKED_AT: Final = ("subject", "from", "content-type", "content-disposition", "content-transfer-encoding")
_PATCHES: Final = ("text/plain", "text/x-patch", "text/x-diff")
_NO_TEXT: Final = ("image", "audio", "video", "font", "multipart", "message")
_REPLY: Final = re.compile(r"(?:re|aw|antw|antwort|sv|vs|odp|ref|rif)(?:\[\d+\])?\s?:", re.IGNORECASE)
_BOUNDARY: Final = re.compile(rb"boundary\s{0,9}\*?[0-9]?\*?\s{0,9}=", re.IGNORECASE)
_DIFF: Final = re.compile(rb"^(?:diff --git |--- \S.*\r?\n\+\+\+ \S)", re.MULTILINE)
_IN_HTML: Final = re.compile(rb"(?:^|>|;|\s)(?:diff --git |@@ -\d)")


@dataclass(frozen=True, slots=True)
class MailText:
    """A text of a mail. ``words``: as its charset says; ``data``: its bytes where that is another one than UTF-8, else
    empty. ``unwrapped``: the words as they were, if the mail says that its program wrapped them (format=flowed), else
    ''. ``attached``: it is a file beside the text, and may be a mail or mailbox itself.
    """

    words: str
    data: bytes = b""
    charset: str = "utf-8"
    unwrapped: str = ""
    attached: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """What is read of a mail. ``texts``: the plain ones, and attached patches, in the order of the numbers that their
    names begin with. ``packed``: attachments that are packed by gzip. ``html``: it has a text as HTML; ``html_patch``:
    with a patch in it.
    """

    subject: str
    author: str
    texts: tuple[MailText, ...] = ()
    packed: tuple[bytes, ...] = ()
    html: bool = False
    html_patch: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it answers another mail."""
        return _REPLY.match(self.subject) is not None


def read_mails(data: bytes, line: int) -> list[Mail]:
    """Return a mail and those that are forwarded in it, nothing for what has no header of one; raise PatchError for
    what cannot be read. ``line``: where it begins in the input.
    """
    if sum(1 for _ in _BOUNDARY.finditer(data)) > MOST_PARTS:
        raise PatchError(f"line {line}: the mail has more than {MOST_PARTS} parts in parts")
    from email import message_from_bytes, policy  # a range of commits needs no mail package

    try:
        message = message_from_bytes(data, policy=policy.default)
        if not ("subject" in message or "from" in message):
            return []
        _check_headers(message)
        return [_mail(each) for each in _with_forwarded(message)]
    except PatchError as error:
        raise PatchError(f"line {line}: {error}") from error
    except (Exception, RecursionError) as error:
        said = f"line {line}: the mail cannot be read ({type(error).__name__}: {str(error)[:80]})"
        raise PatchError(f"{said}; save the patch alone, or ask for it as an attachment") from error


def _with_forwarded(message: EmailMessage) -> list[EmailMessage]:
    """A message, and those that are in it."""
    inner = [part.get_payload() for part in message.walk() if part.get_content_type() == "message/rfc822"]
    inner_messages = [each for payload in inner if isinstance(payload, list) for each in payload]
    if len(inner_messages) > MOST_FORWARDED:
        raise PatchError(f"there are more than {MOST_FORWARDED} mails in the mail")
    return [message, *(each for each in inner_messages if isinstance(each, type(message)))]


def _own_parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message that are none of a message inside."""
    stack = [message]
    while stack:
        part = stack.pop()
        yield part
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_type() != "message/rfc822":
            stack += [each for each in reversed(payload) if isinstance(each, type(message))]


def _mail(message: EmailMessage) -> Mail:
    parts = [*_own_parts(message)]
    html = [_bytes(part) for part in parts if part.get_content_type() == "text/html"]
    packed = tuple(data for part in parts if is_gzip(data := _bytes(part)))
    return Mail(
        _clean(message["subject"]),
        _clean(message["from"]),
        tuple(_texts(parts)),
        packed,
        html=bool(html),
        html_patch=any(_IN_HTML.search(data) for data in html),
    )


def _parameter(part: EmailMessage, name: str) -> str:
    return str(part.get_param(name) or "").lower()


def _unwrapped(text: str, *, delete_blank: bool) -> str:
    """A text with soft wraps taken back (RFC 3676): a line that ends with a blank goes on in the next one that is
    quoted as deep.
    """
    lines: list[str] = []
    depth, goes_on = 0, False
    for line in text.replace("\r\n", "\n").split("\n"):
        plain = line.lstrip(">")
        deep = len(line) - len(plain)
        words = plain.removeprefix(" ")
        if goes_on and deep == depth:
            lines[-1] = (lines[-1][:-1] if delete_blank else lines[-1]) + words
        elif deep:
            lines.append(f"{'>' * deep} {words}")
        else:
            lines.append(words if line.startswith(" ") and line[1:2] in (" ", ">", "F") else line)
        goes_on, depth = words.endswith(" ") and words not in ("-- ", " "), deep
    return "\n".join(lines)


def _clean(value: object) -> str:
    """The words of a header in one line, without what is no character."""
    return " ".join(str(value or "").encode("utf-8", "replace").decode("utf-8").split())


def _check_headers(message: EmailMessage) -> None:
    for part in message.walk():
        for name, value in part.raw_items():
            if name.lower() in _LOOKED_AT and len(str(value)) > LARGEST_HEADER:
                raise PatchError(f"the header '{name}' is longer than {LARGEST_HEADER} characters")


def _texts(parts: list[EmailMessage]) -> Iterator[MailText]:
    """The texts of some parts; attachments whose names begin with numbers in their order."""
    named = [(_number(part.get_filename() or ""), text) for part in parts for text in _text(part)]
    if all(number >= 0 for number, text in named if text.attached):
        named.sort(key=lambda pair: pair[0])
    yield from (text for _, text in named)


def _number(name: str) -> int:
    match = re.match(r"\d{1,6}(?=[-_.])", name)
    return int(match[0]) if match else -1


def _text(part: EmailMessage) -> Iterator[MailText]:
    """The text of a part, if it may hold a patch: by its type, its name, or what is in it."""
    name = part.get_filename() or ""
    typed = part.get_content_type() in _PATCHES or name.lower().endswith((".patch", ".diff"))
    if part.get_content_maintype() in _NO_TEXT and not typed:
        return
    data = _bytes(part)
    if not typed and (part.get_content_type() == "text/html" or not _DIFF.search(data)):
        return
    charset = part.get_content_charset("utf-8")
    if not is_encoding(charset):
        raise PatchError(f"the mail's characters are coded in '{charset[:40]}', which is not known")
    if charset in ("utf-8", "us-ascii", "ascii", "utf8") or data.isascii():
        words, data = data.decode("utf-8", "surrogateescape"), b""
    else:
        words = data.decode(charset, "replace")
    flowed = _parameter(part, "format") == "flowed"
    unwrapped = _unwrapped(words, delete_blank=_parameter(part, "delsp") == "yes") if flowed else ""
    yield MailText(words, data, charset, unwrapped, bool(name) or part.get_content_disposition() == "attachment")


def _bytes(part: EmailMessage) -> bytes:
    """What a part holds; nothing for one that holds parts."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
