"""Copies of this process, each of which does some work and hands back what that gives.

The modules that start processes in the standard library take longer to load than a copy takes to begin. What a copy
gives comes through a pipe that no one else has, so pickle is safe for it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")


def can_copy() -> bool:
    """Tell whether this process can be copied: not on Windows, nor where it has other threads."""
    return hasattr(os, "fork") and threading.active_count() == 1


class Copy(Generic[T]):
    """A copy of this process that does some work, and ends."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._result: T | None = None
        self._output, there = os.pipe()
        self._process = os.fork()
        if not self._process:
            _do(work, there)
        os.close(there)

    def result(self) -> T | None:
        """Wait for what the work gives; None where it failed, or its process was killed."""
        if self._process:
            import pickle

            with os.fdopen(self._output, "rb") as output:
                data = output.read()
            if self._wait() == 0:
                self._result = pickle.loads(data)
        return self._result

    def end(self) -> None:
        """End the process, unless it has."""
        if self._process:
            os.close(self._output)
            os.kill(self._process, signal.SIGKILL)
            self._wait()

    def _wait(self) -> int:
        """Wait for the end of the process; return its exit code."""
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return os.waitstatus_to_exitcode(status)


def _do(work: Callable[[], T], there: int) -> None:
    """Do the work in the copy, and end it: nothing else of the program is run there, and nothing is said."""
    code = 1
    with suppress(BaseException):  # what it is shows again where the work is done anew
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        import pickle

        with os.fdopen(there, "wb") as output:
            output.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        code = 0
    os._exit(code)
