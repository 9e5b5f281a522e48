"""A reading in words: what was called, with which arguments, and what the result had to be."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_adoc.claims.words import Reading, Word

from .binding import Argument, Binding, value_in_words

_ENDS = {"high": "the upper end of ", "low": "the lower end of "}


def reading(binding: Binding, stated: str, bound: Word | None = None) -> Reading:
    """Return how a stated value was read. ``bound``: the word that names an end of the interval."""
    call = f"{binding.name}({', '.join(map(_argument, binding.arguments))})"
    sentence = f"{_ENDS[bound.member] if bound else ''}{call}"
    each = [argument.parameter for argument in binding.arguments if len(argument.words) > 1 and not argument.whole]
    behind = f" for each {' and '.join(each)}" if each else ""
    taken = [word.span for word in binding.words] + ([bound.span] if bound else [])
    return Reading(call, f"{sentence} is {' '.join(stated.split())}{behind}", tuple(taken))


def _argument(argument: Argument) -> str:
    values = list(dict.fromkeys(map(value_in_words, argument.words)))
    return f"{argument.parameter}={_listed(values, 'and' if argument.whole else 'or')}"


def _listed(values: Sequence[str], joint: str) -> str:
    return f" {joint} ".join(values)
