"""Raw HTML as EPUB's pages, which are XML, want it."""

import re
import sys

import pytest
from lxml import etree
from sphinx_adoc.publish.epub_raw import as_xml


@pytest.mark.parametrize(("given", "written"), [
    ("<details open><br></details>", '<details open="open"><br/></details>'),
    ("<img src=a.png alt='a \"b\"'>", '<img src="a.png" alt="a &quot;b&quot;"/>'),
    ("<br/>a & b &nbsp;&amp;&#160;", "<br/>a &amp; b \N{NO-BREAK SPACE}&amp;&#160;"),
    ("<u data-x>", '<u data-x="data-x">'),
    ("<P ID=x id=y>", '<p id="x">'),
    ("a<hr></hr>b", "a<hr/>b"),
    (
        '<svg viewBox="0 0 1 1"><clipPath Id=g></clipPath></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><clipPath Id="g"></clipPath></svg>',
    ),
    ('<svg xmlns="other"></svg>', '<svg xmlns="other"></svg>'),
    ("<!-- a -- b -->", "<!-- a - - b -->"),
])  # fmt: skip
def test_what_a_browser_forgives_is_spelt_out(given, written):
    assert as_xml(given) == written


def test_a_page_with_passthroughs_is_xml(project):
    page = "= Page\n\n++++\n<details open><br></details>\n++++\n\npass:[<u data-x>b</u>] +++<br>+++\n"
    out = project.conf("version = '1'\ncopyright = 'x'").write(index__adoc=page).build("epub")
    tree = etree.parse(out / "index.xhtml")
    assert tree.find(".//{*}details").get("open") == "open"


def test_a_book_says_which_pages_have_drawings_of_their_own(project):
    page = "= Page\n\n++++\n<svg viewBox='0 0 1 1'><title>A</title></svg>\n++++\n\nlatexmath:[x]\n"
    book = project.conf("version = '1'\ncopyright = 'x'").write(index__adoc=page).build("epub")
    listed = (book / "content.opf").read_text(encoding="utf-8")
    assert re.search('href="index.xhtml"[^>]* properties="mathml svg"', listed)


DESIGN = """
from docutils import nodes
from docutils.parsers.rst import Directive


class Component(Directive):
    has_content = True
    required_arguments = 1

    def run(self):
        return [nodes.container("", nodes.rubric("", self.arguments[0]), design_component=self.arguments[0])]


def changed(app, doctree, docname):
    containers = doctree.findall(nodes.container)
    app.env.seen_components = [node["design_component"] for node in containers if "design_component" in node]


def setup(app):
    app.add_directive("component", Component)
    app.connect("doctree-resolved", changed)
"""


@pytest.mark.parametrize(("builder", "kinds"), [
    ("epub", ["open", "open", "card"]),
    ("html", ["tab-set", "dropdown", "card"]),
])  # fmt: skip
def test_what_buttons_would_open_is_open_in_books(project, builder, kinds):
    page = "= Page\n\ncomponent::tab-set[]\n\ncomponent::dropdown[]\n\ncomponent::card[]\n"
    folder = f"import sys; sys.path.insert(0, {str(project.source)!r})\nextensions.append('design_double')"
    project.conf(f"version = '1'\ncopyright = 'x'\n{folder}").write(design_double__py=DESIGN, index__adoc=page)
    project.build(builder)
    sys.modules.pop("design_double", None)
    assert project.env.seen_components == kinds
