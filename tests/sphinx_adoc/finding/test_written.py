"""Each form of a report, word for word: `written/FORM` is what that form makes of the findings below,
`written_with_addresses/FORM` what it makes of them where the package names the address of its documentation.

Keys, columns and constants of a form are what other programs read, so each change of one has to be meant. With the
environment variable ``UPDATE_CASES=1`` the files are written anew, and every test that wrote one fails, so that this
cannot be missed.
"""

import os
from email.message import Message
from pathlib import Path

import pytest
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.finding.explain import documentation, product_version
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.syntax.source import Place, Span

HERE = Path(__file__).parent / "written"
WITH_ADDRESSES = ("markdown", "rdjson", "sarif")
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


def written(form):
    counts = {"documents": 3, "references": 12}
    checked = ["docs/a.adoc", "docs/clean.adoc", "docs/part/ß.adoc"]
    report = Report(FINDINGS, checked=checked, counts=counts, lines=lines, root=Path("docs"), known=KNOWN)
    return FORMATS[form].write(report).replace(product_version(), "VERSION")


def compare(text, expected):
    if os.environ.get("UPDATE_CASES") and (not expected.exists() or expected.read_text("utf-8") != text):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
        pytest.fail(f"{expected.name} was written anew; look at what changed")
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_a_form_is_written_word_for_word(form):
    compare(written(form), HERE / form)


@pytest.fixture
def documented(monkeypatch):
    """The package names the address of its documentation."""
    about = Message()
    about["Project-URL"] = "Source, https://source.example"
    about["Project-URL"] = "Documentation, https://docs.example/en"
    monkeypatch.setattr("importlib.metadata.metadata", lambda _: about)
    documentation.cache_clear()
    yield
    documentation.cache_clear()


@pytest.mark.usefixtures("documented")
@pytest.mark.parametrize("form", WITH_ADDRESSES)
def test_a_form_that_names_the_documentation_is_written_word_for_word(form):
    compare(written(form), HERE.with_name("written_with_addresses") / form)


@pytest.mark.usefixtures("documented")
@pytest.mark.parametrize("form", sorted(FORMATS.keys() - set(WITH_ADDRESSES)))
def test_other_forms_name_no_address(form):
    compare(written(form), HERE / form)


def test_no_file_is_left_of_a_form_that_is_gone():
    assert {path.name for path in HERE.iterdir()} == set(FORMATS)
