"""Sphinx configuration for a page that was written for asciidoc-py; README.md says how to build it with both."""

project = "Lighthouse"
extensions = ["sphinx_adoc"]
root_doc = "lamp"
source_suffix = {".txt": "asciidoc"}
adoc_attributes_from = ["lamp.conf"]
html_theme = "furo"
