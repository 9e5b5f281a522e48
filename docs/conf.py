"""Sphinx configuration of the project's documentation."""

project = "sphinx-adoc"
author = "the sphinx-adoc developers"
copyright = "the sphinx-adoc developers"
extensions: list[str] = []
exclude_patterns = ["_build"]
nitpicky = True
