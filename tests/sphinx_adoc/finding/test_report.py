"""The forms of a report."""

import json
import xml.etree.ElementTree as ET
from importlib.metadata import version

import pytest
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.syntax.source import Place, Span

SOURCE = {
    "docs/a.adoc": [
        "See <<bnod>>.",
        "\tsee <<bnod>>",
        "日本 <<bnod>>",
        "x" * 300 + "<<bnod>>",
        "",
        "\x1b[31m<<bnod>>",
        "x <<bn\u0301d>>",
    ]
}


def lines(path, number):
    return SOURCE[path][number - 1]


def at(line, first, last):
    return Span(Place("docs/a.adoc", line, first), Place("docs/a.adoc", line, last))


def target(line=1, first=7, **more):
    return Finding(Code.XREF_UNRESOLVED, "xref target not found: 'bnod'", at(line, first, first + 3), **more)


def write(form, *findings, **more):
    return FORMATS[form].write(Report(findings, lines=lines, **more))


@pytest.mark.parametrize(
    ("line", "first", "expected"),
    [
        (1, 7, ["    See <<bnod>>.", "          ^~~~"]),
        (2, 8, ["    \tsee <<bnod>>", "    \t      ^~~~"]),
        (3, 6, ["    日本 <<bnod>>", "           ^~~~"]),
        (4, 303, ["    ... " + "x" * 58 + "<<bnod>>", "        " + " " * 60 + "^~~~"]),
        (5, 0, []),
        (6, 8, ["    \ufffd[31m<<bnod>>", "           ^~~~"]),
        (7, 5, ["    x <<bn\u0301d>>", "        ^~~"]),
    ],
    ids=["plain", "tab", "wide", "long", "empty", "control", "combining"],
)
def test_text_shows_the_line_with_a_caret_under_the_place(line, first, expected):
    assert write("text", target(line, first)).splitlines()[1:] == expected


def test_text_marks_a_whole_character_where_nothing_is_spanned():
    nothing = Finding(Code.TABLE_COLS, "m", at(3, 1, 0))
    assert write("text", nothing).splitlines()[1:] == ["    日本 <<bnod>>", "    ^~"]


@pytest.mark.parametrize(("length", "shown"), [(120, 120), (121, 120)])
def test_text_cuts_lines_that_are_wider_than_120(length, shown):
    SOURCE["docs/wide.adoc"] = ["x" * length]
    span = Span(Place("docs/wide.adoc", 1, 1), Place("docs/wide.adoc", 1, 1))
    assert write("text", Finding(Code.TABLE_COLS, "m", span)).splitlines()[1:] == ["    " + "x" * shown, "    ^"]


def test_text_names_place_severity_message_hint_and_code():
    said = write("text", target(hint="did you mean 'bond' (a.adoc:9)?")).splitlines()[0]
    assert said == (
        "docs/a.adoc:1:7: error: xref target not found: 'bnod'; did you mean 'bond' (a.adoc:9)? [xref-unresolved]"
    )


def test_text_lists_related_places_and_the_includes_innermost_first():
    stack = (Place("book.adoc", 3, 1), Place("part.adoc", 8, 1))
    said = write("text", target(related=(Related("also here", at(2, 8, 11)),), stack=stack)).splitlines()
    assert said[3:] == [
        "docs/a.adoc:2:8: note: also here",
        "  included from part.adoc:8:1",
        "  included from book.adoc:3:1",
    ]


def test_text_of_a_span_over_lines_marks_the_rest_of_the_first_line():
    span = Span(Place("docs/a.adoc", 1, 5), Place("docs/a.adoc", 2, 4))
    assert write("text", Finding(Code.TABLE_ROTATE, "m", span)).splitlines()[2] == "        ^" + "~" * 8


def test_text_shows_an_info_once_for_a_file_and_errors_each_time():
    notes = [Finding(Code.TABLE_ROTATE, "m", at(line, 1, 1)) for line in (1, 2, 3)]
    faults = [Finding(Code.TABLE_COLS, "m", at(line, 1, 1)) for line in (1, 2)]
    assert [line for line in write("text", *notes, *faults).splitlines() if "docs/" in line] == [
        "docs/a.adoc:1:1: info: m (3 times in this file) [table-rotate]",
        "docs/a.adoc:1:1: error: m [table-cols]",
        "docs/a.adoc:2:1: error: m [table-cols]",
    ]


@pytest.mark.parametrize("form", ["text", "github"])
def test_nothing_found_says_nothing(form):
    assert write(form) == ""


def test_json_has_everything():
    fix = Fix("write bond", at(1, 7, 10), before="bnod", replacement="bond")
    checked = {"checked": ["docs/a.adoc"], "counts": {"anchors": 3}}
    made = json.loads(write("json", target(fix=fix, variants=("wiki",)), **checked))
    found = made["findings"][0]
    assert (made["version"], made["checked"], made["counts"]) == (2, ["docs/a.adoc"], {"anchors": 3})
    place = {"path": "docs/a.adoc", "line": 1, "column": 7, "end_line": 1, "end_column": 11}
    assert found["place"] == found["fix"]["place"] == place
    assert (found["fix"]["replacement"], found["variants"]) == ("bond", ["wiki"])


def test_sarif_regions_end_one_after_and_fixes_are_carried():
    fix = Fix("write bond", at(1, 7, 10), before="bnod", replacement="bond")
    run = json.loads(write("sarif", target(fix=fix, stack=(Place("b k.adoc", 3, 1),))))["runs"][0]
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "xref-unresolved"
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 11}
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "b%20k.adoc"}
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "bond"}


def test_sarif_describes_its_rules_and_the_tool():
    driver = json.loads(write("sarif", target()))["runs"][0]["tool"]["driver"]
    (rule,) = driver["rules"]
    assert driver["version"] == version("sphinx-adoc")
    assert rule["shortDescription"]["text"] == Code.XREF_UNRESOLVED.summary
    assert rule["fullDescription"]["text"].startswith(Code.XREF_UNRESOLVED.summary)
    assert "What to do: correct the reference" in rule["help"]["text"]
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_sarif_keeps_letters_as_they_are():
    assert "Zähler fehlt" in write("sarif", Finding(Code.TABLE_COLS, "Zähler fehlt", at(1, 1, 1)))


def test_sarif_without_findings_is_still_a_run():
    assert json.loads(write("sarif"))["runs"][0]["results"] == []


def test_sarif_never_has_column_zero():
    region = json.loads(write("sarif", target(5, 0)))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert region["region"]["startColumn"] == 1


def test_github_escapes_what_would_end_the_command():
    odd = Finding(Code.UNKNOWN_SUB, "50% of\n::error::", Span(Place("a,b:c.adoc", 1, 1), Place("a,b:c.adoc", 1, 2)))
    assert write("github", odd) == (
        "::warning file=a%2Cb%3Ac.adoc,line=1,endLine=1,col=1,endColumn=2,title=unknown-sub::50%25 of%0A::error::\n"
    )


def test_junit_has_a_failure_per_finding_and_a_pass_for_what_is_clean():
    made = ET.fromstring(write("junit", target(), checked=["docs/a.adoc", "docs/b.adoc"]))
    cases = made.findall("./testsuite/testcase")
    assert [(case.get("classname"), case.get("name"), case.find("failure") is not None) for case in cases] == [
        ("docs/b.adoc", "clean", False),
        ("docs/a.adoc", "xref-unresolved:1:7", True),
    ]
    assert (made.get("tests"), made.get("failures")) == ("2", "1")


def test_junit_drops_characters_that_xml_forbids():
    ET.fromstring(write("junit", Finding(Code.TABLE_COLS, "\x00\x1b\ud800\uffff", at(1, 1, 1))))


def test_junit_counts_info_as_passed():
    made = ET.fromstring(write("junit", Finding(Code.TABLE_ROTATE, "m", at(1, 1, 1))))
    assert made.get("failures") == "0"
    assert made.find("./testsuite/testcase/failure") is None
