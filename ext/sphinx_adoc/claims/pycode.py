"""Snippets as code: parsed with the document's line numbers, with asserts that tell what they saw."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, Final

from .phrase import show

RAN: Final = "@ran"
TELL: Final = "@tell"
_UNSEEN: Final = object()

# methods that change a list, a dictionary or a set and give something, so that they also stand within expressions
CHANGING: Final = frozenset({"pop", "popitem", "popleft", "setdefault"})


def parse(text: str, lines: Sequence[int], mode: str = "exec") -> Any:
    """Return the tree of a snippet whose lines stand at ``lines`` of the file. Raises SyntaxError with the file's
    line.
    """
    try:
        tree = ast.parse(text, mode=mode)
    except SyntaxError as error:
        error.lineno = _line(lines, error.lineno or 1)
        raise
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.expr | ast.excepthandler | ast.arg | ast.keyword | ast.alias | ast.pattern):
            first, last = node.lineno, node.end_lineno or node.lineno
            node.lineno, node.end_lineno = _line(lines, first), _line(lines, last)
    return tree


def _line(lines: Sequence[int], number: int) -> int:
    return lines[min(max(number, 1), len(lines)) - 1] if lines else number


# -- asserts -----------------------------------------------------------------------------------------------------------


def telling(tree: Any) -> Any:
    """Return the tree with its asserts rewritten: each one counts that it ran and, when it fails, names the values it
    saw.
    """
    return ast.fix_missing_locations(_Asserts().visit(tree))


class _Asserts(ast.NodeTransformer):
    """``assert a < b`` becomes ``@ran(); assert (@0 := a) < (@1 := b), @tell(...)``: names that no snippet can use."""

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        """Rewrite one assert; an operand is evaluated once, in the usual order."""
        condition = ast.unparse(node.test)
        seen: list[tuple[str, str]] = []
        test = _watched(node.test, seen)
        names = ast.List([_load(name) for name, _ in seen], ast.Load())
        words = ast.List([ast.Constant(text) for _, text in seen], ast.Load())
        sign = ast.Constant(_sign(node.test))
        tell = _call(TELL, ast.Constant(condition), words, names, node.msg or ast.Constant(None), sign)
        reset = ast.Assign([ast.Name(name, ast.Store()) for name, _ in seen], _load("@unseen"))
        statements: list[ast.stmt] = [ast.Expr(_call(RAN)), reset, ast.Assert(test, tell)]
        return [ast.copy_location(statement, node) for statement in statements]


_SIGNS: Final = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip


def _sign(test: ast.expr) -> str:
    """How a test compares two values; '' where it does something else."""
    return _SIGNS[type(test.ops[0])] if isinstance(test, ast.Compare) and len(test.ops) == 1 else ""


def _watched(test: ast.expr, seen: list[tuple[str, str]]) -> ast.expr:
    if isinstance(test, ast.Compare):
        return ast.Compare(_watch(test.left, seen), test.ops, [_watch(operand, seen) for operand in test.comparators])
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return ast.UnaryOp(test.op, _watch(test.operand, seen))
    return _watch(test, seen)


def _watch(node: ast.expr, seen: list[tuple[str, str]]) -> ast.expr:
    name = f"@{len(seen)}"
    seen.append((name, "" if _is_literal(node) else ast.unparse(node)))
    return ast.NamedExpr(ast.Name(name, ast.Store()), node)


def _is_literal(node: ast.expr) -> bool:
    """Whether an operand is written out, so that its value need not be text."""
    return not any(isinstance(part, ast.Name | ast.Call | ast.Attribute | ast.comprehension) for part in ast.walk(node))


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_load(name), list(arguments), [])


class AssertMessage(str):
    """The message of a rewritten assert: what the assert says, and what was seen."""

    __slots__ = ("compared", "condition", "seen")
    condition: str
    seen: str
    compared: tuple[str, object, object] | None


def tell(condition: str, words: Sequence[str], values: Sequence[object], message: object, sign: str) -> AssertMessage:
    """Called by a rewritten assert that fails. ``sign``: how it compares two values, '' where it does not."""
    pairs = [(word, value) for word, value in zip(words, values, strict=True) if word and value is not _UNSEEN]
    seen = ", ".join(f"{word} is {show(value)}" for word, value in pairs)
    text = AssertMessage(str(message) if message is not None else seen or f"{condition} is false")
    text.condition, text.seen = condition, seen
    text.compared = (sign, values[0], values[1]) if sign and not any(value is _UNSEEN for value in values[:2]) else None
    return text


def helpers(ran: list[int]) -> dict[str, object]:
    """Return what rewritten asserts need in their namespace; ``ran`` gets an entry for each assert that is reached."""
    return {RAN: lambda: ran.append(1), TELL: tell, "@unseen": _UNSEEN}


def always_true(tree: ast.AST) -> ast.Assert | None:
    """Return an assert that no value can make fail: of a constant, or of a tuple (parentheses around test and
    message).
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            test = node.test
            if (isinstance(test, ast.Constant) and test.value) or (isinstance(test, ast.Tuple) and test.elts):
                return node
    return None


# -- names -------------------------------------------------------------------------------------------------------------


def uses(tree: ast.AST) -> set[str]:
    """Return all names that a piece of code mentions."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | binds(tree)


def binds(tree: ast.AST) -> set[str]:
    """Return the names that a piece of code sets or may change: assigned, imported, defined, or changed in place."""
    return {name for node in ast.walk(tree) for name in _bound(node)}


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=alias):
            yield (alias or name).partition(".")[0]
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            yield from _root(node)
        case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
            yield from _root(method)
        case ast.Call(func=ast.Attribute(attr=name) as method) if name in CHANGING:
            yield from _root(method)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names


def _root(node: ast.expr) -> Iterator[str]:
    """The name at the left end of ``a.b[c].d``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
