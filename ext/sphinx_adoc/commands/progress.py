"""Progress of long work, on a terminal alone."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

AFTER: Final = 1.0  # seconds that work may take in silence


def watched(items: Sequence[T], name: Callable[[T], str]) -> Iterator[T]:
    """Yield the items in turn; when they take longer than a second, the terminal shows which one is worked on."""
    begun = time.monotonic()
    shown = False
    for number, item in enumerate(items, 1):
        if sys.stderr.isatty() and time.monotonic() - begun > AFTER:
            shown = True
            sys.stderr.write(f"\r\x1b[K{number}/{len(items)} {name(item)}")
            sys.stderr.flush()
        yield item
    if shown:
        sys.stderr.write("\r\x1b[K")


class Counter:
    """Shows on a terminal how far work has come that takes longer than a second."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._begun = time.monotonic()
        self._shown = False

    def show(self, done: int, total: int) -> None:
        """Show how many of all are done."""
        if sys.stderr.isatty() and time.monotonic() - self._begun > AFTER:
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{done}/{total} {self._noun}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
