"""Documents read ahead in processes of their own, so that a first run uses all cores.

The results are asked for in the order in which one process would read, so that it does not show how many did.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_adoc.syntax.files import DISK, Disk, Files
from sphinx_adoc.syntax.settings import Settings

from .load import SummaryOf, Task, includes_written_in, read_summary
from .model import Summary
from .store import Folder, Store
from .stored import Stored

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

FEW: Final = 200_000
"""Bytes of documents below which it takes longer to start a process than to read them."""


def cores() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Ahead:
    """What reads files into summaries, from a store where there is one; those that are expected ``jobs`` at a time."""

    def __init__(self, store: Store | None, jobs: int) -> None:
        self._store = store
        self._jobs = jobs
        self._kept = Stored(store) if store is not None else None
        self._there: dict[_Key, Summary] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._futures: dict[_Key, Future[Summary]] = {}
        self._expected: list[Task] = []  # whose settings are told apart by where they are

    def __call__(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a file; raise OSError where it cannot be read."""
        key = _key(path, settings)
        there = self._there.pop(key, None)
        if there is not None:
            return there
        if (future := self._futures.pop(key, None)) is not None:
            from concurrent.futures import BrokenExecutor  # loaded already by whom the future is of

            try:
                return future.result()
            except BrokenExecutor:  # it was killed, such as for want of memory
                self._futures.clear()
        return self._kept(path, settings) if self._kept is not None else read_summary(path, settings)

    def expect(self, tasks: Iterable[Task]) -> None:
        """Begin to read what will be asked for, where that is worth it."""
        self._expected = [*tasks]
        unknown = [task for task in self._expected if isinstance(task[1].files, Disk) and not self._is_there(*task)]
        work = {path: work_of(path, DISK) for path, _ in unknown}
        if self._jobs < 2 or len(unknown) < 2 or sum(work.values()) < FEW:
            return
        folder = self._store.folder.path if self._store is not None else None
        self._pool = _pool(self._jobs, folder)
        for path, settings in sorted(unknown, key=lambda task: -work[task[0]]):
            self._futures[_key(path, settings)] = self._pool.submit(_work, path, settings)

    def close(self) -> None:
        """End the processes; what they have not begun is left undone."""
        self._futures.clear()
        self._there.clear()
        self._expected.clear()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _is_there(self, path: Path, settings: Settings) -> bool:
        known = self._kept.known(path, settings) if self._kept is not None else None
        if known is not None:
            self._there[_key(path, settings)] = known
        return known is not None


_Key = tuple[str, int]


def _key(path: Path, settings: Settings) -> _Key:
    return str(path), id(settings)


def read_ahead(kept: Stored, tasks: Sequence[Task], jobs: int) -> None:
    """Have those of some documents that are not in a store read in processes, where that is worth it; the results are
    in the store then. These are copies of this process, so that files in memory are theirs, too; else nothing is done.
    """
    unknown = [task for task in tasks if not kept.is_known(*task)]
    work = [work_of(path, settings.files) for path, settings in unknown]
    if jobs < 2 or len(unknown) < 2 or sum(work) < FEW or not can_copy():
        return
    import multiprocessing  # see can_copy

    context = multiprocessing.get_context("fork")
    shares = shares_of(work, jobs)
    started = [context.Process(target=_read_share, args=(kept, [unknown[at] for at in share])) for share in shares]
    for process in started:
        process.start()
    for process in started:
        process.join()  # what one leaves undone is read later


def shares_of(work: Sequence[int], jobs: int) -> list[list[int]]:
    """Return the numbers of pieces of work in groups that take about as long, each in order."""
    groups: list[list[int]] = [[] for _ in range(min(jobs, len(work)))]
    for at in sorted(range(len(work)), key=lambda at: -work[at]):
        min(groups, key=lambda group: sum(work[each] for each in group)).append(at)
    return [sorted(group) for group in groups if group]


def work_of(path: Path, files: Files) -> int:
    """Return about how much there is to read for a document, in bytes: its file, and those that this includes."""
    try:
        size = files.size(path)
        parts = {path.parent / name for name in includes_written_in(path, files)}
    except OSError:
        return 0
    return size + sum(_size(part, files) for part in parts)


def _size(path: Path, files: Files) -> int:
    try:
        return files.size(path)
    except (OSError, ValueError):  # a path that there cannot be
        return 0


def can_copy() -> bool:
    """Tell whether processes can begin as copies of this one: not where it has other threads."""
    import multiprocessing  # loading it takes as long as reading a small document

    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _pool(jobs: int, folder: Path | None) -> ProcessPoolExecutor:
    """Processes that read with the store in a folder; copies of this one, unless it has other threads."""
    import multiprocessing  # see can_copy
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if can_copy() else "spawn")
    return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(folder,))


# -- in the other processes --------------------------------------------------------------------------------------------

_reading: list[SummaryOf] = [read_summary]


def _begin(folder: Path | None) -> None:
    _reading[0] = Stored(Store(Folder(folder))) if folder is not None else read_summary


def _read_share(kept: Stored, tasks: Sequence[Task]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback of each process
    with suppress(OSError):  # it is said when the document is read again
        for task in tasks:
            kept(*task)


def _work(path: Path, settings: Settings) -> Summary:
    return _reading[0](path, settings)
