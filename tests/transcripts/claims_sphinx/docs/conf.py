project = "Lighthouse"
extensions = ["sphinx_adoc"]
adoc_prelude = "claims_prelude.py"
