"""Which tests run through which line: the tests are run once, each as a context of coverage.

A context is the id of a test; ``collect:FILE`` for what runs as a file of tests is imported; ``fixture:NAME`` for a
fixture that several tests share; ``process:ID`` for what runs in a process that a test started.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .copies import allow, forget, run_tests
from .layers import EXT, ROOT

TESTS = ROOT / "tests"
SETUP_S = 30.0  # CPU seconds that a fixture for several tests may take
LONGEST_S = 2.0  # CPU seconds; a test that takes longer is ended, and not asked later
CONTEXT = "PYTHON_TEST_CONTEXT"  # claims see variables that begin with PYTHON
SETTINGS = f"""[run]
source = {EXT}
data_file = {{folder}}/coverage
parallel = true
core = ctrace
context = ${{{{{CONTEXT}-}}}}
disable_warnings = no-data-collected, trace-changed, module-not-imported, couldnt-parse, module-not-measured, no-ctracer
"""
LEFT_OUT = (  # they ask the outside world, or measure this very thing
    "tests/test_mutation.py", "tests/bondmodel/test_observed.py", "tests/bondmodel/test_recorded_clusters.py",
    "tests/test_wheel.py", "tests/test_sdist.py", "tests/test_dev.py", "tests/consumers/", "tests/kernel/",
)  # fmt: skip


@dataclass
class Run:
    """What was seen of the tests: ``seconds`` (CPU) of each by its id, the shared ``fixtures`` that each uses, how long
    each fixture takes (``setup``), the digest of each file of tests, and which folder has the ``sources`` as they were.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    fixtures: dict[str, list[str]] = field(default_factory=dict)
    setup: dict[str, float] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    sources: str = ""


def digests() -> dict[str, str]:
    """Return the digest of each file of tests that is asked."""
    paths = [path.relative_to(ROOT).as_posix() for path in sorted(TESTS.rglob("test_*.py"))]
    paths.sort(key=lambda path: not path.startswith("tests/sphinx_adoc/"))  # the quick ones first
    return {
        path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in paths if not path.startswith(LEFT_OUT)
    }


class TooLong(BaseException):
    """A test takes too long to be asked about changes."""


def too_long(*_: object) -> None:
    """Raise TooLong."""
    raise TooLong


def trace(folder: Path, files: Collection[str], sources: Path) -> int:
    """Run the tests of these files and keep in a folder what they run through; return 0, or the exit status of pytest
    where it could not run them. A test that fails is not asked later. ``sources``: the copy of what is run.
    """
    from coverage import Coverage

    folder.mkdir(parents=True)
    settings = folder / "settings.ini"
    settings.write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    os.environ[CONTEXT] = ""
    measured = Coverage(config_file=str(settings))  # a file for each process: tests copy this one, too
    measured.start()
    leave_out_empty(measured.get_data())
    os.environ["COVERAGE_PROCESS_START"] = str(settings)
    signal.signal(signal.SIGPROF, too_long)
    tracer = Tracer(measured)
    status = run_tests([str(ROOT / file) for file in files], tracer)
    measured.stop()
    measured.save()
    combined = Coverage(data_file=str(folder / "coverage"), config_file=False)
    combined.combine([str(folder)], strict=True)
    combined.save()
    known = digests()
    tracer.run.digests = {file: known[file] for file in files if file in known}
    tracer.run.sources = sources.name
    if status not in (0, 1, 5):
        return status
    (folder / "run.json").write_text(json.dumps(asdict(tracer.run)), encoding="utf-8")
    return 0


def leave_out_empty(data: Any) -> None:
    """Have nothing written of files that a test did not run through: they are many."""
    write = data.add_lines
    data.add_lines = lambda lines: write({name: numbers for name, numbers in lines.items() if numbers})


class Tracer:
    """A pytest plugin that says to coverage which test, fixture or file runs now."""

    def __init__(self, measured: Any) -> None:
        self.measured = measured
        self.run = Run()
        self.now: list[str] = [""]

    def enter(self, context: str) -> float:
        """What runs from now on belongs to this context; return the time (CPU seconds)."""
        if sys.gettrace() is None:  # a test set another, or was ended while coverage noted a line
            self.measured.stop()
            self.measured.start()
        self.now.append(context)
        self.measured.switch_context(context)
        return spent()

    def leave(self) -> None:
        """What runs from now on belongs to the context before."""
        self.now.pop()
        self.measured.switch_context(self.now[-1])

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        if not isinstance(collector, pytest.Module):
            return (yield)
        self.enter(f"collect:{collector.nodeid}")
        try:
            return (yield)
        finally:
            self.leave()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            definitions = item._fixtureinfo.name2fixturedefs.values()
            self.run.fixtures[item.nodeid] = [
                fixture_context(each) for several in definitions for each in several if each.scope != "function"
            ]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        forget()
        shared = sum(self.run.setup.values())
        os.environ[CONTEXT] = f"process:{item.nodeid}"
        begun = self.enter(item.nodeid)
        allow(LONGEST_S)
        try:
            return (yield)
        finally:
            allow(0)
            self.leave()
            took = spent() - begun - (sum(self.run.setup.values()) - shared)
            self.run.seconds[item.nodeid] = round(took, 4)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        context = fixture_context(fixturedef)
        begun = self.enter(context)
        allow(SETUP_S)
        try:
            return (yield)
        finally:
            allow(LONGEST_S)
            self.leave()
            self.run.setup[context] = round(spent() - begun, 4)


def spent() -> float:
    """Return the CPU seconds of this process and of those that it started and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def fixture_context(definition: Any) -> str:
    """Return the context of a fixture that several tests share."""
    return f"fixture:{definition.baseid}::{definition.argname}"


def copy_sources(folder: Path) -> None:
    """Keep the sources as they are now: lines move, see ``suite``."""
    shutil.copytree(EXT, folder, ignore=lambda path, names: [n for n in names if not is_source(Path(path) / n)])


def is_source(path: Path) -> bool:
    """Tell whether this is Python, or a folder that may hold some."""
    return path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")
