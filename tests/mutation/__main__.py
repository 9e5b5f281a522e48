"""The command line, and what became of each layer."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from . import copies, suite
from .afresh import try_afresh
from .changes import Key, Module, Mutant
from .layers import EXT, layer_of, layers, named, wanted
from .loaded import try_loaded
from .outcomes import Outcomes
from .suite import Choice, Suite

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
SAMPLE = 20
LOADING = "loading"  # the tests could not be loaded


@dataclass
class Result:
    """Of one layer: the changes that were tried, those that a test notices, those of `known` that none does, and how
    many tests were asked.
    """

    layer: str
    tried: list[Mutant] = field(default_factory=list)
    noticed: list[Mutant] = field(default_factory=list)
    known: list[Mutant] = field(default_factory=list)
    survivors: list[tuple[Mutant, Choice]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @property
    def counted(self) -> int:
        """How many of the changes can matter."""
        return len(self.tried) - len(self.known)

    @property
    def share(self) -> float:
        """How many per cent of these a test notices."""
        return 100 * len(self.noticed) / self.counted if self.counted else 100.0

    def __str__(self) -> str:
        partly = sum(choice.asked < choice.through for _, choice in self.survivors)
        return (
            f"{self.layer}: {len(self.noticed)} of {self.counted} noticed ({self.share:.1f} %, wanted"
            f" {wanted(self.layer):.0f} %), {len(self.known)} cannot matter; {len(self.asked)} tests asked"
            + (f"; {partly} of those not noticed were asked by a part of the tests that run there" if partly else "")
        )


def equivalent() -> set[Key]:
    """Return the changes that cannot matter. Exit where one has no reason."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    for entry in entries:
        if not entry.get("reason"):
            sys.exit(f"{EQUIVALENT.name}: no reason: {entry}")
    return {(entry["module"], entry["line"], entry["was"], entry["now"]) for entry in entries}


def stale(known: Collection[Key]) -> list[Key]:
    """Return the entries of equivalent.toml whose change is not there."""
    modules = {Module(path).name: path for paths in layers().values() for path in paths}
    there = {
        mutant.key for name in {key[0] for key in known} & set(modules) for mutant in Module(modules[name]).mutants
    }
    return sorted(set(known) - there)


def sample(paths: list[Path], most: int, seed: int) -> list[Mutant]:
    """Return so many changes of these modules, in order; all, where `most` is 0."""
    found = [mutant for path in paths for mutant in Module(path).mutants]
    if not most or len(found) <= most:
        return found
    chosen = random.Random(seed).sample(range(len(found)), most)
    return [found[at] for at in sorted(chosen)]


def tried(layer: str, mutants: list[Mutant], asked: Suite, before: Outcomes, at_once: int) -> Result:
    """Try the changes of a layer, and return what became of them. What an earlier run found out about the same code and
    the same tests is taken from `before`, which gets what this one finds out.
    """
    choices = [asked.of(mutant) for mutant in mutants]
    trials = list(zip(mutants, choices, strict=True))
    noticed = {number: test for number, trial in enumerate(trials) if (test := before.known(*trial)) is not None}
    missing = {number: trial for number, trial in enumerate(trials) if number not in noticed}
    for mutant, choice in missing.values():
        choice.first(before.suspect(mutant))
    noticed |= dict.fromkeys(missing, "") | noticed_of(missing, asked, at_once)
    for number, trial in missing.items():
        before.add(*trial, noticed[number])
    known = equivalent()
    result = Result(layer)
    for number, (mutant, choice) in enumerate(trials):
        result.tried.append(mutant)
        result.asked.update(choice.loaded, choice.afresh)
        if noticed[number]:
            result.noticed.append(mutant)
        elif mutant.key in known:
            result.known.append(mutant)
        else:
            result.survivors.append((mutant, choice))
    return result


def noticed_of(trials: dict[int, tuple[Mutant, Choice]], asked: Suite, at_once: int) -> dict[int, str]:
    """Return the test that notices each change, by the number of the trial."""
    numbers = list(trials)
    with tempfile.TemporaryDirectory() as folder:
        found, untried = try_loaded(list(trials.values()), asked, Path(folder), at_once)
        print(f"{len(found)} of {len(trials)} noticed in loaded code", flush=True)
        noticed = {numbers[at]: test for at, test in found.items()}
        for at in untried:
            choice = trials[numbers[at]][1]
            choice.afresh[:] = dict.fromkeys([*choice.loaded, *choice.afresh])
        left = {number: trial for number, trial in trials.items() if number not in noticed}
        at_import = try_afresh(left, asked, Path(folder), at_once)
    return noticed | {number: test or LOADING for number, test in at_import.items()}


def report(result: Result, known: Collection[Key]) -> int:
    """Print what no test of a layer notices, and the figure; return the exit status."""
    for mutant, choice in result.survivors:
        print(f"{mutant}    ({choice.asked} of {choice.through} tests asked)")
    noticed_known = [mutant for mutant in result.noticed if mutant.key in known]
    for mutant in noticed_known:
        print(f"{EQUIVALENT.name}: a test notices it: {mutant.key}")
    print(result, flush=True)
    return 0 if result.share >= wanted(result.layer) and not noticed_known else 1


def by_layer(samples: list[list[Mutant]]) -> dict[str, list[Mutant]]:
    """Return the changes of each layer; those of two modules of one layer together."""
    found: dict[str, list[Mutant]] = {}
    for mutants in samples:
        for mutant in mutants:
            found.setdefault(layer_of(mutant.module.path), []).append(mutant)
    return found


def main() -> int:
    """Run from the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="mutation", description="Would a test notice a small change of the code? A sample of each layer is tried."
    )
    parser.add_argument(
        "of", nargs="*", metavar="LAYER|MODULE", help="such as syntax or sphinx_adoc.syntax.attrlist; else all layers"
    )
    parser.add_argument(
        "--sample", type=int, default=SAMPLE, metavar="N", help=f"so many changes of each ({SAMPLE}); 0: all"
    )
    parser.add_argument(
        "--seed", type=int, default=dt.datetime.now(tz=dt.UTC).date().toordinal(), metavar="N",
        help="what the sample is drawn with; else another each day",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="print the changes, try none")
    parser.add_argument("--trace", action="store_true", help="see anew which tests run through which lines")
    parser.add_argument(
        "--budget", type=float, default=suite.BUDGET_S, metavar="SECONDS",
        help=f"CPU time of the tests that are asked about one change ({suite.BUDGET_S:.0f})",
    )  # fmt: skip
    parser.add_argument("--processes", type=int, default=suite.cores(), metavar="N", help="so many at once")
    asked = parser.parse_args()
    try:
        groups = [named(word) for word in asked.of or layers()]
    except ValueError as error:
        parser.error(str(error))
    samples = by_layer([sample(paths, asked.sample, asked.seed) for paths in groups])
    if asked.list:
        print(*(mutant for mutants in samples.values() for mutant in mutants), sep="\n")
        return 0
    if find_spec("coverage") is None:
        parser.error("coverage is missing: run it by python3 dev.py mutation, which installs it")
    if not hasattr(os, "fork"):
        parser.error("this system cannot copy a process (os.fork)")
    begun = time.monotonic()
    sys.path.insert(0, str(EXT))
    os.environ["PYTHONPATH"] = str(EXT)  # of the processes that tests start
    copies.end_copies_too()
    copies.warm_up()
    tests = Suite(suite.kept(asked.trace, asked.processes), asked.budget)
    amount = sum(map(len, samples.values()))
    print(f"seed {asked.seed}: {amount} changes, {len(tests.cost)} tests", flush=True)
    before, known = Outcomes(suite.KEPT / "outcomes.jsonl", asked.budget), equivalent()
    wrong = stale(known)
    for key in wrong:
        print(f"{EQUIVALENT.name}: not there: {key}")
    results = (tried(layer, mutants, tests, before, asked.processes) for layer, mutants in samples.items())
    statuses = [report(result, known) for result in results]  # each as it is done: a run that is cut gives figures, too
    print(f"{(time.monotonic() - begun) / 60:.0f} min")
    return 0 if statuses and not wrong and not any(statuses) else 1


if __name__ == "__main__":
    sys.exit(main())
