"""What became of claims."""

from pathlib import Path

import pytest
from sphinx_adoc.claims import collect
from sphinx_adoc.review.fates.series import _is_same
from sphinx_adoc.review.states.stated import ClaimChange, compare
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.source import Place

SNIPPET = '[source,python,role="claim",id="{}"]\n----\n{}\n----\n'
TABLE = '[options="header",role="claim",id="t"]\n|===\n|n |double\n{}\n|===\n'


def became(before, after, there="a.adoc"):
    sides = [{path: collect(parse(text, Path(path)))} for path, text in (("a.adoc", before), (there, after))]
    return [(each.kind, each.id, f"{each.place}", each.before, each.after) for each in compare(*sides)]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("It is [#n.claim]#3 s#.\n", "It is [#n.claim]#4 s#.\n", [("value", "n", "a.adoc:1:18", "3 s", "4 s")]),
        ("It is [#n.claim]#3\ns#.\n", "It is [#n.claim]#3 s#.\n", []),
        ("It is [#n.claim]#3 s#.\n", "It is.\n", [("removed", "n", "a.adoc:1:18", "3 s", "")]),
        ("It is.\n", "It is [#n.claim]#3 s#.\n", [("added", "n", "a.adoc:1:18", "", "3 s")]),
        (SNIPPET.format("c", "assert 1 < 2"), SNIPPET.format("c", "assert 1 < 3"),
         [("code", "c", "a.adoc:3:1", "assert 1 < 2", "assert 1 < 3")]),
        (SNIPPET.format("c", "\nn = 1\nassert n"), SNIPPET.format("c", "m = 1\n\nassert m"),
         [("code", "c", "a.adoc:3:1", "n = 1 ...", "m = 1 ...")]),
        (SNIPPET.format("c", "assert 1"), SNIPPET.format("c", "assert 1 < 3\n"),
         [("code", "c", "a.adoc:3:1", "assert 1", "assert 1 < 3")]),
        (TABLE.format("|1 |2"), TABLE.format("|1 |3\n|2 |4"),
         [("table", "t", "a.adoc:4:5", "row '1', column 'double': 2", "row '1', column 'double': 3"),
          ("table", "t", "a.adoc:5:2", "", "row '2'")]),
        (TABLE.format("|1 |2\n|2 |4"), TABLE.format("|1 |2"), [("table", "t", "a.adoc:2:1", "row '2'", "")]),
        (TABLE.format("|1 |2\n|2 |4"), "No.\n", [("removed", "t", "a.adoc:2:1", "2 rows", "")]),
    ],
)  # fmt: skip
def test_a_claim_that_is_another_one(before, after, changes):
    assert became(before, after) == changes


def test_a_claim_on_another_page_moved():
    text = "It is [#n.claim]#3 s#.\n"
    assert became(text, text, "b.adoc") == [("moved", "n", "b.adoc:1:18", "a.adoc:1:18", "b.adoc:1:18")]


@pytest.mark.parametrize(
    ("kind", "name", "path", "same"),
    [
        ("value", "n", "a.adoc", True),
        ("code", "n", "a.adoc", False),
        ("value", "m", "a.adoc", False),
        ("value", "n", "b.adoc", False),
        ("removed", "n", "a.adoc", False),
    ],
)
def test_a_change_that_is_left_is_one_of_that_claim_on_that_page(kind, name, path, same):
    change = ClaimChange("value", "n", Place("a.adoc", 1, 1), "3 s", "4 s")
    assert _is_same(change, ClaimChange(kind, name, Place(path, 2, 1), "3 s", "4 s")) is same
