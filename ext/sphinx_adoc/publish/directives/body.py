"""The content of a directive that is AsciiDoc: made when the directive asks for it.

What the directive is given is another directive, which stands for the content and becomes its nodes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Self

from docutils import nodes
from docutils.parsers.rst import Directive

from sphinx_adoc.doctree.context import Context
from sphinx_adoc.publish import rest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Maker = Callable[[], Sequence[nodes.Node]]

BODY: Final = "adoc-body"


class Bodies:
    """The contents that directives may ask for while they run, by the names that stand for them."""

    waiting: ClassVar[dict[str, Maker]] = {}

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._mine: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for name in self._mine:
            self.waiting.pop(name, None)

    def add(self, make: Maker) -> str:
        """Keep a content; return the directive that stands for it."""
        name = secrets.token_hex(8)  # what is inside cannot name it, and so cannot ask for itself
        self.waiting[name] = make
        self._mine.append(name)
        return f".. {BODY}:: {name}"


class Body(Directive):
    """What stands for the content of a block inside a directive."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the nodes of the content."""
        make = Bodies.waiting.get(self.arguments[0])
        if make is None:
            return []
        with rest.within(self.state):
            return list(make())


def setup(app: Sphinx) -> None:
    """Register it."""
    app.add_directive(BODY, Body)
