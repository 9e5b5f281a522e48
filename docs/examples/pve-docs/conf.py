"""Sphinx configuration for the unchanged AsciiDoc sources of Proxmox VE's documentation; README.md says how to use it.

Without a tag each chapter is a page; ``-t book`` makes the one book of all chapters, ``-t man`` the manual pages,
``-t wiki`` the chapters as the wiki has them.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOOK = "pve-admin-guide"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.adoc"))}


def includes(text):
    """The sources that a source includes."""
    return re.findall(r"^include::([\w.-]+)\.adoc\[", text, re.MULTILINE)


def chapters():
    """The sources that are pages of their own: those that the book includes, and others that nothing includes."""
    parts = {part for name, text in TEXTS.items() if name != BOOK for part in includes(text)}
    return [name for name in wiki_pages() if name not in parts]


def wiki_pages():
    """The sources that are pages of the wiki, where chapters do not include their parts."""
    marked = {name for name, text in TEXTS.items() if ":pve-toplevel:" in text}
    return sorted((marked | {*includes(TEXTS[BOOK])}) - {BOOK})


def manual_pages():
    """The sources that are manual pages when ``manvolnum`` is set: they have a title such as ``qm(1)``."""
    return [name for name, text in TEXTS.items() if re.search(r"^[\w.-]+\(\d\)$", text, re.MULTILINE)]


def form():
    """The root document, the pages, and the attributes of what is built."""
    if tags.has("book"):
        return BOOK, [BOOK], {"doctype": "book"}
    if tags.has("man"):
        return manual_pages()[0], manual_pages(), {"manvolnum": "1", "doctype": "manpage"}
    if tags.has("wiki"):
        return "contents", ["contents", *wiki_pages()], {"wiki": True}
    return "contents", ["contents", *chapters()], {}


sys.path.insert(0, str(HERE))

project = "Proxmox VE"
author = "Proxmox Server Solutions GmbH"
extensions = ["sphinx_adoc"]
html_theme = "furo"
latex_engine = "xelatex"

root_doc, _pages, adoc_attributes = form()
include_patterns = [f"{name}.adoc" for name in _pages]
adoc_attributes_from = ["asciidoc/asciidoc-pve.conf"]
if tags.has("man"):
    suppress_warnings = ["adoc.xref-unresolved", "toc.not_included"]  # chapters that are no manual pages
adoc_blocks = {"thumbnail": "thumbnails.thumbnail"}
