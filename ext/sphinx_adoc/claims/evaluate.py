"""From claims to verdicts, one at a time or all of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from sphinx_adoc.codes import Code

from . import blocks, tables, values
from .guard import Guard
from .limit import TooLong, limited
from .model import BROKEN, FAILED, SKIPPED, Claim, Verdict, broken, held, not_run, skipped, skipped_by_mark
from .prelude import PreludeError
from .session import NotReached, Session
from .trouble import left_behind, too_long

T = TypeVar("T")


def run(session: Session, claim: Claim) -> Verdict | None:
    """Return the verdict on a claim; None when it turns out to be data and no claim."""
    own = session.session_of(claim)
    verdict = _marked(own, claim, lambda: _run(own, claim))
    session.take(own)
    return verdict


def run_row(session: Session, claim: Claim, number: int) -> Verdict:
    """Return the verdict on a row of a table, by its number from 1."""
    own = session.session_of(claim)
    verdict = guarded(own, claim, lambda: tables.row(own, claim, number))
    session.take(own)
    return verdict


def _marked(session: Session, claim: Claim, work: Callable[[], Verdict | None]) -> Verdict | None:
    """The verdict on a claim with its marks heeded: it is left out, or expected to fail."""
    marks = claim.marks if session.conditions.heeds_marks else ()
    reason = claim.attribute("reason")
    if "skip" in marks:
        return skipped_by_mark(claim)
    verdict = work()
    if "xfail" not in marks or verdict is None or not (verdict.held or verdict.status in (FAILED, BROKEN)):
        return verdict
    if verdict.held:
        return broken(claim, Code.CLAIM_FAILED, "it is marked xfail, and holds", "take the mark away", status=FAILED)
    return skipped(claim, f"it is expected to fail{f': {reason}' if reason else ''} ({verdict.message})")


def _run(session: Session, claim: Claim) -> Verdict | None:
    verdict = guarded(session, claim, lambda: _RUN[claim.kind](session, claim))
    return verdict if verdict is None or verdict.claim is claim else replace(verdict, claim=claim)


def guarded(session: Session, claim: Claim, work: Callable[[], T]) -> T | Verdict:
    """Return what some work on a claim gives; a verdict where the prelude fails, where it takes longer than it may or
    leaves its process changed, and where something that it needs was not run.
    """
    with session.running(claim), Guard() as guard:
        result = _timed(session, claim, work)
    session.threads_left |= guard.running
    if isinstance(result, Verdict):
        return left_behind(result, guard)
    return left_behind(held(claim), guard) if guard.left else result


def _timed(session: Session, claim: Claim, work: Callable[[], T]) -> T | Verdict:
    try:
        with limited(session.timeout):
            return work()
    except PreludeError as error:
        session.trouble = error.finding
        place = error.finding.span.start
        return not_run(claim, Code.CLAIM_PRELUDE, f"the prelude failed: {place.path}:{place.line}")
    except NotReached as error:
        return _not_reached(claim, error.verdict)
    except TooLong as error:
        return too_long(claim, error, session.timeout)


def _not_reached(claim: Claim, cause: Verdict) -> Verdict:
    """The verdict on a claim that needs a snippet which was skipped, or must not be run again."""
    named = f"'{cause.claim.id}' ({cause.claim.place})" if cause.claim.id else str(cause.claim.place)
    if cause.status == SKIPPED:
        return skipped(claim, f"it needs {named}, which was skipped: {cause.message}")
    return not_run(claim, Code.CLAIM_NOT_COMPUTED, f"not run: it needs {named}: {cause.message}")


def run_all(session: Session, claims: Sequence[Claim] | None = None) -> Iterator[Verdict]:
    """Yield the verdicts on claims (default: all of the session), in order."""
    for claim in session.claims if claims is None else claims:
        if verdict := run(session, claim):
            yield verdict


_RUN = {
    "snippet": Session.run,
    "value": values.run,
    "table": tables.run,
    "block": blocks.run,
}
