"""Formulas in LaTeX's notation: whether one only says how something is set.

LaTeX opens files and runs programs for some commands, and formula renderers in browsers make links and attributes for
others. So only those are let through that ``formulas.conf`` lists.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_COMMAND: Final = re.compile(r"\\(?:([A-Za-z]+)\*?|(.)|\Z)", re.DOTALL)
_ENVIRONMENT: Final = re.compile(r"\\(?:begin|end)\s*\{([^{}]*)\}")
_EDGE: Final = re.compile(r"\\(?:begin|end)(?![A-Za-z])")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_TRICKS: Final = re.compile(r"\^\^|[%#$`\x00-\x08\x0b-\x1f\x7f]")
_SYMBOLS: Final = frozenset(",;:!>| {}_&\\-/.'\n\t")


@cache
def _harmless(kind: str) -> frozenset[str]:
    """The names of commands or environments that only set something."""
    from importlib.resources import files  # it loads much, and few documents have formulas

    listed = (files(__package__) / "formulas.conf").read_text(encoding="utf-8")
    return frozenset(listed.partition(f"[{kind}]\n")[2].partition("\n[")[0].split())


def refusal(formula: str) -> str:
    """Return why a formula does more than set something, '' where it does not."""
    if _TRICKS.search(formula):
        return "it has characters that mean more than themselves"
    commands = _harmless("commands")
    for match in _COMMAND.finditer(formula):
        known = match[1] in commands if match[1] else match[2] in _SYMBOLS if match[2] else False
        if not known:
            return f"the command '{match[0]}' is not on the list of harmless ones"
    return _environments(formula, _harmless("environments")) or _braces(formula)


def _environments(formula: str, known: frozenset[str]) -> str:
    named = [match[1].strip().removesuffix("*") for match in _ENVIRONMENT.finditer(formula)]
    for name in named:
        if name not in known:
            return f"the environment '{name}' is not on the list of harmless ones"
    return "an environment has no name" if len(named) != len(_EDGE.findall(formula)) else ""


def _braces(formula: str) -> str:
    """Why a formula could end the argument that it is written into."""
    depth = 0
    for brace in _BRACE.findall(formula):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return "it closes a brace that it did not open"
    return "it leaves a brace open" if depth else ""
