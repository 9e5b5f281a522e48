"""From claims to verdicts, one at a time or all of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sphinx_adoc.codes import Code

from . import blocks, tables, values
from .limit import TooLong, limited
from .model import Claim, Verdict, broken
from .prelude import PreludeError
from .session import Session
from .trouble import too_long

T = TypeVar("T")


def run(session: Session, claim: Claim) -> Verdict | None:
    """The verdict on a claim; None when it turns out to be data and no claim."""
    return guarded(session, claim, lambda: _RUN[claim.kind](session, claim))


def guarded(session: Session, claim: Claim, work: Callable[[], T]) -> T | Verdict:
    """What some work on a claim gives; a verdict where the prelude fails, or it takes longer than it may."""
    try:
        with limited(session.timeout):
            return work()
    except PreludeError as error:
        return broken(claim, Code.CLAIM_PRELUDE, str(error))
    except TooLong as error:
        return too_long(claim, error, session.timeout)


def run_all(session: Session, claims: Sequence[Claim] | None = None) -> Iterator[Verdict]:
    """The verdicts on claims (default: all of the session), in order."""
    for claim in session.claims if claims is None else claims:
        if verdict := run(session, claim):
            yield verdict


_RUN = {
    "snippet": Session.run,
    "value": values.run,
    "table": tables.run,
    "block": blocks.run,
}
