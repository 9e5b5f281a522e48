"""What is around translated texts: what is not translated, what is put back, and what shows a title elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_adoc.doctree.messages import CITED, take_frame
from sphinx_adoc.publish.sources import is_adoc

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(Untranslated)
    app.add_transform(Frames)
    app.add_transform(ShownTitles)


class Untranslated(SphinxTransform):
    """Keeps from translators what is no message: formulas, and footnotes, which they have where these are called."""

    default_priority = 10  # before Sphinx' Locale (20)

    def apply(self, **kwargs: Any) -> None:
        """Mark it."""
        if not is_adoc(self.env, self.env.docname):
            return
        for formula in self.document.findall(nodes.math_block):
            formula["translatable"] = False
        for note in self.document.findall(nodes.footnote):
            for paragraph in note.findall(nodes.paragraph):
                paragraph["translatable"] = False


class Frames(SphinxTransform):
    """Puts back what a translation has taken away: labels, numbers, boxes, and the element that a text stands in."""

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Put it back, and forget it everywhere: a page is kept without."""
        for node in self.document.findall(nodes.Element):
            frame = take_frame(node)
            if frame is None or not node.get("translated"):
                continue
            if frame.within is not None:
                inner = frame.within("", "", *node.children)
                node.clear()
                node.append(inner)
            if frame.cites:
                _cite(node)
            node.insert(0, frame.lead)


def _cite(node: nodes.Element) -> None:
    """Make titles of works of what has the role for them."""
    for words in [*node.findall(nodes.inline)]:
        if words["classes"] == [CITED]:
            words.parent.replace(words, nodes.title_reference("", "", *words.children))


class ShownTitles(SphinxTransform):
    """Lets tables of contents and references in a page show the titles that were translated."""

    default_priority = 24

    def apply(self, **kwargs: Any) -> None:
        """Change what shows them."""
        titles = {name: title for title in _section_titles(self.document) for name in title.parent["ids"]}
        if not titles:
            return
        for entry in self.document.findall(nodes.topic):
            for reference in entry.findall(nodes.reference):
                if (title := titles.get(reference.get("refid", ""))) is not None:
                    number = [child for child in reference.children[:1] if _is_number(reference)]
                    reference.clear()
                    reference += [*number, *bare(title)]
        for pending in self.document.findall(addnodes.pending_xref):
            reference = pending.get("adoc_reference")
            if reference is None or reference.path or reference.fragment not in titles:
                continue
            if pending.get("adoc_named") or not pending["refexplicit"]:
                _show(pending, titles[reference.fragment], reference.style)


def _show(pending: addnodes.pending_xref, title: nodes.title, style: str) -> None:
    """Have a reference show a title; in a style that shows more, that is made when all pages are known."""
    pending["refexplicit"] = style not in ("full", "short")
    if pending["refexplicit"] and isinstance(pending[0], nodes.Element):
        pending[0].clear()
        pending[0] += bare(title)


def _section_titles(document: nodes.document) -> Iterator[nodes.title]:
    return (node for node in document.findall(nodes.title) if _is_translated_title(node))


def _is_translated_title(node: nodes.Node) -> bool:
    return isinstance(node, nodes.title) and bool(node.get("translated")) and isinstance(node.parent, nodes.section)


def _is_number(reference: nodes.reference) -> bool:
    """Whether an entry of a table of contents begins with its section's number."""
    return len(reference) > 1 and reference[0].astext().rstrip().endswith(".")


def bare(title: nodes.Element) -> list[nodes.Node]:
    """Return the words of a title with their formatting, without what must not be repeated or nested."""
    content: list[nodes.Node] = []
    for child in title.children:
        if isinstance(child, nodes.Text):
            content.append(nodes.Text(child.astext()))
        elif isinstance(child, nodes.reference | addnodes.pending_xref):
            content += bare(child)
        elif isinstance(child, nodes.Element) and not isinstance(child, _LEFT_OUT):
            copy = child.copy()
            copy["ids"] = []
            copy += bare(child)
            content.append(copy)
    return content


_LEFT_OUT = (nodes.footnote_reference, nodes.target, nodes.generated, addnodes.index)
