"""Our own rendering of a document, each element with the place in the source that it comes from."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.writers.html5_polyglot import Writer

from sphinx_adoc.doctree.convert import build, new_document
from sphinx_adoc.doctree.html import page_options
from sphinx_adoc.doctree.options import TOC_NONE
from sphinx_adoc.doctree.translator import PageTranslator
from sphinx_adoc.syntax.document import Document

from .blocks import PLACE


def body(doc: Document) -> str:
    """Return the body of the page without labels and contents, which the classic renderers leave out by option."""
    options = page_options(captions=False, toc=TOC_NONE)
    document = build(doc, new_document(doc.path, Writer), options)
    document.settings.language_code = "en"
    translator = _Placed(document)
    document.walkabout(translator)
    return "".join((*translator.body_pre_docinfo, *translator.body))


class _Placed(PageTranslator):
    def starttag(self, node: Any, *arguments: Any, **attributes: Any) -> str:
        """Return a start tag that says where its node comes from."""
        if isinstance(node, nodes.Element) and node.line:
            attributes[PLACE] = f"{node.source}:{node.line}"
        return str(super().starttag(node, *arguments, **attributes))
