"""Claims at a place: what they say, and how they are read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from sphinx_adoc.claims.phrase import Unreadable, read, show
from sphinx_adoc.claims.phrase.expectation import Names, Quantity
from sphinx_adoc.claims.units import base_of
from sphinx_adoc.lsp.state.details import Stated
from sphinx_adoc.lsp.state.view import View


def claims_of(view: View, path: Path) -> list[Stated]:
    """Return the claims of a file in the order of its lines, each once however often the file is included."""
    claims: dict[tuple[int, int], Stated] = {}
    for doc in view.documents_of(path):
        for claim in doc.details.claims:
            start = claim.span.start
            if view.real(start.path) == path:
                claims.setdefault((start.line, start.column), claim)
    return [claims[place] for place in sorted(claims)]


def claim_texts(view: View, path: Path, at: tuple[int, int]) -> Iterator[str]:
    """Yield a line for each claim that states a value at a line and column: its id, and how it is read."""
    for claim in claims_of(view, path):
        if claim.kind == "value" and view.is_at(claim.span, path, at):
            name = f"`{claim.id}`" if claim.id else "without an id"
            yield f"claim {name}, read as {reading(claim)}"


def reading(claim: Stated) -> str:
    """Return how the words of a claim are understood, in words."""
    try:
        expectation = read(claim.text, claim.names)
    except Unreadable as error:
        return f"text, letter for letter ({error})"
    match expectation:
        case Quantity():
            return _quantity(expectation)
        case Names():
            return ("one of the names " if expectation.either else "the names ") + ", ".join(expectation.names)
        case _:
            return type(expectation).__name__.lower()


def _quantity(quantity: Quantity) -> str:
    unit = f" {base_of(quantity.kind)}".rstrip()
    if quantity.low == quantity.high:
        return f"{show(quantity.low)}{unit}"
    if math.isinf(quantity.low):
        return f"{'less than' if quantity.high_open else 'at most'} {show(quantity.high)}{unit}"
    if math.isinf(quantity.high):
        return f"{'more than' if quantity.low_open else 'at least'} {show(quantity.low)}{unit}"
    return f"between {show(quantity.low)} and {show(quantity.high)}{unit}"
