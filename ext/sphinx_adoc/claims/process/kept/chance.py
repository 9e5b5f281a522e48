"""Code whose result may be another one tomorrow although nothing has changed: it asks for the time, or leaves it to
chance. No hook tells of that, so the code itself is looked at: that of the claims and of the project's modules. What an
installed package does for itself is not seen.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_DURATIONS: Final = frozenset({
    "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "process_time_ns", "thread_time",
})  # fmt: skip
_TIMES: Final = frozenset({
    "time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime", "clock_gettime", "clock_gettime_ns",
})  # fmt: skip
_OF: Final = {  # functions of a module that give another value each time
    "time": _TIMES,
    "os": frozenset({
        "urandom", "getrandom", "getpid", "getppid", "getloadavg", "times", "statvfs", "cpu_count", "getlogin", "uname",
        "fstat",
    }),
    "uuid": frozenset({"uuid1", "uuid4", "getnode"}),
    "shutil": frozenset({"disk_usage"}),
    "resource": frozenset({"getrusage"}),
}  # fmt: skip
_NOW: Final = frozenset({"now", "today", "utcnow"})
_CLOCKS: Final = frozenset({"datetime", "date", "Timestamp", "arrow", "pendulum", "timezone"})
_WHOLE: Final = frozenset({"secrets", "timeit", "psutil", "platform"})  # modules of nothing else
_SEEDED: Final = frozenset({"Random", "RandomState", "default_rng", "Generator", "seed"})


@dataclass(frozen=True, slots=True)
class Code:
    """Python's code. ``states``: whether it is a claim's own, or the prelude's: these have no business with durations,
    which a module may measure to tell how it gets on.
    """

    text: str
    states: bool = True


def by_chance(codes: Iterable[Code]) -> str:
    """Return the first name in some code that stands for the time or for chance, '' where there is none. What is no
    Python has none.
    """
    trees = [(tree, code.states) for code in codes if (tree := _parsed(code.text)) is not None]
    own = {name for tree, _ in trees for name in _defined(tree)} & _NOW
    return next((name for tree, states in trees for name in _Names(tree, own, durations=states).names()), "")


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _defined(tree: ast.AST) -> Iterator[str]:
    """The names of functions and attributes that code defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


class _Names:
    """Looks for the names. ``own``: methods of the project that are called as those of clocks are."""

    def __init__(self, tree: ast.AST, own: Collection[str], *, durations: bool) -> None:
        self._tree = tree
        self._own = own
        self._of = {**_OF, "time": _TIMES | _DURATIONS} if durations else _OF
        self._called: Mapping[str, str] = dict(_renamed(tree))
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and (node.args or node.keywords))
        self._given = {id(node.func) for node in calls}

    def names(self) -> Iterator[str]:
        """Yield each of the names."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Attribute):
                yield from self._attribute(node)
            elif isinstance(node, ast.Import):
                yield from (one.name for one in node.names if one.name.partition(".")[0] in _WHOLE)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                module = (node.module or "").rpartition(".")[2]
                yield from (one.name for one in node.names if self._is_from(module, one.name))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and id(node.func) not in self._given:
                yield from [node.func.id] if node.func.id in _SEEDED - {"seed"} else []

    def _attribute(self, node: ast.Attribute) -> Iterator[str]:
        """The name of something that hangs on a module or a class."""
        owner = node.value
        base = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        base = self._called.get(base, base)
        of_a_clock = node.attr in _NOW and (base in _CLOCKS or node.attr not in self._own)
        if of_a_clock or node.attr == "SystemRandom" or node.attr in self._of.get(base, ()):
            yield f"{base}.{node.attr}"
        elif base == "random" and not (node.attr in _SEEDED and id(node) in self._given):
            yield f"random.{node.attr}"

    def _is_from(self, module: str, name: str) -> bool:
        if module == "random":
            return name not in _SEEDED
        return module in _WHOLE or (name == "*" and module in _OF) or name in self._of.get(module, ())


def _renamed(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What modules are called in code, and by themselves."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((one.asname, one.name.rpartition(".")[2]) for one in node.names if one.asname)
