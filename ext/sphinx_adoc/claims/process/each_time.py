"""Decides which documents have their claims run each time, although verdicts are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sphinx_adoc.claims import cited, console
from sphinx_adoc.claims.model import Claim

_OUTWARD: Final = ("exit:", "option:")  # origins that are commands


def runs_each_time(claims: Sequence[Claim]) -> bool:
    """Return whether a document has a claim that declares so, runs a command, or a test of pytest."""
    return any(
        claim.attribute("cache") not in ("", "yes")
        or cited.is_cited(claim)
        or claim.attribute("from").startswith(_OUTWARD)
        or (claim.kind == "snippet" and console.is_console(claim.text))
        for claim in claims
    )
