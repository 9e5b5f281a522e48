"""What the code of a claim prints, kept up to a limit."""

from __future__ import annotations

import io
from typing import Final

KEPT: Final = 100_000  # characters


class Captured(io.TextIOBase):
    """A stream for text that keeps the first characters and counts the rest. ``closed_by_code``: whether the code
    closed it; it stays usable.
    """

    encoding = "utf-8"

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._size = 0
        self.closed_by_code = False

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits, count the rest; return how many characters were given."""
        kept = text[: max(KEPT - self._size, 0)]
        if kept:
            self._parts.append(kept)
        self._size += len(text)
        return len(text)

    def close(self) -> None:
        """Note that the code wanted it closed."""
        self.closed_by_code = True

    def text(self) -> str:
        """Return what was kept, and in a last line how much was not."""
        more = self._size - KEPT
        return "".join(self._parts) + (f"\n... ({more:,} characters more)\n" if more > 0 else "")


def with_output(evidence: str, printed: str) -> str:
    """Return what a claim printed, behind what is wrong with it."""
    if not printed or not evidence or evidence.endswith(printed):
        return evidence or printed
    return f"{evidence}{printed}" if "printed:\n" in evidence else f"{evidence}printed:\n{printed}"
