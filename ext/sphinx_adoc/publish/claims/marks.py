"""The mark that a claim carries in HTML: a class with its verdict, and a sign that leads to its evidence.

The sign is a link where pages of evidence are written, so that it opens with a click, a tap or the keyboard, and needs
no script; its title tells the computed value.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from sphinx_adoc.claims import Verdict
from sphinx_adoc.claims.model import BROKEN, FAILED, HELD, NOT_RUN, SKIPPED, Cell
from sphinx_adoc.doctree.visitors import leave
from sphinx_adoc.syntax.source import Span

from . import wording
from .links import links_of
from .results import PageResults, results
from .wording import say

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SIGNS: Final = {HELD: "\u2713", FAILED: "\u2717", BROKEN: "!", SKIPPED: "\u2013", NOT_RUN: "?"}


class claim_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils names nodes in lower case)
    """The sign of a verdict: ``status``, ``words``, and ``uri`` ('' where it leads nowhere). Shown in HTML alone."""


class claim_line(nodes.General, nodes.Element):  # noqa: N801
    """A line of its own below a claim that is a block; holds the mark."""


def setup(app: Sphinx) -> None:
    """Register the nodes and have claims marked at their time."""
    other: Any = dict.fromkeys(("latex", "text", "man", "texinfo"), (_skip, None))
    app.add_node(claim_mark, html=(_visit_mark, leave), **other)
    app.add_node(claim_line, html=(_visit_line, _depart_line), **other)
    app.connect("doctree-resolved", _mark)
    app.connect("builder-inited", _style)


def _style(app: Sphinx) -> None:
    if app.config.adoc_claims:
        app.add_css_file("adoc-claims.css")
        app.add_js_file("adoc-claims.js", loading_method="defer")


def _mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Set the marks of a page."""
    if not app.config.adoc_claims or app.builder.format != "html":
        return
    checked = results(app.env).get(docname, PageResults([]))
    anchors = checked.anchors()
    links = links_of(app.builder, docname)
    by_id = {verdict.claim.id: verdict for verdict in checked.verdicts if verdict.claim.id}
    nodes_by_id: dict[str, nodes.Element] = {}
    for node in doctree.findall(nodes.Element):
        nodes_by_id.update(dict.fromkeys(node.get("ids", ()), node))
    for name, verdict in by_id.items():
        if name in nodes_by_id:
            uri = links.evidence(docname, anchors[verdict.claim.order]) if links else ""
            label = local(words(verdict), Path(app.srcdir))
            _set(nodes_by_id[name], claim_mark(status=verdict.status, words=label, uri=uri, claim=name))
            if not verdict.held:
                _show_where(nodes_by_id[name], verdict)


def _set(node: nodes.Element, mark: claim_mark) -> None:
    node["classes"].append(f"claim-{mark['status']}")
    if _in_link(node):
        mark["uri"] = ""
    if isinstance(node, nodes.Inline):
        node.append(mark)
    else:
        line = claim_line("", mark, classes=[f"claim-line-{mark['status']}"])
        node.parent.insert(node.parent.index(node) + 1, line)


def _show_where(node: nodes.Element, verdict: Verdict) -> None:
    """Mark in a table the cells and rows that are wrong, and in a listing the line."""
    line = verdict.span.start.line
    if isinstance(node, nodes.table):
        rows = list(_rows(node))
        for span in (verdict.span, *(trouble.span for trouble in verdict.further)):
            wrong = _in_table(rows, verdict.claim.rows, span)
            if wrong is not None and "claim-wrong" not in wrong["classes"]:
                wrong["classes"].append("claim-wrong")
    elif line in verdict.claim.lines and (listing := next(iter(node.findall(nodes.literal_block)), None)) is not None:
        choices: dict[str, Any] = listing.setdefault("highlight_args", {})
        choices["hl_lines"] = [*choices.get("hl_lines", ()), verdict.claim.lines.index(line) + 1]


def _rows(table: nodes.table) -> Iterator[nodes.row]:
    """The rows of a table, without those of tables in it."""
    for row in table.findall(nodes.row):
        if row.parent.parent.parent is table:
            yield row


def _in_table(rows: Sequence[nodes.row], stated: Sequence[Sequence[Cell]], span: Span) -> nodes.Element | None:
    """What of a table is at a place: the cell that it is of, or the row that it is of as a whole."""
    for row, cells in zip(rows, stated, strict=False):
        for entry, cell in zip(row, cells, strict=False):
            if cell.span == span and isinstance(entry, nodes.Element):
                return entry
        if cells and cells[0].span.start == span.start:
            return row
    return None


def _in_link(node: nodes.Element | None) -> bool:
    """Whether a node is part of a link, which cannot hold another."""
    while node is not None and not isinstance(node, nodes.reference):
        node = node.parent
    return node is not None


def words(verdict: Verdict) -> str:
    """Return what the mark tells: the verdict, the computed value or what is wrong, and how the sentence was read."""
    taken = verdict.reading and verdict.reading.taken
    reading = say("; read as: %s") % verdict.reading.in_words if taken and verdict.reading else ""
    if not verdict.held:
        return f"{wording.status(verdict.status)}: {wording.reason(verdict.message)}{reading}"
    return (say("held, computed: %s") % verdict.computed if verdict.computed else say("held")) + reading


def local(text: str, root: Path) -> str:
    """Return a message with its paths from a folder: where that is on the machine that builds says nothing to
    readers.
    """
    return text.replace(f"{root}{os.sep}", "")


def sign(status: str, label: str, uri: str = "", claim: str = "") -> str:
    """Return the sign of a verdict in HTML, as a link where it leads somewhere."""
    name = escape(f"{claim}: {label}" if claim else label)
    shown, aria = f'class="claim-mark claim-mark-{status}" title="{escape(label)}"', f'aria-label="{name}'
    if uri:
        return f'<a {shown} href="{escape(uri)}" {aria}; {say("evidence")}">{SIGNS[status]}</a>'
    return f'<span {shown} role="img" {aria}">{SIGNS[status]}</span>'


def _visit_mark(self: Any, node: claim_mark) -> None:
    self.body.append(sign(node["status"], node["words"], node["uri"], node.get("claim", "")))


def _visit_line(self: Any, node: claim_line) -> None:
    self.body.append(self.starttag(node, "div", "", CLASS="claim-line"))


def _depart_line(self: Any, node: claim_line) -> None:
    self.body.append("</div>\n")


def _skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode
