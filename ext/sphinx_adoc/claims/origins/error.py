"""What is wrong with an origin."""

from __future__ import annotations


class OriginError(Exception):
    """An origin that gives no value: the message says why, ``hint`` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
