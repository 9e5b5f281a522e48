"""The layout of pages in LaTeX."""

import re

import pytest


def tex(project, page, conf=""):
    return next(project.conf(conf).write(index__adoc=page).build("latex").glob("*.tex")).read_text(encoding="utf-8")


def body(text):
    return text.partition("\\begin{document}")[2]


def nested(depth):
    return "= Page\n\n" + "".join(f"{'*' * level} item\n" for level in range(1, depth + 1))


@pytest.mark.parametrize(("depth", "said"), [(4, False), (5, True), (8, True)])
def test_lists_may_be_deep(project, depth, said):
    assert ("maxlistdepth=" in tex(project, nested(depth))) == said


NUMBERED = "= Page\n:sectnums:\n\n== One\n\n=== Two\n\n:sectnums!:\n\n== Three\n"


def numbers(text):
    """The sections of a document, each with whether LaTeX numbers it."""
    found, off = [], False
    for command, title in re.findall(
        r"\\(setcounter\{secnumdepth\}\{(?:-2|.adocsecnumdepth)\}|(?:sub)*section|chapter)(.*)", text
    ):
        if command.startswith("setcounter"):
            off = "-2" in command
        else:
            found.append((title.replace("\\sphinxAtStartPar", "").strip("{}").replace("\xa0", " "), not off))
    return found


def test_sections_are_numbered_once(project):
    project.write(plain__adoc="= Plain\n\n== Alone\n", numbered__adoc=NUMBERED)
    toctree = "= Book\n\n[role=toctree]\n* xref:numbered.adoc[]\n* xref:plain.adoc[]\n"
    assert numbers(body(tex(project, toctree))) == [
        ("Page", True), ("1. One", False), ("1.1. Two", False), ("Three", False), ("Plain", True), ("Alone", True),
    ]  # fmt: skip


def test_pages_below_a_numbered_one_have_no_number_of_latex(project):
    project.write(below__adoc=NUMBERED, plain__adoc="= Plain\n\n== Alone\n")
    page = f"{NUMBERED}\n[role=toctree]\n* xref:below.adoc[]\n* xref:plain.adoc[]\n"
    text = body(tex(project, page))
    assert not any(numbered for _, numbered in numbers(text))
    assert text.count("secnumdepth}{-2}") == 3 + 4 + 2


def test_one_document_is_numbered_once(project):
    assert numbers(body(tex(project, NUMBERED))) == [("1. One", False), ("1.1. Two", False), ("Three", False)]


TITLED = "= Page\n\n.Words\n|===\n|a\n|===\n\n.Picture\nimage::dot.png[]\n"


@pytest.mark.parametrize(("conf", "times"), [("", 2), ("numfig = True", 0)])
def test_captions_are_numbered_once(project, conf, times):
    (project.source / "dot.png").write_bytes(b"")
    text = body(tex(project, TITLED, conf))
    assert text.count("\\begingroup\\adocownlabels") == times
    assert ("Table 1. Words" in text) == (times > 0)


def test_captions_of_other_languages_are_left_to_latex(project):
    project.write(index__rst="Page\n====\n\n.. table:: Words\n\n   == ==\n   a  b\n   == ==\n")
    project.conf()
    assert "\\adocownlabels" not in body(next(project.build("latex").glob("*.tex")).read_text())


def test_wide_tables_are_set_smaller_and_long_code_breaks_in_them(project):
    cells = "|`a_long.name/of_it`" + "|b" * 7
    text = body(tex(project, f"= Page\n\n`a_long.name`\n\n[cols=8*]\n|===\n{cells}\n|===\n\n|===\n|a\n|===\n"))
    assert text.count("\\begingroup\\footnotesize") == 1
    assert "a\\_\u200blong.\u200bname/\u200bof\\_\u200bit" in text
    assert "a\\_long.name}" in text, "outside of tables code stays as it is"


def test_roles_that_would_be_commands_are_left_out(project):
    text = body(tex(project, "= Page\n\n[.a%b\\{]#odd# and [.under_line.line-through]#x#\n"))
    assert "a%b" not in text
    assert "\\DUrole{under_line}{\\DUrole{linethrough}{x}}" in text


@pytest.mark.parametrize(("conf", "own"), [("", True), ("numfig = True", False)])
def test_a_listing_s_caption_is_not_numbered_where_asciidoc_numbers(project, conf, own):
    project.conf(conf).write(index__adoc="= Page\n\n.Turning\n[source,python]\n----\nx = 1\n----\n")
    text = next(project.build("latex").glob("*.tex")).read_text(encoding="utf-8").partition(r"\begin{document}")[2]
    assert (r"\begingroup\adocownlabels" in text) is own
    assert r"\sphinxSetupCaptionForVerbatim{Turning}" in text
