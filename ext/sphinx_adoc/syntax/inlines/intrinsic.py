"""Attributes for characters that are hard to type or that markup would take for itself."""

from __future__ import annotations

from typing import Final

CHARACTERS: Final[dict[str, str]] = {
    "startsb": "[", "endsb": "]", "vbar": "|", "caret": "^", "asterisk": "*", "tilde": "~", "backslash": "\\",
    "backtick": "`", "blank": "", "empty": "", "sp": " ", "two-colons": "::", "two-semicolons": ";;", "amp": "&",
}  # fmt: skip
"""Characters of the markup: later substitutions see them."""

REFERENCES: Final[dict[str, str]] = {
    "plus": "+", "pp": "++", "cpp": "C++", "cxx": "C++", "quot": '"', "apos": "'", "lt": "<", "gt": ">",
    "nbsp": "\u00a0",
    "deg": "\u00b0", "zwsp": "\u200b", "wj": "\u2060", "brvbar": "\u00a6", "lsquo": "\u2018", "rsquo": "\u2019",
    "ldquo": "\u201c", "rdquo": "\u201d",
}  # fmt: skip
"""Characters that are inserted as references, out of the reach of later substitutions."""

INTRINSIC: Final[dict[str, str]] = {**CHARACTERS, **REFERENCES}
