"""AsciiDoc for Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Sphinx' way in: put ``"sphinx_adoc"`` into ``extensions``."""
    from .publish import setup as setup_publish

    return setup_publish(app)
