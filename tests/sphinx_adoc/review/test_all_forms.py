"""One review in which there is something of everything, in every form, word for word.

`all_forms/before` and `all_forms/after` are the two sides; beside them each form has its file. With the environment
variable ``UPDATE_CASES=1`` the files are written anew, and every test that wrote one fails, so that this cannot be
missed.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.finding.explain import product_version
from sphinx_adoc.finding.report import Report, as_text
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.project.vocabulary import kinds
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import comment, jsonform, page
from sphinx_adoc.review.output import text as report
from sphinx_adoc.review.output.as_findings import as_findings
from sphinx_adoc.review.review import ReadingOptions, review

from .test_reviewed import contents, settings

HERE = Path(__file__).with_name("all_forms")


@pytest.fixture(scope="module")
def everything():
    old, new = contents(HERE / "before"), contents(HERE / "after")
    touched = frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))
    sides = Sides(old, new, "applied on nothing", touched, {"old.adoc": "new.adoc"})
    words = Vocabulary(kinds({"mode": ["balance-tlb"]}))
    return review(
        sides, ReadingOptions((DEFAULT,), settings, date(2030, 1, 1), vocabulary=words, read_as="read as it is")
    )


FORMS = {
    "report.txt": report.as_text,
    "comment.md": comment.as_comment,
    "report.json": jsonform.as_json,
    "page.html": lambda result: page.as_html(result, {}).rpartition("</style>")[2],
    "findings.txt": lambda result: as_text(Report(as_findings(result))),
}


def compare(form, said):
    expected = HERE / form
    known = expected.read_text("utf-8") if expected.exists() else ""
    if os.environ.get("UPDATE_CASES") and known != said:
        expected.write_text(said, "utf-8")
        pytest.fail(f"{form} was written anew; look at what changed")
    assert said == known


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_written_word_for_word(everything, form):
    said = FORMS[form](everything).replace(product_version(), "VERSION")
    compare(form, said)


def test_a_report_that_has_room_says_all(everything, monkeypatch):
    monkeypatch.setattr(report, "SCREEN", 1000)
    compare("long_report.txt", report.as_text(everything))
