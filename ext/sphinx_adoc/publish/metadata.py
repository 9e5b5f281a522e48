"""What a page says of itself in its header for HTML: ``<meta>`` elements, and keys that themes look for.

::

    :meta-og-title: The lamp
    :html_theme-sidebar_secondary-remove: true
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from sphinx_adoc.syntax.document import Document

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_META: Final = "meta-"
_THEME: Final = "html_theme-"
_PROPERTIES: Final = ("og", "article", "book", "profile", "fb", "music", "video")  # RDFa: <meta property="og:title">
_NAMES: Final = ("twitter", "dc", "dcterms")  # the parts of whose names a colon separates, too


def note(env: BuildEnvironment, doc: Document, document: nodes.document) -> None:
    """Add the elements to a page, and the keys to what Sphinx keeps of it."""
    entries = doc.header.entries if doc.header is not None else {}
    for name in entries:
        value = doc.attribute(name, doc.header_version)
        if value is None:
            continue
        if name.startswith(_META):
            document.insert(0, _meta(name.removeprefix(_META), str(value)))
        elif name.startswith(_THEME):
            env.metadata[env.docname][name.replace("-", ".")] = str(value)


def _meta(name: str, value: str) -> nodes.meta:
    prefix, hyphen, _ = name.partition("-")
    if hyphen and prefix in _PROPERTIES:
        return nodes.meta(property=name.replace("-", ":"), content=value)
    if hyphen and prefix in _NAMES:
        name = name.replace("-", ":")
    return nodes.meta(name=name, content=value)
