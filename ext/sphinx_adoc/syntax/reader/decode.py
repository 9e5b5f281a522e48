"""Bytes to clean lines: encodings, byte order marks, and characters that no document may hold."""

from __future__ import annotations

import codecs
import re
from typing import Final

_BLANKS: Final = " \t\r\f\v"
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Trouble = tuple[int, int, str, str]


def decode(data: bytes, encoding: str = "utf-8") -> tuple[str, list[Trouble]]:
    """The text of a file and the trouble in it: (line, column, code, message), lines and columns from 1.

    An unknown encoding is read as UTF-8. Bytes that cannot be decoded become U+FFFD.
    """
    trouble: list[Trouble] = []
    for bom, name in _BOMS:
        if data.startswith(bom):
            data, encoding = data[len(bom) :], name
            break
    try:
        return data.decode(encoding), trouble
    except LookupError:
        trouble.append((1, 1, "encoding-unknown", f"unknown encoding '{encoding}'; read as utf-8"))
        encoding = "utf-8"
    except UnicodeDecodeError:
        pass
    text = data.decode(encoding, errors="replace")
    at = text.find("\ufffd")
    line = text.count("\n", 0, max(at, 0)) + 1
    column = at - text.rfind("\n", 0, max(at, 0))
    trouble.append((line, max(column, 1), "encoding-invalid", f"bytes that are not {encoding}; shown as \ufffd"))
    return text, trouble


def clean_lines(text: str, trouble: list[Trouble]) -> list[str]:
    """The lines without blanks at their ends; control characters are replaced by U+FFFD and noted in ``trouble``."""
    text = text.removeprefix("\ufeff")
    if not text.isprintable() and (found := _FORBIDDEN.search(text)):
        at = found.start()
        line = text.count("\n", 0, at) + 1
        name = f"U+{ord(found.group()):04X}"
        message = f"control character {name} in the text; shown as \ufffd"
        trouble.append((line, at - text.rfind("\n", 0, at), "control-character", message))
        text = _FORBIDDEN.sub("\ufffd", text)
    return [line.rstrip(_BLANKS) for line in text.split("\n")]
