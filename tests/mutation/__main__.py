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
from .suite import Choice, Suite

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
SAMPLE = 20


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


def tried(mutants: list[Mutant], asked: Suite, at_once: int) -> list[Result]:
    """Try the changes, and return what became of each layer."""
    choices = [asked.of(mutant) for mutant in mutants]
    trials = list(zip(mutants, choices, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        noticed, untried = try_loaded(trials, asked, Path(folder), at_once)
        print(f"{len(noticed)} of {len(trials)} noticed in loaded code", flush=True)
        for number in untried:
            choices[number].afresh[:] = dict.fromkeys([*choices[number].loaded, *choices[number].afresh])
        left = {number: trial for number, trial in enumerate(trials) if number not in noticed}
        noticed |= try_afresh(left, asked, Path(folder), at_once)
    known = equivalent()
    results: dict[str, Result] = {}
    for number, (mutant, choice) in enumerate(trials):
        name = layer_of(mutant.module.path)
        result = results.setdefault(name, Result(name))
        result.tried.append(mutant)
        result.asked.update(choice.loaded, choice.afresh)
        if number in noticed:
            result.noticed.append(mutant)
        elif mutant.key in known:
            result.known.append(mutant)
        else:
            result.survivors.append((mutant, choice))
    return list(results.values())


def report(results: list[Result], known: Collection[Key]) -> int:
    """Print what no test notices, and the figures; return the exit status."""
    for result in results:
        for mutant, choice in result.survivors:
            print(f"{mutant}    ({choice.asked} of {choice.through} tests asked)")
    wrong = stale(known)
    for key in wrong:
        print(f"{EQUIVALENT.name}: not there: {key}")
    noticed_known = [mutant for result in results for mutant in result.noticed if mutant.key in known]
    for mutant in noticed_known:
        print(f"{EQUIVALENT.name}: a test notices it: {mutant.key}")
    print(*results, sep="\n")
    enough = all(result.share >= wanted(result.layer) for result in results)
    return 0 if results and enough and not wrong and not noticed_known else 1


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
    mutants = [mutant for paths in groups for mutant in sample(paths, asked.sample, asked.seed)]
    if asked.list:
        print(*mutants, sep="\n")
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
    print(f"seed {asked.seed}: {len(mutants)} changes, {len(tests.cost)} tests", flush=True)
    status = report(tried(mutants, tests, asked.processes), equivalent())
    print(f"{(time.monotonic() - begun) / 60:.0f} min")
    return status


if __name__ == "__main__":
    sys.exit(main())
