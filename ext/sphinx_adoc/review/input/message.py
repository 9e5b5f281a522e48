"""One mail: its subject, its author and its readable texts.

The standard library reads it. What that cannot read is refused, with the line that the mail begins in: a mail may come
from anybody, and its parser raises more than it says.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

from sphinx_adoc.syntax.reader.decode import is_encoding

LARGEST_HEADER: Final = 8_000  # characters of a header that is looked at
MOST_PARTS: Final = 100  # parts that a mail announces
_LOOKED_AT: Final = ("subject", "from", "content-type", "content-disposition", "content-transfer-encoding")
_PATCHES: Final = ("text/plain", "text/x-patch", "text/x-diff")
_REPLY: Final = re.compile(r"(?:re|aw|antw|sv|vs)(?:\[\d+\])?:", re.IGNORECASE)
_BOUNDARY: Final = re.compile(rb"boundary\s{0,9}\*?[0-9]?\*?\s{0,9}=", re.IGNORECASE)


class PatchError(ValueError):
    """An input that holds no patch, or a damaged one; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is read of a mail. ``texts``: the plain ones, and attached patches. ``unwrapped``: those that the mail says
    its program wrapped (format=flowed), with the lines as they were.
    """

    subject: str
    author: str
    texts: tuple[str, ...]
    unwrapped: tuple[str, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether it answers another mail."""
        return _REPLY.match(self.subject) is not None


def read_mail(data: bytes, line: int) -> Mail | None:
    """Return a mail, None for what has no header of one; raise PatchError for what cannot be read. ``line``: where it
    begins in the input.
    """
    if sum(1 for _ in _BOUNDARY.finditer(data)) > MOST_PARTS:
        raise PatchError(f"line {line}: the mail has more than {MOST_PARTS} parts in parts")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if not ("subject" in message or "from" in message):
            return None
        _check_headers(message)
        texts = tuple(_texts(message))
        if not texts and any(part.get_content_type() == "text/html" for part in message.walk()):
            raise PatchError("the mail has its text as HTML alone; ask for the patch as plain text or as an attachment")
        flowed = _parameter(message, "format") == "flowed"
        unwrapped = tuple(_unwrapped(text, _parameter(message, "delsp") == "yes") for text in texts) if flowed else ()
        return Mail(_clean(message["subject"]), _clean(message["from"]), texts, unwrapped)
    except PatchError as error:
        raise PatchError(f"line {line}: {error}") from error
    except (Exception, RecursionError) as error:
        said = f"line {line}: the mail cannot be read ({type(error).__name__}: {str(error)[:80]})"
        raise PatchError(f"{said}; save the patch alone, or ask for it as an attachment") from error


def _parameter(message: EmailMessage, name: str) -> str:
    """A parameter of the content type, of the first part that has it."""
    return next((str(part.get_param(name)).lower() for part in message.walk() if part.get_param(name)), "")


def _unwrapped(text: str, delete_blank: bool) -> str:
    """A text with soft wraps taken back (RFC 3676): a line that ends with a blank goes on in the next one."""
    lines: list[str] = []
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        plain = line[1:] if line.startswith(" ") and line[1:2] in (" ", ">", "F") else line
        if goes_on:
            lines[-1] = (lines[-1][:-1] if delete_blank else lines[-1]) + plain.removeprefix(" ")
        else:
            lines.append(plain)
        goes_on = line.endswith(" ") and line not in ("-- ", " ")
    return "\n".join(lines)


def _clean(value: object) -> str:
    """The words of a header in one line, without what is no character."""
    return " ".join(str(value or "").encode("utf-8", "replace").decode("utf-8").split())


def _check_headers(message: EmailMessage) -> None:
    for part in message.walk():
        for name, value in part.raw_items():
            if name.lower() in _LOOKED_AT and len(str(value)) > LARGEST_HEADER:
                raise PatchError(f"the header '{name}' is longer than {LARGEST_HEADER} characters")


def _texts(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        name = part.get_filename() or ""
        if part.get_content_type() not in _PATCHES and not name.endswith((".patch", ".diff")):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            charset = part.get_content_charset("utf-8")
            if not is_encoding(charset):
                raise PatchError(f"the mail's characters are coded in '{charset[:40]}', which is not known")
            yield content.decode(charset, "replace")
