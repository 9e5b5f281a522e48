"""Pages that are read and written in processes of their own, each page in one: it is parsed once.

What they give is asked for in the order in which one process would make the pages, so that it does not show how many
did.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import Summary
from sphinx_adoc.graph.ahead import shares_of, work_of
from sphinx_adoc.graph.copies import can_copy
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.load import Task
from sphinx_adoc.graph.store import Store
from sphinx_adoc.syntax.settings import Settings

from .page_reader import PageReader
from .page_writer import PageWriter, load

_LOST: Final = object()
"""In place of a reply: the process that was to give it has ended."""


class PageProcesses:
    """The processes. ``tasks``: the file of each document, and how it is read, by the document's name. ``store``: where
    they keep what they read.
    """

    def __init__(self, tasks: Mapping[str, Task], jobs: int, store: Store | None) -> None:
        self._store = store
        self._tasks = tasks
        self._replies: dict[str, Any] = {}
        self._shares: dict[Connection, Sequence[str]] = {}
        self._waiting: dict[Connection, list[str]] = {}
        copy = can_copy()
        if copy:
            load()  # once, for all copies
        context: Any = multiprocessing.get_context("fork" if copy else "spawn")
        names = [*tasks]
        work = [work_of(path, settings.files) for path, settings in tasks.values()]
        for numbers in shares_of(work, jobs):
            share = [names[number] for number in numbers]
            own = [(name, *tasks[name]) for name in share]
            here, there = context.Pipe()
            context.Process(target=_work, args=(there, store, own), daemon=True).start()
            there.close()
            self._shares[here] = share
            self._waiting[here] = [*share]

    def summary(self, name: str) -> Summary:
        """Return the summary of a document; raise OSError where it cannot be read."""
        reply = self._reply(name)
        if reply is _LOST:
            return _Maker(self._store).summary(name, *self._tasks[name])
        summary: Summary = reply
        return summary

    def begin(self, writer: PageWriter) -> None:
        """Have the pages written; all summaries were asked for."""
        for connection, share in self._shares.items():
            self._waiting[connection] = [*share]
            with suppress(OSError):  # it has ended, which is seen when its reply is waited for
                connection.send(writer)

    def written(self, name: str, writer: PageWriter) -> list[Finding]:
        """Wait until the page of a document is written; return the trouble that rendering found. Raise OSError,
        WrongCall.
        """
        reply = self._reply(name)
        if reply is _LOST:
            return _Maker(self._store).written(name, *self._tasks[name], writer)
        findings: list[Finding] = reply
        return findings

    def close(self) -> None:
        """End the processes; what they have not done is left undone."""
        for connection in self._shares:
            connection.close()
        self._shares.clear()

    def _reply(self, name: str) -> Any:
        while name not in self._replies:
            open_ = [connection for connection, names in self._waiting.items() if names]
            for connection in wait(open_):
                self._take(connection)  # type: ignore[arg-type]  # of those that were given
        reply = self._replies.pop(name)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def _take(self, connection: Connection) -> None:
        names = self._waiting[connection]
        try:
            self._replies[names[0]] = connection.recv()
            del names[0]
        except (EOFError, OSError):  # it was killed, such as for want of memory
            self._replies |= dict.fromkeys(names, _LOST)
            names.clear()


# -- in the other processes --------------------------------------------------------------------------------------------


class _Maker:
    """What reads documents and makes their pages."""

    def __init__(self, store: Store | None) -> None:
        self._reader = PageReader(store)

    def summary(self, name: str, path: Path, settings: Settings) -> Summary:
        """Return the summary of a document."""
        return self._reader.summary(path, settings)

    def written(self, name: str, path: Path, settings: Settings, writer: PageWriter) -> list[Finding]:
        """Write the page of a document; return the trouble that rendering found."""
        with uncollected():
            return writer.write(self._reader.document(path, settings), self._reader.key(path))


def _work(connection: Connection, store: Store | None, tasks: Sequence[tuple[str, Path, Settings]]) -> None:
    """Read documents, then, once it is said how, write their pages; after each, send what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is interrupted closes the connection
    maker = _Maker(store)
    with suppress(EOFError, OSError):  # nobody waits any more
        for task in tasks:
            _answer(connection, maker.summary, *task)
        writer = connection.recv()
        for task in tasks:
            _answer(connection, maker.written, *task, writer)


def _answer(connection: Connection, work: Callable[..., object], *given: object) -> None:
    try:
        reply: object = work(*given)
    except Exception as error:  # noqa: BLE001 (it is raised where the result is asked for)
        reply = error
    connection.send(reply)
