"""What AsciiDoc's pages need in LaTeX, so that a PDF comes out with every engine and shows what the pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import characters, drawings, formulas, layout

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register everything about LaTeX with Sphinx."""
    for part in (characters, drawings, formulas, layout):
        part.setup(app)
