"""Pages in other languages: what translators are given, how what they give is read, and what it changes around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import around, notes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the transforms before and after the one in which Sphinx puts translations in."""
    around.setup(app)
    notes.setup(app)
