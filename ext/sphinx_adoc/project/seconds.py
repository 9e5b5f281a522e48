"""A time limit, as people write it."""

from __future__ import annotations

from .errors import ProjectError


def parse_seconds(text: str) -> float:
    """Return a number of seconds, 0 for no limit; raise ProjectError for what is none."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ProjectError(f"{text!r} is not a number of seconds, such as 60 or 0.5; 0: no limit")
    return value
