"""How claims would be read, told without running anything: the parameters are read from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx_adoc.claims.model import Claim
from sphinx_adoc.claims.words import BOUND

from .binding import Parameter, Unbound, bind, is_whole, value_in_words
from .reading import reading
from .vocabulary import Vocabulary

Signatures = dict[str, list[Parameter]]


def signatures(claims: Iterable[Claim], prelude: Path | None) -> Signatures:
    """Return the parameters of the functions that the snippets of a document define, its prelude, and the modules
    beside the prelude that it imports from; what cannot be read defines none.
    """
    sources = [*_prelude_sources(prelude), *(claim.text for claim in claims if claim.kind == "snippet")]
    return {name: takes for source in sources for name, takes in _defined(source)}


def _prelude_sources(prelude: Path | None) -> Iterator[str]:
    if prelude is None:
        return
    source = _read(prelude)
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield _read(prelude.with_name(f"{node.module}.py"))
    yield source


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return ""


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _defined(source: str) -> Iterator[tuple[str, list[Parameter]]]:
    for node in _tree(source).body:
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            positional = [*arguments.posonlyargs, *arguments.args]
            required = len(positional) - len(arguments.defaults)
            takes = [_parameter(one, required=at < required) for at, one in enumerate(positional)]
            takes += [
                _parameter(one, required=default is None)
                for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            ]
            yield node.name, takes


def _parameter(argument: ast.arg, *, required: bool) -> Parameter:
    return Parameter(argument.arg, required, is_whole(ast.unparse(argument.annotation) if argument.annotation else ""))


def read_as(claim: Claim, known: Signatures, vocabulary: Vocabulary) -> str:
    """Return how a stated value would be read; why it cannot be; or the words that there are for what is not known."""
    if claim.called not in known:
        words = [f"{word.kind} {value_in_words(word)}" for word in claim.words if word.kind != BOUND]
        return f"words: {', '.join(words)}" if words else ""
    try:
        binding = bind(claim.called, known[claim.called], claim.words, vocabulary)
    except Unbound as error:
        return f"cannot be read: {error}"
    return f"read as: {reading(binding, claim.text).in_words}"
