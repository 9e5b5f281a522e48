"""The round trip of translations: with every message translated word by word, the page is the same, but in other words.

In the page every word that can be translated begins with "word", so that a translation is made by exchanging that, and
what is left of it in the translated page was not translated.
"""

import io
import re
import shutil
from itertools import count

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.sphinx_adoc.publish.conftest import PIXEL

PAGE = """\
= Word title *wordbold*
:description: wordmeta
:sectnums:
:sectanchors:

toc::[]

Worda [#inner]#wordb# link:https://example.org[wordc], xref:#deep[wordd], <<deep>>,
wordnote.footnote:[Worde *wordf* <<deep>>.]
A wordnamed.footnote:same[Wordg.] again.footnote:same[]

[[deep]]
== Wordh `wordi`.footnote:[Wordj.]

Wordk +
wordl stem:[x^2] latexmath:[\\frac a b] wordm ((wordn)) -- wordo...

[%hardbreaks]
wordp
wordq

.Wordr
* wordt
* [x] words
. wordu <<deep>>

.Wordv
[%header,cols="1,e,s,m,h,a"]
|===
|Wordw |Wordx |Wordy |Wordz |Wordaa |Wordab
|wordac.footnote:[Wordad.] |wordae |wordaf |wordag |wordah |wordai
|===

wordak:: wordal.footnote:[Wordam.]

[qanda]
wordan?:: wordao

NOTE: Wordap.

.Wordaq
[TIP]
====
Wordar
====

[quote,Wordas]
____
Wordau
____

[verse]
____
wordav
wordaw
____

[stem]
++++
x = 1
++++

.Wordax
----
code stays
----

.Worday
image::dot.png[Wordaz]

====
wordba.footnote:same[]
====
"""
NUMBERS = count()  # Sphinx keeps the messages of a page by its name, also for the next build in this process
INDEX = "= Index\n\n[role=toctree]\n* xref:{page}.adoc[]\n"
ENGLISH, FOREIGN = "word", "wort"


def translate(text, before=ENGLISH, after=FOREIGN):
    return text.replace(before, after).replace(before.capitalize(), after.capitalize())


@pytest.fixture
def translated(project):
    """The project with all messages translated; the messages are kept."""
    project.conf("language = 'en'\nlocale_dirs = ['locale']\nadoc_attributes = {'stem': 'latexmath'}")
    (project.source / "dot.png").write_bytes(PIXEL)
    project.messages = []
    project.page = f"trip{next(NUMBERS)}"

    def run(change=translate, text=PAGE):
        project.write(**{f"{project.page}__adoc": text}, index__adoc=INDEX.format(page=project.page))
        text = (project.build("gettext") / f"{project.page}.pot").read_bytes()
        catalogue = read_po(io.BytesIO(text))
        for message in catalogue:
            if message.id:
                project.messages.append(message.id)
                message.string = change(message.id)
        folder = project.source / "locale" / "xx" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{project.page}.mo").open("wb") as file:
            write_mo(file, catalogue)
        return project

    return run


def body(project, language):
    shutil.rmtree(project.root / "doctrees", ignore_errors=True)
    return project.html(project.page, language=language, gettext_auto_build=False)


def test_the_translated_page_is_the_same_in_other_words(translated):
    project = translated()
    english = body(project, "en")
    foreign = body(project, "xx")
    assert project.warnings == ""
    assert ENGLISH in english.lower()
    assert re.findall(rf"\w*{ENGLISH}\w*", strip(foreign).lower()) == [], "of the source language nothing is left"
    assert strip(foreign) == strip(translate(english))


def strip(html):
    """A page without its ids and addresses, which are made of the words of the source language."""
    return " ".join(re.sub(r'(id|href)="[^"]*"', "", html).split())


def test_ids_stay(translated):
    project = translated()
    ids = [re.findall(r' id="(?!index-)([^"]*)"', body(project, language)) for language in ("en", "xx")]
    assert ids[0] == ids[1]


def test_every_message_is_there_once(translated):
    messages = translated().messages
    for word in set(re.findall(r"word\w*", PAGE.lower())) - {"wordn"}:
        said = [message for message in messages if re.search(rf"\b{word}\b", message, re.IGNORECASE)]
        assert len(said) == 1, (word, said)
    assert not [message for message in messages if "code stays" in message or "x = 1" in message]


def test_a_line_end_that_counts_is_a_sign_in_its_message(translated):
    assert "wordp +\u2424wordq" in translated().messages


def test_references_and_notes_may_change_their_order(project, translated):
    original = "Worda.footnote:[Wordb.] Wordc.footnote:[Wordd.] See <<one>>, <<two>>."
    other = "Siehe <<two>>, <<one>>. Zwei.footnote:[D.] Eins.footnote:[B.]"
    text = f"= P\n\nFirst.footnote:[Wordx.]\n\n{original}\n\n[#one]\n== One\n\n[#two]\n== Two\n"
    translated(lambda message: other if message == original else "", text)
    page = body(project, "xx")
    assert re.findall(r'href="#_footnotedef_(\d)" id="_footnoteref_(\d)"', page) == [("1", "1"), ("2", "2"), ("3", "3")]
    notes = re.findall(r'id="_footnotedef_(\d)".*?<p>(.*?)</p>', page, re.DOTALL)
    assert notes == [("1", "Wordx."), ("2", "D."), ("3", "B.")]
    assert re.findall(r'href="#(one|two)"><span class="xref adoc">', page) == ["two", "one"]
    assert project.warnings == ""


def test_a_translation_without_a_note_has_none(project, translated):
    text = "= P\n\nWorda.footnote:[Wordb.]\n\nWordc.footnote:[Wordd.]\n"
    translated(lambda message: "Eins." if message.startswith("Worda") else "", text)
    page = body(project, "xx")
    assert re.findall(r'id="_footnotedef_(\d)".*?<p>(.*?)</p>', page, re.DOTALL) == [("1", "Wordd.")]


def test_the_title_of_a_quotation_keeps_its_markup(translated):
    project = translated(text="= P\n\n[quote,'Worda *wordb*','wordc `wordd`']\n____\nworde\n____\n")
    english, foreign = body(project, "en"), body(project, "xx")
    assert project.warnings == ""
    assert "<cite>wordc <code" in english
    assert strip(foreign) == strip(translate(english))
