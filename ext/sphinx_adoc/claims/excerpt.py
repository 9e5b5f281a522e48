"""The part of a snippet that computes a name: the statements that set it, and those of the same snippet that they need.

Each statement comes as it is written, with the comment above it.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import examples, pycode

if TYPE_CHECKING:
    from doctest import Example

LINES = 14  # how many lines of a part are shown
CUT = "..."


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement: its lines in the snippet (from 0, the end excluded), the names that it sets and those it uses."""

    start: int
    stop: int
    binds: set[str]
    uses: set[str]


def setting(text: str, name: str) -> tuple[str, set[str]]:
    """Return the part of a snippet that computes a name, cut to some lines from its begin, and the names that it
    sets.
    """
    wanted, kept = {name}, list[_Part]()
    for part in reversed(_parts(text)):
        if part.binds & wanted:
            wanted |= part.uses
            kept.insert(0, part)
    return _shown(text, kept), {bound for part in kept for bound in part.binds}


def around(text: str, line: int) -> str:
    """Return the statement at a line of a snippet (from 0)."""
    return _shown(text, [part for part in _parts(text) if part.start <= line < part.stop])


def _parts(text: str) -> list[_Part]:
    try:
        session_examples = examples.read(text) if examples.is_session(text) else None
        return list(_statements(text) if session_examples is None else _examples(text, session_examples))
    except (SyntaxError, ValueError):
        return []


def _statements(text: str) -> Iterator[_Part]:
    """What stands between the ends of two statements is that of the second."""
    start = 0
    for statement in ast.parse(text).body:
        stop = statement.end_lineno or statement.lineno
        yield _part(min(start, stop - 1), stop, statement, ast.unparse(statement))
        start = stop


def _examples(text: str, session_examples: Sequence[Example]) -> Iterator[_Part]:
    stops = [*(example.lineno for example in session_examples[1:]), text.count("\n") + 1]
    for example, stop in zip(session_examples, stops, strict=True):
        yield _part(example.lineno, stop, ast.parse(example.source), example.source)


def _part(start: int, stop: int, tree: ast.AST, code: str) -> _Part:
    scoped = ast.unparse(_Generators().visit(ast.parse(code)))
    known = set(_shared(symtable.symtable(scoped, "snippet", "exec")))
    return _Part(start, stop, pycode.binds(tree) & known, pycode.uses(tree) & known)


class _Generators(ast.NodeTransformer):
    """Makes generator expressions of comprehensions: from Python 3.12 on only these have a table of their own names."""

    def _generator(self, node: ast.ListComp | ast.SetComp) -> ast.AST:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)

    visit_ListComp = visit_SetComp = _generator  # noqa: N815 (ast asks for these names)


def _shared(table: symtable.SymbolTable, *, top: bool = True) -> Iterator[str]:
    """The names of a statement that others see too: none of its comprehensions, nor what is local to a function."""
    yield from (symbol.get_name() for symbol in table.get_symbols() if top or symbol.is_global())
    for inner in table.get_children():
        yield from _shared(inner, top=False)


def _shown(text: str, parts: Sequence[_Part]) -> str:
    lines = text.splitlines()
    shown = [line for part in parts for line in lines[part.start : part.stop] if line.strip()]
    return "\n".join([CUT, *shown[-LINES:]] if len(shown) > LINES else shown)
