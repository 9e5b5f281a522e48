"""Stated values: a phrase held against the name that its id gives."""

from __future__ import annotations

from typing import Any, NamedTuple

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Span

from .model import FAILED, Claim, Verdict, broken, failed, held, not_run
from .phrase import Expectation, Mismatch, Unreadable, read
from .session import Session
from .trouble import raised


def run(session: Session, claim: Claim) -> Verdict:
    """The verdict on a stated value. Raises PreludeError."""
    if not claim.id:
        return broken(claim, Code.CLAIM_WITHOUT_ID, "a stated value needs an id", "write [#NAME.claim]#the value#")
    try:
        expectation = read(claim.text, claim.names)
    except Unreadable as error:
        return broken(claim, Code.CLAIM_UNREADABLE, f"'{claim.text}' cannot be read: {error}")
    found = computed(session, claim)
    if isinstance(found, Verdict):
        return found
    session.keep(claim, {claim.name: found.value})
    return compare(claim, claim.text, expectation, found.value)


class Stated(NamedTuple):
    """Words beside what was computed. ``where``: in a table the row and column ('' for a phrase). ``names``: the
    literal names that the words consist of.
    """

    where: str
    words: str
    names: tuple[str, ...]
    span: Span
    value: Any


def stated(session: Session, claim: Claim) -> list[Stated] | Verdict:
    """What a phrase states. A verdict where nothing is computed. Raises PreludeError."""
    found = computed(session, claim)
    return found if isinstance(found, Verdict) else [Stated("", claim.text, claim.names, claim.span, found.value)]


class Computed:
    """A value that was computed; any value, so it is wrapped to be told from a verdict."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def computed(session: Session, claim: Claim, call: bool = True) -> Computed | Verdict:
    """What the name of a claim is in the namespace; of a function without parameters (with ``call``), its result."""
    try:
        value = session.lookup(claim.name)
    except KeyError:
        culprit = session.culprit(claim.name)
        if culprit:
            message = f"not computed: {culprit.place.path}:{culprit.place.line}, which sets '{claim.name}', did not run"
            return not_run(claim, Code.CLAIM_NOT_COMPUTED, message)
        hint = session.nearest(claim.name)
        return broken(claim, Code.CLAIM_UNKNOWN_NAME, f"nothing computes '{claim.name}'", hint)
    return session.attempt(claim, lambda: Computed(value() if call and callable(value) else value))


def compare(claim: Claim, words: str, expectation: Expectation, value: Any) -> Verdict:
    """The verdict on words and a computed value. One that says it was never put to the test is a failure."""
    words = " ".join(words.split())
    if getattr(value, "vacuous", False) is True:
        return broken(claim, Code.CLAIM_VACUOUS, "no case put it to the test", status=FAILED)
    try:
        true = expectation.accepts(value)
        shown = expectation.shown(value)
    except Mismatch as error:
        return broken(claim, Code.CLAIM_MISMATCH, f"'{words}' cannot be compared: {error}")
    except Exception as error:  # noqa: BLE001 (comparing runs the methods of whatever was computed)
        return raised(claim, error, claim.place.path)
    return held(claim, words, shown) if true else failed(claim, words, shown)
