"""The attribute list that may stand before formatted text: ``[.role#id]*text*``."""

from __future__ import annotations

import re
from collections.abc import Callable


class AttrLists:
    """Finds the lists before the openers of one kind of markup, in one pass over the text.

    ``opener`` matches a closing bracket followed by the markup. ``allowed(text, position, last)`` says whether a list
    may begin at a position. A list holds no closing bracket; of several places where it could begin, the first counts.
    """

    __slots__ = ("_allowed", "_at", "_bracket", "_floor", "_opener", "_text")

    def __init__(self, text: str, opener: re.Pattern[str], allowed: Callable[[str, int, int], bool]) -> None:
        self._text = text
        self._opener = opener
        self._allowed = allowed
        self._at = self._bracket = -1
        self._floor = 0
        self._advance(0)

    def next(self, last: int) -> tuple[int, int] | None:
        """Return where the next list begins, not before ``last``, and where its closing bracket stands."""
        while self._bracket >= 0:
            if self._at <= last:
                self._at = self._begin(last)
            if self._at >= 0:
                return self._at, self._bracket
            self._advance(self._bracket + 1)
        return None

    def drop(self) -> None:
        """Pass over the list that :meth:`next` gave: the markup behind it is none."""
        self._advance(self._bracket + 1)

    def _advance(self, position: int) -> None:
        match = self._opener.search(self._text, position)
        self._at = -1
        self._bracket = match.start() if match else -1
        self._floor = self._text.rfind("]", 0, self._bracket) + 1 if match else 0

    def _begin(self, last: int) -> int:
        position = max(last, self._floor)
        while True:
            position = self._text.find("[", position, max(self._bracket - 1, 0))
            if position < 0 or self._allowed(self._text, position, last):
                return position
            position += 1
