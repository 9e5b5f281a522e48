"""Several pages in one document: ids are distinct, and links lead to the one that is meant."""

import re

import pytest

INDEX = """\
= Lamp

[role=toctree,numbered=3]
* xref:a.adoc[]
* xref:sub/b.adoc[]

See <<use>>, xref:a.adoc#lamp[], xref:sub/b.adoc#_same[the other], note.footnote:[index note]
"""
A = """\
= A

[#lamp]
== Torch

text.footnote:[A note]

[#use]
== Using

== Same

To <<_same>>.
"""
B = """\
= B

== Same

Back to xref:../index.adoc[]. Go <<_same>> text.footnote:[B note with <<lamp>>] xref:../a.adoc#_same[the first]
"""


@pytest.fixture
def pages(project):
    return project.conf().write(index__adoc=INDEX, a__adoc=A, sub___b__adoc=B)


def test_ids_are_there_once(pages):
    html = (pages.build("singlehtml") / "index.html").read_text()
    ids = re.findall(r' id="([^"]*)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert not re.findall(r'href="#[^"]*#', html)
    local = set(re.findall(r'href="#([^"]+)"', html))
    assert local <= set(ids)
    assert not pages.warnings


def test_links_lead_where_they_should(pages):
    html = (pages.build("singlehtml") / "index.html").read_text()
    first, second = html.index("To <a"), html.index("Go <a")
    assert 'href="#_same"' in html[first : first + 80]
    assert 'href="#sub-b-_same"' in html[second : second + 80]
    assert re.search(r'href="#sub-b-_same"><span[^>]*>the other', html)
    assert re.search(r'href="#_same"><span[^>]*>the first', html)
    assert re.search(r'href="#lamp"><span[^>]*>Torch', html)


def test_each_note_is_that_of_its_page(pages):
    html = (pages.build("singlehtml") / "index.html").read_text()
    notes = dict(re.findall(r'<aside class="footnote brackets" id="([^"]*)".*?<p>(.*?)</p>', html, re.DOTALL))
    calls = re.findall(r'(\S+)<a class="footnote-reference brackets" href="#([^"]*)"', html)
    assert [re.sub("<[^>]*>", "", notes[name]) for _, name in calls] == ["A note", "B note with Torch", "index note"]
    backs = re.findall(r'role="doc-backlink" href="#([^"]*)"', html)
    assert len(set(backs)) == 3
    assert all(f'id="{name}"' in html for name in backs)


def test_numbers_of_sections_stay(pages):
    html = (pages.build("singlehtml") / "index.html").read_text()
    assert re.search(r'id="sub-b-_same">\s*<h\d><span class="section-number">2\.1', html)


@pytest.mark.parametrize("builder", ["latex", "texinfo"])
def test_other_builders_keep_notes_apart(pages, builder):
    text = next(path for path in pages.build(builder).glob("*.tex*") if path.suffix in (".tex", ".texi")).read_text()
    for words in ("A note", "B note with", "index note"):
        assert text.count(words) == 1
    labels = re.findall(r"\\label\{([^}]*)\}", text)
    assert len(labels) == len(set(labels))
