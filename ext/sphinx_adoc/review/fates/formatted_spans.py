"""Spans of formatted text that came into a text, or went from it, while its words changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from sphinx_adoc.review.states.piece import Feature

from .matching import matcher

_COMPARED: Final = 8  # spans on a side from which the nearest ones are not looked for
_BEGINNING: Final = 80  # characters of a span, a long footnote perhaps, by which it is compared
_Spans = tuple[list[Feature], list[Feature]]
"""Spans of a text as it was, and as it is."""


def more_spans(old: Sequence[Feature], new: Sequence[Feature]) -> _Spans:
    """Return the spans of one kind that only the text as it was has, and those that only the text as it is has. One
    with other words in place of another one is the same: so of one list nothing is left.
    """
    gone: list[Feature] = []
    came: list[Feature] = []
    for left, right in _between_equal(old, new):
        one, other = _without_nearest(left, right)
        gone += one
        came += other
    return _without_nearest(*_without_equal(gone, came))


def _between_equal(
    old: Sequence[Feature], new: Sequence[Feature]
) -> Iterator[tuple[Sequence[Feature], Sequence[Feature]]]:
    """The spans between those that have the same words, and stand in the same order."""
    values = matcher([each.value for each in old], [each.value for each in new])
    for operation, start, end, new_start, new_end in values.get_opcodes():
        if operation != "equal":
            yield old[start:end], new[new_start:new_end]


def _without_equal(old: Sequence[Feature], new: Sequence[Feature]) -> _Spans:
    """Two lists of spans without those that stand elsewhere in the other one."""
    both = Counter(each.value for each in old) & Counter(each.value for each in new)
    return without(old, both), without(new, both)


def without(features: Sequence[Feature], values: Counter[str]) -> list[Feature]:
    """Return the features but as many of each value, the first ones, as are counted."""
    left = values.copy()
    rest = []
    for feature in features:
        if left[feature.value] > 0:
            left[feature.value] -= 1
        else:
            rest.append(feature)
    return rest


def _without_nearest(old: Sequence[Feature], new: Sequence[Feature]) -> _Spans:
    """Two lists of spans without as many of the longer one as the shorter one has: those with the nearest words, and
    of long lists the first.
    """
    if len(old) > len(new):
        came, gone = _without_nearest(new, old)
        return gone, came
    left = [*new] if len(new) > len(old) else []
    for span in old if left else ():
        near = max(left, key=lambda other: _alike(span, other)) if len(new) <= _COMPARED else left[0]
        left.remove(near)
    return [], left


def _alike(one: Feature, other: Feature) -> float:
    return SequenceMatcher(None, one.value[:_BEGINNING], other.value[:_BEGINNING], autojunk=False).ratio()
