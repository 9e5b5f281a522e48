"""A change in loaded code: its function gets its new code, then the tests are run that go through it.

Pytest collects the tests once; instead of running them it is asked for those of one change after another, each time in
a copy of its process.
"""

from __future__ import annotations

import ast
import gc
import importlib
import inspect
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from .changes import Mutant
from .copies import allow, forget, in_copies, run_tests
from .layers import ROOT
from .suite import Choice, Suite, file_of

LONGEST_S = 7200
Functions = dict[tuple[str, str, int], list[FunctionType]]


def try_loaded(
    trials: Sequence[tuple[Mutant, Choice]], suite: Suite, folder: Path, at_once: int
) -> tuple[dict[int, str], set[int]]:
    """Return the test that notices each change, by the number of the trial (changes that no test notices in loaded code
    are not in it), and the trials whose change is not in a function that is loaded.
    """
    files = sorted({file_of(test) for _, choice in trials for test in choice.loaded})
    if not files:
        return {}, set()
    result = folder / "loaded.json"
    session = Session(trials, suite, result, at_once)
    work = 0, lambda: run_tests([str(ROOT / file) for file in files], session), LONGEST_S
    list(in_copies([work], 1))
    if not result.exists():
        raise SystemExit("the tests could not be loaded; MUTATION_LOG=FILE keeps what pytest says")
    noticed, untried = json.loads(result.read_text(encoding="utf-8"))
    return {int(number): test for number, test in noticed.items()}, set(untried)


class Session:
    """A pytest plugin that, in place of the tests, runs those of each change."""

    def __init__(self, trials: Sequence[tuple[Mutant, Choice]], suite: Suite, result: Path, at_once: int) -> None:
        self.trials = trials
        self.suite = suite
        self.result = result
        self.at_once = at_once
        self.failed = False
        self.items: dict[str, pytest.Item] = {}
        self.functions: Functions = {}
        self.untried: set[int] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        for mutant, _ in self.trials:  # some are loaded once they are needed
            importlib.import_module(mutant.module.name)
        self.functions = live_functions({str(mutant.module.path) for mutant, _ in self.trials})
        gc.collect()
        gc.freeze()  # each copy shares what is there; objects that are frozen are not listed any more
        suspected = dict(self.suspected())
        sound = self.sound(set(suspected.values()))
        noticed = {number: test for number, test in suspected.items() if test in sound}
        again = [number for number in suspected if number not in noticed]
        unfit = set(suspected.values()) - sound
        noticed.update(self.suspected(again, unfit))  # whatever fails in code that is not changed is not asked
        self.result.write_text(json.dumps([noticed, sorted(self.untried)]), encoding="utf-8")
        return True

    def suspected(
        self, numbers: Sequence[int] | None = None, unfit: set[str] = frozenset()
    ) -> Iterator[tuple[int, str]]:
        """Yield each trial in which a test failed, and that test."""
        works = []
        for number in range(len(self.trials)) if numbers is None else numbers:
            mutant, choice = self.trials[number]
            tests = [test for test in choice.loaded if test in self.items and test not in unfit]
            if tests and (changed := changed_code(mutant, self.functions)):
                works.append((number, self.trial(number, tests, changed), self.seconds(tests)))
            else:
                self.untried.add(number)
        for number, status in in_copies(works, self.at_once):
            if status != 0:
                yield number, self.note(number).read_text(encoding="utf-8")

    def sound(self, tests: set[str]) -> set[str]:
        """Return those of the tests that pass, each by itself, in code that is not changed."""
        ordered = sorted(tests)
        works = [
            (number, self.trial(len(self.trials) + number, [test], None), self.seconds([test]))
            for number, test in enumerate(ordered)
        ]
        return {ordered[number] for number, status in in_copies(works, self.at_once) if status == 0}

    def seconds(self, tests: Sequence[str]) -> float:
        """Return how long tests may take by the clock of a machine that has other work, too."""
        return (
            60
            + 10 * sum(self.suite.patience(test) for test in tests[-1:])
            + 10 * sum(self.suite.cost[test] for test in tests)
        )

    def note(self, number: int) -> Path:
        """Return the file in which a trial writes which test it runs."""
        return self.result.with_name(f"trial-{number}")

    def trial(
        self, number: int, tests: Sequence[str], changed: tuple[CodeType, list[FunctionType]] | None
    ) -> Callable[[], int]:
        """Return what runs these tests, with a changed code for some functions: 1, where one fails."""

        def work() -> int:
            if changed:
                for function in changed[1]:
                    function.__code__ = changed[0]
            forget("sphinx_adoc", "bondmodel", "tests")
            items = [self.items[test] for test in tests]
            with self.note(number).open("w", encoding="utf-8") as note:
                for item, following in zip(items, [*items[1:], None], strict=True):
                    note.seek(0)
                    note.truncate()
                    note.write(item.nodeid)
                    note.flush()
                    allow(self.suite.patience(item.nodeid))
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if self.failed:
                        return 1
            return 0

        return work


def live_functions(files: Collection[str]) -> Functions:
    """Return the functions that are loaded from these files, by file, name and first line."""
    found: Functions = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in files:
            code = thing.__code__
            found.setdefault((code.co_filename, code.co_name, code.co_firstlineno), []).append(thing)
    return found


def changed_code(mutant: Mutant, functions: Functions) -> tuple[CodeType, list[FunctionType]] | None:
    """Return the code of the outermost function that a change is in, and the loaded functions that it is for; None if
    it is in none, or in one that is not there.
    """
    tree, path = mutant.module.tree, str(mutant.module.path)
    with mutant.applied():
        changed = compile(ast.fix_missing_locations(tree), path, "exec")
    original = compile(tree, path, "exec")
    for new, old in zip(outermost(changed), outermost(original), strict=True):
        if new != old:
            loaded = functions.get((path, new.co_name, new.co_firstlineno))
            return (new, loaded) if loaded else None
    return None


def outermost(code: CodeType) -> Iterator[CodeType]:
    """Yield the functions of a module and of its classes; not those within functions."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & inspect.CO_OPTIMIZED:
                yield constant
            else:
                yield from outermost(constant)
