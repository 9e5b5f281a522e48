"""What readers touch in HTML."""

import re
import sys
from pathlib import Path

import pytest
from sphinx_adoc import publish

STATIC = Path(publish.__file__).parent / "static"
PAGE = """\
= Page
:experimental:

Press kbd:[F11] or kbd:[Ctrl+C]; #marked *bold*#, [.big]#large#, [.small]#little# and [.del.s]#gone#.

|===
|a |b
|===

[cols="1a"]
|===
|
!===
!inner
!===
|===

[source,python]
----
lamp.on()  # <1>
----
<1> On.
"""
COPYBUTTON = """
def setup(app):
    app.add_config_value("copybutton_exclude", ".linenos", "html")
    app.connect("config-inited", lambda app, config: config.html_context.update(excluded=config.copybutton_exclude))
"""


def test_keys_and_marks_are_elements_of_their_own(project):
    html = project.conf().write(index__adoc=PAGE).html("index")
    assert '<kbd class="kbd">F11</kbd>' in html
    assert '<kbd class="kbd">Ctrl</kbd>+<kbd class="kbd">C</kbd>' in html
    assert '<mark class="mark">marked <strong>bold</strong></mark>' in html
    assert '<span class="big">large</span>' in html
    assert '<span class="small">little</span>' in html
    assert '<span class="del s">gone</span>' in html


def test_tables_stand_in_boxes_that_scroll(project):
    html = project.conf().write(index__adoc=PAGE).html("index")
    assert len(re.findall(r'<div class="adoc-table[^"]*">\s*<table', html)) == 2
    assert html.count("<table") == 3


def test_pages_of_other_languages_keep_theirs(project):
    html = project.conf().write(index__rst="Page\n====\n\n== ==\na  b\n== ==\n").html("index")
    assert "adoc-table" not in html


@pytest.mark.parametrize(("conf", "excluded"), [
    ("", ".linenos, .conum"),
    ("copybutton_exclude = '.mine'", ".mine"),
])  # fmt: skip
def test_code_is_copied_without_callouts(project, conf, excluded):
    project.write(fake_copybutton__py=COPYBUTTON, index__adoc=PAGE)
    project.conf(
        f"import sys; sys.path.insert(0, {str(project.source)!r})\nextensions.append('fake_copybutton')\n{conf}"
    )
    html = project.html("index")
    sys.modules.pop("fake_copybutton", None)
    assert '<b class="conum">' in html
    assert project.config.html_context["excluded"] == excluded


def test_a_picture_that_is_decoration_alone_is_no_link_to_itself(project):
    project.write(a__svg='<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    html = project.conf().write(index__adoc='= P\n\nimage::a.svg["",5]\n\nimage::a.svg[Lamp,5]\n').html("index")
    assert html.count('<a class="reference internal image-reference"') == 1
    assert '<img alt="" class="no-scaled-link"' in html


def test_a_long_word_of_code_may_break_and_a_short_one_stays_whole(project):
    html = project.conf().write(index__adoc=f"= P\n\n`--a-short-one` `{'a_b' * 10}`\n").html("index")
    assert html.count('<code class="adoc-breaks ') == 1
    assert '<code class="docutils literal notranslate"><span class="pre">--a-short-one' in html


@pytest.mark.parametrize("sheet", ["adoc.css", "adoc-claims.css"])
def test_style_sheets_hold_selectors_of_css_3_alone(sheet):
    text = (STATIC / sheet).read_text(encoding="utf-8")
    assert not re.findall(r":(?:is|where|has)\(", text)  # what EPUB's readers refuse
    assert not re.findall(r"\b(?:direction|unicode-bidi):", text)


@pytest.mark.parametrize(("builder", "there"), [("html", True), ("epub", False)])
def test_a_book_of_epub_has_no_sheet_that_says_a_direction(project, builder, there):
    out = project.conf().write(index__adoc="= Page\n\nText.\n").build(builder)
    assert (out / "_static" / "adoc-direction.css").exists() is there
    assert ("adoc-direction.css" in (out / f"index.{'html' if there else 'xhtml'}").read_text()) is there


THEME = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class Wrap(SphinxPostTransform):
    default_priority = 500

    def run(self):
        for kind in (nodes.table, nodes.math_block):
            for node in [*self.document.findall(kind)]:
                box = nodes.container(classes=["wrapper"])
                box.update_all_atts(node)
                node.parent.replace(node, box)
                box.append(node)


def setup(app):
    app.add_post_transform(Wrap)
"""


def test_an_id_stands_once_where_a_theme_copies_it_to_a_box(project):
    project.write(wrap__py=THEME, index__adoc="= Page\n\n[#t]\n|===\n|a\n|===\n\n[latexmath#m]\n++++\nx\n++++\n")
    project.conf(f"import sys; sys.path.insert(0, {str(project.source)!r})\nextensions.append('wrap')")
    html = project.html("index")
    sys.modules.pop("wrap", None)
    assert html.count('id="t"') == 1
    assert html.count('id="m"') == 1
