"""Formulas in Sphinx: MathML made at build time, without a script, labelled and referred to."""

import re

import pytest

PAGE = """\
= Page
:stem: asciimath

A stem:[sqrt(4) = 2] and latexmath:[x_1^2].

[stem#eq-one]
++++
sum_(i=1)^n i^3=((n(n+1))/2)^2
++++

role:eq[eq-one]

[latexmath]
++++
a &= b \\\\
c &= d
++++
"""


def test_formulas_are_mathml_and_no_other_host_is_asked(project):
    project.conf().write(index__adoc=PAGE)
    out = project.build("html")
    text = (out / "index.html").read_text(encoding="utf-8")
    assert text.count("<math") == 4
    assert "<msqrt>" in text
    assert "mathjax" not in text.lower()
    assert not re.findall(r'<(?:script|link)[^>]*(?:src|href)="(?:https?:)?//', text)
    assert project.warnings == ""


@pytest.mark.parametrize("tex", [
    r"\begin{align} a &= b \\ c &= d \end{align}",
    r"\begin{equation*}\begin{split} a &= b \\ &= d \end{split}\end{equation*}",
    r"\begin{gather} a \\ b \end{gather}",
    r"\begin{alignat}{2} a &= b \\ c &= d \end{alignat}",
    r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
])  # fmt: skip
def test_displayed_environments_of_tex_are_mathml(project, tex):
    text = project.conf().write(index__adoc=f"= Page\n\n[latexmath]\n++++\n{tex}\n++++\n").html("index")
    assert project.warnings == ""
    assert "<mtable" in text


MALFORMED = (
    "= Page\n\n[#x]\nA latexmath:[\\frac{a}{b} & c].\n\n[latexmath#y]\n++++\n\\frac{a}{b\n++++\n\nSee role:eq[y].\n"
)


@pytest.mark.parametrize("builder", ["html", "latex", "text", "man", "epub", "gettext"])
def test_a_formula_that_stops_tex_is_found_in_every_build(project, builder):
    project.conf('epub_copyright = "x"\nversion = "1"').write(index__adoc=MALFORMED).build(builder)
    assert "index.adoc:4:26: WARNING: TeX cannot set the formula '\\frac{a}{b} & c': '&'" in project.warnings
    assert "index.adoc:8:9: WARNING: TeX cannot set the formula '\\frac{a}{b': '{' is never closed" in project.warnings
    assert project.warnings.count("WARNING") == 2


def test_a_formula_that_stops_tex_is_shown_as_it_is_written_in_latex(project):
    project.conf().write(index__adoc=MALFORMED)
    (tex,) = project.build("latex").glob("*.tex")
    text = tex.read_text(encoding="utf-8")
    assert r"\(" not in text
    assert "begin{split}" not in text
    assert r"frac\PYGZob{}a\PYGZcb{}\PYGZob{}b" in text


@pytest.mark.parametrize(("tex", "conf", "known"), [
    (r"\nosuch{x}", "", False),
    (r"\nosuch{x}", r'latex_elements = {"preamble": r"\newcommand{\nosuch}[1]{#1}"}', True),
    (r"\mathscr{x}", "", False),
    (r"\begin{nosuch}x\end{nosuch}", "", False),
    (r"\substack{a}+\alpha+\dfrac12", "", None),
])  # fmt: skip
def test_latex_is_asked_whether_it_knows_a_command(project, tex, conf, known):
    project.conf(conf).write(index__adoc=f"= Page\n\nA latexmath:[{tex}].\n")
    (made,) = project.build("latex").glob("*.tex")
    text = made.read_text(encoding="utf-8")
    assert (r"\adocifknown{" in text.partition(r"\begin{document}")[2]) is (known is False)
    assert ("index.adoc:3:1: WARNING: LaTeX may not know \\" in project.warnings) is (known is False)


@pytest.mark.parametrize("environment", ["pmatrix", "cases", "aligned"])
def test_a_block_of_an_environment_inside_of_formulas_is_a_formula(project, environment):
    project.conf().write(
        index__adoc=f"= P\n\n[latexmath]\n++++\n\\begin{{{environment}}}a\\end{{{environment}}}\n++++\n"
    )
    (made,) = project.build("latex").glob("*.tex")
    assert rf"\begin{{split}}\begin{{{environment}}}" in made.read_text(encoding="utf-8")


@pytest.mark.parametrize("numfig", [False, True])
def test_labels_and_references_work(project, numfig):
    text = project.conf().write(index__adoc=PAGE).html("index", numfig=numfig)
    assert '<span class="eqno">(1)<a' in text
    assert 'href="#equation-eq-one">(1)</a>' in text


@pytest.mark.parametrize(("conf", "renderer"), [
    ("html_math_renderer = 'mathjax'", "mathjax"),
    ("extensions.append('sphinx.ext.imgmath')\nhtml_math_renderer = 'mathml'", "mathml"),
    ("extensions.append('own')", "own"),
    ("", "mathml"),
])  # fmt: skip
def test_a_project_may_choose_another_renderer(project, conf, renderer):
    visitors = "(lambda s, n: s.body.append('OWN'), lambda s, n: None)"
    own = f"def setup(app):\n    app.add_html_math_renderer('own', {visitors})\n"
    project.write(own__py=own, index__adoc="= P\n\nlatexmath:[x]\n")
    project.conf(f"import sys; sys.path.insert(0, {str(project.source)!r})\n{conf}")
    text = project.html("index")
    __import__("sys").modules.pop("own", None)
    assert ("<math" in text, "OWN" in text, r"\(x\)" in text) == (
        renderer == "mathml", renderer == "own", renderer == "mathjax"
    )  # fmt: skip


def test_what_cannot_be_converted_is_found_and_stays_as_it_was_written(project):
    text = project.conf().write(index__adoc="= P\n\nA latexmath:[\\nosuch x < y] here.\n").html("index")
    assert r"<code>\nosuch x &lt; y</code>" in text
    assert "index.adoc:3:1: WARNING: the formula '\\nosuch x < y' cannot be shown as MathML" in project.warnings
    assert "[adoc.formula-unreadable]" in project.warnings


def test_asciimath_is_tex_in_latex(project):
    text = next(project.conf().write(index__adoc=PAGE).build("latex").glob("*.tex")).read_text(encoding="utf-8")
    assert r"\sqrt{4} = 2" in text
    assert r"\label{equation:index:eq-one}" in text


def test_pages_of_a_book_with_formulas_say_so(project):
    project.conf().write(index__adoc=PAGE, other__adoc=":orphan:\n\n= Other\n")
    book = (project.build("epub", epub_copyright="x", version="1") / "content.opf").read_text(encoding="utf-8")
    assert re.search(r'href="index\.xhtml"[^>]* properties="mathml"', book)
    assert not re.search(r'href="other\.xhtml"[^>]* properties', book)


@pytest.mark.parametrize(
    ("length", "classes"),
    [(8, "math"), (14, "adoc-long math"), (25, "adoc-long adoc-paper-80 math"), (400, "adoc-long adoc-paper-5 math")],
)
def test_a_wide_formula_scrolls_and_is_smaller_on_paper(project, length, classes):
    text = project.conf().write(index__adoc=f"= P\n\n[latexmath]\n++++\n{'+'.join('a' * length)}\n++++\n").html("index")
    tag = re.search('<div class="[^"]*math[^>]*>', text)
    assert classes in tag[0]
    assert ("tabindex" in tag[0]) is ("long" in classes)
