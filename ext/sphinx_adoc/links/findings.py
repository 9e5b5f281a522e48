"""Findings of addresses: one for each address, at its first place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urldefrag, urlsplit

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.suggest import did_you_mean

from .cache import day
from .model import Result, Verdict
from .run import Outcome, Use

_CODES: Final = {
    Verdict.MOVED: Code.LINK_MOVED,
    Verdict.GONE: Code.LINK_GONE,
    Verdict.NO_FRAGMENT: Code.LINK_FRAGMENT,
    Verdict.REFUSED: Code.LINK_REFUSED,
    Verdict.CANNOT_TELL: Code.LINK_UNSURE,
}
_DAY: Final = 86400
_MOST_PLACES: Final = 4  # further places of an address that a finding names


def findings(outcome: Outcome) -> Iterator[Finding]:
    """Give a finding for each address of which there is something to say; those not checked are counted alone."""
    for use, result in outcome.uses:
        verdict = result.verdict_of(use.fragment)
        if verdict in _CODES:
            yield _finding(use, result, verdict)
        if verdict == Verdict.NO_FRAGMENT and result.verdict == Verdict.MOVED:
            yield _finding(use, result, Verdict.MOVED)


def _finding(use: Use, result: Result, verdict: Verdict) -> Finding:
    first = use.places[0]
    message, hint = _message_and_hint(use, result, verdict)
    return Finding(
        _CODES[verdict],
        message,
        first.span,
        hint=hint,
        related=_related(use),
        stack=first.stack,
        fix=_fix(use, result) if verdict == Verdict.MOVED else None,
    )


def _message_and_hint(use: Use, result: Result, verdict: Verdict) -> tuple[str, str]:
    """What is wrong, and what to do."""
    if verdict == Verdict.MOVED:
        if _to_front(use, result):
            return (
                f"'{use.url}' leads to the front page of a site for good: '{result.final}'",
                "look where the page went",
            )
        return f"'{use.url}' has moved for good: '{_new(use, result)}'", "say the new address"
    if verdict == Verdict.GONE:
        return f"'{use.url}' is gone: {result.reason}{_since(result)}", "name another address, or remove the link"
    if verdict == Verdict.NO_FRAGMENT:
        near = result.near.get(use.fragment)
        return f"'{use.page}' has no anchor '{use.fragment}'", did_you_mean(near)
    if verdict == Verdict.REFUSED:
        return f"'{use.url}' cannot be checked: {result.reason}", "programs may be turned away where people are not"
    if result.verdict != verdict:
        return f"the anchor '{use.fragment}' of '{use.page}' cannot be checked", "the page is there"
    return f"'{use.url}' cannot be checked: {result.reason}{_since(result)}", "open it in a browser"


def _since(result: Result) -> str:
    """Since which day it is so, where that is no news."""
    return f", since {day(result.since)}" if result.checked - result.since > _DAY else ""


def _related(use: Use) -> tuple[Related, ...]:
    """Where the address is set, and where else it is used."""
    first, *others = use.places
    entry = (Related("the address is set here", first.entry),) if first.entry is not None else ()
    places = dict.fromkeys(other.span for other in others if other.span != first.span)
    return (*entry, *(Related("used here too", span) for span in [*places][:_MOST_PLACES]))


def _to_front(use: Use, result: Result) -> bool:
    return urlsplit(use.page).path.strip("/") != "" and urlsplit(result.final).path.strip("/") == ""


def _new(use: Use, result: Result) -> str:
    """The new address, with the fragment as it was written."""
    _, fragment = urldefrag(use.url)
    return f"{result.final}#{fragment}" if fragment else result.final


def _fix(use: Use, result: Result) -> Fix | None:
    """Writing the new address; not where a site sends all that is lost to its front page, or to another host, or from
    an encrypted address to one that is not.
    """
    old, new = urlsplit(use.page), urlsplit(result.final)
    same = (old.hostname or "").removeprefix("www.") == (new.hostname or "").removeprefix("www.")
    if not same or _to_front(use, result) or (old.scheme, new.scheme) == ("https", "http"):
        return None
    return Fix("write the new address", use.places[0].span, before=use.url, replacement=_new(use, result))
