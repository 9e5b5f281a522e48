"""Claims at a place: what they say, and how they are read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from sphinx_adoc.claims.phrase import Unreadable, read, show
from sphinx_adoc.claims.phrase.expectation import Names, Quantity
from sphinx_adoc.claims.phrase.units import base_of

from .details import Stated
from .view import View


def claims_of(view: View, path: Path) -> list[Stated]:
    """Return the claims of a file in the order of its lines, each once however often the file is included."""
    found: dict[tuple[int, int], Stated] = {}
    for held in view.held(path):
        for claim in held.details.claims:
            start = claim.span.start
            if view.real(start.path) == path:
                found.setdefault((start.line, start.column), claim)
    return [found[place] for place in sorted(found)]


def claim_texts(view: View, path: Path, at: tuple[int, int]) -> Iterator[str]:
    """Yield what is said of the claims at a line and column that state a value: their ids, and how they are read."""
    for claim in claims_of(view, path):
        if claim.kind == "value" and view.is_at(claim.span, path, at):
            name = f"`{claim.id}`" if claim.id else "without an id"
            yield f"claim {name}, read as {reading(claim)}"


def reading(claim: Stated) -> str:
    """Return how the words of a claim are understood, in words."""
    try:
        found = read(claim.text, claim.names)
    except Unreadable as error:
        return f"text, letter for letter ({error})"
    match found:
        case Quantity():
            return _quantity(found)
        case Names():
            return ("one of the names " if found.either else "the names ") + ", ".join(found.names)
        case _:
            return type(found).__name__.lower()


def _quantity(found: Quantity) -> str:
    unit = f" {base_of(found.kind)}".rstrip()
    if found.low == found.high:
        return f"{show(found.low)}{unit}"
    if math.isinf(found.low):
        return f"{'less than' if found.high_open else 'at most'} {show(found.high)}{unit}"
    if math.isinf(found.high):
        return f"{'more than' if found.low_open else 'at least'} {show(found.low)}{unit}"
    return f"between {show(found.low)} and {show(found.high)}{unit}"
