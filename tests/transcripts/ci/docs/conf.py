project = "Lighthouse"
extensions = ["sphinx_adoc"]
