"""Titles with references: Sphinx says the same wherever it shows a title, also where other pages have to be known."""

import json
import re
import zlib

import pytest

INDEX = """\
= Guide to <<lamp>>

[role=toctree]
* xref:b.adoc[]
* xref:c.adoc[]

[#lamp]
== Lamp *2*

== Using the <<lamp>>

See <<_using_the_lamp_2>>, xref:b.adoc#other[], xref:b.adoc[] and xref:#[].
"""
B = """\
= B of <<lamp>>

[#other]
== Other, xref:index.adoc#_using_the_lamp_2[]

To xref:c.adoc[].
"""
C = "[reftext=The last]\n= C after xref:b.adoc#other[]\n\n[#s]\n== S on xref:b.adoc[]\n\nText.\n"
SAID = {
    "index": ["Guide to Lamp 2", "Lamp 2", "Using the Lamp 2"],
    "b": ["B of Lamp 2", "Other, Using the Lamp 2"],
    "c": ["C after Other, Using the Lamp 2", "S on B of Lamp 2"],
}


@pytest.fixture
def pages(project):
    return project.conf().write(index__adoc=INDEX, b__adoc=B, c__adoc=C)


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html).replace("¶", "")).strip()


def test_every_place_that_shows_a_title_says_the_same(pages):
    out = pages.build("html")
    assert pages.warnings == ""
    for docname, said in SAID.items():
        page = (out / f"{docname}.html").read_text(encoding="utf-8")
        assert [words(heading) for heading in re.findall(r"<h[12]>.*?</h[12]>", page)][: len(said)] == said
        assert re.search(r"<title>(.*?) &#8212; p", page)[1] == said[0]
    body = (out / "index.html").read_text(encoding="utf-8")
    entries = [words(entry) for entry in re.findall(r'<li class="toctree-l\d"><a[^>]*>.*?</a>', body)]
    assert entries[:4] == [*SAID["b"], *SAID["c"]]
    assert "See Using the Lamp 2, Other, Using the Lamp 2, B of Lamp 2 and Guide to Lamp 2." in words(body)
    assert "To The last." in words((out / "b.html").read_text(encoding="utf-8"))
    assert re.search(r'rel="next" title="([^"]*)"', body)[1] == SAID["b"][0]
    search = (out / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(search.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))
    titles = [re.sub("<[^>]*>", "", title) for title in index["titles"]]  # Sphinx before 8.2 keeps elements
    assert titles == ["B of Lamp 2", "C after Other, Using the Lamp 2", "Guide to Lamp 2"]
    inventory = zlib.decompress((out / "objects.inv").read_bytes().split(b"\n", 4)[4]).decode()
    assert re.search(r"^c std:doc -?\d+ \S+ (.*)$", inventory, re.MULTILINE)[1] == SAID["c"][0]
    assert re.search(r"^other std:label -?\d+ \S+ (.*)$", inventory, re.MULTILINE)[1] == SAID["b"][1]


def test_a_circle_of_titles_over_pages_ends(project):
    one, two = "[#a]\n= A xref:b.adoc[]\n\nText.\n", "= B xref:index.adoc[]\n\nText.\n"
    out = project.conf("root_doc = 'index'").write(index__adoc=f"{one}\n[role=toctree]\n* xref:b.adoc[]\n", b__adoc=two)
    page = (out.build("html") / "b.html").read_text(encoding="utf-8")
    assert re.search(r"<title>(.*?) &#8212;", page)[1].startswith("B A ")
    assert out.warnings == ""


@pytest.mark.parametrize("builder", ["html", "singlehtml", "dirhtml", "text", "latex", "man", "gettext", "xml", "epub"])
def test_no_output_names_the_folder_it_was_made_in(project, builder):
    page = "See xref:#[], xref:other.adoc[], xref:other.adoc#[] and <<#>>.\n\n[role=toctree]\n* xref:other.adoc[]\n"
    project.conf("suppress_warnings = ['toc.no_title', 'epub.unknown_project_files']").write(
        index__adoc=page, other__adoc="No title here, xref:index.adoc[].\n"
    )
    out = project.build(builder)
    for path in out.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".xhtml", ".txt", ".tex", ".1", ".pot", ".xml", ".js"}:
            text = path.read_text(encoding="utf-8")
            assert str(project.root) not in text.replace(f'source="{project.source}', ""), path


def test_ids_in_titles_stand_in_the_page_alone(project):
    text = "= Page [#one]#one#\n\n== Part [#two]#two#\n\nSee <<two>>.\n"
    html = (project.conf().write(index__adoc=text).build() / "index.html").read_text("utf-8")
    assert html.count('id="one"') == 1
    assert html.count('id="two"') == 1
