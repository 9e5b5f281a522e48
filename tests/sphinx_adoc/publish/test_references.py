"""Cross-references: between pages, to and from other languages, and those that lead nowhere."""

import pytest


def two_pages(project, one, two="= Two\n\n[#target]\n== The target\n\ntext\n"):
    return project.conf().write(
        index__rst="Index\n=====\n\n.. toctree::\n\n   one\n   two\n", one__adoc=one, two__adoc=two
    )


def test_an_id_is_found_in_another_page(project):
    assert 'href="two.html#target"><span class="xref adoc">The target<' in two_pages(
        project, "= One\n\n<<target>>\n"
    ).html("one")
    assert project.warnings == ""


def test_a_file_is_found_with_and_without_an_id(project):
    body = two_pages(project, "= One\n\nxref:two.adoc[] xref:two.adoc#target[*there*]\n").html("one")
    assert 'href="two.html"><span class="xref adoc">Two<' in body
    assert 'href="two.html#target"><span class="xref adoc"><strong>there</strong>' in body


def test_a_dead_one_says_where_it_is_and_what_was_meant(project):
    body = two_pages(project, "= One\n\nSee\nthe <<targt>> there.\n").html("one")
    assert "one.adoc:4:7: WARNING: xref target not found: 'targt'; did you mean 'target'" in project.warnings
    assert "[adoc.xref-unresolved]" in project.warnings
    assert project.warnings.count("WARNING") == 1
    assert "the <span" in body
    assert "[targt]" in body


def test_a_dead_one_can_be_silenced(project):
    two_pages(project, "= One\n\n<<targt>>\n").html("one", suppress_warnings=["adoc.xref-unresolved"])
    assert project.warnings == ""


def test_a_dead_one_in_an_included_file_is_reported_there(project):
    two_pages(project, "= One\n\ninclude::part.txt[]\n").write(part__txt="first\n\n<<targt>>\n").html("one")
    assert "part.txt:3:3: WARNING: xref target not found" in project.warnings


def test_rest_refers_to_anchors_and_back(project):
    two_pages(project, "= One\n\n<<from_rest>> and <<from_rest,so>> and xref:index.rst[the index]\n").write(
        index__rst="Index\n=====\n\n.. _from_rest:\n\nPart\n----\n\n:ref:`target` :ref:`x <_one_more>` :doc:`one`\n\n"
        ".. toctree::\n\n   one\n   two\n",
        two__adoc="= Two\n\n[#Target]\n== The target\n\n== One more\n",
    )
    index = project.html("index", nitpicky=True)
    assert 'href="two.html#Target"><span class="std std-ref">The target' in index
    assert 'href="two.html#_one_more"' in index
    one = (project.root / "html" / "one.html").read_text()
    assert 'href="index.html#from-rest"' in one
    assert ">so<" in one
    assert 'href="index.html"' in one
    assert project.warnings == ""


def test_anchors_are_letter_for_letter(project):
    body = two_pages(project, "= One\n\n[[A_b-c.d]]\n== Getting *Started*\n\n[[x:y]]text [[In_Line]]here\n").html("one")
    for anchor in ("A_b-c.d", "x:y", "In_Line"):
        assert f'id="{anchor}"' in body


def test_a_reference_is_resolved_anew_when_its_target_is_renamed(project):
    two_pages(project, "= One\n\n<<target>>\n").html("one")
    project.write(two__adoc="= Two\n\n[#renamed]\n== The target\n\ntext\n")
    project.html("one")
    assert "one.adoc:3:3: WARNING: xref target not found: 'target'" in project.warnings


def test_a_title_changed_elsewhere_shows(project):
    two_pages(project, "= One\n\n<<target>>\n").html("one")
    project.write(two__adoc="= Two\n\n[#target]\n== Another title\n\ntext\n")
    assert "Another title" in project.html("one")


def test_an_id_in_two_pages_is_ambiguous(project):
    two_pages(project, "= One\n\n<<both>>\n", "= Two\n\n[#both]\ntext\n").write(
        three__adoc=":orphan:\n\n= Three\n\n[#both]\ntext\n"
    ).html("one")
    assert "one.adoc:3:3: WARNING: xref target 'both' is in 2 documents" in project.warnings


def test_an_id_twice_in_a_page_is_reported(project):
    two_pages(project, "= One\n\n[#a]\none\n\n[#a]\ntwo\n").html("one")
    assert "one.adoc:6:3: WARNING: id 'a' is already in use" in project.warnings


def test_a_malformed_one_is_reported(project):
    two_pages(project, "= One\n\nsee xref::target[]\n").html("one")
    assert "one.adoc:3:10: WARNING" in project.warnings
    assert "[adoc.xref-malformed]" in project.warnings


def test_pages_of_an_antora_component_include_from_its_other_folders(project, tmp_path):
    module = tmp_path / "modules" / "ROOT"
    (module / "partials").mkdir(parents=True)
    (module / "partials" / "note.adoc").write_text("From the partials.\n")
    (tmp_path / "secret.txt").write_text("Outside.\n")
    project.source = module / "pages"
    project.source.mkdir()
    text = "= One\n\ninclude::partial$note.adoc[]\n\ninclude::../../../../secret.txt[]\n"
    body = project.conf().write(index__adoc=text).html("index")
    assert "From the partials." in body
    assert "Outside." not in body
    assert "[adoc.include-outside-root]" in project.warnings


WAIVED = "= One\n\n// adoc-ignore: xref-unresolved until {}-01-01: comes with the next release\n<<targt>>\n"


def test_a_waived_one_is_not_reported(project):
    two_pages(project, WAIVED.format(9999)).html("one")
    assert project.warnings == ""


def test_a_waiver_that_is_over_or_has_nothing_to_waive_is_reported(project):
    two_pages(project, WAIVED.format(2001)).html("one")
    assert "one.adoc:3:1: WARNING: waiver of xref-unresolved expired on 2001-01-01" in project.warnings
    assert "[adoc.xref-unresolved]" in project.warnings
    two_pages(project, WAIVED.format(9999).replace("targt", "target")).html("one")
    assert "one.adoc:3:1: WARNING: waiver of xref-unresolved has nothing to waive" in project.warnings


def test_what_reading_a_page_finds_can_be_waived(project):
    text = "= One\n\n// adoc-ignore: xref-malformed until 9999-01-01: it shows the wrong form\nsee xref::target[]\n"
    two_pages(project, text).html("one")
    assert project.warnings == ""


@pytest.mark.parametrize("builder", ["coverage", "doctest", "dummy"])
def test_builders_that_write_no_pages_have_references_checked(project, builder):
    conf = "extensions += ['sphinx.ext.coverage', 'sphinx.ext.doctest']"
    project.conf(conf).write(
        index__adoc="= Page\n\n<<a-label>>, <<nowhere>>\n", other__rst=":orphan:\n\n.. _a-label:\n\nB\n=\n"
    )
    project.build(builder)
    assert "index.adoc:3:" in project.warnings
    assert "'nowhere'" in project.warnings
    assert "a-label" not in project.warnings


def test_a_pattern_of_a_toctree_may_look_like_strong_text(project):
    page = "= Page\n\n[role=toctree,opts=glob]\n* *tabs*\n"
    project.conf().write(index__adoc=page, my_tabs_x__adoc="= One\n", tabs__adoc="= Two\n")
    html = project.html("index")
    assert project.warnings == ""
    assert 'href="my_tabs_x.html"' in html
