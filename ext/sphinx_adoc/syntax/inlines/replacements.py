"""Typography: ``(C)``, ``--``, ``...``, apostrophes, arrows; and character references, which become the character."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

from .work import Edit, Work

_PATTERN: Final = re.compile(
    r"""
    \\?(?:
        \((?P<sign>C|R|TM)\)
      | \.\.\.
      | `'
      | -> | => | <-(?!>) | <=(?!>)
      | &(?P<reference>[a-zA-Z][a-zA-Z]+\d{0,2}|\#\d\d\d{0,4}|\#x[\da-fA-F][\da-fA-F][\da-fA-F]{0,3});
    )
  | (?:[ \n\\]|^)--(?:[ \n]|$)
  | (?<=\w)\\?--(?=\w)
  | (?<=[^\W_])\\?'(?=[^\W\d_])
    """,
    re.VERBOSE | re.MULTILINE,
)
_SIMPLE: Final = {
    "(C)": "\u00a9", "(R)": "\u00ae", "(TM)": "\u2122", "...": "\u2026\u200b", "`'": "\u2019", "'": "\u2019",
    "->": "\u2192", "=>": "\u21d2", "<-": "\u2190", "<=": "\u21d0", "--": "\u2014\u200b",
}  # fmt: skip
_SPACED_DASH: Final = "\u2009\u2014\u2009"


def replacements(work: Work) -> None:
    """Replace what typography, and character references, ask for."""
    text = work.text
    if not ("'" in text or "&" in text or "--" in text or "..." in text or "(" in text or ">" in text or "<" in text):
        return
    work.splice([edit for match in _PATTERN.finditer(text) if (edit := _edit(match))[2] or edit[1] > edit[0]])


def _edit(match: re.Match[str]) -> Edit:
    written = match.group()
    if "\\" in written:
        at = match.start() + written.index("\\")
        return at, at + 1, ""
    if match["reference"] is not None:
        return match.start(), match.end(), _character(match["reference"])
    return match.start(), match.end(), _SIMPLE.get(written, _SPACED_DASH)


def _character(reference: str) -> str:
    if not reference.startswith("#"):
        return html5.get(reference + ";", f"&{reference};")
    number = int(f"0{reference[1:]}", 16) if reference[1] == "x" else int(reference[1:])
    return chr(number) if 31 < number < 0xD800 or 0xDFFF < number < 0x10000 else "\ufffd"
