"""Labels in the language of a document."""

import pytest
from sphinx_adoc.syntax.document import Settings, parse
from sphinx_adoc.syntax.labels import LANGUAGES, details, labels

PAGE = ".Lamp\nimage::a.png[]\n\n.Sizes\n|===\n|a\n|===\n\nNOTE: Words.\n"


def said(head="", text=PAGE, **given):
    doc = parse(f"= Page\n{head}\n{text}", "a.adoc", Settings(attributes=given))
    figure, table, note = doc.blocks
    return figure.caption, table.caption, note.label


@pytest.mark.parametrize(("head", "given", "words"), [
    ("", {}, ("Figure 1. ", "Table 1. ", "Note")),
    (":lang: de\n", {}, ("Abbildung 1. ", "Tabelle 1. ", "Anmerkung")),
    (":lang: de-AT\n", {}, ("Abbildung 1. ", "Tabelle 1. ", "Anmerkung")),
    (":lang: fr\n", {}, ("Figure 1. ", "Tableau 1. ", "Note")),
    (":lang: tlh\n", {}, ("Figure 1. ", "Table 1. ", "Note")),
    ("", {"lang": "de"}, ("Abbildung 1. ", "Tabelle 1. ", "Anmerkung")),
    (":lang: en\n", {"lang": "de@"}, ("Figure 1. ", "Table 1. ", "Note")),
    (":lang: de\n:figure-caption: Bild\n", {}, ("Bild 1. ", "Tabelle 1. ", "Anmerkung")),
    (":figure-caption: Bild\n:lang: de\n", {}, ("Bild 1. ", "Tabelle 1. ", "Anmerkung")),
    (":lang: de\n", {"figure-caption": "Bild"}, ("Bild 1. ", "Tabelle 1. ", "Anmerkung")),
    (":lang: de\n", {"table-caption": None}, ("Abbildung 1. ", "", "Anmerkung")),
    (":lang: de\n:table-caption!:\n", {}, ("Abbildung 1. ", "", "Anmerkung")),
])  # fmt: skip
def test_a_document_says_its_labels_in_its_language(head, given, words):
    assert said(head, **given) == words


def test_labels_change_where_the_language_does():
    doc = parse("= Page\n:lang: de\n\n.A\n|===\n|a\n|===\n\n:lang: ja\n\n.B\n|===\n|a\n|===\n", "a.adoc", Settings())
    assert [block.caption for block in doc.blocks] == ["Tabelle 1. ", "表 2. "]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_label(language):
    assert labels(language).keys() == labels("en").keys()
    assert all(labels(language).values())
    assert details(language)


@pytest.mark.parametrize(("language", "same"), [
    ("zh_CN", "zh"), ("zh-Hans-SG", "zh"), ("zh_TW", "zh-tw"), ("zh-Hant-HK", "zh-tw"), ("zh_HK", "zh-tw"),
    ("no", "nb"), ("nn_NO", "nb"), ("iw", "he"), ("pt-BR", "pt"), ("sr-Latn-RS", "sr-latn"), ("sr_RS", "sr"),
    ("he_IL", "he"), ("", "en"), ("-", "en"), ("xx-de", "en"),
])  # fmt: skip
def test_a_country_a_script_and_an_older_code_lead_to_a_language(language, same):
    assert labels(language) == labels(same)
    assert details(language) == details(same)
