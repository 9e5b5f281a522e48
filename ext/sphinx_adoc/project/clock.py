"""Today's date. Waivers expire; a test, or a run that is to be repeated, says itself which day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Clock = Callable[[], date]
"""Return the date to hold expiry dates against."""


def local_date() -> date:
    """Return today's date where the reader is: that is where a waiver expires."""
    return date.today()  # noqa: DTZ011
