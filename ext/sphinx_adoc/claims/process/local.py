"""Where processes cannot share pipes by number (Windows): claims run in this process, guarded but not apart from it."""

from __future__ import annotations

import sys

from .protocol import Message, Start
from .worker import Worker


class Local:
    """In place of a child process; the same questions have the same answers."""

    def __init__(self, start: Start) -> None:
        self._worker = Worker(lambda message: None, passes=(KeyboardInterrupt,))
        path = list(sys.path)
        self.ask(start)
        sys.path[:] = path

    def ask(self, request: Message) -> Message:
        """Return the answer to a request."""
        return self._worker.answer(request)

    def close(self) -> None:
        """Do nothing: there is no process to end."""
