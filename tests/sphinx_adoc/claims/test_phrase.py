"""Stated values: which computed values their words accept."""

import enum
import math
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from sphinx_adoc.claims.phrase import Mismatch, Unreadable, compare, read, show


@dataclass
class Interval:
    low: float
    high: float


class Mode(enum.Enum):
    RR = "balance-rr"
    LACP = 4


class Answer:
    def __init__(self, holds):
        self.holds = holds

    def __bool__(self):
        return self.holds

    def __repr__(self):  # part of the name of a test, which must be the same in every process
        return f"Answer({self.holds})"


SECONDS = {"time": 1.0}  # what bare numbers are in

QUANTITIES = [  # words, values that they accept, values that they do not accept
    ("90 seconds", [90, 90.0, (90, 90), timedelta(seconds=90), Decimal(90), Interval(90, 90)], [89, 91, (60, 90)]),
    ("90 s", [90], [0.09]),
    ("90s.", [90], [9]),
    ("500 ms", [0.5, timedelta(milliseconds=500)], [500]),
    ("1.5 minutes", [90], [1.5]),
    ("two hours", [7200], [2]),
    ("1,500 milliseconds", [1.5], [1]),
    ("1 minute and 30 seconds", [90], [60, 30]),
    ("1 min 30 s", [90], [60]),
    ("a second", [1], [2]),
    ("half a second", [0.5], [1]),
    ("one and a half seconds", [1.5], [1]),
    ("one second and a half", [1.5], [1]),
    ("twenty-one seconds", [21], [20, 1]),
    ("a hundred and five seconds", [105], [100]),
    ("two thousand three hundred", [2300], [2000]),
    ("a dozen links", [12], [10]),
    ("two-thirds", [Fraction(2, 3), 2 / 3], [0.6]),
    ("a quarter", [0.25], [4]),
    ("50%", [0.5], [0.05]),
    ("99.9 percent", [0.999], [0.99]),
    ("2 votes", [2], [3]),
    ("twice", [2], [1]),
    ("zero", [0, (0, 0)], [1]),
    ("-3", [-3], [3]),
    ("the third", [3], [2]),
    ("2nd attempt", [2], [3]),
    ("at most 90 seconds", [90, 0, (10, 90)], [91, (10, 91)]),
    ("up to 90 seconds", [90, (60, 90)], [(60, 91)]),
    ("no more than two links", [2, 1], [3]),
    ("90 seconds or less", [90, 1], [91]),
    ("≤ 3", [3], [4]),
    ("at least 2 seconds", [2, (2, 8)], [1.9, (1, 8)]),
    ("2 seconds or more", [2, math.inf], [1]),
    ("more than 2 seconds", [2.1], [2, (2, 8)]),
    ("over a minute", [61], [60]),
    ("less than 2 seconds", [1.9], [2]),
    ("fewer than 3 nodes", [2], [3]),
    ("roughly 90 seconds", [81, 99, (85, 95)], [80, 100, (85, 120)]),
    ("about a minute", [60, 55], [50]),
    ("at least about 90 seconds", [81, 1000], [80]),
    ("~90 s", [90], [120]),
    ("between 60 and 90 seconds", [60, 90, (60, 90), (70, 80)], [59, 91, (59, 90), (60, 91)]),
    ("between 30 seconds and 2 minutes", [30, 120], [29, 121]),
    ("60 to 90 seconds", [75], [2]),
    ("60–90 seconds", [75], [2]),
    ("from 1 to 3", [2], [4]),
    ("about 60 to 90 seconds", [54, 99], [53, 100]),
    ("exactly 2", [2], [2.1]),
    ("1, 2 and 4", [{1, 2, 4}, [4, 2, 1]], [{1, 2}, {1, 2, 3}, {1, 2, 4, 5}]),
    ("1 or 2 seconds", [1, 2], [3, (1, 2)]),
    ("0, 100 and 200 ms", [{0, 0.1, 0.2}], [{0, 100, 200}]),
]
WORDS = [
    ("fast", ["fast", "Fast"], ["slow", "faster"]),
    ("yes", [True, Answer(True)], [False, Answer(False)]),
    ("no", [False, []], [True, [1]]),
    ("never", [False, math.inf, None, (math.inf, math.inf), Interval(math.inf, math.inf)], [True, (1, math.inf)]),
    ("will not", [False], [True]),
    ("always", [True], [False]),
    ("none", [[], set(), 0], [["a"], 1]),
    ("no votes", [0, []], [1]),
    ("balance-rr", ["balance-rr", Mode.RR, ["balance-rr"], {Mode.RR}], ["balance-xor", ["balance-rr", "x"]]),
    ("802.3ad", ["802.3ad", ["802.3ad"]], ["802.3"]),
    ("balance-rr, balance-xor", [{"balance-rr", "balance-xor"}, ("balance-xor", Mode.RR)], [{"balance-rr"}, set()]),
    ("a, b, and c", [["c", "b", "a"], {"a": 1, "b": 2, "c": 3}], [["a", "b"]]),
    ("a or b", [["b", "a"]], [["a"]]),
]


def cases(table, column):
    """Words and values; the name of a case is the same in every process, so that several can share the cases."""
    return [
        pytest.param(row[0], value, id=f"{row[0]}-{type(value).__name__}-{number}")
        for row in table
        for number, value in enumerate(row[column])
    ]


@pytest.mark.parametrize(("words", "value"), cases(QUANTITIES + WORDS, 1))
def test_accepts(words, value):
    assert read(words).accepts(value, SECONDS)


@pytest.mark.parametrize(("words", "value"), cases(QUANTITIES + WORDS, 2))
def test_does_not_accept(words, value):
    assert not read(words).accepts(value, SECONDS)


@pytest.mark.parametrize(
    "words",
    [
        "", "...", "a few seconds", "several minutes", "a couple of seconds", "some 90 or so", "soon after 90 seconds",
        "90 secnds", "5 milisecond", "may not", "mode 4", "between 90 and 60 seconds",
        "between 1 second and 50%", "1 second or 50%", "1,5 seconds", "1.5.2 seconds",
        "the cluster recovers by itself after a while",
    ],
)  # fmt: skip
def test_words_that_state_no_value_are_refused(words):
    with pytest.raises(Unreadable):
        read(words)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("90 seconds", "90"), ("90 seconds", None), ("90 seconds", True), ("90 seconds", [90]),
        ("2 votes", timedelta(1)), ("fast", 3), ("fast", True), ("a, b", 3), ("1, 2 and 4", 1), ("1, 2 and 4", (1, 4)),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_no_silent_failure(words, value):
    with pytest.raises(Mismatch):
        read(words).accepts(value)


def test_names_in_markup_are_literal():
    assert read("mode 4 and up to 90 s", names=["mode 4", "up to 90 s"]).accepts({"mode 4", "up to 90 s"})


def test_a_mistyped_unit_is_named():
    with pytest.raises(Unreadable, match="did you mean 'seconds'"):
        read("90 secnds")


def test_only_the_first_line_of_a_long_value_is_shown():
    class Long:
        def __repr__(self):
            return "first\nsecond"

    assert show(Long()) == "first..."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1.0, "1"),
        ((60, 90.5), "60 to 90.5"),
        ({"b", "a"}, "a, b"),
        (["b", "a"], "b, a"),
        ([2], "[2]"),
        (set(), "nothing"),
        ("a", "'a'"),
        (True, "True"),
    ],
)
def test_a_computed_value_is_shown_for_people(value, shown):
    assert show(value) == shown


@pytest.mark.parametrize(
    ("words", "text", "true"),
    [
        ("can", "always", False),
        ("always", "can", False),
        ("never", "can", False),
        ("does not", "never", True),
    ],
)
def test_a_text_that_says_how_often_is_held_against_how_often(words, text, true):
    assert compare(words, (), text).true is true
