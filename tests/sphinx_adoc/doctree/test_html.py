"""Standalone pages."""

import base64
import json
import subprocess
import sys

import pytest
from sphinx_adoc.doctree.html import page
from sphinx_adoc.syntax.document import parse, parse_file


def body(text):
    html = page(parse(text, "<text>"))
    return html[html.index("<main") : html.index("</main>")]


def test_a_page_is_whole():
    html = page(parse("= A & B\n:lang: de\n\ntext\n", "<text>"))
    assert html.startswith('<!DOCTYPE html>\n<html lang="de">')
    assert "<title>A &amp; B</title>" in html
    assert "prefers-color-scheme: dark" in html
    assert "<script" not in html


def test_formulas_are_mathml_without_a_script():
    html = page(parse("latexmath:[x^2] asciimath:[sqrt(x)]\n", "<text>"))
    assert html.count("<math") == 2
    assert "<script" not in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`*x*`", "<code><strong>x</strong></code>"),
        ("#x#", "<mark>x</mark>"),
        ("kbd:[A]", "<kbd>A</kbd>"),
        ("[.b]#x# [.small.s]*y*", '<span class="b">x</span> <strong class="small s">y</strong>'),
        ("xref:a.pdf[] xref:a.html#b[]", '<a href="a.pdf">a.pdf</a>'),
        ("= pass:[Name <b>x</b>]\n\ny", '<h1 class="title">Name <b>x</b></h1>'),
        ("<<no such title,x>> xref:No\nsuch[]", '<a href="#no such title">x</a> <a href="#No such">[No\nsuch]</a>'),
        ("= T\n:doctype: inline\n\nx", "<main>\n<p>x</p>\n"),
        (
            "> a\n>\n> > b",
            '<p>a</p>\n<div class="quoteblock">\n<blockquote>\n<p>b</p>\n</blockquote>\n</div>\n</blockquote>',
        ),
        ("[quote,A]\nb", '<p>b</p>\n</blockquote>\n<p class="attribution">—A</p>\n</div>'),
        ("image::i.png[{nbsp}]", 'alt="\u00a0"'),
        ("((m@ex.org)) a((b))https://ex.org", '<a href="mailto:m&#64;ex.org">m&#64;ex.org</a> abhttps://ex.org'),
        ("a +\nb", "a<br />\nb"),
        ("<&>", "&lt;&amp;&gt;"),
        ("[verse]\na\n  b", '<pre class="verse">a\n  b</pre>'),
        (".T\n[%collapsible]\n====\nx\n====", "<details>\n<summary>T</summary>"),
        ("[%reversed]\n. x", '<ol class="arabic" reversed="reversed">'),
        ("----\na <1>\n----\n<1> b", '<pre><code>a <b class="conum">(1)</b></code></pre>'),
        ("[cols=1h]\n|===\n|x\n|===", '<th scope="row" class="stub"><p>x</p></th>'),
        ("[%header]\n|===\n|x\n\n|y\n|===", '<th scope="col" class="head"><p>x</p></th>'),
        ("[discrete]\n=== x", '<h3 class="discrete" id="_x">x</h3>'),
        ("NOTE: x", '<aside class="admonition note" role="note">\n<p class="admonition-title">Note</p>'),
        ("link:x[y,window=_blank]", '<a href="x" rel="noopener" target="_blank">y</a>'),
        (":sectanchors:\n\n== x", '<h2><a class="anchor" href="#_x"></a>x</h2>'),
        (
            ":sectanchors:\n:sectlinks:\n\n== x",
            '<h2><a class="anchor" href="#_x"></a><a class="link" href="#_x">x</a></h2>',
        ),
        (":sectanchors: after\n\n== x", '<h2>x<a class="anchor" href="#_x"></a></h2>'),
        (":sectlinks:\n\n== x", '<h2><a class="link" href="#_x">x</a></h2>'),
        (".T\n----\nx\n----", '<div class="code-block-caption">T</div>\n<pre>x</pre>'),
        ("* a\n+\n----\nb <1>\n----", '<pre><code>b <b class="conum">(1)</b></code></pre>\n</li>'),
        ("a\n +\nb", "<p>a\n<br />\nb</p>"),
        ("video::v.mp4[]", '<video aria-label="v.mp4" class="adoc-media" src="v.mp4" controls=""></video>'),
        (".T *b*\naudio::a.ogg[]", '<audio aria-label="T b" class="adoc-media" src="a.ogg" controls=""></audio>'),
        (".T\nvideo::x[youtube]", '<iframe class="adoc-media" src="https://www.youtube.com/embed/x?rel=0" srcdoc="'),
        (".T\nvideo::x[youtube]", 'T (www.youtube.com)&lt;/a&gt;&lt;/body&gt;&lt;/html&gt;" title="T" allowfullscreen'),
        ("----\n" + 37 * "x" + "\n----", '<pre tabindex="0">xxx'),
        ("|===\n" + 4 * "|x" + "\n|===", '<div class="table-wrap">\n'),
        ("|===\n|" + "x" * 20 + "|" + "x" * 20 + "\n|===", '<div class="table-wrap" tabindex="0">'),
        ("[cols=1a]\n|===\n|\n----\n" + "x y " * 20 + "\n----\n|===", '<div class="table-wrap" tabindex="0">'),
        ("|===\n|" + "x y " * 20 + "\n|===", '<div class="table-wrap">\n'),
        ('image::a.png[alt=""]', '<img alt="" src="a.png" />'),
        ('image::a-b.png["",10]', '<img alt="" src="a-b.png" width="10" />'),
        ("image:a-b.png[]", '<img alt="a b" class="inline" src="a-b.png" />'),
        (
            ':icons: font\n\nicon:a[title="B c"]',
            'class="adoc-icon fa fa-a" data-name="[a]" role="img" title="B c"></i>',
        ),
        ("latexmath:[" + "a + " * 20 + "b]", '<span class="adoc-long math" tabindex="0"><math'),
        ("latexmath:[a + b]", '<span class="math"><math'),
        ("[lang=he]\nWords.", '<p lang="he" dir="rtl">Words.</p>'),
        ("[lang=he]\n--\nWords.\n--", '<div class="open docutils container" lang="he" dir="rtl">\n<p>Words.</p>'),
        (":lang: ar\n\nx\n\n[lang=en]\ny", '<p lang="en" dir="ltr">y</p>'),
        ("x\n\n:lang: ar\n\ny", '<p lang="ar" dir="rtl">y</p>'),
        (
            "x\n\n:lang: ar\n\n== A\n\ny\n\n:lang: de\n\nz",
            '<section id="_a" lang="ar" dir="rtl">\n<h2>A</h2>\n<p>y</p>\n<p lang="de" dir="ltr">z</p>',
        ),
        ("x\n\n:lang: ar\n\n* y", '<ul class="simple" lang="ar" dir="rtl">\n<li><p>y</p></li>'),
        ("x\n\n:lang: ar\n\n* y\n+\nz\n\n* w\n+\nz", "<li><p>w</p>\n<p>z</p>\n</li>"),
        ("[lang=he]\n====\nx\n\n* y\n====", '<p>x</p>\n<ul class="simple">\n<li>'),
        ("a [lang=fr]#b# c", 'a <span lang="fr">b</span> c'),
        ("[lang=he]\nimage::a.png[]", '<div class="image-block docutils container" lang="he" dir="rtl">'),
        ("****\nx\n****", '<aside class="sidebar" role="note">'),
        (".T\nTIP: x", '<aside class="tip admonition" role="note">'),
        ("[lang=ar-EG]\n== Title", '<section id="_title" lang="ar-EG" dir="rtl">'),
        ('[lang="x y"]\nWords.', "<p>Words.</p>"),
        ("a [.language-fa]#b# c", 'a <span lang="fa" dir="rtl">b</span> c'),
        ("icon:a[]", '<span class="adoc-icon">[a]</span>'),
    ],
)
def test_says_it_in_html(text, html):
    assert html in body(f":experimental:\n{text}\n" if text[0] != ":" else f"{text}\n")


def test_a_listing_keeps_its_last_line_whatever_its_lexer():
    assert "second" in body("[source,console]\n----\n$ first\n$ second\n----\n")


def test_source_is_highlighted_when_its_language_is_known():
    assert '<span class="k">def</span>' in body("[source,python]\n----\ndef f(): pass\n----\n")
    assert '<pre class="code nosuch">def f</pre>' in body("[source,nosuch]\n----\ndef f\n----\n")


def test_lines_are_numbered_and_marked_on_request():
    html = body("[source,nosuch,linenums,start=9,highlight=2]\n----\na\nb\n----\n")
    assert (
        '<span class="linenos"> 9 </span>a\n<span class="linenos">10 </span><span class="hll">b</span></code>' in html
    )


def test_callouts_stand_at_their_lines():
    html = body("[source,python]\n----\nx = 1 # <1>\ny = 2\nz = 3 # <2> <3>\n----\n<1> a\n<2> b\n<3> c\n")
    first, second, third = html[html.index("<pre") : html.index("</pre>")].split("\n")
    assert first.endswith('<b class="conum">(1)</b>')
    assert "conum" not in second
    assert third.endswith('<b class="conum">(2)</b> <b class="conum">(3)</b></code>')


def test_images_can_be_inside_but_only_those_of_the_folder(tmp_path):
    inside = tmp_path / "docs"
    inside.mkdir()
    (inside / "a.png").write_bytes(b"inside")
    (tmp_path / "b.png").write_bytes(b"outside")
    (inside / "x.adoc").write_text(":data-uri:\n\nimage::a.png[]\n\nimage::../b.png[]\n")
    html = page(parse_file(inside / "x.adoc"))
    assert base64.b64encode(b"inside").decode() in html
    assert base64.b64encode(b"outside").decode() not in html


def test_an_image_that_cannot_be_embedded_is_said(tmp_path):
    (tmp_path / "a.adoc").write_text(":data-uri:\n\nimage::gone.png[]\n\nsee image:../b.png[]\n")
    doc = parse_file(tmp_path / "a.adoc")
    page(doc)
    found = [(problem.code, problem.span.start.line, problem.span.start.column) for problem in doc.problems]
    assert found == [("image-unreadable", 3, 1), ("image-unreadable", 5, 5)]


def run(*words, cwd):
    command = [sys.executable, "-m", "sphinx_adoc.cli", *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "docs" / "sub").mkdir(parents=True)
    (tmp_path / "docs" / "a.adoc").write_text("= A\n\nxref:sub/b.adoc[] <<there>> {word}\n")
    (tmp_path / "docs" / "sub" / "b.adoc").write_text("= B\n\n[#there]\n== There\n\nxref:../a.adoc[]\n")
    return tmp_path


class TestCommand:
    def test_writes_a_folder(self, docs):
        done = run("html", "docs", "-a", "word=said", "-o", "out", cwd=docs)
        assert done.returncode == 0
        assert done.stdout == ""
        a = (docs / "out" / "a.html").read_text()
        assert '<a href="sub/b.html">B</a> <a href="sub/b.html#there">There</a> said' in a
        assert '<a href="../a.html">A</a>' in (docs / "out" / "sub" / "b.html").read_text()

    def test_writes_one_page_and_looks_beside_it(self, docs):
        done = run("html", "docs/a.adoc", "-a", "word", "-o", "one.html", cwd=docs)
        assert done.returncode == 0
        assert '<a href="sub/b.html">B</a>' in (docs / "one.html").read_text()

    def test_writes_to_standard_output(self, docs):
        done = run("html", "docs/sub/b.adoc", "-o", "-", cwd=docs)
        assert done.returncode == 0
        assert done.stdout.startswith("<!DOCTYPE html>")

    def test_writes_beside_the_source(self, docs):
        run("html", "docs/sub/b.adoc", cwd=docs)
        assert (docs / "docs" / "sub" / "b.html").exists()

    def test_reports_in_other_forms(self, docs):
        (docs / "docs" / "a.adoc").write_text("see\n\n<<nowhere>>\n")
        done = run("html", "docs/a.adoc", "-o", "one.html", cwd=docs)
        assert done.returncode == 1
        assert done.stdout.startswith("docs/a.adoc:3:3: error: xref target not found: 'nowhere'")
        done = run("html", "docs/a.adoc", "-o", "one.html", "--format", "json", cwd=docs)
        assert "xref-unresolved" in json.dumps(json.loads(done.stdout))

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["html", "nowhere"], "cannot read nowhere"),
            (["html", "empty"], "no document (*.adoc"),
            (["html", "docs", "-o", "-"], "2 pages do not go into one"),
            (["html", "docs/a.adoc", "-o", "docs/a.adoc/x"], "cannot write"),
            (["tree", "nowhere.adoc"], "cannot read nowhere.adoc"),
            (["nothing"], "invalid choice"),
            ([], "required"),
        ],
    )
    def test_a_wrong_call_says_why(self, docs, words, says):
        (docs / "empty").mkdir()
        done = run(*words, cwd=docs)
        assert done.returncode == 2
        assert says in done.stderr

    def test_shows_the_tree(self, docs):
        done = run("tree", "docs/sub/b.adoc", cwd=docs)
        assert done.returncode == 0
        assert "section docs/sub/b.adoc:4:1 #there" in done.stdout

    def test_shows_the_tree_as_json(self, docs):
        done = run("tree", "docs/sub/b.adoc", "--format", "asg", cwd=docs)
        assert json.loads(done.stdout)["name"] == "document"

    @pytest.mark.parametrize("command", ["check", "tree"])
    def test_loads_only_what_it_needs(self, docs, command):
        code = (
            "import sys; from sphinx_adoc.cli import main; "
            f"main(['{command}', 'docs/sub/b.adoc']); print({{'docutils', 'sphinx'}} & set(sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=docs, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "set()"


def test_the_head_says_charset_and_title_once():
    html = page(parse("= The title\n:description: Words\n\nText.\n", "<text>"))
    assert html.count("<meta charset") == html.count("<title>") == 1
    assert html.count('name="description"') == html.count('name="viewport"') == 1


def test_a_table_stands_in_a_box_that_scrolls():
    html = page(parse("[cols=1a]\n|===\n|\n!===\n!a\n!===\n|===\n", "<text>"))
    assert html.count('<div class="table-wrap">') == 1
    assert html.count("<table") == 2


@pytest.mark.parametrize(("language", "opening"), [
    ("de", '<html lang="de">'),
    ("ar", '<html lang="ar" dir="rtl">'),
    ("he-IL", '<html lang="he-IL" dir="rtl">'),
])  # fmt: skip
def test_a_page_runs_as_its_language_does(language, opening):
    assert opening in page(parse(f":lang: {language}\n\nx\n", "x.adoc"))


def test_what_a_page_says_of_itself_is_in_its_language():
    text = "= Seite\nHans Muster\nv1.0, 2024-05-05\n:lang: {}\n\n[%collapsible]\n====\nx\n====\n"
    html = page(parse(text.format("fr"), "x.adoc"))
    assert '<dt class="author">Auteur' in html
    assert "<summary>Détails</summary>" in html
    assert "Author" not in html
    assert '<dt class="author">Author' in page(parse(text.format("tlh"), "x.adoc"))
