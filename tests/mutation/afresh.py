"""A change in the files that are loaded: a copy of the sources has it, and tests load that; so do their processes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from .changes import Mutant
from .copies import allow, in_copies, run_tests
from .layers import EXT, ROOT
from .suite import Choice, Suite, file_of

LOADING_S = 120.0
PASSED, FAILED, NOTHING = 0, 1, 5  # pytest's words


def try_afresh(trials: dict[int, tuple[Mutant, Choice]], suite: Suite, folder: Path, at_once: int) -> dict[int, str]:
    """Return the test that notices each change, by the number of the trial."""
    trying = Trying(suite, folder, at_once)
    chosen = {number: choice.afresh for number, (_, choice) in trials.items() if choice.afresh}
    noticed: dict[int, str] = {}
    unfit: set[str] = set()
    for _ in range(3):  # a test that fails in code that is not changed is not asked again
        suspected = dict(trying.suspected({number: trials[number][0] for number in chosen}, chosen))
        sound = trying.sound(set(suspected.values()) - unfit)
        noticed.update({number: test for number, test in suspected.items() if test in sound})
        unfit |= set(suspected.values()) - sound
        chosen = {
            number: [test for test in chosen[number] if test not in unfit]
            for number in suspected
            if number not in noticed
        }
        if not chosen:
            break
    return noticed


class Trying:
    """Copies of the sources, and the tests that are run with each."""

    def __init__(self, suite: Suite, folder: Path, at_once: int) -> None:
        self.suite = suite
        self.folder = folder
        self.at_once = at_once

    def suspected(self, mutants: dict[int, Mutant], chosen: dict[int, list[str]]) -> Iterator[tuple[int, str]]:
        """Yield each trial in which a test failed, and that test: empty, where the tests could not be loaded."""
        works = [
            (number, self.trial(f"{number}", mutant, chosen[number]), self.seconds(chosen[number]))
            for number, mutant in mutants.items()
        ]
        for number, status in in_copies(works, self.at_once):
            if status not in (PASSED, NOTHING):
                yield number, self.failed(f"{number}")

    def sound(self, tests: set[str]) -> set[str]:
        """Return those of the tests that pass, each by itself, in code that is not changed; loading always does."""
        ordered = sorted(tests - {""})
        works = [
            (number, self.trial(f"control-{number}", None, [test]), self.seconds([test]))
            for number, test in enumerate(ordered)
        ]
        return {""} | {ordered[number] for number, status in in_copies(works, self.at_once) if status == PASSED}

    def seconds(self, tests: Sequence[str]) -> float:
        """Return how long tests may take by the clock of a machine that has other work, too."""
        return LOADING_S + 10 * sum(self.suite.cost[test] for test in tests)

    def failed(self, name: str) -> str:
        """Return the test that a trial ran last."""
        note = self.folder / f"{name}.test"
        return note.read_text(encoding="utf-8") if note.exists() else ""

    def trial(self, name: str, mutant: Mutant | None, tests: Sequence[str]) -> Callable[[], int]:
        """Return what runs these tests with a copy of the sources that has the change."""

        def work() -> int:
            sources = changed_sources(self.folder / name, mutant)
            sys.dont_write_bytecode = True
            os.environ.update(PYTHONPATH=str(sources), PYTHONDONTWRITEBYTECODE="1")
            sys.path.insert(0, str(sources))
            allow(LOADING_S / 2)
            chosen = Chosen(tests, self.suite, self.folder / f"{name}.test")
            return run_tests([str(ROOT / file) for file in dict.fromkeys(map(file_of, tests))], chosen, "-x")

        return work


def changed_sources(folder: Path, mutant: Mutant | None) -> Path:
    """Return a folder with a copy of the sources that has a change, in place of what an earlier trial left there."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXT, folder)
    if mutant:
        file = folder / mutant.module.path.relative_to(EXT)
        for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            stale.unlink()
        file.write_text(mutant.text(), encoding="utf-8")
    return folder


class Chosen:
    """A pytest plugin that runs these tests, in this order, each for as long as it may take, and notes which runs."""

    def __init__(self, tests: Sequence[str], suite: Suite, note: Path) -> None:
        self.order = {test: at for at, test in enumerate(tests)}
        self.suite = suite
        self.note = note

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.note.write_text(nodeid, encoding="utf-8")
        allow(self.suite.patience(nodeid))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda item: self.order[item.nodeid])
