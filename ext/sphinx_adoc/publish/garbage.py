"""Python's search for garbage while Sphinx builds many pages.

Sphinx keeps the doctree of each page until it is written. None of that is garbage before, yet every full search goes
over all of it again, and the last one when the process ends: a quarter of the CPU time of a build of 200 pages. So what
is alive between two pages is set aside there. It takes no more memory: all of it is alive at once when writing begins.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

MANY: Final = 20  # pages to read: fewer leave little to search


class _Aside:
    """What this process has set aside. It is one store for all builds, as Python's own is."""

    building = False
    filled = False

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: Collection[str]) -> None:
        """Set aside what is there before many pages are read; give back what an earlier build left."""
        if self.filled:
            gc.unfreeze()
            gc.collect()
        self.building = self.filled = gc.isenabled() and len(docnames) >= MANY
        if self.building:
            gc.freeze()

    def add(self, app: Sphinx, *_page: object) -> None:
        """Drop the garbage of the page that was read last, and set aside what stays."""
        if self.building:
            gc.collect()
            gc.freeze()

    def end(self, app: Sphinx, error: Exception | None) -> None:
        """Set nothing more aside. What is stays so until another build begins: a process that ends need not look."""
        self.building = False


_aside: Final = _Aside()


def setup(app: Sphinx) -> None:
    """Have it done between the pages, also those of other languages."""
    app.connect("env-before-read-docs", _aside.begin, priority=900)  # after those that change which pages are read
    app.connect("source-read", _aside.add, priority=100)
    app.connect("env-updated", _aside.add, priority=100)
    app.connect("build-finished", _aside.end)
