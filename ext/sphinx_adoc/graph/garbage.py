"""The collector of garbage, while a document is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = 100_000  # new objects from which garbage is looked for; usually 700


@contextmanager
def uncollected() -> Iterator[None]:
    """Do not look for garbage meanwhile: while a document is read nothing of it is any.

    Looking takes a sixth of the time, two fifths where many other documents are there.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom meanwhile: nearly all that is made stays, and looking through it takes long."""
    was = gc.get_threshold()
    gc.set_threshold(_SELDOM, *was[1:])
    try:
        yield
    finally:
        gc.set_threshold(*was)
