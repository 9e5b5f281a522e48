project = "Lighthouse"
copyright = "Jane Doe"
version = "1"
extensions = ["sphinx_adoc"]
root_doc = "lamp"
