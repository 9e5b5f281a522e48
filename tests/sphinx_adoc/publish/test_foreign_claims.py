"""Claims in pages of other languages."""

import re

import pytest

from tests.conftest import CHECKOUT

RST = """\
Page
====

It takes :claim:`90 s <delay>`, or :claim:`60 s <wrong>`,
in the modes :claim:`**a** and **b** <modes>`, up to :claim:`2 minutes <most, unit=minutes>`.

.. code-block:: python
   :claim: computes

   delay = wrong = 90
   modes, most = ["a", "b"], 2
   assert delay == 90
"""
CONF = "adoc_claims = True"


def test_a_role_and_an_option_make_claims(project):
    html = project.conf(CONF).write(index__rst=RST).html("index")
    kinds = re.findall(r'class="claim-mark claim-mark-(\w+)"', html)
    assert kinds == ["held", "failed", "held", "held", "held"]
    assert "index.rst:4:1: WARNING: claim 'wrong': the text says '60 s', computed: 90 s" in project.warnings


def test_a_failure_in_a_block_is_at_its_line(project):
    project.conf(CONF).write(index__rst=RST.replace("assert delay == 90", "assert delay == 91").replace("60 s", "90 s"))
    project.build()
    assert "index.rst:12:1: WARNING: claim 'computes'" in project.warnings


def test_the_builder_runs_them(project):
    out = project.conf().write(index__rst=RST).build("claims")
    assert (out / "claims.txt").read_text().count(": held: ") == 4
    assert "claim 'wrong'" in (out / "claims.txt").read_text()


def test_a_claim_without_an_id_is_an_error(project):
    project.conf(CONF).write(index__rst="Page\n====\n\nIt takes :claim:`90 s`.\n").build()
    assert "index.rst:4: ERROR: a claim needs an id: write :claim:`90 s <ID>`" in project.warnings


def test_myst_has_them_too(project):
    pytest.importorskip("myst_parser")
    block = "```{code-block} python\n:claim: code\n\ndelay = 90\nassert delay\n```\n"
    page = "# Page\n\nIt takes {claim}`60 s <delay>`.\n\n"
    project.conf('extensions += ["myst_parser"]\n' + CONF).write(index__md=page + block).build()
    assert "index.md:3:1: WARNING: claim 'delay': the text says '60 s', computed: 90 s" in project.warnings


@pytest.fixture(name="mixed")
def _mixed(project):
    """The guide's page in Markdown as it is printed, beside one in AsciiDoc and one in reStructuredText."""
    pytest.importorskip("myst_parser")
    page = (CHECKOUT / "docs" / "guide" / "markdown.md").read_text(encoding="utf-8")
    rest = (CHECKOUT / "docs" / "guide" / "library.rst").read_text(encoding="utf-8")
    index = "= Home\n\nSee role:ref[the manual <library_markdown>], with [#pages.claim]#three pages#.\n\n"
    index += '["source","python",role="claim",id="count"]\n----\npages = 3\nassert pages\n----\n'
    conf = 'extensions += ["myst_parser"]\n' + CONF
    return project.conf(conf).write(index__adoc=index, markdown__md=page, library__rst=rest)


def test_the_manual_of_the_guide_holds_as_it_is_printed(mixed):
    html = mixed.html("markdown")
    assert re.findall(r'class="claim-mark claim-mark-(\w+)"', html) == ["held"] * 5
    assert 'href="markdown.html#library-markdown"' in mixed.html("index")
    assert not mixed.warnings


def test_what_the_manual_says_wrongly_is_told_at_its_place(mixed):
    page = (mixed.source / "markdown.md").read_text(encoding="utf-8")
    mixed.write(markdown__md=page.replace("two lines", "three lines")).build()
    assert "claim 'wrap_lines': the text says 'three lines', computed: 2" in mixed.warnings


def test_the_builder_lists_claims_of_all_languages(mixed):
    told = (mixed.build("claims") / "claims.txt").read_text()
    assert all(name in told for name in ("held: pages", "held: wrap_width", "held: library_count"))
