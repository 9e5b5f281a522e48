"""How two values differ that should be equal, in lines."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pprint import pformat
from typing import Final

Explain = Callable[[str, object, object], Sequence[str]]
"""Takes the sign of a comparison and its two sides, and gives lines that say how they differ."""

LINES: Final = 20


def explained(sign: str, left: object, right: object) -> list[str]:
    """Return lines that say how two values differ that are said to be equal (``sign``); none for other comparisons."""
    if sign != "==":
        return []
    lines = list(islice(_lines(left, right), LINES + 1))
    return [*lines[:LINES], "..."] if len(lines) > LINES else lines


def _lines(left: object, right: object) -> Iterator[str]:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        yield from _of_mappings(left, right)
    elif isinstance(left, set | frozenset) and isinstance(right, set | frozenset):
        yield from (f"only left: {item!r:.200}" for item in sorted(left - right, key=repr))
        yield from (f"only right: {item!r:.200}" for item in sorted(right - left, key=repr))
    elif isinstance(left, str) and isinstance(right, str):
        yield from _of_texts(left, right)
    elif isinstance(left, list | tuple) and isinstance(right, list | tuple):
        yield from _of_sequences(left, right)


def _of_mappings(left: Mapping[object, object], right: Mapping[object, object]) -> Iterator[str]:
    for key in sorted({*left, *right}, key=repr):
        if key not in right:
            yield f"[{key!r}]: only left: {left[key]!r:.200}"
        elif key not in left:
            yield f"[{key!r}]: only right: {right[key]!r:.200}"
        elif left[key] != right[key]:
            yield f"[{key!r}]: {left[key]!r:.200} is not {right[key]!r:.200}"


def _of_sequences(left: Sequence[object], right: Sequence[object]) -> Iterator[str]:
    if len(left) != len(right):
        yield f"{len(left)} and {len(right)} items"
    for number, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            yield f"[{number}]: {one!r:.200} is not {other!r:.200}"


def _of_texts(left: str, right: str) -> Iterator[str]:
    if "\n" in left or "\n" in right:
        yield from (
            line.rstrip("\n") for line in difflib.ndiff(left.splitlines(), right.splitlines()) if line[0] != " "
        )
    else:
        yield f"left:  {pformat(left, width=200)}"
        yield f"right: {pformat(right, width=200)}"
