"""A time limit for the code of claims, so that one that never ends is found and not waited for."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

DEFAULT_S = 60.0
AGAIN_S = 1.0  # how soon it is raised again, in code that catches everything


class TooLong(BaseException):
    """Raised in code that runs longer than its limit; no Exception, so that code which catches those does not catch
    it.
    """


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLong in what runs inside after so many seconds (0: never).

    Only where there is an alarm clock to set: on Unix, in the main thread. One within another stops the outer one for
    so long.
    """
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    rest = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *rest)
        signal.signal(signal.SIGALRM, before)


def _ring(number: int, frame: object) -> None:
    raise TooLong
