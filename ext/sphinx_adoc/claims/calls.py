"""What a claim's name gives: its value, or the results of calls with the words of the sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .model import Claim, Verdict, broken
from .sentence.binding import OBJECTS, Binding, Unbound, bind, parameters
from .sentence.reading import reading
from .session import Session
from .words import BOUND, Reading, Word


class Outcome(NamedTuple):
    """A computed value. ``reading``: how this call was read, ``whole``: how all calls of the claim were."""

    value: Any
    reading: Reading | None = None
    whole: Reading | None = None


def outcomes(session: Session, claim: Claim, value: Any, words: Sequence[Word]) -> list[Outcome] | Verdict:
    """Return what a value, or calls of it with words, give; a verdict for words that make no call. Raise what the
    document's code raises.
    """
    bound = next((word for word in words if word.kind == BOUND), None)
    if not callable(value):
        return [_ended(claim, Binding(claim.called, ()), value, bound)]
    try:
        binding = bind(claim.called, parameters(value), words, session.conditions.vocabulary)
    except Unbound as error:
        return broken(claim, error.code, str(error), error.hint, span=error.span)
    objects = session.namespace.get(OBJECTS)
    objects = objects if isinstance(objects, Mapping) else {}
    results = [_ended(claim, call, value(**call.values(objects)), bound) for call in binding.calls()]
    ends = bound if all(one.reading and _takes(one.reading, bound) for one in results) else None
    whole_reading = reading(binding, claim.text, ends)
    return [
        one._replace(whole=whole_reading, reading=one.reading and one.reading.with_taken(whole_reading.taken))
        for one in results
    ]


def _ended(claim: Claim, call: Binding, value: Any, bound: Word | None) -> Outcome:
    """The result of a call, or the end of it that a word names, where it is an interval."""
    ends = _interval(value) if bound else None
    if bound is None or ends is None:
        call_reading = reading(call, claim.text)
        return Outcome(value, call_reading, call_reading)
    call_reading = reading(call, claim.text, bound)
    return Outcome(ends[bound.member], call_reading, call_reading)


def _interval(value: Any) -> Mapping[str, Any] | None:
    """The ends of an interval: of a pair of numbers, or of what has ``low`` and ``high``."""
    if isinstance(value, tuple) and len(value) == 2:
        return {"low": value[0], "high": value[1]}
    return {"low": value.low, "high": value.high} if hasattr(value, "low") and hasattr(value, "high") else None


def _takes(call_reading: Reading, bound: Word | None) -> bool:
    return bound is not None and bound.span in call_reading.taken
