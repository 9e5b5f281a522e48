"""AsciiDoc for Sphinx, and as a Python library: ``parse``, ``parse_file``, ``Document``, ``Settings``, ``Project``.

Importing this loads neither docutils nor Sphinx; each name is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .lazy_names import lazy_names

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from .facade import Project as Project
    from .syntax.document import Document as Document
    from .syntax.document import parse as parse
    from .syntax.document import parse_file as parse_file
    from .syntax.settings import Settings as Settings

#: The public names, and the modules that they are loaded from.
_MODULES: Final = {
    "Document": "syntax.document",
    "Project": "facade",
    "Parser": "publish.included",
    "Settings": "syntax.settings",
    "parse": "syntax.document",
    "parse_file": "syntax.document",
}

__all__ = ["Document", "Project", "Settings", "parse", "parse_file", "setup"]


__getattr__, __dir__ = lazy_names(__name__, _MODULES)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Sphinx' way in: put ``"sphinx_adoc"`` into ``extensions``."""
    from .publish import setup as setup_publish

    return setup_publish(app)
