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
_BOUNDARY: Final = re.compile(rb"boundary\s{0,9}\*?[0-9]?\*?\s{0,9}=", re.IGNORECASE)


class PatchError(ValueError):
    """An input that holds no patch, or a damaged one; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is read of a mail. ``texts``: the plain ones, and attached patches."""

    subject: str
    author: str
    texts: tuple[str, ...]


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
        return Mail(_clean(message["subject"]), _clean(message["from"]), texts)
    except PatchError as error:
        raise PatchError(f"line {line}: {error}") from error
    except (Exception, RecursionError) as error:
        said = f"line {line}: the mail cannot be read ({type(error).__name__}: {str(error)[:80]})"
        raise PatchError(f"{said}; save the patch alone, or ask for it as an attachment") from error


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
