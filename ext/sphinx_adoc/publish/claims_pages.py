"""The pages of evidence: one for each page that has claims, and one that lists all claims, with their overall state.

Nothing in them is taken for held that is not known to be: a page whose claims did not run is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.util import logging

from sphinx_adoc import files
from sphinx_adoc.claims import Evidence
from sphinx_adoc.claims.model import BROKEN, FAILED, HELD
from sphinx_adoc.finding.report.base import number_of

from . import claims_html as html
from . import claims_links
from .claims_known import Checked, known, unchecked
from .claims_marks import SIGNS

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
_TEMPLATE: Final = "page.html"  # every theme has it
TAKEN: Final = "the list of all claims is not written: this page has its name"
_COLUMNS: Final = ("Evidence", "In the text", "Computed")


def setup(app: Sphinx) -> None:
    """Have the pages written with the others."""
    app.connect("html-collect-pages", _pages)
    app.connect("missing-reference", _refer)


def _refer(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element) -> nodes.Element | None:
    """A reference (``ref``) to the list of all claims: a link where that is written, else the words."""
    if not app.config.adoc_claims or (node.get("reftype"), node.get("reftarget")) != ("ref", claims_links.ALL):
        return None
    words = contnode if node.get("refexplicit") else nodes.inline("", "Claims")
    links = claims_links.of(app.builder, node["refdoc"])
    return nodes.reference("", "", words, refuri=links.all(), internal=True) if links else words


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages, and their pictures into the output."""
    links = claims_links.of(app.builder, claims_links.ALL)
    if not app.config.adoc_claims or links is None:
        return
    found = [_page(app, docname) for docname in _reading_order(app) if known(app.env)[docname].evidence]
    for page in found:
        _write_pictures(app, page.checked)
        yield claims_links.evidence_page(page.docname), _context(f"Claims: {page.title}", _evidence(page)), _TEMPLATE
    if claims_links.ALL in app.env.found_docs:
        logger.warning(TAKEN, location=claims_links.ALL, type="adoc", subtype="claims-page")
        return
    state = overall(list(known(app.env).values()), list(unchecked(app.env)))
    yield claims_links.ALL, _context("Claims", _list(found, links, state)), _TEMPLATE


def _reading_order(app: Sphinx) -> Iterator[str]:
    """The pages that were checked, as the toctrees have them; then those that are in none."""
    names = known(app.env)
    return (name for name in dict.fromkeys([*app.env.collect_relations(), *sorted(names)]) if name in names)


def _context(title: str, body: str) -> dict[str, Any]:
    return {"title": escape(title), "body": body}


def _page(app: Sphinx, docname: str) -> html.Page:
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    links = claims_links.Links(builder, claims_links.evidence_page(docname))
    title = app.env.titles[docname].astext()

    def highlight(text: str, language: str) -> str:
        return builder.highlighter.highlight_block(text, language, force=True)

    return html.Page(docname, title, known(app.env)[docname], links, Path(app.srcdir), highlight)


def _write_pictures(app: Sphinx, checked: Checked) -> None:
    for picture in (picture for each in checked.evidence for picture in each.pictures if picture.svg):
        path = Path(app.outdir, claims_links.picture_path(app.builder, picture.svg))
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(path, picture.svg)


# -- the overall state -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class State:
    """A verdict on several claims, and why."""

    status: str
    words: str


def overall(checked: Sequence[Checked], unchecked: Sequence[str] = ()) -> State:
    """The state of pages: held only when there are claims, all of them held, and no page was left out."""
    verdicts = [verdict for each in checked for verdict in each.verdicts]
    bad = sum(not verdict.held for verdict in verdicts)
    twice = sum(len(each.others) for each in checked)
    if bad or twice:
        said = f"{bad} of {number_of(len(verdicts), 'claim')} did not hold."
        return State(FAILED, said + (f" Ids that come twice: {twice}." if twice else ""))
    if unchecked:
        return State(BROKEN, f"Not everything was checked: the claims of {', '.join(unchecked)} did not run.")
    if not verdicts:
        return State(BROKEN, "No claim was checked.")
    return State(HELD, f"{number_of(len(verdicts), 'claim')} checked, all held.")


def _shown(state: State) -> str:
    sign = f'<span aria-hidden="true">{SIGNS[state.status]}</span>'
    return f'<p class="claim-state claim-state-{state.status}">{sign} {escape(state.words)}</p>'


# -- pages -------------------------------------------------------------------------------------------------------------


def _evidence(page: html.Page) -> str:
    """The body of a page of evidence."""
    place, everything = escape(page.links.place(page.docname)), escape(page.links.all())
    return (
        f'<section class="claims">\n<h1>Claims: {escape(page.title)}</h1>\n{_shown(overall([page.checked]))}\n'
        f'<p><a href="{place}">To the page</a>. <a href="{everything}">To the list of all claims</a>.</p>\n'
        f"{html.entries(page)}</section>\n"
    )


def _list(pages: Sequence[html.Page], links: claims_links.Links, state: State) -> str:
    """The body of the page that lists all claims."""
    bad = [(page, each) for page in pages for each in page.checked.evidence if not each.verdict.held]
    parts = [f'<section class="claims">\n<h1>Claims</h1>\n{_shown(state)}\n']
    if bad:
        parts.append(f"<section>\n<h2>Not held</h2>\n{_table(bad, links)}</section>\n")
    for page in pages:
        title = f'<a href="{escape(links.place(page.docname))}">{escape(page.title)}</a>'
        rows = [(page, each) for each in page.checked.evidence]
        parts.append(f"<section>\n<h2>{title}</h2>\n{_table(rows, links)}</section>\n")
    return "".join([*parts, "</section>\n"])


def _table(rows: Sequence[tuple[html.Page, Evidence]], links: claims_links.Links) -> str:
    head = "".join(f'<th scope="col">{words}</th>' for words in _COLUMNS)
    body = "\n".join(_row(page, each, links) for page, each in rows)
    return (
        '<div class="table-wrapper"><table class="docutils claims">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>\n"
    )


def _row(page: html.Page, evidence: Evidence, links: claims_links.Links) -> str:
    verdict, claim = evidence.verdict, evidence.claim
    there = links.evidence(page.docname, page.anchors[claim.order])
    place = links.place(page.docname, claim.id)
    result = escape(verdict.computed) if verdict.held or html.shows_computed(evidence) else page.local(verdict.message)
    return (
        f'<tr><td><span class="claim-mark-{verdict.status}" role="img" aria-label="{html.SAID[verdict.status]}">'
        f'{SIGNS[verdict.status]}</span> <a href="{escape(there)}">{html.name_of(claim)}</a></td>'
        f'<td><a href="{escape(place)}">{html.stated(evidence)}</a></td><td>{result}</td></tr>'
    )
