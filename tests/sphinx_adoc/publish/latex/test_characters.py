"""Characters in LaTeX: those that AsciiDoc makes are declared, others are reported."""

import re

import pytest
from sphinx_adoc.publish.latex.characters import CHARACTERS, KNOWN

BOXES = "\u2610\u2611"
MADE = (
    "\u2009\u2014\u200b\u2026\u2192\u21d2\u2190\u21d0\u2019\u201c\u201d\u2018\u00a9\u00ae\u2122\u203a\u00a0\u2060"
    + BOXES
)
SOURCE = """\
= Made

A -- b, a--b, and... -> => <- <= it's "`double`" '`single`' (C) (R) (TM) {nbsp}{zwsp}{wj} menu:File[Save]

* [x] done
* [ ] to do
"""


def tex(project, **options):
    return next(project.build("latex", **options).glob("*.tex")).read_text(encoding="utf-8")


def test_the_characters_that_asciidoc_makes_are_known():
    assert set(MADE) <= KNOWN


def test_what_asciidoc_makes_is_declared_for_pdflatex(project):
    text = tex(project.conf().write(index__adoc=":experimental:\n" + SOURCE))
    declared = {chr(int(number, 16)) for number in re.findall(r"\\DeclareUnicodeCharacter\{(\w+)\}", text)}
    used = {character for character in text.partition("\\begin{document}")[2] if character > "\x7f"}
    assert set(CHARACTERS) <= declared
    assert {"\u2009", "\u21d2", "\u2610", "\u2611"} <= used
    assert not project.warnings


@pytest.mark.parametrize("engine", ["xelatex", "lualatex"])
def test_other_engines_have_fonts_of_their_own(project, engine):
    text = tex(project.conf().write(index__adoc=SOURCE + "\nПривет \u2603\n"), latex_engine=engine)
    assert "\\DeclareUnicodeCharacter{2611}" not in text
    assert "\\newunicodechar{\u2611}" in text
    assert not project.warnings


def test_a_character_that_pdflatex_cannot_set_is_reported_once_and_shown_by_number(project):
    text = tex(project.conf().write(index__adoc="= Page\n\nWords.\n\nПи \u2603.\n\n\u2603 again &#9731;.\n"))
    assert "\\DeclareUnicodeCharacter{2603}{\\texorpdfstring{\\texttt{[U+2603]}}" in text
    assert project.warnings.count("WARNING") == 1
    assert "index.adoc:5:1: WARNING: pdflatex cannot set '\u041f' (U+041F), " in project.warnings
    assert "'\u2603' (U+2603)" in project.warnings
    assert "latex_engine = 'xelatex'" in project.warnings


@pytest.mark.parametrize("element", [
    "{'preamble': r'\\DeclareUnicodeCharacter{2603}{snow}'}",
    "{'fontenc': r'\\usepackage[T2A,T1]{fontenc}'}",
])  # fmt: skip
def test_whoever_declares_a_character_is_believed(project, element):
    text = tex(project.conf(f"latex_elements = {element}").write(index__adoc="= Page\n\n\u2603\n"))
    assert "[U+2603]" not in text
    assert not project.warnings


def test_pages_of_other_languages_are_not_reported_but_shown(project):
    text = tex(project.conf().write(index__rst="Page\n====\n\n\u2603\n"))
    assert "[U+2603]" in text
    assert not project.warnings


def test_a_character_of_an_included_file_is_reported_there(project):
    project.conf('exclude_patterns = ["parts"]').write(index__adoc="= Page\n\ninclude::parts/a.adoc[]\n")
    project.write(parts___a__adoc="Words.\n\n\u2603 is snow.\n").build("latex")
    assert "parts/a.adoc:3:1: WARNING: pdflatex cannot set '\u2603'" in project.warnings


@pytest.mark.parametrize(("engine", "shown"), [("lualatex", "\u25c7"), ("xelatex", "\ufffd"), ("pdflatex", "\ufffd")])
def test_the_replacement_character_does_not_stop_lualatex(project, engine, shown):
    text = tex(project.conf().write(index__adoc="= Page\n\na \ufffd b\n"), latex_engine=engine)
    assert f"a {shown} b" in text


@pytest.mark.parametrize(("engine", "declared"), [("platex", False), ("uplatex", False), ("xelatex", True)])
def test_japanese_engines_are_left_alone(project, engine, declared):
    text = tex(project.conf("language = 'ja'").write(index__adoc="= Page\n\nA -- b\n"), latex_engine=engine)
    assert ("newunicodechar" in text) is declared
    assert ("\u2009" in text.partition("begin{document}")[2]) is declared
