"""A project of AsciiDoc, reStructuredText and Markdown pages with the extensions that most projects have.

Each extension has the output that shows that it did its work on an AsciiDoc page. The guide has the same as a table.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from tests.consumers.conftest import Program

pytestmark = pytest.mark.consumer

SOURCES = Path(__file__).parent / "mixed"
GROUP = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["mixed"]

SHOWN = {  # extension -> page, and what is in it
    "myst_parser": ("guide.html", r'href="design\.html#power"><span class="std std-ref">The power'),
    "notfound.extension": ("404.html", r"<h1>Page not found"),
    "sphinx.ext.autodoc": ("api.html", r'<dt class="sig sig-object py" id="lamp\.turn">'),
    "sphinx.ext.autosectionlabel": ("usage.html", r'href="design\.html#power"><span class="std std-ref">The power'),
    "sphinx.ext.autosummary": ("api.html", r'<table class="autosummary[^>]*>[\s\S]*Turn the lamp\.'),
    "sphinx.ext.extlinks": ("notes.html", r'href="https://bugs\.example/7">issue 7</a>'),
    "sphinx.ext.githubpages": ("CNAME", r"lamp\.example"),
    "sphinx.ext.graphviz": ("diagrams.html", r'<object data="_images/graphviz-\w+\.svg"[\s\S]*A graph'),
    "sphinx.ext.ifconfig": ("notes.html", r"<p>Shown in <em>beta</em>\.</p>(?![\s\S]*Shown at last)"),
    "sphinx.ext.intersphinx": ("notes.html", r'href="https://other\.example/lamp\.html#lamp-label"[^>]*>.*The other'),
    "sphinx.ext.mathjax": ("code.html", r"<msqrt>[\s\S]*\(1\)"),
    "sphinx.ext.napoleon": ("api.html", r"<strong>seconds</strong> \("),
    "sphinx.ext.todo": ("index.html", r"<p>Say <strong>more</strong>\.</p>"),
    "sphinx.ext.viewcode": ("api.html", r'href="_modules/lamp\.html#turn"'),
    "sphinx_autodoc_typehints": ("api.html", r'<span class="sphinx_autodoc_typehints-type">'),
    "sphinx_copybutton": ("_static/copybutton.js", r"\.linenos, \.conum"),
    "sphinx_design": (
        "design.html",
        r'-title[^>]*>\s*One <code[\s\S]*A <strong>card</strong>[\s\S]*More on <a[\s\S]*label[^>]*>\s*<strong>Linux',
    ),
    "sphinx_reredirects": ("old.html", r"design\.html"),
    "sphinx_sitemap": ("sitemap.xml", r"https://lamp\.example/notes\.html"),
    "sphinx_tabs.tabs": ("tabs.html", r'role="tabpanel"[^>]*><p>Apples are <strong>green</strong>'),
    "sphinx_togglebutton": ("design.html", r'<div class="dropdown admonition note">'),
    "sphinxcontrib.mermaid": ("diagrams.html", r'<pre\s+class="mermaid">[\s\S]*A--&gt;B[\s\S]*A flow'),
    "sphinxext.opengraph": ("index.html", r'property="og:title" content="Mixed"'),
}  # fmt: skip
INLINE = ("sphinx_inline_tabs", "inline-tabs.html", r"tab-label[\s\S]*<p>Apples are <strong>green</strong>")
BUILDERS = {  # extension with a builder of its own -> what it writes, and what is in that
    "sphinx.ext.coverage": ("coverage", "python.txt", r"undocumented"),
    "sphinx.ext.doctest": ("doctest", "output.txt", r"2 tests?[\s\S]*0 failures? in tests"),
}


def build(out, builder="html", *options):
    """Build the project in a process of its own; return what it warned of, less what extensions say of themselves."""
    missing = [name for name in GROUP if isinstance(name, str) and find_spec(MODULES.get(name, name)) is None]
    if missing:
        pytest.fail(f"missing: pip install {' '.join(missing)}", pytrace=False)
    Program("dot", "graphviz")
    source = out.parent / "source"
    shutil.copytree(SOURCES, source, dirs_exist_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "sphinx", "-q", "-b", builder, *options, str(source), str(out)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    lines = done.stderr.replace(f"{source}/", "").splitlines()
    return [line for line in lines if ": WARNING: " in line or ": ERROR: " in line or line.startswith("WARNING: ")]


MODULES = {  # the module of a distribution that is named otherwise
    "myst-parser": "myst_parser",
    "sphinx-autodoc-typehints": "sphinx_autodoc_typehints",
    "sphinx-copybutton": "sphinx_copybutton",
    "sphinx-design": "sphinx_design",
    "sphinx-inline-tabs": "sphinx_inline_tabs",
    "sphinx-notfound-page": "notfound",
    "sphinx-reredirects": "sphinx_reredirects",
    "sphinx-sitemap": "sphinx_sitemap",
    "sphinx-tabs": "sphinx_tabs",
    "sphinx-togglebutton": "sphinx_togglebutton",
    "sphinxcontrib-mermaid": "sphinxcontrib.mermaid",
    "sphinxext-opengraph": "sphinxext.opengraph",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = tmp_path_factory.mktemp("mixed") / "html"
    assert build(out) == []
    return out


@pytest.mark.parametrize("extension", SHOWN)
def test_an_extension_does_its_work(pages, extension):
    name, shown = SHOWN[extension]
    assert re.search(shown, (pages / name).read_text(encoding="utf-8"))


def test_pages_of_three_languages_refer_to_each_other(pages):
    for page, address in [
        ("notes", "usage.html#first-steps"), ("notes", "guide.html#the-guide"), ("usage", "code.html#equation-pyth"),
        ("guide", "design.html#power"), ("faq", "design.html#term-Lamp"), ("history", "design.html#power"),
    ]:  # fmt: skip
        assert f'href="{address}"' in (pages / f"{page}.html").read_text(encoding="utf-8")


def test_the_tabs_of_another_extension_do_theirs(tmp_path):
    _, name, shown = INLINE
    assert build(tmp_path / "html", "html", "-t", "inline") == []
    assert re.search(shown, (tmp_path / "html" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("extension", BUILDERS)
def test_a_builder_of_an_extension_sees_the_pages(tmp_path, extension):
    builder, name, shown = BUILDERS[extension]
    build(tmp_path / builder, builder)
    assert re.search(shown, (tmp_path / builder / name).read_text(encoding="utf-8"))


def test_a_book_of_it_is_valid(tmp_path):
    Program("epubcheck", "epubcheck")
    java = Program("java", "default-jre-headless")
    build(tmp_path / "epub", "epub", "-t", "book", "-D", "graphviz_output_format=png")
    said = java("-jar", "/usr/bin/epubcheck", *(tmp_path / "epub").glob("*.epub"))
    assert "0 fatals / 0 errors" in said.stdout, said


def test_it_is_a_pdf(tmp_path):
    latexmk, pdftotext = Program("latexmk", "latexmk"), Program("pdftotext", "poppler-utils")
    Program("pdflatex", "texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended tex-gyre")
    out = tmp_path / "latex"
    build(out, "latex")
    done = latexmk("-pdf", "-interaction=nonstopmode", "-halt-on-error", "mixed.tex", cwd=out)
    assert done.returncode == 0, done.stdout[-3000:]
    text = pdftotext("-layout", "mixed.pdf", "-", cwd=out).stdout
    assert [words for words in ("Linux", "Text two.", "What is below.", "A card.") if words not in text] == []
