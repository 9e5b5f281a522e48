"""The mark that a claim carries in HTML: a class with its verdict, and a sign whose title tells the computed value.

With ``adoc_claims`` in ``conf.py``, the claims of a page are run when it is read, and its marks are set when it is
written. A page is read again when the prelude, or a package of the project that it takes names from, changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from sphinx_adoc.claims import Verdict
from sphinx_adoc.claims.model import BROKEN, FAILED, HELD

from . import claims
from .report import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SIGNS: Final = {HELD: "\u2713", FAILED: "\u2717", BROKEN: "!"}


class claim_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils names nodes in lower case)
    """The sign of a verdict: ``status`` and ``words``. Shown in HTML alone."""


class claim_line(nodes.General, nodes.Element):  # noqa: N801
    """A line of its own below a claim that is a block; holds the mark."""


def setup(app: Sphinx) -> None:
    """Register the nodes and have claims run and marked at their time."""
    other: Any = dict.fromkeys(("latex", "text", "man", "texinfo"), (_skip, None))
    app.add_node(claim_mark, html=(_visit_mark, _depart_mark), **other)
    app.add_node(claim_line, html=(_visit_line, _depart_line), **other)
    app.connect("doctree-read", _run)
    app.connect("doctree-resolved", _mark)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("builder-inited", _style)


def _style(app: Sphinx) -> None:
    if app.config.adoc_claims:
        app.add_css_file("adoc-claims.css")


def _known(env: BuildEnvironment) -> dict[str, list[Verdict]]:
    """The verdicts by page, kept with the environment."""
    if not hasattr(env, "adoc_verdicts"):
        env.adoc_verdicts = {}  # type: ignore[attr-defined]
    return env.adoc_verdicts  # type: ignore[attr-defined,no-any-return]


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _known(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    _known(env).update({name: verdicts for name, verdicts in _known(other).items() if name in docnames})


def _run(app: Sphinx, doctree: nodes.document) -> None:
    """Run the claims of the page that is being read, and report those that do not hold."""
    env = app.env
    docname = env.docname
    if not app.config.adoc_claims or Path(env.doc2path(docname)).suffix != ".adoc":
        return
    verdicts, others = claims.evaluate(env, docname)
    _known(env)[docname] = verdicts
    for source in claims.sources(env) if verdicts else ():
        env.note_dependency(source)
    if app.builder.name != "claims":  # which reports them itself
        report([*(finding for verdict in verdicts if (finding := verdict.finding())), *others])


def _mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Set the marks of a page."""
    if not app.config.adoc_claims or app.builder.format != "html":
        return
    by_id = {verdict.claim.id: verdict for verdict in _known(app.env).get(docname, []) if verdict.claim.id}
    nodes_by_id: dict[str, nodes.Element] = {}
    for node in doctree.findall(nodes.Element):
        nodes_by_id.update(dict.fromkeys(node.get("ids", ()), node))
    for name, verdict in by_id.items():
        if name in nodes_by_id:
            _set(nodes_by_id[name], verdict)


def _set(node: nodes.Element, verdict: Verdict) -> None:
    node["classes"].append(f"claim-{verdict.status}")
    mark = claim_mark(status=verdict.status, words=words(verdict))
    if isinstance(node, nodes.Inline):
        node.append(mark)
    else:
        line = claim_line("", mark)
        node.parent.insert(node.parent.index(node) + 1, line)


def words(verdict: Verdict) -> str:
    """What the mark tells: the verdict, and the computed value or what is wrong."""
    if not verdict.held:
        return f"{verdict.status}: {verdict.message}"
    return f"held, computed: {verdict.computed}" if verdict.computed else "held"


def _visit_mark(self: Any, node: claim_mark) -> None:
    status, said = node["status"], node["words"]
    attributes = {"role": "img", "aria-label": said, "title": said}
    self.body.append(self.starttag(node, "span", "", CLASS=f"claim-mark claim-mark-{status}", **attributes))
    self.body.append(SIGNS[status])


def _depart_mark(self: Any, node: claim_mark) -> None:
    self.body.append("</span>")


def _visit_line(self: Any, node: claim_line) -> None:
    self.body.append(self.starttag(node, "div", "", CLASS="claim-line"))


def _depart_line(self: Any, node: claim_line) -> None:
    self.body.append("</div>\n")


def _skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode
