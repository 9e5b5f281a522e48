"""The process that runs claims, from outside: started, asked, and ended when it does not answer."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Final

from . import protocol
from .protocol import Begin, Message, Start

START_S: Final = 60.0  # how long the process may take to get ready, on a machine that has much to do
GRACE_S: Final = 2.0  # how long after its time code is waited for that does not heed the alarm
DUMP_S: Final = 0.5  # how long the process may take to say where it is
HEAD, TAIL = 20_000, 10_000  # bytes of output that are kept of one answer
_CHUNK: Final = 1 << 16
_PROGRAM: Final = (
    "import sys, json; sys.path += json.loads(sys.argv[1]); "  # behind: a project's code.py is not the library's
    "from sphinx_adoc.claims.process.worker import main; main(*map(int, sys.argv[2:]))"
)


class Ended(Exception):
    """The process gave no answer and is gone. ``status``: its exit status, negative for a signal, None when it was
    stopped since it took too long. ``order``: of the claim whose code ran last, None before any. ``output``: what was
    written to its standard streams.
    """

    def __init__(self, status: int | None, order: int | None, output: str) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.order = order
        self.output = output


class Child:
    """A process that runs claims. ``timeout``: how long each piece of code may run (s; 0: as long as it wants)."""

    def __init__(self, start: Start, environment: Mapping[str, str]) -> None:
        self._limit: float | None = START_S
        requests_read, self._requests = os.pipe()
        self._answers, answered = os.pipe()
        self._output, printed = os.pipe()
        watched, self._lifeline = os.pipe()
        passed = requests_read, answered, watched
        arguments = [sys.executable, "-P", "-c", _PROGRAM, json.dumps(start.path), *map(str, passed)]
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed, env=dict(environment),
            pass_fds=passed, start_new_session=True,
        )  # fmt: skip
        for number in (*passed, printed):
            os.close(number)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._answers, selectors.EVENT_READ)
        self._selector.register(self._output, selectors.EVENT_READ)
        self._buffer = b""
        self._head, self._tail = b"", b""
        self._order: int | None = None
        self.ask(start)
        self._limit = start.timeout + GRACE_S if start.timeout else None

    def ask(self, request: Message) -> Message:
        """Return the answer to a request. Raise Ended where there is none: the process is gone then."""
        self._head, self._tail, self._order = b"", b"", None
        try:
            self._write(protocol.written(request))
            return self._answer()
        except TimeoutError:
            self._say_where()
            self._reap()
            raise self._ended(None) from None
        except (OSError, EOFError, ValueError):
            raise self._ended(self._reap(DUMP_S)) from None

    def printed(self) -> str:
        """Return what was written to the standard streams since the last request, past what Python's own hold."""
        with contextlib.suppress(OSError, EOFError, TimeoutError):
            while self._selector.select(0) and self._output in self._selector.get_map():
                self._wait(0.0)
        return self._written()

    def close(self) -> None:
        """End the process and all that it started."""
        self._reap()
        for number in (self._requests, self._answers, self._output, self._lifeline):
            with contextlib.suppress(OSError):
                os.close(number)
        self._selector.close()

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._requests, data) :]

    def _answer(self) -> Message:
        """The next message that is not a Begin. Raise TimeoutError, EOFError, ValueError."""
        begun = time.monotonic()
        while True:
            line, newline, rest = self._buffer.partition(b"\n")
            if not newline:
                self._wait(None if self._limit is None else begun + self._limit - time.monotonic())
                continue
            self._buffer = rest
            message = protocol.read(line)
            if not isinstance(message, Begin):
                return message
            self._order, begun = message.order, time.monotonic()

    def _wait(self, seconds: float | None) -> None:
        """Read what there is to read. Raise TimeoutError when there is nothing for so long, EOFError at the end."""
        ready = self._selector.select(seconds if seconds is None else max(seconds, 0))
        if not ready and seconds is not None:
            raise TimeoutError
        for key, _ in ready:
            data = os.read(key.fd, _CHUNK)
            if key.fd == self._output:
                self._keep(data)
            elif not data:
                raise EOFError
            else:
                self._buffer += data

    def _keep(self, data: bytes) -> None:
        """Keep the first and the last of what is written to the standard streams."""
        if not data:
            self._selector.unregister(self._output)
        room = HEAD - len(self._head)
        self._head += data[:room]
        self._tail = (self._tail + data[room:])[-TAIL:] if room < len(data) else self._tail

    def _say_where(self) -> None:
        """Have the process write where it is, and read that."""
        if not hasattr(signal, "SIGUSR1"):
            return
        with contextlib.suppress(OSError, EOFError):
            os.kill(self._process.pid, signal.SIGUSR1)
            deadline = time.monotonic() + DUMP_S
            while (left := deadline - time.monotonic()) > 0:
                with contextlib.suppress(TimeoutError):
                    self._wait(min(left, DUMP_S / 5))

    def _reap(self, wait: float = 0.0) -> int:
        """End the process and those that it started; return its exit status. It may end by itself for a while (s)."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(wait)
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        return self._process.wait()

    def _ended(self, status: int | None) -> Ended:
        """What to raise, with the output that is still there."""
        with contextlib.suppress(OSError, EOFError, TimeoutError, KeyError, ValueError):
            while self._selector.get_map() and self._output in self._selector.get_map():
                self._wait(0.0)
        return Ended(status, self._order, self._written())

    def _written(self) -> str:
        cut = b"\n...\n" if len(self._tail) == TAIL else b""
        return (self._head + cut + self._tail).decode("utf-8", "replace")
