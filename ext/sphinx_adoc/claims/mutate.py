"""Which claims would not notice that what they state is something else.

Each part of the words of a claim that held is said otherwise, and held against the value that was computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import WARNING, Span

from . import tables, values
from .limit import TooLong, limited
from .model import Claim, Verdict
from .phrase import Mismatch, Other, contraries
from .session import Session
from .trouble import raised, too_long


@dataclass(frozen=True, slots=True)
class Changed:
    """A part of what a claim states, said otherwise. ``instead``: in these words, none of which was ``noticed``, or
    some of which were. ``where``: the row and column of a table ('' for a stated value).
    """

    claim: Claim
    where: str
    words: str
    instead: tuple[str, ...]
    noticed: bool
    span: Span

    def finding(self) -> Finding | None:
        """The finding that it is when it went unnoticed."""
        if self.noticed:
            return None
        where = f"{self.where}: " if self.where else ""
        others = "' and with '".join(self.instead)
        message = f"claim '{self.claim.id}': {where}it would hold with '{others}' too"
        hint = "state it more exactly, or compute what the words say"
        return Finding("claim-unnoticed", WARNING, message, self.span, hint=hint, stack=self.claim.stack)


def mutate(session: Session, claim: Claim) -> list[Changed] | Verdict:
    """Each part of what a claim that held states, said otherwise; nothing for snippets and blocks. A verdict, when its
    value cannot be computed once more. Raises PreludeError.
    """
    try:
        with limited(session.timeout):
            found = _stated(session, claim)
            return found if isinstance(found, Verdict) else list(_changed(claim, found))
    except TooLong as error:
        return too_long(claim, error, session.timeout)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (the document's code may raise anything)
        return raised(claim, error, claim.place.path)


_Stated = tuple[str, str, tuple[str, ...], Span, Any]  # where, words, names, place, the computed value


def _stated(session: Session, claim: Claim) -> list[_Stated] | Verdict:
    if claim.kind == "table":
        cells = tables.stated(session, claim)
        return [
            (where, cell.text, cell.names, cell.span if cell.span.start.line else claim.span, value)
            for where, cell, value in cells
        ]
    if claim.kind == "value":
        found = values.computed(session, claim)
        return found if isinstance(found, Verdict) else [("", claim.text, claim.names, claim.span, found.value)]
    return []


def _changed(claim: Claim, stated: Iterable[_Stated]) -> Iterator[Changed]:
    for where, words, names, span, value in stated:
        for others in contraries(words, names):
            noticed = not all(_accepts(other, value) for other in others)
            yield Changed(claim, where, words, tuple(other.words for other in others), noticed, span)


def _accepts(other: Other, value: Any) -> bool:
    try:
        return other.expectation.accepts(value)
    except Mismatch:
        return False
