"""What is changed: each constant, comparison and operator of a module, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .layers import ROOT, module_name

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd, ast.Pow: ast.Mult,
}  # fmt: skip

Key = tuple[str, str, str, str]


@dataclass
class Mutant:
    """One change: the field `name` of `node` becomes `value`. `source` is the line of text that it is in, `begins` the
    first line of its statement.
    """

    module: Module
    line: int
    begins: int
    source: str
    node: ast.AST
    name: str
    value: Any
    was: str = ""
    now: str = ""

    def __post_init__(self) -> None:
        with self.applied():
            self.now = ast.unparse(self.node)
        self.was = ast.unparse(self.node)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The tree of the module has the change inside this."""
        before = getattr(self.node, self.name)
        setattr(self.node, self.name, self.value)
        try:
            yield
        finally:
            setattr(self.node, self.name, before)

    def text(self) -> str:
        """Return the text of the changed module."""
        with self.applied():
            return ast.unparse(self.module.tree)

    @property
    def key(self) -> Key:
        """What names the change in equivalent.toml."""
        return self.module.name, self.source, self.was, self.now

    def __str__(self) -> str:
        place = f"{self.module.path.relative_to(ROOT)}:{self.line}"
        return f"{place}: {self.was}  ->  {self.now}    in: {self.source}"


@dataclass
class Module:
    """A module that is changed."""

    path: Path

    @cached_property
    def name(self) -> str:
        """The name by which it is imported."""
        return module_name(self.path)

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def mutants(self) -> list[Mutant]:
        """All its changes, in order."""
        return mutants(self, self.path.read_text(encoding="utf-8"))


def mutants(module: Module, text: str) -> list[Mutant]:
    """Return every change of a module, in order; `text` is its text."""
    lines = text.splitlines()
    begins = {
        id(node): statement.lineno
        for statement in ast.walk(module.tree)  # breadth first: the innermost statement is the last
        if isinstance(statement, ast.stmt)
        for node in ast.walk(statement)
    }
    found = [
        Mutant(module, node.lineno, begins[id(node)], lines[node.lineno - 1].strip(), node, name, value)
        for node in changeable(module.tree)
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
    """Docstrings, what a module exports, protocols, types, flags that only guard, and what stands in a help."""
    if isinstance(node, ast.ClassDef):
        return any(ast.unparse(base) == "Protocol" for base in node.bases)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "__all__" or ast.unparse(node.value).startswith("TypeVar(")
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value) == "Literal"
    return isinstance(node, ast.keyword) and node.arg in ("strict", "maxsize", "metavar")


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
