"""The command line, and what became of each module."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import afresh, changes, copies, live
from .afresh import check_itself, survives
from .changes import EXT, ROOT, Key, Module, Mutant, module_of
from .copies import Suite, warm_up
from .live import try_all

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
LEAST = 95.0


@dataclass
class Result:
    """Of one module: how many changes were tried, which nothing noticed, and which of `known` do matter."""

    tried: int
    survivors: list[Mutant]
    known: int
    wrong: list[Key]


def result_of(module: Module, tests: Suite, noticed: Collection[int], known: set[Key]) -> Result:
    """Try the changes of a module that are not among `noticed` (by `id`); also those of `known`: the day something
    notices one, it does matter. Survivors are printed as they are found.
    """
    alive, same = [], set()
    for mutant in module.mutants:
        if id(mutant) in noticed or not survives(mutant, module, tests):
            continue
        if mutant.key in known:
            same.add(mutant.key)
        else:
            alive.append(mutant)
            print(f"{module.path}:{mutant.line}: {mutant.was}  ->  {mutant.now}    in: {mutant.source}", flush=True)
    tried = {mutant.key for mutant in module.mutants}
    wrong = [key for key in known if key[0] == module.name and key not in same and (module.every == 1 or key in tried)]
    return Result(len(module.mutants), alive, sum(m.key in same for m in module.mutants), sorted(wrong))


def equivalent() -> set[Key]:
    """The changes that cannot matter. Exits where one has no reason."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    for entry in entries:
        if not entry.get("reason"):
            sys.exit(f"{EQUIVALENT.name}: no reason: {entry}")
    return {(entry["module"], entry["line"], entry["was"], entry["now"]) for entry in entries}


def layers() -> list[str]:
    """The layers of the documents' half that have tests of their own, each a folder."""
    return sorted(
        path.name for path in (EXT / "sphinx_adoc").iterdir() if (ROOT / "tests/sphinx_adoc" / path.name).is_dir()
    )


def aim(layer: str, more: Sequence[Path] = (), only: Sequence[Path] = ()) -> None:
    """Have a layer of the documents' half changed in place of the model; its own tests are asked, and `more` files and
    folders of tests, without the books. `only`: these tests in place of the layer's.
    """
    changes.SOURCE = EXT / "sphinx_adoc" / layer
    live.TESTS = (*(only or [ROOT / "tests" / "sphinx_adoc" / layer]), *more)
    afresh.BOOKS = []
    copies.OPTIONS = copies.WITHOUT_PLUGIN


def report(modules: Sequence[Module], least: float) -> int:
    """Try the modules, print what became of it, and return the exit status."""
    known = {key for key in equivalent() if changes.SOURCE.name == "bondmodel"}
    tests, noticed = try_all(modules)
    check_itself(modules[0], tests)
    results = []
    for module in modules:
        result = result_of(module, tests, noticed, known)
        results.append(result)
        for key in result.wrong:
            print(f"{EQUIVALENT.name}: not true any more, or not there: {key}")
        print(f"{module.name}: {summary([result])}", flush=True)
    print(f"all: {summary(results)}")
    counted = sum(result.tried - result.known for result in results)
    missed = sum(len(result.survivors) for result in results)
    enough = counted > 0 and 100 * missed <= (100 - least) * counted
    return 0 if enough and not any(result.wrong for result in results) else 1


def summary(results: Sequence[Result]) -> str:
    """How many changes were noticed, of those that can matter."""
    counted = sum(result.tried - result.known for result in results)
    noticed = counted - sum(len(result.survivors) for result in results)
    share = f" ({100 * noticed / counted:.1f} %)" if counted else ""
    return f"{noticed} of {counted} noticed{share}, {sum(result.known for result in results)} cannot matter"


def main() -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="mutation", description="Would a test notice a small change of the model?")
    parser.add_argument("--of", metavar="LAYER", choices=layers(), help="a layer of sphinx_adoc in place of the model")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as bond.options; all if none is given")
    parser.add_argument(
        "--tests", action="append", type=Path, default=[], metavar="PATH", help="with --of: ask these tests, too"
    )
    parser.add_argument(
        "--only", action="append", type=Path, default=[], metavar="PATH",
        help="with --of: ask these tests in place of the layer's own, to try a few modules; others may notice more",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="print the changes, try none")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="a sample: each N-th change of a module")
    parser.add_argument("--least", type=float, default=LEAST, metavar="PERCENT")
    asked = parser.parse_args()
    if asked.of:
        aim(asked.of, [path.absolute() for path in asked.tests], [path.absolute() for path in asked.only])
    paths = {module_of(path): path for path in sorted(changes.SOURCE.rglob("*.py")) if path.name != "__main__.py"}
    if unknown := set(asked.modules) - set(paths):
        parser.error(f"no such module: {', '.join(sorted(unknown))}; there are {', '.join(paths)}")
    modules = [Module(paths[name], max(asked.every, 1)) for name in asked.modules or paths]
    if asked.list:
        for module in modules:
            for mutant in module.mutants:
                print(f"{module.path.relative_to(ROOT)}:{mutant.line}: {mutant.was}  ->  {mutant.now}")
        return 0
    os.chdir(ROOT)
    warm_up()
    return report(modules, asked.least)


if __name__ == "__main__":
    sys.exit(main())
