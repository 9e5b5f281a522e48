project = "every"
extensions = ["sphinx_adoc"]
adoc_attributes = {"experimental": "", "stem": "latexmath"}
