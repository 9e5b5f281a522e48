"""The process that runs claims ends with the one that started it, whatever a claim does meanwhile.

Both share a pipe into which nothing is written. When the starting process is gone, however it ended, so is the last
writer of the pipe.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import select
import signal


def watch(number: int) -> None:
    """End the group of this process as soon as nobody has the writing end of a pipe open any more. ``number``: of its
    reading end.

    On Linux the kernel sends the signal, so that code which never returns to the interpreter is ended, too. Elsewhere
    a thread waits: not one of ``threading``, since those are a claim's own.
    """
    try:
        _kill_at_hangup(number)
    except (ImportError, AttributeError, OSError):
        _thread.start_new_thread(_wait, (number,))
        return
    if select.select([number], [], [], 0)[0]:  # it was gone before
        end()


def _kill_at_hangup(number: int) -> None:
    """Have the kernel do it. Raise ImportError, AttributeError, OSError where it cannot."""
    import fcntl

    fcntl.fcntl(number, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(number, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_ASYNC)


def _wait(number: int) -> None:
    with contextlib.suppress(OSError):  # closed by the code of a claim: the requests are, too
        os.read(number, 1)
        end()


def end() -> None:
    """End this process and those of its group, which it started."""
    os.killpg(os.getpgrp(), signal.SIGKILL)
