"""The pages of evidence: one for each page that has claims, and one that lists all claims, with their overall state.

Nothing in them is taken for held that is not known to be: a page whose claims did not run is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes
from sphinx.util import logging

from sphinx_adoc import files
from sphinx_adoc.claims.model import BROKEN, FAILED, HELD, SKIPPED
from sphinx_adoc.codes import ERROR, Code

from . import wording
from .groups import by_section, group
from .links import ALL, Links, evidence_page, links_of, picture_path
from .marks import SIGNS, local
from .results import PageResults, results, unchecked
from .templates import environment, render
from .view import CheckedPage, ClaimView
from .wording import say

if TYPE_CHECKING:
    from jinja2 import Environment
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)
_THEME: Final = "page.html"  # every theme has it
OTHER_SIGNS: Final = {Code.CLAIM_LOOSE: "~"}  # of findings that are no claim's
TAKEN: Final = "the list of all claims is not written: this page has its name"


def setup(app: Sphinx) -> None:
    """Have the pages written with the others."""
    app.connect("html-collect-pages", _pages)
    app.connect("missing-reference", _refer)


def _refer(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element) -> nodes.Element | None:
    """A reference (``ref``) to the list of all claims: a link where that is written, else the words."""
    if not app.config.adoc_claims or (node.get("reftype"), node.get("reftarget")) != ("ref", ALL):
        return None
    words = contnode if node.get("refexplicit") else nodes.inline("", say("Claims"))
    links = links_of(app.builder, node["refdoc"])
    return nodes.reference("", "", words, refuri=links.all(), internal=True) if links else words


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages as Sphinx wants them, and write their pictures into the output."""
    links = links_of(app.builder, ALL)
    if not app.config.adoc_claims or links is None:
        return
    templates = environment(cast("StandaloneHTMLBuilder", app.builder))
    pages = [_page(app, docname) for docname in _reading_order(app) if results(app.env)[docname].evidence]
    for page in pages:
        _write_pictures(app, page.checked)
        body = _evidence(app, templates, page)
        yield evidence_page(page.docname), _context(say("Claims: %s") % page.title, body), _THEME
    if ALL in app.env.found_docs:
        logger.warning(TAKEN, location=ALL, type="adoc", subtype="claims-page")
        return
    state = overall(list(results(app.env).values()), list(unchecked(app.env)))
    yield ALL, _context(say("Claims"), _list(templates, pages, links, state)), _THEME


def _evidence(app: Sphinx, templates: Environment, page: CheckedPage) -> str:
    """Return the body of a page of evidence."""
    links = Links(app.builder, evidence_page(page.docname))
    claims = page.claims(links)
    findings = page.checked.others
    others = [(OTHER_SIGNS.get(each.code, SIGNS[BROKEN]), local(each.message, page.root)) for each in findings]
    return render(
        templates,
        "adoc/claims/evidence.html",
        title=page.title,
        page=links.place(page.docname),
        all_claims=links.all(),
        state=overall([page.checked]),
        claims=claims,
        groups=by_section(page.docname, app.env.get_doctree(page.docname), claims, links),
        others=others,
    )


def _list(templates: Environment, pages: Sequence[CheckedPage], links: Links, state: OverallVerdict) -> str:
    """Return the body of the page that lists all claims."""
    listed = [ListedPage(page.title, links.place(page.docname), page.claims(links)) for page in pages]
    failed = [claim for page in listed for claim in page.claims if not claim.accounted]
    few = len(listed) == 1
    groups = [group(number, each.title, each.place, each.claims, few=few) for number, each in enumerate(listed, 1)]
    return render(templates, "adoc/claims/list.html", state=state, failed=failed, pages=listed, groups=groups)


def _reading_order(app: Sphinx) -> Iterator[str]:
    """The pages that were checked, as the toctrees have them; then those that are in none."""
    names = results(app.env)
    return (name for name in dict.fromkeys([*app.env.collect_relations(), *sorted(names)]) if name in names)


def _context(title: str, body: str) -> dict[str, Any]:
    return {"title": escape(title), "body": body}


def _page(app: Sphinx, docname: str) -> CheckedPage:
    builder = cast("StandaloneHTMLBuilder", app.builder)

    def highlight(text: str, language: str) -> str:
        return builder.highlighter.highlight_block(text, language, force=True)

    title = app.env.titles[docname].astext()
    named: list[list[str]] = [node["ids"] for node in app.env.get_doctree(docname).findall(nodes.Element)]
    ids = frozenset(name for names in named for name in names)
    return CheckedPage(
        docname=docname,
        title=title,
        checked=results(app.env)[docname],
        root=Path(app.srcdir),
        highlight=highlight,
        ids=ids,
    )


def _write_pictures(app: Sphinx, checked: PageResults) -> None:
    for picture in (picture for each in checked.evidence for picture in each.pictures if picture.svg):
        path = Path(app.outdir, picture_path(app.builder, picture.svg))
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(path, picture.svg)


# -- the overall state -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OverallVerdict:
    """A verdict on several claims, and why."""

    status: str
    words: str

    @property
    def sign(self) -> str:
        """The verdict as one character."""
        return SIGNS[self.status]


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page in the list of all claims, with its address and its claims."""

    title: str
    place: str
    claims: list[ClaimView]


def overall(checked: Sequence[PageResults], unchecked: Sequence[str] = ()) -> OverallVerdict:
    """Return the state of pages: held only when there are claims, all of them held, and no page was left out."""
    verdicts = [verdict for each in checked for verdict in each.verdicts]
    bad = sum(not verdict.accounted for verdict in verdicts)
    further = sum(finding.severity == ERROR for each in checked for finding in each.others)
    counted = wording.claims(len(verdicts))
    if bad or further:
        sentence = say("%(bad)d of %(claims)s did not hold.") % {"bad": bad, "claims": counted}
        return OverallVerdict(FAILED, sentence + (" " + say("Further errors: %d.") % further if further else ""))
    if unchecked:
        names = ", ".join(unchecked)
        return OverallVerdict(BROKEN, say("Not everything was checked: the claims of %s did not run.") % names)
    if not verdicts:
        return OverallVerdict(BROKEN, say("No claim was checked."))
    skipped = sum(verdict.status == SKIPPED for verdict in verdicts)
    if skipped:
        amounts = {"claims": counted, "held": len(verdicts) - skipped, "skipped": skipped}
        return OverallVerdict(SKIPPED, say("%(claims)s: %(held)d held, %(skipped)d skipped.") % amounts)
    return OverallVerdict(HELD, say("%s checked, all held.") % counted)
