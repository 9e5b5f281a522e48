"""Manual pages: found by their doctype, with what they say in head and foot, NAME once, and names that lead to them."""

import re

import pytest

LAMP = """\
= lamp(8)
Jane Doe
:doctype: manpage
:manmanual: Lamp Manual
:mansource: Lamp 4.2
:revdate: 2026-01-02

== Name

lamp, torch - light -- the way

== Synopsis

*lamp* [_OPTION_]...

== See also

xref:other.adoc[], <<_synopsis>>, https://example.org[site]
"""
OTHER = "= other(1)\n:doctype: manpage\n\n== NAME\n\nother - another\n\n== SYNOPSIS\n\n*other*\n"


@pytest.fixture
def manual(project):
    return project.conf("version = '9'").write(
        index__adoc="= Start\n\n[role=toctree]\n* xref:lamp.adoc[]\n* xref:other.adoc[]\n",
        lamp__adoc=LAMP,
        other__adoc=OTHER,
    )


def written(out):
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir() if path.is_file()}


def test_every_page_with_the_doctype_is_written_and_no_other(manual):
    assert sorted(written(manual.build("man"))) == ["lamp.8", "other.1", "torch.8"]
    assert not manual.warnings


def test_the_volume_of_the_title_beats_what_the_project_sets(manual):
    manual.conf("adoc_attributes = {'manvolnum': '1', 'manname': 'all'}")  # as sources of asciidoc-py ask for
    assert sorted(written(manual.build("man"))) == ["lamp.8", "other.1", "torch.8"]


def test_a_further_name_leads_to_the_page(manual):
    assert written(manual.build("man"))["torch.8"] == ".so lamp.8\n"
    assert (
        manual.build("man", man_make_section_directory=True) / "man8" / "torch.8"
    ).read_text() == ".so man8/lamp.8\n"


def test_the_page_says_itself_what_stands_in_head_and_foot(manual):
    pages = written(manual.build("man"))
    assert re.search(r'^\.TH "LAMP" "8" "2026-01-02" "Lamp 4.2" "Lamp Manual"$', pages["lamp.8"], re.MULTILINE)
    assert re.search(r'^\.TH "OTHER" "1" "[^"]+" "9" "p"$', pages["other.1"], re.MULTILINE)


def test_the_name_stands_once_with_all_names(manual):
    text = written(manual.build("man"))["lamp.8"]
    assert text.count(".SH NAME") == 1
    assert "lamp, torch \\- light \\-\\- the way" in text
    assert "Jane Doe" in text


def test_references_are_words(manual):
    text = written(manual.build("man"))["lamp.8"]
    assert "\\fBother\\fP(1), Synopsis," in text
    assert "<>" not in text
    assert "https://example.org" in text.replace("\\:", "")  # where a line may break: not known to each writer


def test_no_character_without_width_is_left(manual):
    assert not re.search("[\u200b\u2009\u2060]", "".join(written(manual.build("man")).values()))


def test_a_list_of_the_project_is_kept(manual):
    manual.conf("man_pages = [('other', 'mine', 'of my own', [], 5)]")
    pages = written(manual.build("man"))
    assert sorted(pages) == ["mine.5"]
    assert pages["mine.5"].count(".SH NAME") == 1


def test_without_manual_pages_sphinx_writes_its_own(project):
    assert sorted(written(project.conf().write(index__adoc="= Start\n").build("man"))) == ["p.1"]


def test_a_second_build_and_a_parallel_one_know_them_too(manual):
    manual.build("man")
    assert sorted(written(manual.build("man"))) == ["lamp.8", "other.1", "torch.8"]
    (manual.root / "doctrees").rename(manual.root / "old")
    for number in range(6):
        manual.write(**{f"p{number}__adoc": OTHER.replace("other", f"p{number}").replace("= p", ":orphan:\n= p", 1)})
    assert len(written(manual.build("man", parallel=2))) == 9
