"""A change in the loaded model: its function gets its new code, then the tests are run that go through it.

Pytest collects the tests once; instead of running them it is asked for those of one change after another, each time in
a copy of its process.
"""

from __future__ import annotations

import ast
import gc
import inspect
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

from . import afresh, changes
from .changes import ROOT, Module, Mutant, import_path, module_of
from .copies import Suite, allow, in_a_copy, run_tests

TESTS = (ROOT / "tests" / "bondmodel",)  # files and folders; `aim` in __main__ sets others
LEFT_OUT = ("test_observed.py", "test_recorded_clusters.py", "test_dask_gives_the_same", "test_as_a_module")
LONGEST_S = 7200


def try_all(modules: Sequence[Module]) -> tuple[Suite, set[int]]:
    """The tests, and the changes that they notice in the loaded model, by their `id`. Exits where they do not pass as
    they are.
    """
    found = (file for path in TESTS for file in (sorted(path.rglob("test_*.py")) if path.is_dir() else [path]))
    files = [str(path) for path in found if path.name not in LEFT_OUT]
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"
        status = in_a_copy(lambda: run_tests(files, Session(modules, notes)), LONGEST_S)
        if status != 0 or not notes.exists():
            sys.exit(
                f"the tests or the claims do not pass as they are: run pytest {' '.join(map(str, TESTS))} docs first"
            )
        suite, noticed = json.loads(notes.read_text())
    everything = [mutant for module in modules for mutant in module.mutants]
    return Suite(**suite), {id(everything[at]) for at in noticed}


class Session:
    """A pytest plugin that, in place of the tests, runs those of each change."""

    def __init__(self, modules: Sequence[Module], notes: Path) -> None:
        self.modules = modules
        self.notes = notes
        self.failed = False
        self.statuses: list[int] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {i.nodeid: i for i in session.items if not i.nodeid.partition("[")[0].endswith(LEFT_OUT)}
        notes = self.notes.with_name("trace")
        if in_a_copy(lambda: self.trace(list(items.values()), notes), LONGEST_S) != 0:
            return True
        suite = Suite(**json.loads(notes.read_text()))
        noticed, number = [], 0
        for module in self.modules:
            functions = live_functions(module)
            for mutant in module.mutants:
                if self.notices(module, mutant, functions, suite, items):
                    noticed.append(number)
                number += 1
        self.notes.write_text(json.dumps([asdict(suite), noticed]))
        return True

    def trace(self, items: list[pytest.Item], notes: Path) -> int:
        """Run all tests and claims once and write down what they run through; the exit status."""
        suite = Suite()
        for item in items:
            forget()
            lines = traced(lambda item=item: self.run([item]))
            forget()
            suite.seconds[item.nodeid] = timed(lambda item=item: self.run([item]))
            for line in lines:
                suite.through.setdefault(line, []).append(item.nodeid)
            if self.failed:
                return 1
        if afresh.BOOKS:
            forget()
            suite.claimed = traced(lambda: self.statuses.append(run_tests(afresh.BOOKS, object())))
            forget()
            suite.claims_s = timed(lambda: self.statuses.append(run_tests(afresh.BOOKS, object())))
        notes.write_text(json.dumps(asdict(suite)))
        return max(self.statuses, default=0)

    def run(self, items: Sequence[pytest.Item], suite: Suite | None = None) -> bool:
        """Whether all these tests pass; the first that does not is the last that is run. `suite` says how long each may
        take.
        """
        for item, following in zip(items, [*items[1:], None], strict=True):
            if suite is not None:
                allow(suite.patience(item.nodeid))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return False
        return True

    def notices(
        self,
        module: Module,
        mutant: Mutant,
        functions: dict[tuple[str, int], list[FunctionType]],
        suite: Suite,
        items: dict[str, pytest.Item],
    ) -> bool:
        """Whether a test fails once the function with this change has its new code; False, too, if it is in none."""
        own, others = suite.of(mutant)
        tests = [*own, *others]
        if not tests or not (code := changed_code(module, mutant, functions)):
            return False

        def work() -> int:
            for function in functions[code.co_name, code.co_firstlineno]:
                function.__code__ = code
            forget()
            return 0 if self.run([items[test] for test in tests], suite) else 1

        return in_a_copy(work, suite.patience(tests[0])) != 0


def timed(work: Callable[[], object]) -> float:
    """How long something takes (s)."""
    started = time.process_time()
    work()
    return time.process_time() - started


def traced(work: Callable[[], object]) -> list[str]:
    """The lines of the functions of the changed package that something runs through; modules and classes are run as
    they are imported, whoever is first.
    """
    source = str(changes.SOURCE) + os.sep
    lines: set[tuple[str, int]] = set()

    def call(frame: FrameType, event: str, argument: object) -> Any:
        is_function = frame.f_code.co_flags & inspect.CO_OPTIMIZED
        return line if is_function and frame.f_code.co_filename.startswith(source) else None

    def line(frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return line

    sys.settrace(call)
    work()
    sys.settrace(None)
    return [f"{module_of(Path(path))}:{number}" for path, number in sorted(lines)]


def forget() -> None:
    """Empty the caches of the changed package: what a test only finds there, it would have run through."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == import_path(changes.SOURCE)[0]:
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def live_functions(module: Module) -> dict[tuple[str, int], list[FunctionType]]:
    """The functions of a loaded module, by name and first line."""
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename == str(module.path):
            found.setdefault((thing.__code__.co_name, thing.__code__.co_firstlineno), []).append(thing)
    return found


def changed_code(module: Module, mutant: Mutant, functions: dict[tuple[str, int], list[FunctionType]]) -> Any:
    """The code of the outermost function that a change is in; None if it is in none, or in one that is not there."""
    before = mutant.apply()
    changed = compile(ast.fix_missing_locations(module.tree), str(module.path), "exec")
    setattr(mutant.node, mutant.name, before)
    original = compile(module.tree, str(module.path), "exec")
    pairs = zip(outermost(changed), outermost(original), strict=True)
    different = [new for new, old in pairs if new != old and (new.co_name, new.co_firstlineno) in functions]
    return different[0] if len(different) == 1 else None


def outermost(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes; not those within functions."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & inspect.CO_OPTIMIZED:
                yield constant
            else:
                yield from outermost(constant)
