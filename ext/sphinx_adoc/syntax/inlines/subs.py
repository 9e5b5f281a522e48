"""The attribute ``subs`` and the list of a pass macro: names of substitutions, groups, and changes to a default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sphinx_adoc.syntax.tree import (
    ATTRIBUTES,
    CALLOUTS,
    MACROS,
    NONE,
    NORMAL,
    POST_REPLACEMENTS,
    QUOTES,
    REPLACEMENTS,
    SPECIALCHARACTERS,
    VERBATIM,
    Subs,
)  # fmt: skip

_GROUPS: Final[dict[str, Subs]] = {
    "none": NONE,
    "normal": NORMAL,
    "verbatim": VERBATIM,
    "specialchars": (SPECIALCHARACTERS,),
}
_LETTERS: Final[dict[str, Subs]] = {
    "a": (ATTRIBUTES,),
    "c": (SPECIALCHARACTERS,),
    "m": (MACROS,),
    "n": NORMAL,
    "p": (POST_REPLACEMENTS,),
    "q": (QUOTES,),
    "r": (REPLACEMENTS,),
    "v": VERBATIM,
}
_KNOWN: Final = frozenset((*NORMAL, CALLOUTS))


def resolve_subs(
    spec: str, default: Subs = NONE, *, inline: bool = False, report: Callable[[str], None] | None = None
) -> Subs:
    """Return the substitutions that a list names, in order, each once.

    ``spec``: names, groups (``normal``, ``verbatim``, ``none``, ``specialchars``) and, each changing ``default``,
    ``+name`` (append), ``name+`` (prepend), ``-name`` (remove). ``inline``: the list of a pass macro, where single
    letters (``a c m n p q r v``) count and there are no callouts. ``report`` is told each unknown name.
    """
    changing = "+" in spec or "-" in spec
    result: list[str] | None = None
    for word in spec.replace(" ", "").split(","):
        key, change = _taken_apart(word) if changing else (word, "")
        names = _named(key, inline=inline)
        if change:
            result = _changed([*default] if result is None else result, names, change)
        else:
            result = [*(result or ()), *names]
    return tuple(dict.fromkeys(name for name in result or () if _valid(name, inline=inline, report=report)))


def _taken_apart(word: str) -> tuple[str, str]:
    if word.startswith(("+", "-")):
        return word[1:], word[0]
    return (word[:-1], "prepend") if word.endswith("+") else (word, "")


def _named(key: str, *, inline: bool) -> Subs:
    if inline and key in {"v", "verbatim"}:
        return (SPECIALCHARACTERS,)
    if key in _GROUPS:
        return _GROUPS[key]
    if inline and key in _LETTERS:
        return _LETTERS[key]
    return (key,) if key else ()


def _changed(names: list[str], more: Subs, change: str) -> list[str]:
    if change == "+":
        return [*names, *more]
    if change == "-":
        return [name for name in names if name not in more]
    return [*more, *names]


def _valid(name: str, *, inline: bool, report: Callable[[str], None] | None) -> bool:
    if name in _KNOWN and not (inline and name == CALLOUTS):
        return True
    if report is not None:
        report(name)
    return False
