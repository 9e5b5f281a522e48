"""What a verdict rests on: the part of a snippet that matters, and pictures of what it made."""

import pickle

import pytest
from sphinx_adoc.claims import Conditions, Session, collect, gather, run
from sphinx_adoc.claims.evidence import SVG_BYTES
from sphinx_adoc.claims.excerpt import LINES, around, setting
from sphinx_adoc.syntax.document import parse

from tests.sphinx_adoc.claims.seconds import SECONDS

HEAD = '[source,python,role="claim",id="{}"]\n----\n{}\n----\n'
PRELUDE = """
SIZE = 7

class Drawn:
    def __init__(self, svg, words="in words"):
        self.svg, self.words = svg, words

    def _repr_svg_(self):
        return self.svg() if callable(self.svg) else self.svg

    def _repr_alt_(self):
        return self.words

class Bare:
    def _repr_svg_(self):
        return "<svg/>"
"""


@pytest.fixture
def evidence(tmp_path):
    """Makes a document of a text and snippets; gives the evidence of each claim, by id."""

    def made(text, timeout=60.0, **snippets):
        (tmp_path / "prelude.py").write_text(PRELUDE)
        source = "".join(HEAD.format(name, code) + "\n" for name, code in snippets.items())
        session = Session(
            collect(parse(f"= T\n\n{text}\n\n{source}", "t.adoc")),
            tmp_path / "prelude.py",
            Conditions(timeout, units=SECONDS.units),
        )
        verdicts = [run(session, claim) for claim in session.claims]
        return {verdict.claim.id: gather(session, verdict) for verdict in verdicts}

    return made


# -- the part of a snippet ---------------------------------------------------------------------------------------------


SNIPPET = """\
# how long
base = 3

other = 7

def twice(x):
    # doubles
    return 2 * x

slow = twice(base)
assert slow == 6
last = other"""


def test_the_part_that_sets_a_name_has_what_it_needs_and_no_more():
    assert setting(SNIPPET, "base") == ("# how long\nbase = 3", {"base"})
    code, names = setting(SNIPPET, "slow")
    assert code == "# how long\nbase = 3\ndef twice(x):\n    # doubles\n    return 2 * x\nslow = twice(base)"
    assert names == {"base", "twice", "slow"}
    assert setting(SNIPPET, "last") == ("other = 7\nlast = other", {"other", "last"})


def test_a_name_that_is_changed_later_has_all_its_statements():
    assert setting("a = []\nb = 1\na.append(2)", "a")[0] == "a = []\na.append(2)"


def test_a_name_that_is_changed_within_an_expression_has_that_statement():
    code = "a = {1: 2, 3: 4}\nb = a.pop(1)\nc = max(a)"
    assert setting(code, "c")[0] == code


LOCAL = ["other = [n for n in range(3)]", "def other(n):\n    m = n\n    return m", "other = lambda n: n"]


@pytest.mark.parametrize("local", LOCAL)
def test_names_of_comprehensions_and_functions_connect_nothing(local):
    assert setting(f"{local}\nc = sum(n for n in (m for m in range(9)))", "c")[0].startswith("c = ")


def test_what_a_function_takes_from_outside_is_needed():
    code = "size = 2\ndef twice(n):\n    return size * n\nc = [twice(n) for n in range(3)]"
    assert setting(code, "c")[0] == code


def test_statements_on_one_line_are_that_line():
    assert setting("a = 1; b = a", "b")[0].splitlines()[-1] == "a = 1; b = a"


def test_of_a_session_the_part_comes_with_its_output():
    text = ">>> a = 1\n>>> b = 2\n>>> c = a\n>>> c\n1"
    assert setting(text, "c")[0] == ">>> a = 1\n>>> c = a"
    assert around(text, 3) == ">>> c\n1"


def test_a_long_part_ends_with_what_sets_the_name():
    text = "".join(f"a{n + 1} = a{n}\n" for n in range(LINES + 5))
    shown = setting("a0 = 1\n" + text, f"a{LINES + 5}")[0].splitlines()
    assert shown[0] == "..."
    assert len(shown) == LINES + 1
    assert shown[-1] == f"a{LINES + 5} = a{LINES + 4}"


@pytest.mark.parametrize("text", ["not python (", ">>> (\n", ""])
def test_what_cannot_be_read_has_no_part(text):
    assert setting(text, "a") == ("", set())


def test_the_statement_that_failed():
    assert around(SNIPPET, 10) == "assert slow == 6"
    assert around(SNIPPET, 0) == "# how long\nbase = 3"


# -- the evidence of a claim -------------------------------------------------------------------------------------------


def test_a_stated_value_rests_on_the_last_snippet_that_sets_it(evidence):
    found = evidence("[#slow.claim]#9 s#", a="slow = 3\nassert slow", b="slow = 9\nassert slow")
    assert found["slow"].verdict.held
    assert found["slow"].snippet.id == "b"
    assert found["slow"].code == "slow = 9"


def test_a_snippet_that_has_the_name_for_itself_alone_computes_nothing(evidence):
    alone = "x = [slow for slow in range(3)]\ny = {slow: slow for slow in x}\nassert x"
    found = evidence("[#slow.claim]#9 s#", a="slow = 9\nassert slow", b=alone)
    assert found["slow"].snippet.id == "a"


def test_a_snippet_that_held_is_not_repeated_and_one_that_failed_shows_where(evidence):
    found = evidence("", good="a = 1\nassert a", bad="b = 2\nassert b == 3")
    assert found["good"].code == ""
    assert found["bad"].code == "assert b == 3"


def test_a_value_of_the_prelude_rests_on_no_snippet(evidence):
    found = evidence("[#SIZE.claim]#7#", other="assert SIZE == 7")["SIZE"]
    assert found.verdict.held
    assert (found.snippet, found.code) == (None, "")


# -- pictures ----------------------------------------------------------------------------------------------------------


def pictures(found):
    return [(picture.name, picture.svg, picture.words, picture.trouble) for picture in found.pictures]


def test_a_snippet_has_the_pictures_of_what_it_made(evidence):
    found = evidence("[#n.claim]#1#", a="d = Drawn('<svg/>')\nn = 1\nassert d", b="d2 = d\ne = 5\nassert e")
    assert pictures(found["a"]) == [("d", "<svg/>", "in words", "")]
    assert [name for name, *_ in pictures(found["b"])] == ["d2"], "not d, which it only uses"
    assert pictures(found["n"]) == [], "a number is no picture"


def test_each_snippet_keeps_its_own_picture_of_a_name_that_is_set_again(evidence):
    found = evidence(
        "[#late.claim]#2#",
        a="d = Drawn('<svg>a</svg>')\nassert d",
        b="d = Drawn('<svg>b</svg>')\nlate = 2\nassert d",
    )
    assert [pictures(found[name])[0][1] for name in "ab"] == ["<svg>a</svg>", "<svg>b</svg>"]


def test_a_stated_value_that_offers_a_picture_has_it(evidence):
    found = evidence("It [#flag.claim]#will#.", a="class Flag(Drawn):\n    pass\nflag = Drawn('<svg/>')\nassert flag")
    assert [name for name, *_ in pictures(found["flag"])] == ["flag"]


def test_two_pictures_are_shown_and_more_are_counted(evidence):
    found = evidence("", a="a, b, c, _d = (Drawn('<svg/>') for _ in range(4))\nassert a")["a"]
    assert [picture.name for picture in found.pictures] == ["a", "b"]
    assert found.left_out == 1


def test_a_snippet_that_fails_has_pictures_too(evidence):
    found = evidence("", a="d = Drawn('<svg/>')\nassert not d")["a"]
    assert not found.verdict.held
    assert [name for name, *_ in pictures(found)] == ["d"]


def test_a_picture_without_words(evidence):
    assert pictures(evidence("", a="d = Bare()\nassert d")["a"]) == [("d", "<svg/>", "", "")]


@pytest.mark.parametrize("code", ["d = Drawn", "import sys as d", "d = '_repr_svg_'"])
def test_only_values_have_pictures(evidence, code):
    assert pictures(evidence("", a=f"{code}\nassert d")["a"]) == []


TROUBLE = {
    "None": "It was not drawn when this page was built.",
    "lambda: 1 / 0": "It could not be drawn: division by zero",
    "lambda: exit(3)": "It could not be drawn: 3",
    f"'x' * {SVG_BYTES + 1}": f"It is too large for this page: {SVG_BYTES + 1:,} bytes of {SVG_BYTES:,}.",
}


@pytest.mark.parametrize("svg", TROUBLE)
def test_without_a_picture_there_are_words(evidence, svg):
    found = evidence("", a=f"d = Drawn({svg})\nassert d")["a"]
    assert found.verdict.held
    assert pictures(found) == [("d", "", "in words", TROUBLE[svg])]


def test_drawing_does_not_last_for_ever(evidence):
    found = evidence("", 0.1, a="def hang():\n    while True:\n        pass\nd = Drawn(hang)\nassert d")["a"]
    assert found.pictures[0].trouble == "Drawing it was stopped after 0.1 s."


def test_evidence_is_plain_data(evidence):
    found = evidence("[#n.claim]#1#", a="d = Drawn('<svg/>')\nn = 1\nassert d")
    assert pickle.loads(pickle.dumps(found)) == found
    assert b"adoc_prelude" not in pickle.dumps(found)
