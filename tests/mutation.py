"""Would a test notice? The model is changed in one place at a time, and the tests that run through that place are run.

    python -m tests.mutation [MODULE...] [--list] [--every N] [--least PERCENT]

A module is named as in `bond.options`; without any, all of them. Changed are constants, comparisons, and boolean and
arithmetic operators; not what only tells people something (messages, docstrings) or only guards (annotations,
decorators, the `strict` of zip). Tests that compare with outside data, or that start processes, are left out. The
changes that no test notices are printed. Those that cannot matter stand in mutation_equivalent.toml, each with its
reason; an entry that has become wrong is an error. Exit 1: fewer than PERCENT of the others were noticed.

Works where there is `os.fork`: each change is tried in a copy of a process that has all tools loaded already.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import json
import os
import resource
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "ext" / "bondmodel"
TESTS = ROOT / "tests" / "bondmodel"
EQUIVALENT = Path(__file__).with_name("mutation_equivalent.toml")
LEFT_OUT = ("test_observed.py", "test_recorded_clusters.py", "test_dask_gives_the_same", "test_as_a_module")
LEAST = 95.0
PATIENCE = 4  # a change may make the tests take so many times as long, and
GRACE_S = 5  # so many seconds more
MEMORY = 4 << 30

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd, ast.Pow: ast.Mult,
}  # fmt: skip


@dataclass
class Mutant:
    """One change: the field `name` of `node` becomes `value`. `source` is the line of text that it is in."""

    module: str
    line: int
    source: str
    node: ast.AST
    name: str
    value: Any
    was: str = ""
    now: str = ""

    def __post_init__(self) -> None:
        before = getattr(self.node, self.name)
        self.was = ast.unparse(self.node)
        self.apply()
        self.now = ast.unparse(self.node)
        setattr(self.node, self.name, before)

    def apply(self) -> None:
        setattr(self.node, self.name, self.value)

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.module, self.source, self.was, self.now


# -- what is changed -------------------------------------------------------------------------------------------------


def mutants(module: str, text: str, tree: ast.Module) -> list[Mutant]:
    """Every change of a module, in order; `tree` is that of its text."""
    lines = text.splitlines()
    found = [
        Mutant(module, node.lineno, lines[node.lineno - 1].strip(), node, name, value)
        for node in changeable(tree)
        for name, value in changes(node)
    ]
    return sorted(found, key=lambda mutant: mutant.line)


def changeable(node: ast.AST) -> Iterator[Any]:
    """The nodes below `node` that do something."""
    yield node
    for name, child in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or isinstance(node, ast.Raise | ast.JoinedStr):
            continue
        for part in child if isinstance(child, list) else [child]:
            if isinstance(part, ast.AST) and not is_talk(part):
                yield from changeable(part)


def is_talk(node: ast.AST) -> bool:
    """Docstrings, what a module exports, protocols, and flags that only guard."""
    if isinstance(node, ast.ClassDef):
        return any(ast.unparse(base) == "Protocol" for base in node.bases)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "__all__" or ast.unparse(node.value).startswith("TypeVar(")
    return isinstance(node, ast.keyword) and node.arg in ("strict", "maxsize")


def changes(node: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a node that are changed, each with its new value."""
    if isinstance(node, ast.Compare):
        for at, op in enumerate(node.ops):
            yield "ops", [*node.ops[:at], COMPARED[type(op)](), *node.ops[at + 1 :]]
    elif isinstance(node, ast.BoolOp):
        yield "op", ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        yield "op", COMPUTED[type(node.op)]()  # the model multiplies no matrices
    elif isinstance(node, ast.UnaryOp):
        yield "operand", ast.UnaryOp(node.op, node.operand)
    elif isinstance(node, ast.Constant) and (value := other(node.value)) is not None:
        yield "value", value


def other(value: object) -> object:
    """Another constant of the same type; None for one that is left alone, such as a message."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, bytes):
        return value + b"\1"
    return f"{value}X" if isinstance(value, str) and " " not in value else None


# -- which tests run through it --------------------------------------------------------------------------------------


@dataclass
class Suite:
    """Per test its file, how long it takes (s), and per line of the model the tests that run through it."""

    seconds: dict[str, float] = field(default_factory=dict)
    through: dict[str, list[str]] = field(default_factory=dict)

    def of(self, mutant: Mutant) -> tuple[list[str], list[str]]:
        """The tests that run through the changed line, those of the module itself and the others, each the quickest
        first; all, for a line that runs as the module is imported.
        """
        found = sorted(self.through.get(f"{mutant.module}:{mutant.line}", self.seconds), key=self.seconds.__getitem__)
        own = f"/test_{mutant.module.rpartition('.')[2]}.py::"
        return [test for test in found if own in test], [test for test in found if own not in test]


class Tracer:
    """A pytest plugin that notes which test runs through which line of the model."""

    def __init__(self) -> None:
        self.found = Suite()
        self.lines: set[tuple[str, int]] = set()
        self.source = str(SOURCE) + os.sep

    def call(self, frame: FrameType, event: str, argument: object) -> Any:
        """Follow functions alone: modules and classes are run as they are imported, by whichever test is first."""
        is_function = frame.f_code.co_flags & inspect.CO_OPTIMIZED
        return self.line if is_function and frame.f_code.co_filename.startswith(self.source) else None

    def line(self, frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self.line

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.lines.clear()
        forget()
        started = time.process_time()
        sys.settrace(self.call)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.found.seconds[item.nodeid] = time.process_time() - started
            for path, line in self.lines:
                self.found.through.setdefault(f"{module_of(Path(path))}:{line}", []).append(item.nodeid)


def forget() -> None:
    """Empty the caches of the model: what a test only finds there, it would have run through."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "bondmodel":
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


class Chosen:
    """A pytest plugin that runs these tests, in this order."""

    def __init__(self, tests: list[str]) -> None:
        self.order = {test: at for at, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda item: self.order[item.nodeid])


def run_tests(files: list[str], plugin: object) -> int:
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
    return int(pytest.main([*quiet, *files], plugins=[plugin]))


def in_a_copy(work: Any, seconds: float) -> int | None:
    """The exit status of `work` in a copy of this process; None if it did not come to an end in time."""
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # of its own time: others may be using the machine
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    status = 70
    try:
        status = work()
    finally:
        os._exit(status)


def trace() -> Suite:
    """Run all tests once. Exits where they do not pass as they are."""
    files = [str(path) for path in sorted(TESTS.rglob("test_*.py")) if path.name not in LEFT_OUT]
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"

        def work() -> int:
            tracer = Tracer()
            status = run_tests(files, tracer)
            notes.write_text(json.dumps([tracer.found.seconds, tracer.found.through]))
            return status

        if in_a_copy(work, 3600) != 0:
            sys.exit("the tests do not pass as they are: run pytest tests/bondmodel first")
        seconds, through = json.loads(notes.read_text())
    kept = {test: took for test, took in seconds.items() if not test.partition("[")[0].endswith(LEFT_OUT)}
    return Suite(kept, {line: [test for test in tests if test in kept] for line, tests in through.items()})


# -- one change after another ----------------------------------------------------------------------------------------


class Instead(importlib.abc.MetaPathFinder):
    """Has one module of the model imported from a changed tree."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name != self.name:
            return None
        tree = self.tree

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname: str) -> CodeType:
                return compile(ast.fix_missing_locations(tree), self.path, "exec")

        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        loader = Loader(name, str(self.path))
        return importlib.util.spec_from_file_location(name, self.path, loader=loader, submodule_search_locations=inside)


def module_of(path: Path) -> str:
    """A file of the model -> its name below `bondmodel`; a package's own file is its `__init__`."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def survives(mutant: Mutant, path: Path, tree: ast.Module, tests: Suite) -> bool:
    """Whether all tests that run through a change pass."""
    name = ".".join(["bondmodel", *(part for part in mutant.module.split(".") if part != "__init__")])

    def passes(chosen: list[str]) -> bool:
        def work() -> int:
            mutant.apply()
            sys.meta_path.insert(0, Instead(name, path, tree))
            files = dict.fromkeys(test.partition("::")[0] for test in chosen)
            return run_tests([str(ROOT / file) for file in files], Chosen(chosen))

        return in_a_copy(work, PATIENCE * sum(tests.seconds[test] for test in chosen) + GRACE_S) == 0

    return all(passes(chosen) for chosen in tests.of(mutant) if chosen)


Key = tuple[str, str, str, str]


@dataclass
class Result:
    """Of one module: how many changes were tried, which no test noticed, and which of `known` do matter."""

    tried: int
    survivors: list[Mutant]
    known: int
    wrong: list[Key]


def try_module(path: Path, tests: Suite, known: set[Key], every: int = 1) -> Result:
    """Try every change of a module, or each so many; also those of `known`: the day a test notices one, it does matter.
    Survivors are printed as they are found.
    """
    module, text = module_of(path), path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    found = mutants(module, text, tree)[::every]
    alive, same = [], set()
    for mutant in found:
        if survives(mutant, path, tree, tests):
            if mutant.key in known:
                same.add(mutant.key)
            else:
                alive.append(mutant)
                print(f"{path}:{mutant.line}: {mutant.was}  ->  {mutant.now}    in: {mutant.source}", flush=True)
    tried = {mutant.key for mutant in found}
    wrong = [key for key in known if key[0] == module and key not in same and (every == 1 or key in tried)]
    return Result(len(found), alive, sum(mutant.key in same for mutant in found), sorted(wrong))


def check_itself(path: Path, tests: Suite) -> None:
    """Exits unless a module that is not changed passes, and one that is broken does not."""
    module, tree = module_of(path), ast.parse(path.read_text(encoding="utf-8"))
    unchanged = Mutant(module, 0, "", ast.Constant(0), "value", 0)
    if not survives(unchanged, path, tree, tests):
        sys.exit(f"{module}: unchanged, its tests do not pass one by one")
    if survives(unchanged, path, ast.parse("raise SyntaxError"), tests):
        sys.exit(f"{module}: broken, its tests pass: what is changed is not what is run")


def equivalent() -> set[Key]:
    """The changes that cannot matter. Exits where one has no reason."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    for entry in entries:
        if not entry.get("reason"):
            sys.exit(f"{EQUIVALENT.name}: no reason: {entry}")
    return {(entry["module"], entry["line"], entry["was"], entry["now"]) for entry in entries}


def warm_up() -> None:
    """Load what the tests load, but not the model, so that each copy has it."""
    for name in ("numpy", "matplotlib.figure", "matplotlib.backends.backend_svg", "hypothesis.strategies"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    out, err = os.dup(1), os.dup(2)
    run_tests([str(ROOT / "tests" / "test_house.py"), "--collect-only"], object())
    os.dup2(out, 1)
    os.dup2(err, 2)


def main() -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as bond.options; all if none is given")
    parser.add_argument("--list", action="store_true", help="print the changes, try none")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="a sample: each N-th change of a module")
    parser.add_argument("--least", type=float, default=LEAST, metavar="PERCENT")
    asked = parser.parse_args()
    paths = {module_of(path): path for path in sorted(SOURCE.rglob("*.py")) if path.name != "__main__.py"}
    if unknown := set(asked.modules) - set(paths):
        parser.error(f"no such module: {', '.join(sorted(unknown))}; there are {', '.join(paths)}")
    chosen = [paths[name] for name in asked.modules] or list(paths.values())
    if asked.list:
        for path in chosen:
            text = path.read_text(encoding="utf-8")
            for mutant in mutants(module_of(path), text, ast.parse(text)):
                print(f"{path.relative_to(ROOT)}:{mutant.line}: {mutant.was}  ->  {mutant.now}")
        return 0
    os.chdir(ROOT)
    warm_up()
    return report(chosen, asked.least, max(asked.every, 1))


def report(paths: list[Path], least: float, every: int) -> int:
    """Try the modules, print what became of it, and return the exit status."""
    known = equivalent()
    tests = trace()
    check_itself(paths[0], tests)
    results = []
    for path in paths:
        result = try_module(path, tests, known, every)
        results.append(result)
        for key in result.wrong:
            print(f"{EQUIVALENT.name}: not true any more, or not there: {key}")
        print(f"{module_of(path)}: {summary([result])}", flush=True)
    print(f"all: {summary(results)}")
    counted = sum(result.tried - result.known for result in results)
    missed = sum(len(result.survivors) for result in results)
    enough = counted > 0 and 100 * missed <= (100 - least) * counted
    return 0 if enough and not any(result.wrong for result in results) else 1


def summary(results: list[Result]) -> str:
    """How many changes were noticed, of those that can matter."""
    counted = sum(result.tried - result.known for result in results)
    noticed = counted - sum(len(result.survivors) for result in results)
    share = f" ({100 * noticed / counted:.1f} %)" if counted else ""
    return f"{noticed} of {counted} noticed{share}, {sum(result.known for result in results)} cannot matter"


if __name__ == "__main__":
    sys.exit(main())
