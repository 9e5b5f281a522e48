"""The tests that are asked about a change: those that run through its line, from what `tracing` kept on the disk."""

from __future__ import annotations

import ast
import json
import os
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from pathlib import Path

from . import copies
from .changes import Mutant
from .layers import EXT, ROOT, layer_of, layers, module_name
from .tracing import LONGEST_S, Run, copy_sources, digests, trace

KEPT = ROOT / ".mutation"
TRACED_S = 3600  # by the clock
TOGETHER = 8  # files of tests that are traced and kept in one process
FEW = 30  # tests
BUDGET_S = 40.0  # CPU seconds of tests that are asked about one change


@dataclass
class Choice:
    """The tests to ask about a change, the most promising first. ``loaded``: in a process that has the code already;
    ``afresh``: where it is loaded anew, as the line runs when it is, or in a process that a test starts. ``through``:
    how many tests run through the line, of which the budget may leave some out.
    """

    loaded: list[str] = field(default_factory=list)
    afresh: list[str] = field(default_factory=list)
    through: int = 0

    @property
    def asked(self) -> int:
        """How many different tests are asked."""
        return len({*self.loaded, *self.afresh})

    def first(self, test: str) -> None:
        """Ask this test first, if it is one of those to ask."""
        for tests in (self.loaded, self.afresh):
            tests.sort(key=lambda each: each != test)


class Tracing:
    """One run of tests that was kept: its coverage, its times, and the sources as they were."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = Run(**json.loads((folder / "run.json").read_text(encoding="utf-8")))
        self.sources = KEPT / self.run.sources

    @cached_property
    def database(self) -> sqlite3.Connection:
        """The coverage."""
        return sqlite3.connect(self.folder / "coverage")

    def contexts(self, path: Path, lines: Collection[int]) -> list[str]:
        """Return the contexts that run through one of these lines of a file as it is now."""
        moved = self.moved(path)
        mask = sum(1 << line for line in {moved[line] for line in lines if line in moved})
        return [context for context, through in self.rows(path) if through & mask]

    @lru_cache(maxsize=8)  # noqa: B019 - there are few tracings, and they live as long as the program
    def rows(self, path: Path) -> list[tuple[str, int]]:
        """Return each context that runs through a file, and a number whose bits are the lines."""
        query = (
            "select context.context, line_bits.numbits from line_bits"
            " join context on context.id = line_bits.context_id"
            " join file on file.id = line_bits.file_id where file.path = ?"
        )
        return [
            (context, int.from_bytes(bits, "little")) for context, bits in self.database.execute(query, (str(path),))
        ]

    @cache  # noqa: B019 - there are few, and they live as long as the program
    def moved(self, path: Path) -> dict[int, int]:
        """Return for each line of a file as it is now the line that it was; a new line is what stood before it."""
        kept = self.sources / path.relative_to(EXT)
        if not kept.exists():
            return {}
        now, then = (file.read_text(encoding="utf-8").splitlines() for file in (path, kept))
        if now == then:
            return {line: line for line in range(1, len(now) + 1)}
        found, before = {}, 1
        same = {
            block.b + at + 1: block.a + at + 1
            for block in SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks()
            for at in range(block.size)
        }
        for line in range(1, len(now) + 1):
            before = found[line] = same.get(line, before)
        return found


class Suite:
    """All tests that were traced, by the newest tracing of each file of tests."""

    def __init__(self, tracings: list[Tracing], budget: float = BUDGET_S) -> None:
        self.tracings = tracings
        self.budget = budget
        self.newest = {file: at for at, tracing in enumerate(tracings) for file in tracing.run.digests}
        self.cost, self.fixtures = {}, {}
        for tracing in tracings:
            self.add(tracing.run)

    def add(self, run: Run) -> None:
        """Know the tests of a run, in place of older ones of the same files."""
        self.cost = {test: cost for test, cost in self.cost.items() if file_of(test) not in run.digests}
        for test, seconds in run.seconds.items():
            used = run.fixtures.get(test, [])
            self.cost[test] = seconds + sum(run.setup.get(each, 0.0) for each in used)
        self.fixtures.update(run.fixtures)

    @cached_property
    def users(self) -> dict[str, set[str]]:
        """The tests that use each shared fixture."""
        found: dict[str, set[str]] = {}
        for test, used in self.fixtures.items():
            for fixture in used:
                found.setdefault(fixture, set()).add(test)
        return found

    @cached_property
    def by_file(self) -> dict[str, set[str]]:
        """The tests of each file."""
        found: dict[str, set[str]] = {}
        for test in self.cost:
            found.setdefault(file_of(test), set()).add(test)
        return found

    def of(self, mutant: Mutant) -> Choice:
        """Return the tests to ask about a change."""
        inside = frozenset(function_lines(mutant.module.tree))
        loaded: set[str] = set()
        afresh: set[str] = set()
        imported = mutant.line not in inside
        if not imported:
            loaded, afresh, imported = self.through(mutant.module.path, {mutant.line, mutant.begins})
        if imported or not loaded | afresh:  # or in a process that ends itself, of which nothing is known
            afresh = afresh | self.at_import(mutant.module.path, inside)
        return Choice(self.affordable(mutant, loaded), self.affordable(mutant, afresh), len(loaded | afresh))

    def through(self, path: Path, lines: Collection[int]) -> tuple[set[str], set[str], bool]:
        """Return the tests that run through one of these lines, those that do so as their file is loaded or in another
        process, and whether the lines run as some file is loaded.
        """
        direct: set[str] = set()
        others: set[str] = set()
        imported = False
        for at, tracing in enumerate(self.tracings):
            for context in tracing.contexts(path, lines):
                kind, _, rest = context.partition(":")
                if kind == "fixture":
                    direct |= self.users.get(context, set())
                elif kind == "process":
                    others.add(rest)
                elif kind in ("collect", ""):
                    imported = True
                    others |= self.by_file.get(rest, set())
                elif self.newest.get(file_of(context)) == at:
                    direct.add(context)
        known = self.cost.keys()
        return direct & known, others & known, imported

    @cache  # noqa: B019 - there is one, and it lives as long as the program
    def at_import(self, path: Path, inside: frozenset[int]) -> set[str]:
        """Return the tests that may notice what a module does as it is imported: those that run through its functions
        or are named after it; where these are none or few, those that run through the modules that import it.
        """
        direct, others, _ = self.through(path, inside)
        found = direct | others | {test for test in self.cost if test.endswith(f"[{module_name(path)}]")}
        if len(found) < FEW:
            for importer in importers()[module_name(path)]:
                direct, others, _ = self.through(importer, function_lines(parsed(importer)))
                found |= direct | others
        return found

    def affordable(self, mutant: Mutant, tests: Collection[str]) -> list[str]:
        """Return the tests in the order in which they are asked, as many as the budget allows: those of the module,
        then of its layer, then others; of each test function its quickest, then its second quickest, and so on.
        """
        layer = layer_of(mutant.module.path).replace(".", "/")
        own = f"/test_{mutant.module.name.rpartition('.')[2]}.py::", f"[{mutant.module.name}]"
        nearness = {test: 0 if any(name in test for name in own) else 1 if layer in test else 2 for test in tests}
        before: Counter[str] = Counter()
        rank = {}
        for test in sorted(tests, key=lambda test: (self.cost[test], test)):
            function = test.partition("[")[0]
            rank[test] = before[function]
            before[function] += 1
        left = {0: self.budget, 1: self.budget * 0.75, 2: self.budget}
        chosen, spent = [], 0.0
        for test in sorted(tests, key=lambda test: (nearness[test], rank[test], self.cost[test], test)):
            cost = self.cost[test]
            if cost < LONGEST_S and spent + cost <= left[nearness[test]]:
                chosen.append(test)
                spent += cost
        return chosen

    def patience(self, test: str) -> float:
        """Return how long a test may take in changed code (CPU seconds)."""
        return 4 * self.cost[test] + 2


def file_of(test: str) -> str:
    """Return the file of a test."""
    return test.partition("::")[0]


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def function_lines(tree: ast.Module) -> set[int]:
    """Return the lines of the bodies of all functions."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {line for node in functions for line in range(node.body[0].lineno, (node.end_lineno or 0) + 1)}


@cache
def importers() -> dict[str, list[Path]]:
    """Return for each module those that import it, or something from it."""
    names = {module_name(path): path for files in layers().values() for path in files}
    found: dict[str, list[Path]] = {name: [] for name in names}
    for path in names.values():
        for name in set(imported_names(path)):
            if name in found:
                found[name].append(path)
    return found


def imported_names(path: Path) -> Iterator[str]:
    """Return the names of what a module imports; of ``from a import b`` both ``a`` and ``a.b``."""
    package = module_name(path).split(".")[: None if path.name == "__init__.py" else -1]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            full = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            yield full
            yield from (f"{full}.{alias.name}" for alias in node.names)


def kept(anew: bool, at_once: int) -> list[Tracing]:
    """Return what was traced, and trace what is missing: tests that are new or were changed; all, if ``anew``. What was
    traced before an interruption is kept. Exit where tests cannot be traced.
    """
    if anew:
        shutil.rmtree(KEPT, ignore_errors=True)
    known = {file: digest for tracing in tracings() for file, digest in tracing.run.digests.items()}
    missing = [file for file, digest in digests().items() if known.get(file) != digest]
    if missing:
        trace_missing(missing, at_once)
    return tracings()


def tracings() -> list[Tracing]:
    """Return what was traced, the oldest first."""
    return [Tracing(file.parent) for file in sorted(KEPT.glob("*/run.json"))]


def trace_missing(files: list[str], at_once: int) -> None:
    """Trace the tests of these files, some files together, and keep each such group as it is done."""
    stamp = KEPT / f"{time.time():.0f}"
    sources = stamp.with_name(f"{stamp.name}-sources")
    copy_sources(sources)
    groups = [files[at : at + TOGETHER] for at in range(0, len(files), TOGETHER)]
    folders = [stamp.with_name(f"{stamp.name}-{number:03}") for number in range(len(groups))]
    works = ((at, lambda at=at: trace(folders[at], groups[at], sources), TRACED_S) for at in range(len(groups)))
    failed = []
    for done, (at, status) in enumerate(copies.in_copies(works, at_once), 1):
        print(f"traced {done} of {len(groups)} groups of tests", flush=True)
        if status != 0:
            failed.append(f"status {status}: {' '.join(groups[at])}")
    if failed:
        sys.exit("\n".join(["tests could not be traced (MUTATION_LOG=FILE keeps why):", *failed]))


def cores() -> int:
    """Return how many processes may run at once."""
    return max(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 1)
