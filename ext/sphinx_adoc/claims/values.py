"""Stated values: a phrase held against the name that its id gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Span

from . import cited, origins, phrase
from .calls import Outcome, outcomes
from .model import FAILED, Claim, Verdict, broken, failed, held, not_run
from .origins import OriginError
from .phrase import NONE, Declared, Mismatch, UnknownUnit, Unreadable, declared, units
from .session import Session
from .trouble import raised
from .words import Word


def run(session: Session, claim: Claim) -> Verdict:
    """Return the verdict on a stated value. Raises PreludeError."""
    if not claim.id:
        return broken(claim, Code.CLAIM_WITHOUT_ID, "a stated value needs an id", "write [#NAME.claim]#the value#")
    if cited.is_cited(claim):
        return cited.run(claim, session.timeout)
    units = declared_units(session, claim)
    if isinstance(units, Verdict):
        return units
    all_outcomes = results(session, claim)
    if isinstance(all_outcomes, Verdict):
        why = phrase.unreadable(claim.text, claim.names) if all_outcomes.code is Code.CLAIM_UNKNOWN_NAME else ""
        return broken(claim, Code.CLAIM_UNREADABLE, f"'{claim.text}' cannot be read: {why}") if why else all_outcomes
    session.keep(claim, {claim.called: all_outcomes[0].value})
    verdicts = [compare(claim, claim.text, claim.names, one.value, units) for one in all_outcomes]
    for verdict, one in zip(verdicts, all_outcomes, strict=True):
        if not verdict.held:
            return replace(verdict, reading=one.reading)
    shown = dict.fromkeys(verdict.computed for verdict in verdicts)
    return replace(verdicts[0], computed=", ".join(shown), reading=all_outcomes[0].whole)


def results(session: Session, claim: Claim, words: Sequence[Word] | None = None) -> list[Outcome] | Verdict:
    """Return what the name of a claim is, or what it gives when it is called with words of the sentence: once for each
    word of a list. ``words``: instead of the claim's own. A verdict where nothing is computed. Raises PreludeError.
    """
    named = computed(session, claim)
    if isinstance(named, Verdict):
        return named
    candidates = claim.words if words is None else words
    return session.attempt(claim, lambda: outcomes(session, claim, named.value, candidates))


def declared_units(session: Session, claim: Claim) -> Declared | Verdict:
    """Return the units of bare numbers: the claim's own, else the project's. A verdict for a unit that is none."""
    own = claim.attribute("unit")
    try:
        return {**session.conditions.units, **declared(units(own))}
    except UnknownUnit as error:
        return broken(claim, Code.CLAIM_UNIT, str(error))


_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class Stated(NamedTuple):
    """Words beside what was computed. ``where``: in a table the row and column ('' for a phrase). ``names``: the
    literal names that the words consist of. ``units``: those of bare numbers. ``others``: what the words have to be
    true of as well.
    """

    where: str
    words: str
    names: tuple[str, ...]
    span: Span
    value: Any
    units: Declared = NONE
    others: tuple[Any, ...] = ()


def stated(session: Session, claim: Claim) -> list[Stated] | Verdict:
    """Return what a phrase states. A verdict where nothing is computed. Raises PreludeError."""
    units = declared_units(session, claim)
    all_outcomes = units if isinstance(units, Verdict) else results(session, claim)
    if isinstance(all_outcomes, Verdict) or isinstance(units, Verdict):
        return all_outcomes if isinstance(all_outcomes, Verdict) else []
    first, *others = [one.value for one in all_outcomes]
    return [
        Stated(
            where="",
            words=claim.text,
            names=claim.names,
            span=claim.span,
            value=first,
            units=units,
            others=tuple(others),
        )
    ]


class Computed:
    """A computed value of any type, wrapped so that it can be distinguished from a verdict."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def computed(session: Session, claim: Claim) -> Computed | Verdict:
    """Return what the name of a claim is in the namespace, or the value of its origin."""
    if claim.attribute("from"):
        return _from_origin(session, claim)
    try:
        return Computed(session.lookup(claim.called))
    except KeyError:
        culprit = session.culprit(claim.called)
        if culprit:
            where = f"{culprit.place.path}:{culprit.place.line}"
            message = f"not computed: {where}, which sets '{claim.called}', did not run"
            return not_run(claim, Code.CLAIM_NOT_COMPUTED, message)
        hint = session.nearest(claim.called)
        return broken(claim, Code.CLAIM_UNKNOWN_NAME, f"nothing computes '{claim.called}'", hint)


def _from_origin(session: Session, claim: Claim) -> Computed | Verdict:
    """The value of a claim's origin; a text is a number where the claim declares a unit."""
    folder = Path(claim.place.path).parent
    try:
        value = origins.value(claim.attribute("from"), claim.text, folder, console=session.conditions.console)
    except OriginError as error:
        return broken(claim, Code.CLAIM_ORIGIN, str(error), error.hint)
    if isinstance(value, str) and claim.attribute("unit") and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    return Computed(value)


def compare(claim: Claim, words: str, names: Sequence[str], value: Any, units: Declared) -> Verdict:
    """Return the verdict on words and a computed value. One that says it was never put to the test is a failure."""
    words = " ".join(words.split())
    if getattr(value, "vacuous", False) is True:
        return broken(claim, Code.CLAIM_VACUOUS, "no case put it to the test", status=FAILED)
    try:
        comparison = phrase.compare(words, names, value, units)
    except Unreadable as error:
        return broken(claim, Code.CLAIM_UNREADABLE, f"'{words}' cannot be read: {error}")
    except Mismatch as error:
        code = Code.CLAIM_UNIT if error.hint else Code.CLAIM_MISMATCH
        return broken(claim, code, f"'{words}' cannot be compared: {error}", error.hint)
    except Exception as error:  # noqa: BLE001 (comparing runs the methods of whatever was computed)
        return raised(claim, error, claim.place.path)
    return held(claim, words, comparison.shown) if comparison.true else failed(claim, words, comparison.shown)
