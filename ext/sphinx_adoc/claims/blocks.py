"""Configuration blocks: a listing whose role says what it is, read by the checker that the prelude has for that role.

``checkers = {"interfaces": check}`` in the prelude: a checker takes the text and gives findings, objects with ``line``
and ``column`` (from 1, in the text), ``message`` and ``severity``; an error is a failure at its line of the document.
A listing whose roles have no checker is plain data (``blocks["its-id"]``) and no claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Place, Span

from .model import FAILED, Claim, Verdict, broken, held
from .session import Session

CHECKERS = "checkers"


def checker(session: Session, claim: Claim) -> Callable[[str], Iterable[Any]] | None:
    """Return the checker of a block's roles. Raises PreludeError."""
    checkers = session.namespace.get(CHECKERS)
    if not isinstance(checkers, Mapping):
        return None
    return next((checkers[role] for role in claim.roles if role in checkers), None)


def run(session: Session, claim: Claim) -> Verdict | None:
    """Return the verdict on a block; None when it is no claim. Raises PreludeError."""
    check = checker(session, claim)
    if check is None:
        return None
    findings = session.attempt(claim, lambda: list(check(claim.text)))
    if isinstance(findings, Verdict):
        return findings
    output = "".join(f"{_place(claim, finding)}: {finding.message}\n" for finding in findings)
    errors = [finding for finding in findings if getattr(finding, "severity", "error") == "error"]
    if not errors:
        return held(claim, "as its reader wants it", evidence=output)
    place = _place(claim, errors[0])
    return broken(
        claim, Code.CLAIM_BLOCK, str(errors[0].message), span=Span(place, place), evidence=output, status=FAILED
    )


def _place(claim: Claim, finding: Any) -> Place:
    """Where a line of the block stands in the document."""
    number = min(max(int(getattr(finding, "line", 1)), 1), len(claim.lines) or 1)
    line = claim.lines[number - 1] if claim.lines else claim.place.line
    return Place(claim.place.path, line, max(int(getattr(finding, "column", 1)), 1))
