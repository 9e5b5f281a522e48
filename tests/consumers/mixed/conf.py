# ruff: noqa: F821 (tags)
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Mixed"
version = "1.2"
author = copyright = "the authors"
root_doc = "index"
html_theme = "furo"
html_baseurl = "https://lamp.example/"
html_copy_source = False
extensions = [
    "sphinx_adoc",
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosectionlabel",
    "sphinx.ext.autosummary",
    "sphinx.ext.coverage",
    "sphinx.ext.doctest",
    "sphinx.ext.extlinks",
    "sphinx.ext.githubpages",
    "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig",
    "sphinx.ext.intersphinx",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx.ext.todo",
    "sphinx.ext.viewcode",
    "notfound.extension",
    "sphinx_autodoc_typehints",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_inline_tabs" if tags.has("inline") else "sphinx_tabs.tabs",  # both have a directive 'tab'
    "sphinx_reredirects",
    "sphinx_sitemap",
    "sphinx_togglebutton",
    "sphinxcontrib.mermaid",
    "sphinxext.opengraph",
]
exclude_patterns = ["tabs.adoc" if tags.has("inline") else "inline-tabs.adoc"]
autosummary_generate = False
autosectionlabel_prefix_document = True
autosectionlabel_maxdepth = 2
extlinks = {"issue": ("https://bugs.example/%s", "issue %s")}
intersphinx_mapping = {"other": ("https://other.example/", "objects.inv")}
myst_enable_extensions = ["colon_fence", "deflist"]
ogp_site_url = html_baseurl
redirects = {} if tags.has("book") else {"old": "design.html"}  # its page is no XML
sitemap_url_scheme = "{link}"
todo_include_todos = True
graphviz_output_format = "svg"


def setup(app):
    app.add_config_value("level", "beta", "env")
