"""What the model says when it cannot or must not answer.

Every error is a `ValueError`, so that a caller may catch one thing; its text is for people: what is wrong, what is
allowed, what was probably meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ModelError(ValueError):
    """A description that cannot be: a wrong field, value or combination."""


class NotModelled(ModelError):
    """Something real that this model does not cover; it is refused by name instead of being guessed."""


def choose(field: str, value: object, allowed: Iterable[str]) -> str:
    """Return `value` if it is one of `allowed`; else raise `ModelError` naming the field, what is allowed and the
    nearest match.
    """
    names = list(allowed)
    if isinstance(value, str) and value in names:
        return value
    hint = meant(value, names) if isinstance(value, str) else ""
    raise ModelError(f"{field}: {value!r} is not one of {', '.join(names)}{hint}")


def meant(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean ...?` for the known word that is nearest to `word`, or nothing if none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.75)
    return f"; did you mean {near[0]!r}?" if near else ""


def in_range(field: str, value: object, low: int, high: int | None = None) -> int:
    """Return `value` if it is a whole number from `low` to `high` (None: no upper end); else raise `ModelError`."""
    span = f"from {low} to {high}" if high is not None else f"of at least {low}"
    if isinstance(value, bool) or not isinstance(value, int) or value < low or (high is not None and value > high):
        raise ModelError(f"{field}: {value!r} is not a whole number {span}")
    return value
