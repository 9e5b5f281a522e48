"""An Antora component as a Sphinx source: ``adoc_antora`` is all that is needed."""

extensions = ["sphinx_adoc"]
adoc_antora = True
