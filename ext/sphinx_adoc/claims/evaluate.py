"""From claims to verdicts, one at a time or all of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import blocks, tables, values
from .limit import TooLong, limited
from .model import Claim, Verdict, broken
from .prelude import PreludeError
from .session import Session
from .trouble import too_long


def run(session: Session, claim: Claim) -> Verdict | None:
    """The verdict on a claim; None when it turns out to be data and no claim."""
    try:
        with limited(session.timeout):
            return _RUN[claim.kind](session, claim)
    except PreludeError as error:
        return broken(claim, "claim-prelude", str(error))
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
