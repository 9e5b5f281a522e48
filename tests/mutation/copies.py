"""Copies of this process, and pytest in them."""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import hypothesis
import pytest

from .changes import ROOT, Mutant

PATIENCE = 4  # a change may make a test take so many times as long, and
GRACE_S = 2  # so many seconds more
MEMORY = 4 << 30
OPTIONS: list[str] = []  # further ones of pytest's; `aim` in __main__ sets some
WITHOUT_PLUGIN = [  # it would load what is changed before that is changed, and pyproject.toml sets its options
    "-p", "no:sphinx_adoc", "-c", os.devnull, "--rootdir", str(ROOT), "-o", f"pythonpath={ROOT}",
    "-p", "no:cacheprovider", "--import-mode=importlib", "-m", "not wheel and not kernel and not consumer",
]  # fmt: skip


@dataclass
class Suite:
    """Per test how long it takes (s), per line of the model the tests that run through it; and of the claims together
    how long they take (s) and the lines that they run through.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    through: dict[str, list[str]] = field(default_factory=dict)
    claims_s: float = 0.0
    claimed: list[str] = field(default_factory=list)

    def of(self, mutant: Mutant) -> tuple[list[str], list[str]]:
        """The tests that run through the changed line, those of the module itself and the others, each the quickest
        first; all, for a line that runs as the module is imported.
        """
        found = sorted(self.through.get(f"{mutant.module}:{mutant.line}", self.seconds), key=self.seconds.__getitem__)
        own = f"/test_{mutant.module.rpartition('.')[2]}.py::"
        return [test for test in found if own in test], [test for test in found if own not in test]

    def is_claimed(self, mutant: Mutant) -> bool:
        """Whether claims run through the changed line, or may: nobody has seen what runs as the module is imported."""
        line = f"{mutant.module}:{mutant.line}"
        return line not in self.through or line in self.claimed

    def patience(self, test: str) -> float:
        """How long a test may take in a changed model (s)."""
        return PATIENCE * self.seconds[test] + GRACE_S

    @property
    def patience_for_claims(self) -> float:
        """How long all claims may take in a changed model (s)."""
        return PATIENCE * self.claims_s + GRACE_S


def run_tests(files: Sequence[str], plugin: object) -> int:
    """The exit status of pytest, which says nothing."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    hypothesis.settings.register_profile(
        "mutation", database=None, deadline=None, derandomize=True, max_examples=50,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )  # fmt: skip
    hypothesis.settings.load_profile("mutation")
    # plain: pytest's rewriting would import the model before `Instead` is asked, which belongs to a plugin's package
    quiet = ["-x", "-q", "--tb=no", "--assert=plain", "-p", "no:faulthandler"]
    return int(pytest.main([*quiet, *OPTIONS, *files], plugins=[plugin]))


def allow(seconds: float) -> None:
    """End this process unless it asks for more before so many seconds have passed, of its own: others may be using the
    machine.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)


def in_a_copy(work: Callable[[], int], seconds: float) -> int | None:
    """The exit status of `work` in a copy of this process; None if it did not come to an end in time."""
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    allow(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    status = 70
    try:
        status = work()
    finally:
        os._exit(status)


def warm_up() -> None:
    """Load what the tests load, but not the model, so that each copy has it."""
    for name in ("numpy", "matplotlib.figure", "matplotlib.backends.backend_svg", "hypothesis.strategies"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    out, err = os.dup(1), os.dup(2)
    run_tests([str(ROOT / "tests" / "test_house.py"), "--collect-only"], object())
    os.dup2(out, 1)
    os.dup2(err, 2)
