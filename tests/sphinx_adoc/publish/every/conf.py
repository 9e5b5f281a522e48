project = "every"
extensions = ["sphinx_adoc"]
source_suffix = {".rst": "restructuredtext", ".adoc": "asciidoc"}
html_theme = "basic"
nitpicky = True
adoc_attributes = {"product": "Widget", "experimental": "", "stem": "latexmath"}
