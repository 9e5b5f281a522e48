"""Contents that lead back to a page above: a page that is below itself is listed once, and the entry is told.

Sphinx follows the entries without end while it looks for the page before and the page after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Have circles broken before anything follows the contents."""
    app.connect("env-updated", _break, priority=100)


def _break(app: Sphinx, env: BuildEnvironment) -> None:
    """Leave out the entries that lead back to a page above, and warn of each at its toctree."""
    for parent, child in [*circles(env.toctree_includes, env.config.root_doc)]:
        env.toctree_includes[parent] = [name for name in env.toctree_includes[parent] if name != child]
        message = "the toctree lists '%s', which this page stands below: the entry is left out of the contents"
        location = (parent, _line(env, parent, child))
        _logger.warning(message, child, type="toc", subtype="circular", location=location)


def circles(includes: Mapping[str, Sequence[str]], root: str) -> Iterator[tuple[str, str]]:
    """Give each page and the page in its toctree that it stands below, or that it is itself; from ``root`` on first."""
    done: set[str] = set()
    for start in (root, *includes):
        if start in done:
            continue
        above = {start: None}  # in order
        left = [iter(includes.get(start, ()))]
        while above:
            child = next(left[-1], None)
            if child is None:
                done.add(above.popitem()[0])
                left.pop()
            elif child in above:
                yield next(reversed(above)), child
            elif child not in done:
                above[child] = None
                left.append(iter(includes.get(child, ())))


def _line(env: BuildEnvironment, docname: str, entry: str) -> int | None:
    """The line of the toctree of a page that has an entry."""
    toctrees = env.get_doctree(docname).findall(addnodes.toctree)
    return next((tree.line for tree in toctrees if entry in tree["includefiles"]), None)
