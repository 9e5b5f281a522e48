"""Workers that are threads, beside real time."""

from __future__ import annotations

import queue
import threading
import time
from typing import Final

from .model import Answer, Request, Transport

_MAX_THREADS: Final = 16


class Threads:
    """A thread for each request; they end with the program, however long a server takes."""

    def __init__(self, transport: Transport, most: int = _MAX_THREADS) -> None:
        self.most = most
        self._transport = transport
        self._answers: queue.SimpleQueue[tuple[Request, Answer | BaseException]] = queue.SimpleQueue()

    def now(self) -> float:
        """Return the time in seconds, from any beginning."""
        return time.monotonic()

    def today(self) -> float:
        """Return the time in seconds since 1970."""
        return time.time()

    def start(self, request: Request) -> None:
        """Send a request; its answer comes from :meth:`wait`."""
        threading.Thread(target=self._send, args=(request,), daemon=True).start()

    def _send(self, request: Request) -> None:
        try:
            self._answers.put((request, self._transport(request)))
        except BaseException as error:  # noqa: BLE001 (raised again where it can be told)
            self._answers.put((request, error))

    def wait(self, until: float) -> list[tuple[Request, Answer]]:
        """Return answers as soon as there are some, none when it is later than ``until``; raise what a transport
        raised.
        """
        timeout = None if until == float("inf") else max(until - self.now(), 0)
        try:
            request, answer = self._answers.get(timeout=timeout)
        except queue.Empty:
            return []
        if isinstance(answer, BaseException):
            raise answer
        return [(request, answer)]
