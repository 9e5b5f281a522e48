"""Bytes to clean lines: encodings, byte order marks, and characters that no document may hold."""

from __future__ import annotations

import codecs
import re
from typing import Final

from sphinx_adoc.codes import Code

_BLANKS: Final = " \t\r\f\v"
_REPLACEMENT: Final = "\ufffd"
_CONTROLS: Final = bytes((*range(0x09), *range(0x0E, 0x20)))
_FORBIDDEN: Final = re.compile(f"[{_CONTROLS.decode()}\ufffe\uffff]")
#: Python's codecs that do not turn a file's bytes into text, or that take long, or make half characters of them.
_NOT_FOR_FILES: Final = {
    "base64", "bz2", "hex", "idna", "punycode", "quopri", "raw-unicode-escape", "rot-13", "undefined",
    "unicode-escape", "utf-7", "uu", "zlib",
}  # fmt: skip
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Trouble = tuple[int, int, Code, str]


def decode(data: bytes, encoding: str = "utf-8") -> tuple[str, list[Trouble]]:
    """The text of a file and the trouble in it: (line, column, code, message), lines and columns from 1.

    An unknown encoding is read as UTF-8. Bytes that cannot be decoded become U+FFFD.
    """
    trouble: list[Trouble] = []
    for bom, name in _BOMS:
        if data.startswith(bom):
            data, encoding = data[len(bom) :], name
            break
    if not is_encoding(encoding):
        trouble.append((1, 1, Code.ENCODING_UNKNOWN, f"unknown encoding '{encoding}'; read as utf-8"))
        encoding = "utf-8"
    try:
        return data.decode(encoding), trouble
    except UnicodeError:
        pass
    text = data.decode(encoding, errors="replace")
    line, column = _line_and_column(text, max(text.find(_REPLACEMENT), 0))
    message = f"bytes that are not {encoding}{_more(text.count(_REPLACEMENT))}; shown as {_REPLACEMENT}"
    trouble.append((line, column, Code.ENCODING_INVALID, message))
    return text, trouble


def is_encoding(name: str) -> bool:
    """Whether Python knows an encoding of this name in which files are written."""
    try:
        return codecs.lookup(name).name not in _NOT_FOR_FILES
    except (LookupError, ValueError):
        return False


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _more(count: int) -> str:
    """How often something was found again: it is reported once a file, where it is first."""
    return f", {count - 1} more below" if count > 1 else ""


def _holds_forbidden(text: str) -> bool:
    """Whether a pattern's search, which takes several times as long, would find a forbidden character."""
    written = text.encode("utf-8", "surrogatepass")
    return len(written.translate(None, _CONTROLS)) < len(written) or "\ufffe" in text or "\uffff" in text


def clean_lines(text: str, trouble: list[Trouble]) -> list[str]:
    """The lines without blanks at their ends; control characters are replaced by U+FFFD and noted in ``trouble``."""
    text = text.removeprefix("\ufeff")
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")  # as old systems ended lines
    if _holds_forbidden(text) and (forbidden := _FORBIDDEN.search(text)):
        name = f"U+{ord(forbidden.group()):04X}"
        place = _line_and_column(text, forbidden.start())
        text, count = _FORBIDDEN.subn(_REPLACEMENT, text)
        message = f"control character {name} in the text{_more(count)}; shown as {_REPLACEMENT}"
        trouble.append((*place, Code.CONTROL_CHARACTER, message))
    return [line.rstrip(_BLANKS) for line in text.split("\n")]
