"""A change in the model as it is loaded: the tests that run through it, then the claims of the books."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import CodeType
from typing import Any

import pytest

from .changes import ROOT, Module, Mutant
from .copies import Suite, allow, in_a_copy, run_tests

LOADING_S = 60
BOOKS = [str(path) for path in sorted((ROOT / "docs").glob("*.adoc"))]


class Instead(importlib.abc.MetaPathFinder):
    """Has one module of the model imported from its tree, as that is now."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name != self.module.import_name:
            return None
        file, tree = self.module.path, self.module.tree

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname: str) -> CodeType:
                return compile(ast.fix_missing_locations(tree), file, "exec")

        inside = [str(file.parent)] if file.name == "__init__.py" else None
        loader = Loader(name, str(file))
        return importlib.util.spec_from_file_location(name, file, loader=loader, submodule_search_locations=inside)


class Chosen:
    """A pytest plugin that runs these tests, in this order, each for as long as it may take."""

    def __init__(self, tests: list[str], suite: Suite) -> None:
        self.order = {test: at for at, test in enumerate(tests)}
        self.suite = suite

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        allow(self.suite.patience(nodeid))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda item: self.order[item.nodeid])


def survives(mutant: Mutant, module: Module, tests: Suite) -> bool:
    """Whether all tests that run through a change pass, and all claims hold."""

    def passes(files: list[str], plugin: object, seconds: float = LOADING_S) -> bool:
        def work() -> int:
            mutant.apply()
            sys.meta_path.insert(0, Instead(module))
            return run_tests(files, plugin)

        return in_a_copy(work, seconds) == 0

    for chosen in tests.of(mutant):
        files = dict.fromkeys(str(ROOT / test.partition("::")[0]) for test in chosen)
        if chosen and not passes(list(files), Chosen(chosen, tests)):
            return False
    return not BOOKS or not tests.is_claimed(mutant) or passes(BOOKS, object(), tests.patience_for_claims)


def check_itself(module: Module, tests: Suite) -> None:
    """Exits unless a module that is not changed passes, and one that is broken does not."""
    unchanged = Mutant(module.name, 0, "", ast.Constant(0), "value", 0)
    if not survives(unchanged, module, tests):
        sys.exit(f"{module.name}: unchanged, its tests do not pass one by one, or the claims of the books do not hold")
    broken = Module(module.path)
    broken.tree = ast.parse("raise SyntaxError")
    if survives(unchanged, broken, tests):
        sys.exit(f"{module.name}: broken, its tests pass: what is changed is not what is run")
