"""What is stated, said otherwise: the claims that would not notice are found, and no others."""

import pytest
from hypothesis import given, settings
from sphinx_adoc.claims import Conditions, Session, Verdict, collect, mutate, run
from sphinx_adoc.claims.phrase import Unreadable, contraries
from sphinx_adoc.syntax.document import parse

from tests.sphinx_adoc.claims.seconds import SECONDS
from tests.sphinx_adoc.claims.test_phrase_properties import PHRASES

CODE = '[source,python,role="claim",id="code"]\n----\n{}\nassert True is not None\n----\n'
TABLE = '[options="header",role="claim",id="able"]\n|===\n|Colour |Works |After\n|red |{} |{}\n|===\n'

WORDS = [  # words, names, and for each part what else it could be
    ("90 seconds", (), [["72 seconds", "112.5 seconds"], ["90 milliseconds", "90 minutes"]]),
    ("90s", (), [["72s", "112.5s"], ["90ms", "90min"]]),
    ("about 1,500 ms", (), [["about 1200 ms", "about 1875 ms"], ["about 1,500 us", "about 1,500 s"]]),
    ("at most 0 %", (), [["at most 1 %"]]),
    ("between 60 and 90 s", (), [["between 48 and 90 s", "between 75 and 90 s"], ["between 60 and 72 s", "between 60 and 112.5 s"], ["between 60 and 90 ms", "between 60 and 90 min"]]),  # noqa: E501
    ("60 to 62 s", (), [["48 to 62 s"], ["60 to 77.5 s"], ["60 to 62 ms", "60 to 62 min"]]),
    ("1 minute and 30 seconds", (), [["0.8 minute and 30 seconds", "1.25 minute and 30 seconds"], ["1 minute and 24 seconds", "1 minute and 37.5 seconds"], ["1 second and 30 seconds", "1 hour and 30 seconds"], ["1 minute and 30 milliseconds", "1 minute and 30 minutes"]]),  # noqa: E501
    ("three votes", (), [["two votes", "four votes"]]),
    ("zero votes", (), [["one votes"]]),
    ("twelfth", (), [["eleventh", "thirteenth"]]),
    ("twentieth", (), [["nineteenth"]]),
    ("the second", (), [["the first", "the third"]]),
    ("a second", (), [["0.8 times a second", "1.25 times a second"], ["a millisecond", "a minute"]]),
    ("half a minute", (), [["0.8 times half a minute", "1.25 times half a minute"], ["half a second", "half a hour"]]),
    ("a quarter, a half", (), [["0.8 times a quarter, a half", "1.25 times a quarter, a half"]]),
    ("1, 2 and 4", (), [["0.8, 2 and 4", "1.25, 2 and 4"], ["1, 1.6 and 4", "1, 2.5 and 4"], ["1, 2 and 3.2", "1, 2 and 5"]]),  # noqa: E501
    ("a and b", ("a", "b"), [["b"], ["a"], ["a, b, another-one"]]),
    ("a", ("a",), [["another-one"], ["a, another-one"]]),
    ("red, green", (), [["green"], ["red"], ["red, green, another-one"]]),
    ("never", (), [["can"], ["always"]]),
    ("can", (), [["never"], ["always"]]),
    ("Does not", (), [["always"]]),
    ("yes", (), [["never"]]),
    ("fast", (), [["another-one"]]),
    ("no votes", (), [["always"]]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "names", "expected"), WORDS, ids=[row[0] for row in WORDS])
def test_what_else_words_could_say(words, names, expected):
    assert [[other.words for other in others] for others in contraries(words, names)] == expected


@settings(deadline=None)
@given(PHRASES)
def test_whatever_can_be_read_has_contraries(words):
    try:
        parts = list(contraries(words))
    except Unreadable:
        return
    assert parts
    assert all(parts)


def mutated(text):
    """What is said otherwise of all claims that hold."""
    session = Session(collect(parse(text)), conditions=SECONDS)
    held = [claim for claim in session.claims if (verdict := run(session, claim)) is not None and verdict.held]
    return [changed for claim in held for changed in mutate(session, claim)]


def unnoticed(text):
    return [str(changed.finding().text) for changed in mutated(text) if not changed.noticed]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("10 seconds", "x = 10"),
        ("up to 10 seconds", "x = 10"),
        ("about 10 seconds", "x = 10.5"),
        ("10 to 20 seconds", "x = (10, 20)"),
        ("*red* and *green*", "x = ['green', 'red']"),
        ("never", "x = None"),
        ("never", "def x(): return False"),
        ("nothing", "x = []"),
        ("half", "x = 0.5"),
        ("three", "x = 3"),
        ("fast", "x = 'fast'"),
    ],
)
def test_an_exact_claim_notices(words, code):
    text = f"[#x.claim]#{words}#\n\n{CODE.format(code)}"
    assert mutated(text)
    assert unnoticed(text) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("up to 90 seconds", "x = 10", "'up to 72 seconds' and with 'up to 112.5 seconds' too"),
        ("at least 2", "x = 5", "'at least 1.6' and with 'at least 2.5' too"),
        ("1 to 90 s", "x = (40, 90)", "'0.8 to 90 s' and with '1.25 to 90 s' too"),
        ("10 or 20", "x = 10", "'10 or 16' and with '10 or 25' too"),
    ],
)
def test_a_loose_claim_does_not(words, code, said):
    found = unnoticed(f"[#x.claim]#{words}#\n\n{CODE.format(code)}")
    assert len(found) == 1
    assert said in found[0]


def test_each_cell_of_a_table_counts():
    code = CODE.format("def able(colour): return {'works': True, 'after': 3}")
    assert unnoticed(TABLE.format("yes", "3") + "\n" + code) == []
    (found,) = unnoticed(TABLE.format("yes", "at least 1") + "\n" + code)
    assert found.startswith("claim 'able': row 'red', column 'after': it would hold with 'at least 0.8' and with")


def test_a_column_that_is_the_whole_answer():
    table = '[options="header",role="claim",id="able"]\n|===\n|Colour |Works\n|red |yes\n|===\n'
    assert [changed.where for changed in mutated(f"{table}\n{CODE.format('def able(colour): return True')}")] == [
        "row 'red', column 'works'"
    ]


def test_what_states_nothing_in_words_is_left_as_it_is():
    assert mutated(CODE.format("x = 1")) == []


@pytest.mark.parametrize("trouble", ["1 / 0", "sys.exit()", "assert not ran"])
def test_a_value_that_cannot_be_computed_again_is_told(trouble):
    code = f"import sys\nran = []\ndef x():\n    if ran:\n        {trouble}\n    ran.append(1)\n    return 5"
    session = Session(collect(parse(f"[#x.claim]#5#\n\n{CODE.format(code)}")))
    claim = session.claims[0]
    assert run(session, claim).held
    found = mutate(session, claim)
    assert isinstance(found, Verdict)
    assert not found.held


def test_one_that_takes_too_long_is_stopped():
    code = "ran = []\ndef x():\n    while ran:\n        pass\n    ran.append(1)\n    return 5"
    session = Session(collect(parse(f"[#x.claim]#5#\n\n{CODE.format(code)}")), conditions=Conditions(0.2))
    claim = session.claims[0]
    assert run(session, claim).held
    assert mutate(session, claim).code == "claim-timeout"
