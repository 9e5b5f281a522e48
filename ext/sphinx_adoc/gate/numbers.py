"""Numbers and sizes out of attributes: bounded, in the digits that every format reads."""

from __future__ import annotations

import re
from typing import Final

MAX_NUMBER: Final = 999_999
_WHOLE_NUMBER: Final = re.compile(r"0*(\d{1,9})\Z", re.ASCII)
_SIZE: Final = re.compile(r"\d{1,5}(?:\.\d{1,5})?(?:%|px|em|ex|rem|ch|vw|vh|cm|mm|in|pt|pc|Q)?\Z", re.ASCII)


def whole(text: str, most: int = MAX_NUMBER) -> int | None:
    """Return a number that is written in ASCII digits, at most ``most``; None for anything else."""
    match = _WHOLE_NUMBER.match(text.strip())
    return min(int(match[1]), most) if match else None


def is_size(text: str) -> bool:
    """Return whether a text is a length, with or without a unit of CSS, or a percentage."""
    return _SIZE.match(text) is not None
