"""Words are compared in a time that stays bounded, however often they are repeated."""

import pytest
from sphinx_adoc.review.fates.code_options import flag_changes
from sphinx_adoc.review.fates.matching import matched
from sphinx_adoc.review.fates.words import words


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("", "", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("abc", "xyz", []),
        ("abXcd", "abcd", [(0, 0), (1, 1), (3, 2), (4, 3)]),
        ("abcd", "abXcd", [(0, 0), (1, 1), (2, 3), (3, 4)]),
        ("a12345z", "a9123458z", [(0, 0), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8)]),
        ("aa", "aaa", [(0, 0), (1, 1)]),
        ("baa", "aaa", [(1, 1), (2, 2)]),
    ],
)
def test_members_that_are_the_same_are_matched_in_order(old, new, pairs):
    assert [*matched(old, new)] == pairs


def test_texts_of_repeated_words_are_compared():
    before, after = "a b " * 20_000 + "c d e", "b a " * 20_000 + "c d f"
    runs = words(before, after)
    assert " ".join(text for sign, text in runs if sign != "+") == before
    assert " ".join(text for sign, text in runs if sign != "-") == after


def test_options_of_a_long_command_are_compared():
    names = [f"--option-{number}" for number in range(20_000)]
    assert flag_changes(" ".join(["run", *names]), " ".join(["run", *names[:-1], "--other"])) == [
        ("--option-19999", "--other")
    ]
