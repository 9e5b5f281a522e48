"""Words are compared in a time that stays bounded, however often they are repeated."""

from sphinx_adoc.review.fates.code_options import flag_changes
from sphinx_adoc.review.fates.words import words


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
