import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_adoc.claims import promote
from sphinx_adoc.claims.promote import promoted


@pytest.mark.parametrize(
    ("old", "new", "then"),
    [
        (["a"], ["b", "c"], ["b", "c"]),
        (["a", "b"], [], []),
        (["a", "...", "z"], ["a", "b", "c", "y"], ["a", "...", "y"]),
        (["a", "...", "z"], ["a", "z"], ["a", "z"]),  # doctest wants something between two blanks
        (["took ... s, id=...", "done"], ["took 5 s, id=abc", "undone"], ["took ... s, id=...", "undone"]),
        (["took 3 s, id=..."], ["took 5 s, id=abc"], ["took 5 s, id=..."]),
        (["  at ... it is 3"], ["  at 10:15 h it is 4"], ["  at ... it is 4"]),
        (["a", "...", "b", "..."], ["x", "y", "b", "q"], ["x", "...", "b", "..."]),
        (["..."], [], ["..."]),
        (["Error:", "  ...", "it is x"], ["Error:", "at 3", "it is y"], ["Error:", "  ...", "it is y"]),
        (["a ... c"], ["a"], ["a"]),
        (["a...", "b"], ["new", "abc", "b"], ["new", "a...", "b"]),
        (["a...", "gone", "b"], ["abc", "b"], ["a...", "b"]),
    ],
)
def test_wildcards_stay_where_they_stand_for_something(old, new, then):
    assert promoted(old, new) == then


LINES = st.lists(st.sampled_from(["a", "b", "a b", "c...", "...", "a ... c", "  d"]), max_size=6)
PRINTED = st.lists(st.sampled_from(["a", "b", "a b", "cd", "a x y c", "  d", "e"]), max_size=6)


def is_expected(lines, printed):
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    return doctest.OutputChecker().check_output("\n".join([*lines, ""]), "\n".join([*printed, ""]), flags)


@given(LINES, PRINTED)
def test_what_is_expected_then_is_what_was_printed(old, new):
    assert is_expected(promoted(old, new), new)
    assert promoted(old, new) == old or not is_expected(old, new)


def test_what_is_too_long_to_be_aligned_is_taken_as_it_was_printed(monkeypatch):
    monkeypatch.setattr(promote, "LARGEST", 3)
    assert promoted(["a...", "b"], ["abc", "c"]) == ["abc", "c"]
