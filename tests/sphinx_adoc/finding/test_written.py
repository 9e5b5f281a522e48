"""Each form of a report, word for word: `written/FORM` is what that form makes of the findings below.

Keys, columns and constants of a form are what other programs read, so each change of one has to be meant. With the
environment variable ``UPDATE_CASES=1`` the files are written anew, and every test that wrote one fails, so that this
cannot be missed.
"""

import os
from pathlib import Path

import pytest
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.finding.explain import product_version
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.syntax.source import Place, Span

HERE = Path(__file__).parent / "written"
SOURCES = {
    "docs/a.adoc": ["= Title", "", "See <<bnod>>, and the other one."],
    "docs/part/ß.adoc": ["日本 [subs=nonsense]", "|==="],
}


def lines(path, number):
    return dict(enumerate(SOURCES[path], 1)).get(number, "")


def span(path, line, first, last, end_line=None):
    return Span(Place(path, line, first), Place(path, end_line or line, last))


REFERENCE = span("docs/a.adoc", 3, 7, 10)
FINDINGS = [
    Finding(Code.TABLE_ROTATE, "upright", span("docs/part/ß.adoc", 2, 0, 4)),
    Finding(
        Code.UNKNOWN_SUB,
        "no substitution is called 'nonsense'",
        span("docs/part/ß.adoc", 1, 10, 17),
        hint="did you mean 'none'?",
        variants=("wiki", "manual"),
        stack=(Place("docs/a.adoc", 1, 1), Place("docs/part/ß.adoc", 2, 3)),
    ),
    Finding(
        Code.XREF_UNRESOLVED,
        "xref target not found: 'bnod'",
        REFERENCE,
        fix=Fix("write bond", REFERENCE, before="bnod", replacement="bond"),
        related=(Related("the nearest", span("docs/a.adoc", 1, 3, 7)),),
    ),
    Finding(Code.BLOCK_UNCLOSED, "the table is never closed", span("docs/part/ß.adoc", 1, 4, 2, end_line=2)),
]
KNOWN = [Finding(Code.XREF_UNRESOLVED, "xref target not found: 'other'", span("docs/a.adoc", 3, 23, 27))]


@pytest.mark.parametrize("form", FORMATS)
def test_a_form_is_written_word_for_word(form):
    counts = {"documents": 3, "references": 12}
    checked = ["docs/a.adoc", "docs/clean.adoc", "docs/part/ß.adoc"]
    report = Report(FINDINGS, checked=checked, counts=counts, lines=lines, root=Path("docs"), known=KNOWN)
    text = FORMATS[form].write(report).replace(product_version(), "VERSION")
    expected = HERE / form
    if os.environ.get("UPDATE_CASES") and (not expected.exists() or expected.read_text("utf-8") != text):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
        pytest.fail(f"{form} was written anew; look at what changed")
    assert text == expected.read_text("utf-8")


def test_no_file_is_left_of_a_form_that_is_gone():
    assert {path.name for path in HERE.iterdir()} == set(FORMATS)
