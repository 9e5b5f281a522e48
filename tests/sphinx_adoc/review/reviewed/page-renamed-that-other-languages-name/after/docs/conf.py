extensions = ["sphinx_adoc", "myst_parser"]
