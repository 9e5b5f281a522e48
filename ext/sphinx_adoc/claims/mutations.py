"""Which claims would not notice that what they state is something else.

Each part of the words of a claim that held is said otherwise, and held against the value that was computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Span

from . import tables, values
from .evaluate import guarded
from .model import Claim, Verdict
from .phrase import Mismatch, Other, contraries
from .sentence.changes import changed
from .session import Session
from .values import Stated


@dataclass(frozen=True, slots=True)
class Changed:
    """A part of what a claim states, said otherwise. ``instead``: in these words, none of which was ``noticed``, or
    some of which were. ``where``: the row and column of a table ('' for a stated value). ``of_sentence``: the part is
    no part of the stated value but a word of its sentence, which other claims may take as well.
    """

    claim: Claim
    where: str
    words: str
    instead: tuple[str, ...]
    noticed: bool
    span: Span
    of_sentence: bool = False

    def finding(self) -> Finding | None:
        """Return the finding that it is when it went unnoticed."""
        if self.noticed:
            return None
        if self.of_sentence:
            return self._in_sentence()
        where = f"{self.where}: " if self.where else ""
        others = "' and with '".join(self.instead)
        message = f"claim '{self.claim.id}': {where}it would hold with '{others}' too"
        hint = "state it more exactly, or compute what the words say"
        return Finding(Code.CLAIM_UNNOTICED, message, self.span, hint=hint, stack=self.claim.stack)

    def _in_sentence(self) -> Finding:
        other = f"with '{self.instead[0]}' in place of '{self.words}'" if self.instead[0] else f"without '{self.words}'"
        message = f"claim '{self.claim.id}': it would hold {other} too, and so would all that take this word"
        hint = "let what is called depend on the word, or have a further claim in the sentence that does"
        return Finding(Code.CLAIM_UNNOTICED, message, self.span, hint=hint, stack=self.claim.stack)


def joined(changes: Iterable[Changed]) -> list[Changed]:
    """Return changes of words that several claims take as one each: noticed when any of these would notice it."""
    by_key: dict[object, Changed] = {}
    for one in changes:
        key = (
            (one.span, one.instead)
            if one.of_sentence
            else (one.span, one.where, one.words, one.instead, one.claim.order)
        )
        other = by_key.setdefault(key, one)
        if one.noticed and not other.noticed:
            by_key[key] = one
    return list(by_key.values())


def mutate(session: Session, claim: Claim) -> list[Changed] | Verdict:
    """Return each part of what a claim that held states, said otherwise; nothing for snippets and blocks. A verdict,
    when its value cannot be computed once more.
    """
    own = session.session_of(claim)
    return guarded(own, claim, lambda: _mutated(own, claim)) if claim.kind in _STATED else []


def _mutated(session: Session, claim: Claim) -> list[Changed] | Verdict:
    def work() -> list[Changed] | Verdict:
        stated_values = _STATED[claim.kind](session, claim)
        if isinstance(stated_values, Verdict):
            return stated_values
        return [*_changed(claim, stated_values), *(_reworded(session, claim) if claim.kind == "value" else ())]

    return session.attempt(claim, work)


_STATED = {"value": values.stated, "table": tables.stated}


def _changed(claim: Claim, stated: Iterable[Stated]) -> Iterator[Changed]:
    for one in stated:
        for others in contraries(one.words, one.names, one.value):
            noticed = not all(_accepts(other, one) for other in others)
            yield Changed(
                claim=claim,
                where=one.where,
                words=one.words,
                instead=tuple(other.words for other in others),
                noticed=noticed,
                span=one.span,
            )


def _reworded(session: Session, claim: Claim) -> Iterator[Changed]:
    """The words of the sentence that the claim takes, each changed."""
    vocabulary = session.conditions.vocabulary
    verdict = values.run(session, claim)
    taken = verdict.reading.taken if verdict.reading else ()
    for at, word in enumerate(claim.words):
        if word.span in taken and not word.stated:
            for instead, words in changed(claim.words, at, vocabulary):
                noticed = not _holds(session, replace(claim, words=words))
                yield Changed(
                    claim=claim,
                    where="",
                    words=word.text,
                    instead=(instead,),
                    noticed=noticed,
                    span=word.span,
                    of_sentence=True,
                )


def _holds(session: Session, claim: Claim) -> bool:
    """Whether a claim holds with other words; one whose code does not get along with them does not."""
    verdict = values.run(session, claim)
    return verdict.held


def _accepts(other: Other, one: Stated) -> bool:
    try:
        return all(other.expectation.accepts(value, one.units) for value in (one.value, *one.others))
    except Mismatch:
        return False
