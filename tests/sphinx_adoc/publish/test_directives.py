"""Directives as blocks and block macros: with AsciiDoc inside, at true lines, and found when they are wrong."""

import re

import pytest

PAGE = "= Page\n\n"
EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive, directives


class Raises(Directive):
    has_content = True

    def run(self):
        raise ValueError("broken inside")


class Shows(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"flag": directives.flag, "size": int}

    def run(self):
        text = "|".join([*self.arguments, *(f"{k}={v}" for k, v in self.options.items()), *self.content])
        return [nodes.paragraph("", f"shown:{text} at {self.content_offset + 1}")]


class Outer(Directive):
    has_content = True

    def run(self):
        made = nodes.container(outer=True)
        self.state.nested_parse(self.content, self.content_offset, made)
        return [made]


class Inner(Directive):
    has_content = True

    def run(self):
        return [nodes.paragraph("", "inside" if self.state_machine.node.get("outer") else "alone")]


class Table(Directive):
    has_content = True

    def run(self):
        raise self.error("this table has no rows")


class Proof(Directive):
    has_content = True

    def run(self):
        self.content[0] = "Proof. " + self.content[0]
        made = nodes.container()
        self.state.nested_parse(self.content, 0, made)
        return [made]


class Labelled(Directive):
    option_spec = {"label": directives.unchanged}

    def run(self):
        return [nodes.paragraph("", f"label {self.options.get('label')}")]


class Verbatim(Directive):
    has_content = True

    def run(self):
        return [nodes.literal_block("", "\\n".join(self.content))]


def setup(app):
    app.add_directive("proof", Proof)
    app.add_directive("labelled", Labelled)
    app.add_directive("verbatim", Verbatim)
    app.add_directive("outer", Outer)
    app.add_directive("inner", Inner)
    app.add_directive("empty-table", Table)
    app.add_directive("raises", Raises)
    app.add_directive("shows", Shows)
    return {"parallel_read_safe": True}
"""


@pytest.fixture
def page(project):
    """Build a page in HTML; returns what it says and the warnings."""

    def page(text, conf="", extensions=()):
        names = ["sphinx_adoc", "own", *extensions]
        project.write(own__py=EXTENSION, index__adoc=PAGE + text)
        project.conf(f"import sys; sys.path.insert(0, {str(project.source)!r})\nextensions = {names}\n{conf}")
        return project.html("index")

    yield page
    __import__("sys").modules.pop("own", None)


def test_a_directive_has_its_argument_options_and_asciidoc_inside(page, project):
    html = page(
        '[#here,directive=admonition,argument="By the _way_",class=aside]\n'
        "====\nWith *bold*, see <<here>>.\n\n* item\n====\n"
    )
    assert re.search(r'class="aside[^"]* admonition|class="admonition[^"]*aside', html)
    assert '<p class="admonition-title">By the <em>way</em></p>' in html
    assert "<strong>bold</strong>" in html
    assert "<li><p>item</p></li>" in html
    assert 'href="#here"' in html
    assert project.warnings == ""


def test_trouble_in_the_content_is_at_its_own_line(page, project):
    page("[directive=admonition,argument=Title]\n====\nFine.\n\nSee <<nowhere>>.\n====\n")
    assert "index.adoc:7:7: WARNING: xref target not found: 'nowhere'" in project.warnings


def test_a_listing_gives_its_text_as_it_is_at_its_own_line(page, project):
    html = page("[directive=shows,size=3,opts=flag,argument=Some words]\n----\n*one*\ntwo\n----\n")
    assert "shown:Some words|size=3|flag=None|*one*|two at 5" in html
    assert project.warnings == ""


@pytest.mark.parametrize(("text", "words"), [
    ("[versionadded,1.2]\nOf the _lamp_.", "Added in version 1.2: </span>Of the <em>lamp</em>."),
    ("[deprecated,2.0]\n--\nUse *that*.\n--", "Deprecated since version 2.0: </span>Use <strong>that</strong>."),
    ("[only,html]\n--\nIn _HTML_ alone.\n--", "<p>In <em>HTML</em> alone.</p>"),
    ("[seealso]\n====\nThe _other_.\n====", "<p>The <em>other</em>.</p>"),
    ("[csv-table]\n----\na,b\n----", "<td><p>b</p></td>"),
    ('[csv-table,header="x,y"]\n.A table\n----\na,b\n----', "x"),
])  # fmt: skip
def test_styles_are_directives(page, project, text, words):
    assert words in page(f"{text}\n")
    assert project.warnings == ""


@pytest.mark.parametrize(("text", "words"), [
    ('[shows,"One, two",size=3]\n----\ntext\n----', "shown:One, two|size=3|text"),
    ("[topic,Title]\n====\nA *bold* word.\n====", "<strong>bold</strong>"),
    ("[hlist,columns=2]\n* one\n* two", 'class="hlist"'),
    ("[only,html]\n|===\n|in _HTML_\n|===", "<em>HTML</em>"),
    ("rubric::Words[]", '<p class="rubric">Words</p>'),
    ("shows::Words[size=2]", "shown:Words|size=2"),
    ("csv-table::t.csv[header-rows=1]", '<th class="head"><p>x</p></th>'),
    (".A |title|\n[topic]\n====\nWords.\n====", "A |title|</p>"),
    (".A _title_\n[seealso]\n====\nWords.\n====", "A <em>title</em>"),
    ("[.warm]\n[topic,Title]\n====\nWords.\n====", 'class="topic warm"'),
    ("[outer]\n====\n[inner]\n=====\n=====\n====", "inside"),
    ("[inner]\n====\n====", "alone"),
])  # fmt: skip
def test_any_directive_is_a_style_or_a_macro(page, project, text, words):
    project.write(t__csv="x,y\n1,2\n")
    assert words in page(f"{text}\n")
    assert project.warnings == ""


def test_a_style_that_is_a_directive_is_no_unknown_style(page, project):
    page("[topic,Title]\n====\nWords.\n====\n\n[seealso]\nThis.\n\n[wordless]\nThat.\n")
    (found,) = project.env.get_domain("adoc").summaries[""]["index"].findings
    assert found.message == "style 'wordless' means nothing on a paragraph"


@pytest.mark.parametrize(("text", "shown"), [
    ("role:menuselection[File --> Save]", "File \N{TRIANGULAR BULLET} Save"),
    ("role:samp[(C)->b]", "(C)-&gt;b"),
    (":of: open\n\nrole:py:func[{of}]", "open()"),
    (r"role:samp[a\]b]", "a]b"),
])  # fmt: skip
def test_a_role_has_its_text_as_it_is_written(page, project, text, shown):
    assert shown in page(f"{text}\n")
    assert project.warnings == ""


def test_what_is_only_for_another_builder_is_left_out(page):
    assert "print" not in page("[only,latex]\n--\nFor print.\n--\n")


def test_macros_are_directives(page, project):
    project.write(code__py="first_line\ntwo\nthree\n")
    html = page(
        "literalinclude::code.py[lines=2-3,linenos]\n\nautomodule::shelve[noindex=,no-index]\n",
        extensions=["sphinx.ext.autodoc"],
    )
    assert "two" in html
    assert "first_line" not in html
    assert 'class="linenos"' in html
    assert "Manage shelves of pickled objects" in html


@pytest.mark.parametrize(("text", "place", "name"), [
    ("automodule::nowhere[]", "index.adoc:5", "nowhere"),
    ("====\nIn a block.\n\nautofunction::os.path.nowhere[]\n====", "index.adoc:8", "nowhere"),
    ("[directive=outer]\n====\nautoclass::os.Nowhere[]\n====", "index.adoc:7", "Nowhere"),
    ("include::part.txt[]", "part.txt:3", "nowhere"),
])  # fmt: skip
def test_what_an_extension_logs_without_a_place_has_the_line_of_its_block(page, project, text, place, name):
    project.write(part__txt="Words.\n\nautomodule::nowhere[]\n")
    page(f"Before.\n\n{text}\n", extensions=["sphinx.ext.autodoc"])
    assert f"{place}: WARNING: autodoc: failed to import '{name}" in project.warnings
    assert project.warnings.count("WARNING") == 1


@pytest.mark.parametrize(("body", "shown"), [
    ("--\nBy *induction*.\n\n. one\n--", "<p>Proof. By <strong>induction</strong>.</p>\n<ol"),
    ("====\n* item\n\nWords.\n====", "<p>Proof. </p>\n<ul"),
    ("[NOTE]\n====\nWords.\n====", '<p>Proof. </p>\n<div class="admonition note">'),
    ("----\n*raw*\n----", "<p>Proof. <em>raw</em></p>"),
])  # fmt: skip
def test_a_directive_may_write_before_its_content(page, project, body, shown):
    style = "[directive=proof]\n" if not body.startswith("[") else "[directive=proof]\n=====\n"
    html = page(style + body + ("\n=====" if body.startswith("[") else "") + "\n")
    assert shown in html
    assert "adoc-body" not in html
    assert project.warnings == ""


@pytest.mark.parametrize(("attributes", "label"), [
    ("#here,", "here"), ("#here,label=there,", "there"), ("label=there,", "there"), ("", "None"),
])  # fmt: skip
def test_an_id_is_the_label_of_a_directive_that_has_labels(page, project, attributes, label):
    html = page(f"[{attributes}directive=labelled]\n--\n--\n\n{'See <<here>>.' if '#' in attributes else ''}\n")
    assert f"<p>label {label}</p>" in html or f'<p id="here">label {label}</p>' in html
    assert project.warnings == ""


def test_a_directive_that_shows_its_content_as_it_is_wants_a_listing(page, project):
    html = page("[directive=verbatim]\n====\nWords *stay*.\n====\n\n[directive=verbatim]\n----\n*raw*\n----\n")
    message = (
        "index.adoc:4:1: WARNING: the directive 'verbatim' takes its content as it is written; write it in a listing"
    )
    assert message in project.warnings
    assert project.warnings.count("WARNING") == 1
    assert "Words <strong>stay</strong>." in html
    assert "adoc-body" not in html
    assert re.search(r"\*</span><span[^>]*>raw</span>", html)


UNKNOWN = "there is no directive "


@pytest.mark.parametrize(("text", "message", "hint"), [
    ("[directive=admonitio]\n====\nWords *stay*.\n====", UNKNOWN + "'admonitio'", "did you mean 'admonition'?"),
    ("[mermaid]\n----\nA-->B stay\n----", UNKNOWN + "'mermaid'", "add 'sphinxcontrib.mermaid' to extensions"),
    ("[tabs]\n====\na:: stay\n====", UNKNOWN + "'tab-set'", "add 'sphinx_design' to extensions"),
    ("automodule::stay[]", UNKNOWN + "'automodule'", "add 'sphinx.ext.autodoc' to extensions"),
    ("[directive=shows,sizes=3]\n----\nstay\n----", "'shows' has no option 'sizes'", "did you mean 'size'?"),
    ("[versionadded]\nWords stay.", "the directive 'versionadded' needs an argument", "[versionadded,ARGUMENT]"),
    ("[empty-table]\n====\nstay\n====", "the directive 'empty-table' failed: this table has no rows", ""),
    ("[list-table]\n====\n* stay\n====", "'list-table' failed: two-level bullet list expected", ""),
    ("[directive=raises]\n--\nstay\n--", "the directive 'raises' failed: ValueError: broken inside", ""),
])  # fmt: skip
def test_what_is_wrong_is_found_and_the_content_stays(page, project, text, message, hint):
    html = page(f"Before.\n\n{text}\n\nAfter.\n")
    assert message in project.warnings
    assert hint in project.warnings
    assert re.search(r"index\.adoc:[56]:\d+: WARNING", project.warnings)
    assert "stay" in html
    assert "After." in html


@pytest.mark.parametrize(("text", "hint"), [
    ("Words role:ref:[genindex] on.", "one colon too many: role:ref[...]"),
    ("Words role:reff[genindex] on.", "did you mean 'ref'?"),
    ("Words role:py:fun[open] on.", "did you mean"),
])  # fmt: skip
def test_a_role_that_nobody_has_is_found_at_its_column(page, project, text, hint):
    html = page(f"{text}\n")
    assert "index.adoc:3:7: WARNING: there is no role" in project.warnings
    assert hint in project.warnings
    assert project.warnings.count("WARNING") == 1
    assert "on." in html


def test_terms_of_a_glossary_are_terms_of_sphinx(page, project):
    html = page("[glossary]\nBeacon:: A _light_.\nLamp:: Another.\n\nA role:term[beacon], a role:term[Lamp].\n")
    assert 'href="#term-Beacon"' in html
    assert 'id="term-Lamp"' in html
    assert "A <em>light</em>." in html
    assert project.warnings == ""


def test_formulas_with_ids_are_equations(page, project):
    html = page("[latexmath#pyth]\n++++\na^2\n++++\n\nSee role:eq[pyth], <<pyth>>.\n", extensions=[MATH])
    assert 'id="equation-pyth"' in html
    assert re.search(r'href="#equation-pyth">\(1\)', html)
    assert project.warnings == ""


MATH = "sphinx.ext.mathjax"
BLOCKS = """
from docutils import nodes

def thumbnail(ctx, block):
    return [nodes.paragraph("", "thumb " + block.attrs["thumbnail"])]

def none(ctx, block):
    return None
"""


@pytest.mark.parametrize(("text", "shown"), [
    ('[thumbnail="a.png"]\nNothing else.', "thumb a.png"),
    ("[none]\nWords.", "<p>Words.</p>"),
    ("[.none]\nWords.", "Words."),
])  # fmt: skip
def test_a_project_has_functions_for_blocks(page, project, text, shown):
    project.write(hooks__py=BLOCKS)
    html = page(f"{text}\n", conf="adoc_blocks = {'thumbnail': 'hooks.thumbnail', 'none': 'hooks.none'}")
    assert shown in html
    assert project.warnings == ""


LISTING = "[source,python,{}]\n.Turning\n----\n    def on():\n        pass\n    on()\n----\n"


@pytest.mark.parametrize(("attributes", "shown"), [
    ('emphasize-lines="1,3"', '<span class="hll">'),
    ("linenos", '<span class="linenos">1</span>'),
    ("lineno-start=7", '<span class="linenos">7</span>'),
    ("dedent=4", "</span><span class=\"k\">def</span>"),
    ("dedent=2", "</span>  <span class=\"k\">def</span>"),
    ("dedent=", "</span><span class=\"k\">def</span>"),
    ("name=turning", 'id="turning"'),
    ("id=turning", 'id="turning"'),
])  # fmt: skip
def test_listings_have_the_options_of_code_blocks(page, project, attributes, shown):
    assert shown in page(LISTING.format(attributes))
    assert project.warnings == ""


@pytest.mark.parametrize("attribute", ["name=turning", "id=turning"])
def test_a_listing_with_a_name_can_be_referred_to(page, project, attribute):
    html = page(LISTING.format(attribute) + "\nSee role:numref[turning], role:ref[turning].\n", conf="numfig = True")
    assert '<span class="std std-numref">Listing 1</span></a>' in html
    assert '<span class="std std-ref">Turning</span></a>' in html
    assert project.warnings == ""


HOOK = """
from sphinx_adoc.syntax.tree import Paragraph


def changed(app, docname, document):
    for number, paragraph in enumerate(filter(lambda each: isinstance(each, Paragraph), document.walk())):
        paragraph.roles += ("numbered", f"p{number}")


def setup(app):
    app.connect("adoc-tree-read", changed)
    return {"parallel_read_safe": True}
"""


def test_a_hook_sees_the_tree_of_a_page_before_anything_is_made_of_it(page, project):
    project.write(treehook__py=HOOK)
    html = page("One.\n\n* item\n+\nTwo.\n", extensions=["treehook"])
    __import__("sys").modules.pop("treehook", None)
    assert '<p class="numbered p0">One.</p>' in html
    assert '<p class="numbered p1">Two.</p>' in html
    assert project.warnings == ""
