"""Whatever words are stated and whatever is computed, reading and comparing end in an answer or in a refusal."""

import math
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.claims.phrase import Mismatch, Unreadable, compare, read

SECONDS = {"time": 1.0, "ratio": 1.0}  # what bare numbers are in

WORDS = st.sampled_from([
    "a", "an", "the", "about", "at", "most", "up", "to", "between", "and", "or", "from", "more", "than", "less", "no",
    "never", "one", "twenty-one", "hundred", "half", "third", "thirds", "0", "1", "90", "1.5", "1,000", "2nd", "-3",
    "1e400", "802.3ad", "s", "ms", "seconds", "minute", "%", "votes", "*x*", ",", "≤", "~", "+", "-", "–", "'", ".",
])  # fmt: skip
PHRASES = st.one_of(st.lists(WORDS, max_size=7).map(" ".join), st.text(max_size=30))
NUMBERS = st.one_of(st.integers(), st.floats())
VALUES = st.one_of(
    NUMBERS, st.booleans(), st.none(), st.text(max_size=5), st.tuples(NUMBERS, NUMBERS), st.timedeltas(),
    st.lists(st.one_of(NUMBERS, st.text(max_size=5)), max_size=3), st.just(object()),
)  # fmt: skip


def answer(words, value):
    try:
        return "yes" if compare(words, (), value, SECONDS).true else "no"
    except (Unreadable, Mismatch) as refusal:
        return "refused" if str(refusal) else "refused without a reason"


@settings(max_examples=300, deadline=None)
@given(PHRASES, VALUES)
def test_an_answer_or_a_refusal(words, value):
    assert answer(words, value) in ("yes", "no", "refused")


@given(st.integers(1, 10**6), st.sampled_from(["ms", "seconds", "minutes", "%", "links"]))
def test_a_quantity_accepts_itself_and_nothing_else(number, unit):
    factor = {"ms": 1e-3, "seconds": 1, "minutes": 60, "%": 0.01, "links": 1}[unit]
    expectation = read(f"{number} {unit}")
    assert expectation.accepts(number * factor, SECONDS)
    assert not expectation.accepts((number + 1) * factor, SECONDS)
    assert not expectation.accepts((number * factor, (number + 1) * factor), SECONDS)


@given(st.integers(1, 10**6))
def test_bounds_agree_with_their_words(number):
    below, above = number - 0.5, number + 0.5
    assert read(f"at most {number} s").accepts(timedelta(seconds=below), SECONDS)
    assert not read(f"at most {number} s").accepts(above, SECONDS)
    assert read(f"more than {number} s").accepts(above, SECONDS)
    assert not read(f"more than {number} s").accepts(number, SECONDS)
    assert read(f"at least {number} s").accepts(math.inf, SECONDS)
