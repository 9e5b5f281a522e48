"""The catalogues of what the pages about claims say are complete, and compiled."""

import gettext
import re

import pytest
from babel.messages.pofile import read_po

from tests.catalogues import CATALOGUES, messages

LETTERS = re.compile(r"%(?:\(\w+\))?[sd]")


def test_there_is_german():
    assert [path.parts[-3] for path in CATALOGUES] == ["de"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_complete_and_compiled(path):
    with path.open("rb") as file:
        said = {entry.id: entry.string for entry in read_po(file) if entry.id}
    assert said.keys() == messages()
    assert all(said.values())
    assert all(sorted(LETTERS.findall(text)) == sorted(LETTERS.findall(other)) for text, other in said.items())
    with path.with_suffix(".mo").open("rb") as file:
        translated = gettext.GNUTranslations(file).gettext
    assert {text: translated(text) for text in said} == said, "run python -m tests.catalogues"


PAGE = """\
= Seite

== Die Lampe

[source,python,role="claim",id="sums"]
----
four = 4
----

Es sind [#four.claim]#4#. [#five.claim]#5#
"""


def test_the_pages_about_claims_are_in_the_project_s_language(project):
    project.conf("adoc_claims = True\nlanguage = 'de'").write(index__adoc=PAGE)
    out = project.build("html")
    page, listed = (out / "index.html").read_text(), (out / "adoc-claims.html").read_text()
    evidence = (out / "_claims" / "index.html").read_text()
    assert 'title="stimmt, berechnet: 4"' in page
    assert "Nachweis" in page
    assert "1 von 3 Aussagen stimmen nicht." in listed
    assert "Im Text" in evidence
    for text in ("In the text", "Claims", "held", "Computed"):
        assert text not in words(evidence)
        assert text not in words(listed)


def words(page):
    """The words of the part of a page that is about claims."""
    return re.sub("<[^>]*>", " ", page.partition('<section class="claims">')[2].partition('<div class="clearer')[0])


def test_a_project_in_english_is_in_english_after_one_in_german(project):
    project.conf("adoc_claims = True\nlanguage = 'de'").write(index__adoc=PAGE).build("html")
    project.conf("adoc_claims = True")
    assert 'title="held, computed: 4"' in (project.build("html") / "index.html").read_text()
