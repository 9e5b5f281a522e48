"""Which documents may have an id, and that a page by itself has no others read."""

from pathlib import Path

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.graph.neighbours import naming
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.text_host import TextHost


def names(files, *wanted, documents=None):
    there = Snapshot({name: text.encode() for name, text in files.items()})
    return {str(path) for path in naming([Path(name) for name in documents or files], wanted, there)}


def test_a_document_counts_by_its_own_text():
    assert names({"a.adoc": "[[x]]\n", "b.adoc": "== x\n", "c.adoc": "word\n"}, "x") == {"a.adoc", "b.adoc"}


def test_what_only_refers_to_an_id_does_not_count():
    files = {"a.adoc": "<<it>> and xref:it[]\n", "b.adoc": "<<it>> [[it]]\n", "c.adoc": "xref:a.adoc#it[]\n"}
    assert names(files, "it") == {"b.adoc", "c.adoc"}  # what stands behind a path may be more than a reference


def test_or_by_that_of_what_it_includes_unless_that_is_a_document_too():
    files = {"book.adoc": "include::a.adoc[]\n", "a.adoc": "include::p/deep.inc[]\n", "p/deep.inc": "[[x]]\n"}
    assert names(files, "x", documents=["book.adoc", "a.adoc"]) == {"a.adoc"}
    assert names(files, "x", documents=["book.adoc"]) == {"book.adoc"}


def test_or_where_an_attribute_says_what_it_includes():
    assert names({"a.adoc": "include::{where}/x.adoc[]\n"}, "nothing") == {"a.adoc"}


def test_what_is_included_may_be_absent_or_go_in_a_circle():
    assert names({"a.adoc": "include::b.adoc[]\ninclude::none.adoc[]\n", "b.adoc": "include::a.adoc[]\n"}, "x") == set()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A page, a book with two chapters, and others."""
    monkeypatch.chdir(tmp_path)
    Path("book.adoc").write_text("= Book\n\ninclude::one.adoc[]\n\ninclude::two.adoc[]\n")
    Path("one.adoc").write_text("[[one]]\n== First\n")
    Path("two.adoc").write_text("[[two]]\n== Second\n\n=== Made of a title\n")
    Path("other.adoc").write_text("= Other\n")


def page(text):
    Path("page.adoc").write_text(text)
    code = main(["html", "page.adoc", "--no-cache"])
    return code, Path("page.html").read_text()


@pytest.mark.usefixtures("folder")
def test_a_page_has_those_read_that_its_references_name(parsed, capsys):
    code, html = page("= Page\n\nSee <<two>>.\n")
    assert code == 0
    assert 'href="two.html#two"' in html
    assert ">Second<" in html
    assert parsed == ["page.adoc", "two.adoc"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("target", ["_made_of_a_title", "Made of a title", "absent"])
def test_all_are_read_for_what_cannot_be_found_so(parsed, capsys, target):
    code, _ = page(f"= Page\n\nSee <<{target}>>.\n")
    assert code == (target == "absent")
    assert {"book.adoc", "other.adoc"} <= {*parsed}


@pytest.mark.usefixtures("folder")
def test_an_id_that_two_of_them_have_is_ambiguous(capsys):
    Path("other.adoc").write_text("[[two]]\nword\n")
    code, _ = page("= Page\n\nSee <<two>>.\n")
    assert code == 1
    assert "xref-ambiguous" in capsys.readouterr().out


@pytest.fixture
def inlines(monkeypatch):
    """The texts whose inline markup was read."""
    read = []
    original = TextHost.parse_inlines

    def noting(self, text):
        read.append(text.raw)
        return original(self, text)

    monkeypatch.setattr(TextHost, "parse_inlines", noting)
    return read


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("more", [["--no-cache"], ["--cache-dir", "cache"]])
def test_of_what_lies_beside_a_page_the_titles_are_read_and_texts_with_a_name(inlines, more):
    Path("other.adoc").write_text("= Other\n\n[[oth]]\n== Third\n\nSome *words*.\n\nw [[inner,the _word_]] w\n")
    Path("page.adoc").write_text("= Page\n\n<<oth>>, <<inner>>\n")
    for _ in range(2):
        assert main(["html", "page.adoc", *more]) == 0
    html = Path("page.html").read_text()
    assert 'href="other.html#oth">Third</a>' in html
    assert 'href="other.html#inner">the <em>word</em></a>' in html or 'href="other.html#inner">the word</a>' in html
    assert "Some *words*." not in inlines
    assert "w [[inner,the _word_]] w" in inlines


@pytest.mark.usefixtures("folder")
def test_an_id_that_an_attribute_spells_is_found_by_reading_all(inlines):
    Path("other.adoc").write_text(":n: named\n\nThe id [[{n}]] of *words*.\n\n// named\n")
    code, html = page("= Page\n\nSee <<named>>.\n")
    assert code == 0
    assert 'href="other.html#named"' in html


@pytest.mark.usefixtures("folder")
def test_what_is_known_of_a_neighbour_is_used(inlines):
    Path("other.adoc").write_text("[[it]]\n== Third\n")
    assert main(["check", ".", "--cache-dir", "cache"]) == 0
    assert "Third" in inlines
    inlines.clear()
    Path("page.adoc").write_text("= Page\n\nSee <<it>>.\n")
    assert main(["html", "page.adoc", "--cache-dir", "cache"]) == 0
    assert inlines[0] == "Page"
    assert "Third" not in inlines
