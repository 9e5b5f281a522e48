"""Claims in Sphinx: run when their page is read, marked in HTML, shown with their evidence on pages of their own.

:mod:`.execution` runs them, :mod:`.results` keeps what became of them, :mod:`.builder` is ``sphinx-build -b claims``,
:mod:`.foreign` knows those of pages in reStructuredText and MyST,
:mod:`.marks` marks them in a page, and :mod:`.pages` writes the pages of evidence by the templates in ``templates``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import builder, execution, foreign, marks, pages, results, wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register everything about claims with Sphinx."""
    for part in (wording, execution, builder, results, marks, pages, foreign):
        part.setup(app)
