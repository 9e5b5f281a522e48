"""What the code of a claim must not leave changed in its process: it is put back, and named.

The working directory, signal handlers and the signal mask, the recursion limit, the standard streams; threads and
child processes that still run. ``os._exit`` raises :class:`Exited` meanwhile. A child process that comes out of the
code of a claim (after ``os.fork``) ends there.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Final, NoReturn, Self
from weakref import WeakSet

GRACE_S: Final = 0.1  # how long threads and child processes that are about to end are waited for
_STREAMS: Final = {0: "standard input", 1: "standard output", 2: "standard error"}
_EXIT: Final[Callable[[int], NoReturn]] = os._exit
_TOLD: Final[WeakSet[threading.Thread]] = WeakSet()  # threads that a guard has named: one within another does first


class Exited(BaseException):
    """Raised in place of ``os._exit``; no Exception, so that code which catches those does not catch it."""


class Guard:
    """Around the code of a claim. ``left``: what it left changed, in words, after the block; all but running threads
    has been put back (``running``: whether some are left). ``raised``: the exceptions that ended its threads.
    """

    __slots__ = (
        "_children", "_exit", "_folder", "_handlers", "_hook", "_limit", "_mask", "_pid", "_streams", "_threads",
        "left", "raised", "running",
    )  # fmt: skip

    def __init__(self) -> None:
        self.left: list[str] = []
        self.raised: list[str] = []
        self.running = False

    def __enter__(self) -> Self:
        """Note how things are, and take ``os._exit`` away."""
        self._pid = os.getpid()
        self._folder = _folder()
        self._limit = sys.getrecursionlimit()
        self._threads = frozenset(threading.enumerate())
        self._children = _children()
        self._streams = {number: _copied(number) for number in _STREAMS}
        self._handlers = {number: signal.getsignal(number) for number in _SETTABLE} if _in_main_thread() else {}
        self._mask = _mask()
        pid = self._pid

        def leave(status: int) -> NoReturn:
            if os.getpid() != pid:
                _EXIT(status)
            raise Exited(f"os._exit({status})")

        self._exit: Any = os._exit
        os._exit = leave
        self._hook: Any = threading.excepthook
        threading.excepthook = self._note
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put back what was changed. In a child process: end it."""
        if os.getpid() != self._pid:
            _EXIT(0)
        os._exit = self._exit
        threading.excepthook = self._hook
        self.left += self._put_back()
        self.left += self._threads_left()
        self.left += self._children_left()

    def _note(self, raised: threading.ExceptHookArgs) -> None:
        """Note an exception that ends a thread; otherwise it would be lost."""
        if raised.thread is None or raised.thread not in _TOLD:
            name = raised.thread.name if raised.thread else ""
            self.raised.append(f"its thread {name} ended by {raised.exc_type.__name__}: {raised.exc_value}")
        if raised.thread is not None:
            _TOLD.add(raised.thread)
        self._hook(raised)

    def _put_back(self) -> Iterator[str]:
        if self._folder and _folder() != self._folder:
            yield f"it left the working directory changed to {_folder() or 'one that is gone'}"
            os.chdir(self._folder)
        if sys.getrecursionlimit() != self._limit:
            yield f"it left the recursion limit at {sys.getrecursionlimit()}"
            sys.setrecursionlimit(self._limit)
        for number, handler in self._handlers.items():
            if signal.getsignal(number) is not handler and signal.getsignal(number) != handler:
                if not _is_debugger(signal.getsignal(number)):
                    yield f"it left the handler of {signal.Signals(number).name} changed"
                signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        if self._mask is not None and _mask() != self._mask:
            yield "it left signals blocked"
            signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
        yield from self._streams_left()

    def _streams_left(self) -> Iterator[str]:
        for number, copy in self._streams.items():
            if copy is None:
                continue
            if not _same_file(number, copy):
                yield f"it left {_STREAMS[number]} closed, or led elsewhere"
                os.dup2(copy, number, inheritable=True)
            os.close(copy)

    def _threads_left(self) -> Iterator[str]:
        deadline = time.monotonic() + GRACE_S
        for thread in threading.enumerate():
            if thread in self._threads or thread in _TOLD:
                continue
            thread.join(max(deadline - time.monotonic(), 0))
            if thread.is_alive():
                self.running = True
                _TOLD.add(thread)
                yield f"it left a thread running: {thread.name}"

    def _children_left(self) -> Iterator[str]:
        deadline = time.monotonic() + GRACE_S
        while (left := _children() - self._children) and time.monotonic() < deadline:
            time.sleep(GRACE_S / 10)
        for pid in sorted(left):
            yield f"it left a process running: {pid}"
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except OSError:
                continue


def _folder() -> str:
    """The working directory, '' where it is gone."""
    try:
        return os.getcwd()  # noqa: PTH109 (no path is made of it)
    except OSError:
        return ""


def _copied(number: int) -> int | None:
    """A copy of an open file's number, None where it is closed."""
    try:
        return os.dup(number)
    except OSError:
        return None


def _same_file(number: int, copy: int) -> bool:
    try:
        return os.path.sameopenfile(number, copy)
    except OSError:
        return False


def _is_debugger(handler: Any) -> bool:
    """Whether a handler is the one that pdb sets when it lets a program go on."""
    return getattr(handler, "__name__", "") == "sigint_handler"


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _settable() -> Iterator[int]:
    """The signals whose handlers programs set; real-time ones are left out, asking for them takes its time."""
    for name in ("SIGHUP", "SIGINT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD", "SIGPIPE", "SIGQUIT"):
        if hasattr(signal, name):
            yield getattr(signal, name)


_SETTABLE: Final = tuple(_settable())


def _mask() -> set[Any] | None:
    """The blocked signals, None where there is no mask."""
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, ())) if hasattr(signal, "pthread_sigmask") else None


def _children() -> frozenset[int]:
    """The child processes that run (Linux; elsewhere none is known). One that has ended is none of them."""
    listed = _read(f"/proc/self/task/{threading.get_native_id()}/children")
    return frozenset(pid for pid in map(int, listed.split()) if pid not in _helpers() and _runs(pid))


def _runs(pid: int) -> bool:
    state = _read(f"/proc/{pid}/stat")
    return bool(state) and b") Z" not in state


def _helpers() -> Iterator[int]:
    """The processes that ``multiprocessing`` keeps for itself until the end."""
    for module, instance, attribute in (
        ("multiprocessing.resource_tracker", "_resource_tracker", "_pid"),
        ("multiprocessing.forkserver", "_forkserver", "_forkserver_pid"),
    ):
        pid = getattr(getattr(sys.modules.get(module), instance, None), attribute, None)
        if isinstance(pid, int):
            yield pid


def _read(path: str) -> bytes:
    """A small file of the kernel's, b'' where it is not there."""
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return os.read(number, 1 << 16)
    finally:
        os.close(number)
