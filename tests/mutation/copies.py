"""Copies of this process, and pytest in them."""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence

import hypothesis
import pytest

from .layers import ROOT

MEMORY = 4 << 30
PACKAGES = ("sphinx_adoc", "bondmodel", "tests")
MARKED = "not wheel and not kernel and not consumer"
OPTIONS = [
    "-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:xdist",
    "--import-mode=importlib",
]  # fmt: skip
WITHOUT_PLUGIN = [  # it would load what is changed before that is changed, and pyproject.toml sets its options
    "-p", "no:sphinx_adoc", "-c", os.devnull, "--rootdir", str(ROOT), "-o", f"pythonpath={ROOT}", "-m", MARKED,
    "-o", "filterwarnings=error", "-o", "xfail_strict=true", "-o", "markers=attack:\nwheel:\nkernel:\nconsumer:",
]  # fmt: skip


def run_tests(files: Sequence[str], plugin: object, *options: str) -> int:
    """Return the exit status of pytest, which says nothing. Tests that ask outside data are skipped."""
    silence = os.open(os.environ.get("MUTATION_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    hypothesis.settings.register_profile(
        "mutation", database=None, deadline=None, derandomize=True, max_examples=15,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    os.chdir(ROOT)
    os.environ["SPHINX_ADOC_SHARED"] = os.devnull  # a figure that everyone can repeat, and in a quarter of the time
    return int(pytest.main([*OPTIONS, *WITHOUT_PLUGIN, *options, *files], plugins=[plugin, Profile()]))


class Profile:
    """A pytest plugin that has Hypothesis try the same few examples each time, whatever the tests' own profile is."""

    def pytest_collection_finish(self) -> None:
        hypothesis.settings.load_profile("mutation")


def end_copies_too() -> None:
    """Have a signal that ends this process end its copies first: they are groups of their own."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def allow(seconds: float) -> None:
    """End this process unless it asks for more before so many seconds have passed, of its own: others may be using the
    machine.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)


def start(work: Callable[[], int]) -> int:
    """Start `work` in a copy of this process, the first of a group; return its number. Its status is what it returns,
    70 where it raises.
    """
    if child := os.fork():
        return child
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    status = 70
    try:
        status = work()
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends, and the log has it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def end(child: int) -> None:
    """End what is left of a group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def in_copies(works: Iterable[tuple[int, Callable[[], int], float]], at_once: int) -> Iterator[tuple[int, int | None]]:
    """Run each work (its number, what it does, how many seconds it may take by the clock) in a copy of this process, so
    many at once; yield its number and its exit status as it ends, None where it did not end by itself.
    """
    waiting, running = iter(works), dict[int, tuple[int, float]]()
    try:
        while True:
            while len(running) < at_once and (following := next(waiting, None)):
                number, work, seconds = following
                running[start(work)] = number, time.monotonic() + seconds
            if not running:
                return
            for child, (number, until) in list(running.items()):
                if time.monotonic() > until:
                    end(child)
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    end(child)
                    del running[child]
                    yield number, os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
            time.sleep(0.01)
    finally:  # also where this process is ended
        for child in running:
            end(child)


def warm_up() -> None:
    """Load what the tests load, but not what is changed, so that each copy has it."""
    for name in ("numpy", "matplotlib.figure", "sphinx.application", "sphinx.builders.html", "hypothesis.strategies",
                 "lxml.etree", "jsonschema", "pygls.lsp.server", "bs4", "coverage"):  # fmt: skip
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def forget(*packages: str) -> None:
    """Empty the caches of these packages (of the changed ones, where none is named): what a test only finds there, it
    would have run through.
    """
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in (packages or PACKAGES[:2]):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
