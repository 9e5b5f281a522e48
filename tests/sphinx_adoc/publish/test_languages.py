"""Pages in another language than English: captions, labels, contents, and the language of a page itself."""

import pytest

PAGE = """\
= Seite
{head}
toc::[]

== Die Lampe

.Lampe
image::a.svg[]

.Zeile
|===
|a
|===

NOTE: Ein Wort.

[WARNING]
====
Zwei.
====
"""


@pytest.fixture
def page(project):
    def page(head="", conf=""):
        project.write(a__svg='<svg xmlns="http://www.w3.org/2000/svg"/>', index__adoc=PAGE.format(head=head))
        html = project.conf(conf).html("index")
        assert project.warnings == ""
        return html

    return page


@pytest.mark.parametrize(("head", "conf"), [("", "language = 'de'"), (":lang: de\n", "")])
def test_captions_labels_and_contents_are_in_the_language(page, head, conf):
    html = page(head, conf)
    assert "Abbildung 1. Lampe" in html
    assert "Tabelle 1. Zeile" in html
    assert "Inhaltsverzeichnis" in html
    assert '<p class="admonition-title">Warnung</p>' in html
    assert "Figure" not in html
    assert "Table" not in html
    assert "Note" not in html


def test_admonitions_are_called_as_those_of_other_pages(page):
    assert '<div class="admonition note">' in page(conf="language = 'de'")


def test_a_page_says_its_own_language(page):
    assert '<section id="_seite" lang="de">' in page(":lang: de\n")
    assert "lang=" not in page(conf="language = 'de'")


def test_a_page_may_be_english_among_others(page):
    html = page(":lang: en\n", "language = 'de'")
    assert "Figure 1. Lampe" in html
    assert '<p class="admonition-title">Note</p>' in html
    assert '<section id="_seite" lang="en">' in html


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_parts_say_in_which_direction_they_run(project, builder):
    text = "= Page\n\nx\n\n[lang=he]\ny\n\n:lang: fa\n\n== A\n\nz\n\n[lang=fr]\nw\n"
    out = project.conf().write(index__adoc=text).build(builder, epub_copyright="x", version="1")
    html = next(out.glob("index.*html")).read_text(encoding="utf-8")
    assert '<p lang="he" dir="rtl">y</p>' in html
    assert '<section id="_a" lang="fa" dir="rtl">' in html
    assert '<p lang="fr" dir="ltr">w</p>' in html
    assert html.count('dir="rtl"') == 2
    assert html.count('dir="ltr"') == 1
