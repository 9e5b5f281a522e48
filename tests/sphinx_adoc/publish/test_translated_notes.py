"""Footnotes in Sphinx: translated ones take the places of the page's."""

import re

PAGE = """\
= Lamp footnote:[Title note]

[#k]
== Keeper

It burns.footnote:[Ask the *keeper* in <<k>>.]

Two footnote:n[Named] notes footnote:[second], gone footnote:[third].

Again footnote:n[] here.

Dropped footnote:[fourth].
"""
CATALOG = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Lamp footnote:[Title note]"
msgstr "Lampe footnote:[Note du titre]"

msgid "Keeper"
msgstr "Gardien"

msgid "It burns.footnote:[Ask the *keeper* in <<k>>.]"
msgstr "Elle brûle.footnote:[Demander au *gardien*, <<k>>.]"

msgid "Two footnote:n[Named] notes footnote:[second], gone footnote:[third]."
msgstr "Deux footnote:n[Nommée] notes footnote:[seconde], footnote:[troisième] et footnote:[plus]."

msgid "Again footnote:n[] here."
msgstr "Encore footnote:n[] ici."

msgid "Dropped footnote:[fourth]."
msgstr "Rien."
"""


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def test_a_translated_footnote_takes_the_place_of_its_original(project):
    project.conf('language = "xx"\nlocale_dirs = ["locale"]\nhtml_permalinks = False').write(
        index__adoc=PAGE, locale___xx___LC_MESSAGES___index__po=CATALOG
    )
    body = project.html("index")
    assert project.warnings == ""
    assert words(body).startswith(
        "Lampe [1] Gardien Elle brûle.[2] Deux [3] notes [4], [5] et [6]. Encore [3] ici. Rien."
    )
    notes = words(body[body.index("footnote-list") :]).partition(">")[2].strip()
    assert notes == "[1] Note du titre [2] Demander au gardien, Gardien. [3] Nommée [4] seconde [5] troisième [6] plus"
    for number in range(1, 7):
        assert body.count(f'id="_footnotedef_{number}"') == body.count(f'id="_footnoteref_{number}"') == 1


def test_a_note_is_part_of_one_message(project):
    out = project.conf().write(index__adoc=PAGE).build("gettext")
    messages = re.findall(r'^msgid "(.+)"', (out / "index.pot").read_text(encoding="utf-8"), re.MULTILINE)
    assert messages == re.findall(r'^msgid "(.+)"', CATALOG, re.MULTILINE)
