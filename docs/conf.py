"""Sphinx configuration of the project's documentation."""

project = "sphinx-adoc"
author = "the sphinx-adoc developers"
copyright = "the sphinx-adoc developers"
extensions = ["sphinx_adoc", "sphinx.ext.autodoc", "myst_parser"]
exclude_patterns = ["_build", "examples"]
nitpicky = True

html_theme = "furo"
html_title = "sphinx-adoc"
html_show_sphinx = False

adoc_prelude = "claims_prelude.py"
adoc_claims = True

autodoc_typehints = "none"
