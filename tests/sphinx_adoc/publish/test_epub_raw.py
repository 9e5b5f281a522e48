"""Raw HTML as EPUB's pages, which are XML, want it."""

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
    ("<!-- a -- b -->", "<!-- a - - b -->"),
])  # fmt: skip
def test_what_a_browser_forgives_is_spelt_out(given, written):
    assert as_xml(given) == written


def test_a_page_with_passthroughs_is_xml(project):
    page = "= Page\n\n++++\n<details open><br></details>\n++++\n\npass:[<u data-x>b</u>] +++<br>+++\n"
    out = project.conf("version = '1'\ncopyright = 'x'").write(index__adoc=page).build("epub")
    tree = etree.parse(out / "index.xhtml")
    assert tree.find(".//{*}details").get("open") == "open"
