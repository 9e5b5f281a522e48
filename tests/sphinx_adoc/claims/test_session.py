"""In which order a document's claims run, and what of them."""

import pytest
from sphinx_adoc.claims import Session, collect, run
from sphinx_adoc.syntax.document import parse

from tests.sphinx_adoc.claims.seconds import SECONDS

HEAD = '[source,python,role="claim",id="{}"]\n----\n{}\n----\n'


def session(*snippets, text="", prelude=None):
    source = "".join(HEAD.format(name, code) + "\n" for name, code in snippets)
    return Session(collect(parse(f"= T\n\n{text}\n\n{source}", "t.adoc")), prelude, SECONDS)


def claim(made, name):
    return next(found for found in made.claims if found.id == name)


def verdict(made, name):
    return run(made, claim(made, name))


def test_running_one_runs_what_it_needs_and_nothing_else():
    made = session(("a", "x = 1\nassert x"), ("other", "1 / 0"), ("b", "y = x + 1\nassert y"), ("c", "assert y == 2"))
    assert verdict(made, "c").held
    assert set(made._done) == {claim(made, name).order for name in "abc"}


def test_a_snippet_runs_once():
    check = "assert ran == [1]"
    made = session(("a", "ran = []\nassert not ran"), ("b", f"ran.append(1)\n{check}"), ("c", check))
    assert [verdict(made, name).held for name in "bcb"] == [True, True, True]


def test_out_of_order_the_namespace_starts_afresh():
    change = "x.append(2)\nassert x == [1, 2]"
    made = session(("a", "x = [1]\nassert x"), ("b", change), ("c", "assert 2 in x"), ("d", "z = 1\nassert z"))
    assert verdict(made, "d").held
    assert verdict(made, "c").held
    assert verdict(made, "b").held
    assert verdict(made, "a").held


CHANGES = ["x[0] = 5", "x.append(5)", "del x[0]", "import x", "x: int = 5", "(x := 5)", "x += [5]", "y = x.pop()"]


@pytest.mark.parametrize("change", CHANGES)
def test_what_may_change_a_name_is_needed_by_those_that_use_it(change):
    made = session(("a", "x = [1]\nassert x"), ("b", change), ("c", "assert x"))
    verdict(made, "c")
    assert claim(made, "b").order in made._done


def test_a_stated_value_may_stand_before_the_snippet_that_computes_it():
    made = session(("a", "slow = 90\nassert slow"), text="It takes [#slow.claim]#90 s#.")
    assert verdict(made, "slow").held


def test_a_later_snippet_is_not_needed_by_an_earlier_one():
    made = session(("a", "assert 'later' not in globals()"), ("b", "later = 1\nassert later"))
    assert verdict(made, "a").held


def test_a_prelude_is_seen_by_all_and_its_folder_can_be_imported_from(tmp_path):
    (tmp_path / "helper_of_prelude.py").write_text("def triple(x):\n    return 3 * x\n")
    prelude = tmp_path / "prelude.py"
    prelude.write_text("from helper_of_prelude import triple\nslow = triple(30)\n")
    made = session(("a", "assert triple(1) == 3"), text="[#slow.claim]#90 s#", prelude=prelude)
    assert verdict(made, "a").held
    assert verdict(made, "slow").held


def test_documents_do_not_share_their_names():
    one, other = session(("a", "mine = 1\nassert mine")), session(("b", "assert 'mine' not in globals()"))
    assert verdict(one, "a").held
    assert verdict(other, "b").held


def test_a_dataclass_can_be_defined_in_a_snippet():
    code = """\
from __future__ import annotations
from dataclasses import dataclass

@dataclass
class P:
    x: int

assert P(1).x == 1"""
    assert verdict(session(("a", code)), "a").held


def test_the_evidence_of_a_snippet_is_what_it_prints():
    assert verdict(session(("a", "print('seen')\nassert 1 == 1")), "a").evidence == "seen\n"


def test_leaving_the_interpreter_is_an_error_of_the_claim():
    assert verdict(session(("a", "import sys\nsys.exit(0)")), "a").code == "claim-error"


def test_an_operand_of_an_assert_is_evaluated_once_and_only_when_needed():
    define = "seen = []\ndef f(x):\n    seen.append(x)\n    return x\n"
    code = define + "assert not f(2) < f(1) < f(0)\nassert seen == [2, 1]"
    assert verdict(session(("a", code)), "a").held


def test_traceback_lines_are_those_of_the_document():
    made = session(("a", "def f():\n    raise KeyError('k')\nassert 1"), ("b", "x = 1\nf()"))
    found = verdict(made, "b")
    line = claim(made, "b").lines[1]
    assert (found.span.start.line, found.code) == (line, "claim-error")
    assert f'File "t.adoc", line {line}' in found.evidence
    assert "sphinx_adoc" not in found.evidence


def test_callouts_are_no_code_and_attributes_are_resolved_where_asked_for():
    head = '[source,python,role="claim",id="{}"{}]\n----\n{}\n----\n'
    text = (
        ":limit: 90\n\n"
        + head.format("marked", "", "x = 1 # <1>\nassert x < 2 <2>")
        + "<1> One.\n<2> Two.\n\n"
        + head.format("filled", ',subs="attributes"', "assert {limit} == 90")
    )
    made = Session(collect(parse(f"= T\n{text}", "t.adoc")))
    assert [verdict(made, name).held for name in ("marked", "filled")] == [True, True]
