"""AsciiDoc files in pages of other languages, by docutils' directive ``include``."""

import pytest

HEADER = "= Part _one_\nAnn Writer\n:custom: 1\n\n"
PART = HEADER + "[#lamp]\n== Lamp\n\nIt is *bold*, see <<lamp>>, xref:other.adoc[].footnote:[A note.]\n"
PAGE = "Page\n====\n\n.. include:: part.adoc\n   :parser: sphinx_adoc\n\nSee :ref:`lamp`.\n\n.. toctree::\n\n   other\n"


@pytest.fixture
def including(project):
    return project.conf("exclude_patterns = ['part*.adoc']").write(
        index__rst=PAGE, part__adoc=PART, other__adoc="= Other\n\nTo xref:index.rst#lamp[the lamp].\n"
    )


def test_the_file_is_read_as_asciidoc(including):
    page = including.html("index")
    assert "<strong>bold</strong>" in page
    assert 'href="#lamp"><span class="xref adoc">Lamp</span>' in page
    assert 'href="other.html"><span class="xref adoc">Other</span>' in page
    assert "A note." in page
    assert including.warnings == ""


def test_trouble_in_it_is_at_its_own_place(including):
    including.write(part__adoc=PART + "\nSee <<nowhere>>.\n")
    including.html("index")
    assert "part.adoc:10:7: WARNING: xref target not found: 'nowhere'" in including.warnings


def test_several_files_of_a_page_know_each_other(including):
    including.write(part2__adoc="[#two]\n== Two\n\nSee <<lamp>>.\n")
    including.write(index__rst=PAGE + "\n.. include:: part2.adoc\n   :parser: sphinx_adoc\n")
    assert page_links(including.html("index")) == 2
    assert including.warnings == ""


def page_links(page):
    return page.count('href="#lamp"><span class="xref adoc">')
