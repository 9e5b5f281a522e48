"""Limits for the code of claims: of time, so that one that never ends is found and not waited for, and of memory."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

DEFAULT_S = 60.0
DEFAULT_MIB = 8192.0  # reserved, not only used: some libraries reserve some of it for each core
AGAIN_S = 1.0  # how soon it is raised again, in code that catches everything


def limit_memory(mebibytes: float) -> None:
    """Let this process and those that it starts take no more memory (0: no limit). What asks for more gets MemoryError.

    Only where the system has such a limit: on Windows there is none, and macOS does not hold it.
    """
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = int(mebibytes * (1 << 20)) if mebibytes else resource.RLIM_INFINITY
        if hard != resource.RLIM_INFINITY:
            most = hard if most == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, AttributeError, OSError, ValueError):
        return


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
