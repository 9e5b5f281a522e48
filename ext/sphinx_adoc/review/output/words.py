"""Words of a report as text: wrapped, cut, and marked as those that went or came."""

from __future__ import annotations

import textwrap
from typing import Final

WIDTH: Final = 78  # columns
_SIGNS: Final = ("-", "+")
AROUND: Final = 4  # words that are shown before and behind a change
LONGEST: Final = 24  # words of one run; of a longer one the ends are shown, it is in the patch


def wrapped(text: str, first: str = "  ", rest: str = "    ") -> list[str]:
    """Return a paragraph of a section, its second line and all others further in. Words stay whole: some are paths."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def gone(words: str) -> str:
    """Return words marked as those that went."""
    return f"[-{_apart(words)}-]"


def came(words: str) -> str:
    """Return words marked as those that came."""
    return f"{{+{_apart(words)}+}}"


def _apart(words: str) -> str:
    """Words with blanks around where the marks would run into them: "[- -l -]"."""
    return f" {words} " if words[:1] in _SIGNS or words[-1:] in _SIGNS else words


def clipped(text: str) -> str:
    """Return a text, of a long one the ends."""
    words = text.split()
    if len(words) <= LONGEST + 8:  # for fewer the dots take as much room
        return text
    return " ".join([*words[: LONGEST // 2], f"... ({len(words) - LONGEST} words) ...", *words[-LONGEST // 2 :]])
