"""Which claims would not notice that what they state is something else.

Each part of the words of a claim that held is said otherwise, and held against the value that was computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Span

from . import tables, values
from .evaluate import guarded
from .model import Claim, Verdict
from .phrase import Mismatch, Other, contraries
from .session import Session
from .values import Stated


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
        return Finding(Code.CLAIM_UNNOTICED, message, self.span, hint=hint, stack=self.claim.stack)


def mutate(session: Session, claim: Claim) -> list[Changed] | Verdict:
    """Each part of what a claim that held states, said otherwise; nothing for snippets and blocks. A verdict, when its
    value cannot be computed once more.
    """
    own = session.of(claim)
    return guarded(own, claim, lambda: _mutated(own, claim)) if claim.kind in _STATED else []


def _mutated(session: Session, claim: Claim) -> list[Changed] | Verdict:
    def work() -> list[Changed] | Verdict:
        found = _STATED[claim.kind](session, claim)
        return found if isinstance(found, Verdict) else list(_changed(claim, found))

    return session.attempt(claim, work)


_STATED = {"value": values.stated, "table": tables.stated}


def _changed(claim: Claim, stated: Iterable[Stated]) -> Iterator[Changed]:
    for one in stated:
        for others in contraries(one.words, one.names, one.value):
            noticed = not all(_accepts(other, one) for other in others)
            yield Changed(claim, one.where, one.words, tuple(other.words for other in others), noticed, one.span)


def _accepts(other: Other, one: Stated) -> bool:
    try:
        return all(other.expectation.accepts(value, one.units) for value in (one.value, *one.others))
    except Mismatch:
        return False
