import pytest
from sphinx_adoc.claims.phrase import edited, read, renamed, restate

SAID = [
    ("90 seconds", 60, "60 seconds"),
    ("90 s", 61.5, "61.5 s"),
    ("90s", 45, "45s"),
    ("up to 90 seconds", 93.3, "up to 93.3 seconds"),
    ("up to 90 seconds", (2, 100), "up to 100 seconds"),
    ("at least 3", (5, 9), "at least 5"),
    ("up to 1 minute", 120, "up to 2 minutes"),
    ("2 minutes", 60, "1 minute"),
    ("1 class", 3, "3 class"),  # no plural that could be told
    ("5 ms", 0.001, "1 ms"),
    ("twelve seconds", 9.0, "nine seconds"),
    ("Two nodes", 3, "Three nodes"),
    ("two nodes", 31, "31 nodes"),
    ("0.5 s", 0.25, "0.25 s"),
    ("0.50 s", 0.75, "0.75 s"),
    ("about 5 %", 0.08, "about 8 %"),
    ("between 60 and 90 seconds", (63.0, 93.0), "between 63 and 93 seconds"),
    ("60–90 s", (2, 3), "2–3 s"),
    ("from 1 minute to 90 seconds", (120, 180), "from 2 minutes to 180 seconds"),
    ("1,500", 2000, "2,000"),
    ("third", 4, "fourth"),
    ("the third place", 1, "the first place"),
    ("the third place", 20, "the twentieth place"),
    ("0", 3, "3"),
    ("1, 2 and 4", {5, 3, 1}, "1, 3 and 5"),
    ("1 or 2 s", {3, 4}, "3 or 4 s"),
    ("never", True, "always"),
    ("Always", False, "Never"),
    ("cannot", True, "can"),
    ("can", False, "cannot"),
    ("nothing", True, "yes"),
    ("balance-rr", "balance-xor", "balance-xor"),
]
LEFT = [
    ("more than 3", 2), ("less than 3", 9), ("half a second", 0.25), ("1 minute and 30 seconds", 60), ("no votes", 2),
    ("exactly 3 seconds", (2, 3)), ("up to 60 seconds", float("inf")), ("90 seconds", "never"), ("1, 2 and 4", {1, 2}),
    ("a, b and c", ["a"]), ("on some days", 3), ("", 3), ("yes", 3), ("layer2", True), ("60 to 90 s", (9, 3)),
    ("the third place", 0), ("the third place", 21),
]  # fmt: skip


@pytest.mark.parametrize(("words", "value", "then"), SAID, ids=repr)
def test_the_same_words_of_another_value(words, value, then):
    assert edited(words, restate(words, value, {"time": 1.0})) == then
    assert read(then).accepts(value, {"time": 1.0})


@pytest.mark.parametrize(("words", "value"), LEFT, ids=repr)
def test_what_cannot_be_told(words, value):
    assert restate(words, value, {"time": 1.0}) is None


def test_names():
    assert renamed(["a", "b", "c"], ["d", "c", "a"]) == ["a", "c", "d"]
    assert renamed(["b", "d"], ["a", "b", "c", "d"]) == ["a", "b", "c", "d"]
    assert renamed(["a"], {"c", "b"}) == ["b", "c"]
    assert renamed(["a", "b"], "b") == ["b"]
    assert renamed(["a", "b"], []) is None
    assert renamed(["a", "b"], ["c", "c"]) is None
    assert renamed(["a", "b"], 3) is None


@pytest.mark.parametrize(
    ("words", "text", "then"),
    [
        ("January 2026", "2026-03-15", "March 2026"),
        ("27 November 2026", "2026-12-01", "1 December 2026"),
        ("2026-11-27", "2026-12-01", "2026-12-01"),
        ("on 3 May", "2026-05-04", "on 4 May"),
    ],
)
def test_a_date_keeps_its_form_also_where_a_text_was_computed(words, text, then):
    assert edited(words, restate(words, text)) == then
