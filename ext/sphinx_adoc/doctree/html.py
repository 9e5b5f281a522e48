"""A standalone HTML page of one document."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from docutils import nodes
from docutils.writers.html5_polyglot import Writer

from sphinx_adoc.syntax.document import Document

from .asciimath import to_tex
from .convert import build, new_document
from .direction import direction, with_directions
from .embed import embedder
from .highlight import known, styles
from .mathml import trouble
from .options import Options
from .translator import PageTranslator

_SAID_ONCE: Final = ("<meta charset", "<title>")  # of what docutils puts into the head: we say it ourselves


def page(doc: Document, options: Options | None = None) -> str:
    """Return the page of a document. Trouble goes to ``doc.problems``."""
    document = build(doc, new_document(doc.path, Writer), _with_images(doc, options or page_options()))
    return write(document, doc.attribute("lang", doc.header_version) or "en")


def page_options(**choices: object) -> Options:
    """Return the options of a standalone page, changed as said."""
    return Options(language=known, asciimath=to_tex, formula_trouble=trouble, **choices)  # type: ignore[arg-type]


def _with_images(doc: Document, options: Options) -> Options:
    """Images can be embedded where the document is a file."""
    if options.embed is not None or doc.path.startswith("<"):
        return options
    return replace(options, embed=embedder(Path(doc.path).parent, hidden=not options.gate.trust.stranger))


def write(document: nodes.document, language: str = "en") -> str:
    """Return a docutils document as a page with its style sheet inside. It asks no other host for anything."""
    document.settings.language_code = language
    document.settings.stylesheet_path = []  # docutils would look for its own, in the current folder first
    translator = PageTranslator(document)
    document.walkabout(translator)
    body = with_directions("".join((*translator.body_pre_docinfo, *translator.docinfo, *translator.body)), language)
    head = "".join(each for each in translator.head if not each.startswith(_SAID_ONCE))
    main = translator.starttag(document, "main")
    title = f"<title>{translator.encode(document.get('title') or 'Untitled')}</title>\n"
    runs = ' dir="rtl"' if direction(language) == "rtl" else ""
    opening = f'<html lang="{translator.attval(language)}"{runs}>'
    return (
        f'<!DOCTYPE html>\n{opening}\n<head>\n<meta charset="utf-8" />\n{head}{title}'
        f"<style>\n{style_sheet()}</style>\n</head>\n<body>\n{main}{body}</main>\n</body>\n</html>\n"
    )


@cache
def style_sheet() -> str:
    """Return the style sheet of a standalone page: light, and dark where the reader's screen is."""
    own = (files(__package__) / "page.css").read_text(encoding="utf-8")
    dark = styles("pre", "github-dark")
    return f"{own}{styles('pre', 'default')}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
