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
