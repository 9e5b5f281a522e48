"""``sphinx-adoc explain``: what is said of a code."""

import json

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.codes import Code
from sphinx_adoc.finding.explain import explanation


@pytest.mark.parametrize("name", ["waiver-unused", "adoc.waiver-unused", "Waiver-Unused"])
def test_a_code_is_explained(name, capsys):
    assert main(["explain", name]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["waiver-unused (warning)", "The line below the waiver has no such finding any more."]
    assert "What to do: remove the waiver." in said
    assert "    See the next page." in said
    assert said[-1].startswith("Read on: ")


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("xref-unresolved", {"For one line", "In Sphinx"}),
        ("waiver-unused", {"In Sphinx"}),
        ("built-link", set()),
        ("baseline-stale", set()),
    ],
)
def test_only_ways_that_work_to_accept_a_finding_are_named(name, ways, capsys):
    assert main(["explain", name]) == 0
    beginnings = {line.partition(":")[0] for line in capsys.readouterr().out.splitlines()}
    assert beginnings & {"For one line", "In Sphinx"} == ways


def test_all_codes_are_listed(capsys):
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[code, code.severity] for code in Code]


def test_a_code_that_is_none_is_told_with_the_one_that_was_meant(capsys):
    assert main(["explain", "xref-unresolvd"]) == 2
    assert "no finding has the code 'xref-unresolvd'; did you mean 'xref-unresolved'?" in capsys.readouterr().err


def test_json_has_all_codes(capsys):
    assert main(["explain", "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in content["codes"]] == list(Code)
    assert content["version"] == 1


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_remedy(code):
    assert explanation(code).remedy.endswith(".")
