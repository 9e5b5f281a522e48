"""Pages in another language: what translators are given, and what becomes of what they give."""

import json
from itertools import count

import pytest

PAGE = """\
= The lamp
:volts: 230

It turns *once*, see <<power>>.

[[power]]
== Power

. It needs _{volts}_ V.

term:: A meaning.

.Its title
NOTE: Mind the gap.

* An item
"""


NUMBERS = count()  # Sphinx keeps the messages of a page by its name, also for the next build in this process
INDEX = "I\n=\n\n.. toctree::\n\n   {page}\n\nSee :ref:`power`.\n"


def catalogue(messages):
    pairs = {"": "Content-Type: text/plain; charset=UTF-8\n", **messages}
    return "".join(
        f"msgid {json.dumps(said)}\nmsgstr {json.dumps(then, ensure_ascii=False)}\n\n" for said, then in pairs.items()
    )


@pytest.fixture
def german(project):
    """Build the page in German with these messages; returns the page."""

    def german(messages, text=PAGE):
        page = f"page{next(NUMBERS)}"
        project.write(**{f"{page}__adoc": text}, index__rst=INDEX.format(page=page))
        project.write(**{f"locale___de___LC_MESSAGES___{page}__po": catalogue(messages)})
        body = project.html(page, language="de", locale_dirs=["locale"])
        project.warnings = project.warnings.replace(page, "page")
        return body

    project.conf()
    return german


def test_translators_are_given_the_text_with_its_markup(project):
    project.conf().write(page__adoc=PAGE, index__rst=INDEX.format(page="page"))
    pot = (project.build("gettext") / "page.pot").read_text()
    assert 'page.adoc:4\nmsgid "It turns *once*, see <<power>>."' in pot
    assert 'page.adoc:9\nmsgid "It needs _{volts}_ V."' in pot


def test_the_title_of_a_note_keeps_its_markup(german, project):
    text = "= Page\n\n.Use `on`, see <<power>>\n[WARNING]\n====\nWords.\n====\n\n[[power]]\n== Power\n"
    page = german({"Use `on`, see <<power>>": "Nimm `on` und *mehr*, siehe <<power>>"}, text)
    assert '<p class="admonition-title">Nimm <code' in page
    assert "und <strong>mehr</strong>" in page
    assert 'href="#power"' in page
    assert project.warnings == ""


def test_a_translation_is_read_as_the_text_that_it_takes_the_place_of(german, project):
    page = german(
        {
            "The lamp": "Die _Lampe_",
            "It turns *once*, see <<power>>.": "Sie dreht sich *einmal*, siehe <<power>>.",
            "It needs _{volts}_ V.": "Sie braucht _{volts}_ V.",
            "Power": "Strom",
            "term": "Begriff",
            "Its title": "Sein Titel",
            "Mind the gap.": "Achtung!",
            "An item": "Ein Punkt",
        }
    )
    assert "<h1>Die <em>Lampe</em>" in page
    assert "Sie dreht sich <strong>einmal</strong>" in page
    assert '<a class="reference internal" href="#power"><span class="xref adoc">Strom</span></a>' in page
    assert "Sie braucht <em>230</em> V." in page
    assert "<dt>Begriff" in page
    assert '<p class="admonition-title">Sein Titel</p>\n<p>Achtung!</p>' in page
    assert "<p>Ein Punkt</p>" in page
    assert project.warnings == ""
    index = (project.root / "html" / "index.html").read_text()
    assert '.html#power"><span class="std std-ref">Strom</span>' in index, "the page keeps its anchors"


@pytest.mark.parametrize("said", ["* kein Punkt", "= kein Titel", "kein Wort::", "Wort:: kein Wort", "----", "NOTE: x"])
def test_a_translation_begins_no_block(german, project, said):
    assert f"<p>{said}</p>" in german({"Mind the gap.": said})
    assert project.warnings == ""


def test_a_reference_of_a_translation_that_leads_nowhere_is_found(german, project):
    german({"It turns *once*, see <<power>>.": "Siehe <<powr>>."})
    assert "page.adoc:4:<translated>:1:9: WARNING: xref target not found: 'powr'" in project.warnings


def test_source_code_may_be_translated_as_it_is(german, project):
    text = "= A\n\n----\n* one\n----\n"
    project.conf("gettext_additional_targets = ['literal-block']")
    project.conf = lambda text="": project  # keep that
    assert "<span></span>* eins" in german({"* one": "* eins"}, text)


def test_what_looks_like_a_reference_in_translated_source_code_is_none(german, project):
    text = "= A\n\n[[power]]\n== Power\n\n----\na << b\n----\n"
    project.conf("gettext_additional_targets = ['literal-block']")
    project.conf = lambda text="": project  # keep that
    german({"a << b": "a << b <<nowhere>>"}, text)
    assert project.warnings == ""
