"""Documents read ahead in copies of this process, so that a first run uses all cores.

The results are asked for in the order in which one process would read, so that it does not show how many did. This
process has its share of the work, with the longest document, of which nothing has to be handed over then. Where that
alone takes longer than all others, a copy reads the rest of it: the units from some include on (:mod:`.unit_reader`).
These count where all that they asked of the text above has the same answers here.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc.syntax.files import DISK, Disk, Files
from sphinx_adoc.syntax.settings import Settings

from .copies import Copy, can_copy
from .load import Task, includes_written_in, read_summary
from .model import Summary
from .rest import Rest, include_at, size_of
from .store import Store
from .store.recorded import RecordedDisk
from .stored import Stored, read_anchors, read_with_rest
from .units import Units

FEW: Final = 200_000
"""Bytes of documents below which it takes longer to start a process than to read them."""

_FEW_MORE: Final = 50_000  # as FEW, of what one process reads while others do, too
_BLOCKS: Final = 0.35  # of the time of reading goes into blocks; who reads the rest of a document reads all of these
_NEAR: Final = 0.9  # of a document: where the rest of it is not worth being read apart


def cores() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Ahead:
    """What reads files into summaries, from a store where there is one; those that are expected ``jobs`` at a time."""

    def __init__(self, store: Store | None, jobs: int) -> None:
        self._jobs = jobs
        self._kept = Stored(store) if store is not None else None
        self._there: dict[_Key, Summary] = {}
        self._copies: list[Copy[_Done]] = []
        self._unheard: set[Copy[_Done]] = set()  # of which it is not noted here yet what they asked
        self._elsewhere: dict[_Key, tuple[Copy[_Done], int]] = {}  # what copies read, with its number there
        self._expected: list[Task] = []  # whose settings are told apart by where they are

    def __call__(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a file; raise OSError where it cannot be read."""
        key = _key(path, settings)
        there = self._there.pop(key, None)
        if there is None and key in self._elsewhere:
            copy, number = self._elsewhere.pop(key)
            there = self._summaries(copy, settings).get(number)
        return there if there is not None else self._read(path, settings)

    def anchors(self, path: Path, settings: Settings, names: Collection[str]) -> Summary:
        """Return the anchors of a file, see :func:`read_anchors`; raise OSError where it cannot be read."""
        read = read_anchors if self._kept is None else self._kept.anchors
        return read(path, settings, names)

    def expect(self, tasks: Iterable[Task]) -> None:
        """Read what will be asked for beforehand, where that is worth it."""
        self._expected = [*tasks]
        on_disk = [task for task in self._expected if isinstance(task[1].files, Disk)]
        unknown = [task for task in on_disk if not self._is_there(*task)]
        work = [work_of(path, DISK) if self._is_new(path, settings) else 0 for path, settings in unknown]
        if self._jobs < 2 or sum(work) < FEW or not can_copy():
            return
        plan = planned(work, self._jobs)
        line = include_at(unknown[plan.own[0]][0], DISK, plan.rest_from) if plan.rest_from else None
        if line is not None or any(plan.others):
            self._start(plan, unknown, line)

    def close(self) -> None:
        """End the processes; what they have not done is left undone."""
        for copy in self._copies:
            copy.end()
        self._copies.clear()
        self._unheard.clear()
        self._elsewhere.clear()
        self._there.clear()
        self._expected.clear()

    def _start(self, plan: Plan, tasks: Sequence[Task], line: int | None) -> None:
        """Start the copies, and read this process's share. ``line``: of the first include of the longest document that
        the first copy reads, None where that is left whole.
        """
        from . import unit_reader  # noqa: F401 (loaded once for all copies)

        longest = tasks[plan.own[0]]
        for share in plan.others:
            there = [tasks[at] for at in share]
            copy = Copy(partial(self._work, there, longest, None if self._copies else line))
            self._copies.append(copy)
            self._unheard.add(copy)
            self._elsewhere |= {_key(*task): (copy, number) for number, task in enumerate(there)}
        rest = Rest(line, partial(_units, self._copies[0])) if line is not None else None
        for at in plan.own:
            with suppress(OSError):  # it is said when the document is asked for
                self._there[_key(*tasks[at])] = self._read(*tasks[at], rest)
            rest = None

    def _work(self, tasks: Sequence[Task], longest: Task, line: int | None) -> _Done:
        """What a copy does: read documents, and the rest of the longest one from a line on."""
        summaries = {}
        for number, task in enumerate(tasks):
            with suppress(OSError):  # as in this process
                summaries[number] = self._read(*task)
        rest = None
        if line is not None:
            from .unit_reader import read_rest

            rest = read_rest(*longest, line)
        disk = longest[1].files
        return _Done(summaries, rest, disk if isinstance(disk, RecordedDisk) else None)

    def _summaries(self, copy: Copy[_Done], settings: Settings) -> dict[int, Summary]:
        """What a copy has read; what it asked the disk for that is noted here, too."""
        done = copy.result()
        if done is not None and copy in self._unheard and isinstance(settings.files, RecordedDisk):
            settings.files.add(done.disk)
        self._unheard.discard(copy)
        return done.summaries if done is not None else {}

    def _read(self, path: Path, settings: Settings, rest: Rest | None = None) -> Summary:
        if self._kept is not None:
            return self._kept(path, settings, rest)
        return read_with_rest(path, settings, rest) if rest is not None else read_summary(path, settings)

    def _is_there(self, path: Path, settings: Settings) -> bool:
        known = self._kept.known(path, settings) if self._kept is not None else None
        if known is not None:
            self._there[_key(path, settings)] = known
        return known is not None

    def _is_new(self, path: Path, settings: Settings) -> bool:
        """Tell whether nothing is known of a file: else few of its units are read."""
        return self._kept is None or not self._kept.was_read(path, settings)


_Key = tuple[str, int]


def _key(path: Path, settings: Settings) -> _Key:
    return str(path), id(settings)


class _Done(NamedTuple):
    """What a copy has read: summaries by the numbers of their documents, and units of another document; and what it was
    read from, if that notes questions.
    """

    summaries: dict[int, Summary]
    rest: Units | None
    disk: RecordedDisk | None


def _units(copy: Copy[_Done]) -> Units | None:
    done = copy.result()
    return done.rest if done is not None else None


def read_ahead(kept: Stored, tasks: Sequence[Task], jobs: int) -> None:
    """Have those of some documents that are not in a store read in processes, where that is worth it; the results are
    in the store then. These are copies of this process, so that files in memory are theirs, too; else nothing is done.
    """
    unknown = [task for task in tasks if not kept.is_known(*task)]
    work = [work_of(path, settings.files) for path, settings in unknown]
    if jobs < 2 or len(unknown) < 2 or sum(work) < FEW or not can_copy():
        return
    shares = [[unknown[at] for at in share] for share in shares_of(work, jobs)]
    for copy in [Copy(partial(_read_share, kept, share)) for share in shares]:
        copy.result()  # what one leaves undone is read later


def _read_share(kept: Stored, tasks: Sequence[Task]) -> None:
    with suppress(OSError):  # it is said when the document is read again
        for task in tasks:
            kept(*task)


# -- shares of the work ------------------------------------------------------------------------------------------------


class Plan(NamedTuple):
    """Who reads what, by number: this process, the longest document first, and the others. ``rest_from``: the share of
    the longest document behind which the first of the others reads it (0: it is left whole).
    """

    own: list[int]
    others: list[list[int]]
    rest_from: float


def planned(work: Sequence[int], jobs: int) -> Plan:
    """Return who reads what so that all are done at about the same time. ``work``: in bytes, by number."""
    longest = max(range(len(work)), key=lambda at: work[at])
    groups = shares_of(work, jobs)
    own = next(group for group in groups if longest in group)
    others = [group for group in groups if group is not own]
    if len(groups) < jobs:
        others.append([])
    others.sort(key=lambda group: sum(work[at] for at in group))
    own = [longest, *[at for at in own if at != longest]]
    beside = sum(work[at] for at in others[0])
    # this one reads `part` of the longest; meanwhile the other reads what is beside it, the blocks, and the rest
    part = (beside + work[longest]) / ((2 - _BLOCKS) * work[longest])
    worth = len(own) == 1 and part < _NEAR and (1 - part) * work[longest] > _FEW_MORE
    worth_a_copy = [group for group in others[worth:] if sum(work[at] for at in group) > _FEW_MORE]
    return Plan(own, [*others[:worth], *worth_a_copy], part if worth else 0)


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
    return size + sum(size_of(part, files) for part in parts)
