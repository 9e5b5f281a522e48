"""Titles, arguments and captions of directives: AsciiDoc where the directive reads them as running text."""

import re
import sys

import pytest

EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive, directives


class Titled(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"caption": directives.unchanged, "open": directives.flag}

    def run(self):
        text = self.arguments[0] if self.arguments else self.options["caption"]
        made, messages = self.state.inline_text(text, self.lineno)
        return [nodes.rubric(text, "", *made), nodes.paragraph("", f"open={'open' in self.options}"), *messages]


class Verbatim(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        return [nodes.paragraph("", "verbatim:" + "|".join(self.arguments))]


class Nested(Directive):
    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        from docutils.statemachine import StringList
        made = nodes.container()
        self.state.nested_parse(StringList([self.arguments[0]], source=""), self.lineno, made)
        return [made]


class FirstLine(Directive):
    has_content = True

    def run(self):
        made = nodes.container()
        self.state.nested_parse(self.content[:1], self.content_offset, made)
        return [made, nodes.paragraph("", f"{len(self.content)} lines")]


def setup(app):
    app.add_directive("first-line", FirstLine)
    app.add_directive("titled", Titled)
    app.add_directive("verbatim", Verbatim)
    app.add_directive("nested", Nested)
    return {"parallel_read_safe": True}
"""
END = "\n====\nBody.\n====\n"


@pytest.fixture
def page(project):
    """Build a page in HTML; return its body."""

    def page(text, conf="", **pages):
        project.write(own_texts__py=EXTENSION, index__adoc=f"= Page\n\n[#power]\n== The *power*\n\n{text}", **pages)
        names = ["sphinx_adoc", "own_texts"]
        project.conf(f"import sys; sys.path.insert(0, {str(project.source)!r})\nextensions = {names}\n{conf}")
        return project.html("index")

    yield page
    sys.modules.pop("own_texts", None)


TITLES = [
    ("By *the* way", "By <strong>the</strong> way"),
    ("With `code` -- so", '<span class="pre">code</span></code>\u2009\u2014\u2009so'),
    ("See <<power>>", 'href="#power"'),
    ("See <<power,there>>", ">there</span></a>"),
    ("A |bar|, a back\\slash, :role:`x`_", "A |bar|, a back\\slash, :role:"),
    ("Of {project}", "Of p"),
    ("1. First", "1. First"),
    ("* item", "* item"),
    (":x: y", ":x: y"),
    ("Ends so::", "Ends so::"),
    ("E=mc^2^ and stem:[x^2]", "E=mc<sup>2</sup>"),
    ("role:abbr[TCP (Protocol)]", '<abbr title="Protocol">TCP</abbr>'),
]


@pytest.mark.parametrize("form", [
    '["titled","{}"]' + END,
    '[directive=titled,argument="{}"]' + END,
    ".{}\n[titled]" + END,
    '["nested","{}"]' + END,
    '["admonition","{}"]' + END,
    '["topic","{}"]' + END,
    '[titled,caption="{}"]' + END,
])  # fmt: skip
def test_what_a_directive_reads_as_text_is_asciidoc(page, project, form):
    html = page("\n".join(form.replace("{}", words) for words, _ in TITLES))
    assert [words for words, shown in TITLES if shown not in html] == []
    assert project.warnings == ""


@pytest.mark.parametrize(("words", "shown"), [
    ("turn(*args)", "verbatim:turn(*args)"),
    ("a_b_c __d__", "verbatim:a_b_c __d__"),
    ("img/a(C).png", "verbatim:img/a(C).png"),
])  # fmt: skip
def test_what_a_directive_takes_as_it_is_stays_so(page, project, words, shown):
    assert shown in page(f'["verbatim","{words}"]{END}')
    assert project.warnings == ""


def test_a_title_that_a_directive_takes_as_it_is_is_plain(page, project):
    assert "verbatim:The words of p" in page(f".The *words* of {{project}}\n[verbatim]{END}")
    assert project.warnings == ""


@pytest.mark.parametrize(("text", "shown"), [
    ("[versionadded,1.2,For the *big* lamp]\n====\nMore.\n====", r"version 1\.2: </span>For the <strong>big</strong>"),
    ("[deprecated,2.0,Use `new()` instead.]\nBody.", r'2\.0: </span>Use <code.*<span class="pre">new\(\)</span>'),
    ('[versionchanged,"2.0 Now _so_."]\nBody.', r"2\.0: </span>Now <em>so</em>\."),
    ("versionremoved::3.0[]", r"version 3\.0"),
    ("versionremoved::3.0[As it was *too* big]", r"3\.0: </span>As it was <strong>too</strong>"),
    ("[first-line,Of *words*]\n====\nBody.\n====", r"Of <strong>words</strong>[\s\S]*3 lines"),
    ("rubric::Of *words*[]", "Of <strong>words</strong>"),
    ("[titled,Words,open]\n====\nBody.\n====", "open=True"),
])  # fmt: skip
def test_what_stands_behind_the_first_argument_reaches_the_directive(page, project, text, shown):
    assert re.search(shown, page(f"{text}\n"))
    assert project.warnings == ""


def test_what_no_directive_takes_is_reported(page, project):
    assert "Hello" in page(f"[titled,Hello, world]{END}")
    assert "index.adoc:7:1: WARNING: the directive 'titled' takes no 'world'" in project.warnings
    assert '[titled,"Hello, world"]' in project.warnings


def test_a_reference_that_leads_nowhere_is_reported_at_its_column(page, project):
    page(f'[titled,"See <<nowhere>> here"]{END}')
    assert "index.adoc:6:16: WARNING: xref target not found: 'nowhere'" in project.warnings
    assert project.warnings.count("WARNING") == 1


def test_a_reference_to_another_page_shows_its_title(page, project):
    html = page(f'["titled","See xref:two.adoc[]"]{END}', two__adoc=":orphan:\n= Another\n\nText.\n")
    assert 'href="two.html"' in html
    assert ">Another</span>" in html
    assert project.warnings == ""


def test_a_footnote_in_a_title_is_the_pages(page, project):
    html = page(f'One footnote:[First.].\n\n[titled,"Two footnote:[Second.]"]{END}')
    assert len(set(re.findall(r'href="#(_footnotedef_\d)"', html))) == 2
    assert "Second." in html
    assert project.warnings == ""


def test_titles_are_messages_in_asciidoc(page, project):
    page(f'["titled","By *the* way"]{END}\n.Of *words*\n[topic]{END}')
    messages = (project.build("gettext") / "index.pot").read_text(encoding="utf-8")
    assert 'msgid "By *the* way"' in messages
    assert 'msgid "Of *words*"' in messages


def test_text_inside_with_the_words_of_the_title_is_read_once_more(page, project):
    html = page('["titled","*Words*"]\n====\n[role=eval-rst]\n-----\n*Words*\n-----\n====\n')
    assert "<strong>Words</strong>" in html
    assert project.warnings == ""
