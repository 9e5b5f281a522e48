"""What is changed: each constant, comparison and operator of a module, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXT = ROOT / "ext"
SOURCE = ROOT / "ext" / "bondmodel"  # the package that is changed; `aim` in __main__ sets another

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
        before = self.apply()
        self.now = ast.unparse(self.node)
        setattr(self.node, self.name, before)
        self.was = ast.unparse(self.node)

    def apply(self) -> Any:
        """Change the tree; returns what was there."""
        before = getattr(self.node, self.name)
        setattr(self.node, self.name, self.value)
        return before

    @property
    def key(self) -> Key:
        return self.module, self.source, self.was, self.now


@dataclass
class Module:
    """A module that is changed. `every`: only each so many of its changes are tried."""

    path: Path
    every: int = 1

    @property
    def name(self) -> str:
        return module_of(self.path)

    @property
    def import_name(self) -> str:
        return ".".join([*import_path(SOURCE), *(part for part in self.name.split(".") if part != "__init__")])

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def mutants(self) -> list[Mutant]:
        return mutants(self.name, self.path.read_text(encoding="utf-8"), self.tree)[:: self.every]


def import_path(package: Path) -> tuple[str, ...]:
    """The names by which a package is imported; one elsewhere, as tests have it, by the model's."""
    return package.relative_to(EXT).parts if package.is_relative_to(EXT) else ("bondmodel",)


def module_of(path: Path) -> str:
    """A file -> its name below the package that is changed; a package's own file is its `__init__`."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


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
