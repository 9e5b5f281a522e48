"""The content of a directive that is AsciiDoc: made when the directive asks for it.

What the directive is given is another directive, which stands for the content and becomes its nodes.
"""

from __future__ import annotations

import re
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
_LINE: Final = re.compile(rf"\.\. {BODY}:: ([0-9a-f]{{16}})")


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

    def fill_texts(self, made: nodes.Element) -> bool:
        """Put contents in place of what stands for them in running text, as where a directive has put words before it.

        Return whether no other text has any: a directive may show what it is given as it is.
        """
        filled = True
        for text in list(made.findall(nodes.Text)):
            match = _LINE.search(text)
            if match is None or match[1] not in self._mine:
                continue
            if isinstance(text.parent, nodes.paragraph):
                _fill(text, match, self.waiting[match[1]]())
            else:
                filled = False
        return filled


def _fill(text: nodes.Text, match: re.Match[str], content: Sequence[nodes.Node]) -> None:
    """Put contents into the paragraph of a text, and what is no running text behind it."""
    paragraph = text.parent
    joined = content[0].children if content and isinstance(content[0], nodes.paragraph) else ()
    words = [nodes.Text(text[: match.start()]), *joined, nodes.Text(text[match.end() :])]
    at = paragraph.index(text)
    paragraph[at : at + 1] = [node for node in words if not isinstance(node, nodes.Text) or len(node)]
    paragraph.rawsource = paragraph.astext()
    behind = paragraph.parent.index(paragraph) + 1
    paragraph.parent[behind:behind] = list(content[1:] if joined else content)


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
