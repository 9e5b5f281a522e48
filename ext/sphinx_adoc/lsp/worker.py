"""The thread that reads documents. Of several requests to do so the last one counts."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread


class Superseded(BaseException):
    """Newer work has come in: what is being done is no longer wanted. It passes through all that handles errors."""


class Worker:
    """Runs ``work`` with the number of the latest request, again and again while newer ones come in.

    ``work`` runs in a thread of its own and should call :meth:`check` now and then. ``failed`` gets what it raises.
    """

    def __init__(self, work: Callable[[int], None], failed: Callable[[Exception], None]) -> None:
        self._work = work
        self._failed = failed
        self._condition = Condition()
        self._wanted = 0
        self._done = 0
        self._running = 0
        self._stopped = False
        self._thread = Thread(target=self._run, name="sphinx-adoc reader", daemon=True)

    def start(self) -> None:
        """Begin to take requests."""
        self._thread.start()

    def request(self) -> int:
        """Ask for the work to be done; return the number of this request."""
        with self._condition:
            self._wanted += 1
            self._condition.notify_all()
            return self._wanted

    def check(self) -> None:
        """Raise Superseded where the work that is being done is no longer wanted."""
        if self._wanted != self._running or self._stopped:
            raise Superseded

    def rest(self, seconds: float) -> None:
        """Wait for so long; raise Superseded as soon as newer work comes in."""
        with self._condition:
            self._condition.wait_for(lambda: self._stopped or self._wanted != self._running, seconds)
        self.check()

    def stop(self) -> None:
        """End as soon as the work looks (:meth:`check`); nothing more is done."""
        with self._condition:
            self._stopped = True
            self._condition.notify_all()

    def _run(self) -> None:
        while (number := self._next()) is not None:
            try:
                self._work(number)
            except Superseded:
                continue
            except Exception as error:  # noqa: BLE001 (one failure must not end the server; it is told)
                self._failed(error)
            self._done = number

    def _next(self) -> int | None:
        """Wait for a request that is not done; None at the end."""
        with self._condition:
            self._condition.wait_for(lambda: self._stopped or self._wanted != self._done)
            self._running = self._wanted
            return None if self._stopped else self._running
