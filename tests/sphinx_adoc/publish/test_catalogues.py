"""The catalogues of what the pages about claims say are complete, and compiled."""

import gettext
import re

import pytest
from babel.messages.pofile import read_po
from sphinx_adoc.publish.claims import wording

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


@pytest.mark.parametrize(("message", "said"), [
    ("the text says '5', computed: 4", "im Text steht '5', berechnet: 4"),
    ("the text says 'it's', computed: a\nb", "im Text steht 'it's', berechnet: a\nb"),
    ("row '2', column 'n': the text says '5', computed: 4", "Zeile '2', Spalte 'n': im Text steht '5', berechnet: 4"),
    ("row '2': ValueError: no", "Zeile '2': ValueError: no"),
    ("row '3' is false", "Zeile '3' stimmt nicht"),
    ("nothing computes 'a %s'", "nichts berechnet 'a %s'"),
    ("ZeroDivisionError: division by zero", "ZeroDivisionError: division by zero"),
])  # fmt: skip
def test_the_frequent_reasons_are_in_the_project_s_language(monkeypatch, message, said):
    with CATALOGUES[0].with_suffix(".mo").open("rb") as file:
        monkeypatch.setattr(wording, "say", gettext.GNUTranslations(file).gettext)
    assert wording.reason(message) == said


def test_the_reasons_are_those_that_claims_give(project):
    text = PAGE + "\n[#none.claim]#6#\n\n[#rows.claim,options=header]\n|===\n|n |twice\n|1 |3\n|===\n\n"
    text += '["source","python",role="claim"]\n----\nfive = 4\ndef rows(n):\n    return {"twice": 2 * n}\n----\n'
    html = project.conf("adoc_claims = True\nlanguage = 'de'").write(index__adoc=text).html("index")
    assert "five: stimmt nicht: im Text steht &#x27;5&#x27;, berechnet: 4; Nachweis" in html
    assert "nichts berechnet &#x27;none&#x27;" in html
    assert "Zeile &#x27;1&#x27;, Spalte &#x27;twice&#x27;: im Text steht &#x27;3&#x27;, berechnet: 2" in html


def words(page):
    """The words of the part of a page that is about claims."""
    return re.sub("<[^>]*>", " ", page.partition('<section class="claims">')[2].partition('<div class="clearer')[0])


def test_a_project_in_english_is_in_english_after_one_in_german(project):
    project.conf("adoc_claims = True\nlanguage = 'de'").write(index__adoc=PAGE).build("html")
    project.conf("adoc_claims = True")
    assert 'title="held, computed: 4"' in (project.build("html") / "index.html").read_text()
