"""What translators are given of a text, and what stands around it however it is translated."""

from __future__ import annotations

from typing import Final, NamedTuple

from docutils import nodes

from sphinx_adoc.syntax.tree import InlineText
from sphinx_adoc.syntax.tree.subs import HARDBREAKS

CITED: Final = "cite"
LINE_END: Final = "\u2424"  # the symbol for a new line: stands in a message, which is one line, where a line must end
_BREAK: Final = " +\n"


class Frame(NamedTuple):
    """What is no part of a message: nodes before the text (a label, a number, a box), and the element it stands in.
    ``cites``: what has the role CITED is the title of a work.
    """

    lead: list[nodes.Node]
    within: type[nodes.TextElement] | None
    cites: bool = False


def message(text: InlineText) -> str:
    """Return the source of a text as a message: the ends of lines that break it are marked with LINE_END."""
    raw = text.raw
    if HARDBREAKS in text.subs:
        return raw.replace(_BREAK, "\n").replace("\n", f" +{LINE_END}")
    return raw.replace(_BREAK, f" +{LINE_END}") if _BREAK in raw else raw


def source(message: str) -> str:
    """Return the source of a text that a message stands for."""
    return message.replace(f"{LINE_END} ", "\n").replace(LINE_END, "\n")


def keep_frame(node: nodes.Element, within: type[nodes.TextElement] | None = None) -> None:
    """Remember the children that a node has before its text is added, and what its text stands in."""
    if len(node) or within is not None:
        node.__dict__["adoc_frame"] = Frame([] if within else list(node.children), within)


def keep_citation(node: nodes.Element) -> None:
    """Remember that a node ends with the title of a work."""
    node.__dict__["adoc_frame"] = Frame([], None, cites=True)


def take_frame(node: nodes.Element) -> Frame | None:
    """Return what was remembered of a node, and forget it."""
    frame: Frame | None = node.__dict__.pop("adoc_frame", None)
    return frame
