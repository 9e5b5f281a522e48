"""When all pages have been read: what is wrong between them, and which of them show something that has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sphinx_adoc.finding import Finding, merge_variants
from sphinx_adoc.graph import Index, Summary, resolve, waivers
from sphinx_adoc.graph.causes import fold, is_of_the_project
from sphinx_adoc.graph.check import duplicates
from sphinx_adoc.graph.store import digest
from sphinx_adoc.project.clock import local_date

from . import config
from .domain import AdocDomain, elsewhere
from .report import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Have both done at their time."""
    app.connect("env-updated", _pages_to_rewrite)
    app.connect("env-check-consistency", _check)


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Report dead and ambiguous references, ids that come twice, waivers that waive nothing, and what one missing
    setting causes on many pages, once; in all variants at once. What else reading a page found was reported when it
    was read.
    """
    domain = cast("AdocDomain", env.get_domain("adoc"))
    indexes = {name or "default": domain.index(name) for name in config.variants(env.config)}
    summaries = [summary for index in indexes.values() for summary in index.summaries.values()]
    read = (finding for summary in summaries for finding in summary.findings if not is_of_the_project(finding))
    reported = {(finding.code, finding.span) for finding in read}
    by_variant = merge_variants({name: [*_read(index), *_findings(app, env, index)] for name, index in indexes.items()})
    given = [waiver for summary in summaries for waiver in summary.waivers]
    kept = waivers.apply(by_variant, given, local_date())
    found = [finding for finding in kept if (finding.code, finding.span) not in reported]
    report(found if app.verbosity else fold(found)[0])


def _read(index: Index) -> Iterator[Finding]:
    for summary in index.summaries.values():
        yield from summary.findings


class _WithoutPages:
    """A builder that is not asked where its pages are: some, such as coverage, write none."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._builder, name)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address."""
        return ""

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return an address from another page."""
        return ""


def _findings(app: Sphinx, env: BuildEnvironment, index: Index) -> Iterator[Finding]:
    builder = cast("Builder", _WithoutPages(app.builder))
    for docname, summary in index.summaries.items():
        yield from duplicates(summary)
        for reference in summary.references:
            resolution = resolve(index, docname, reference)
            if resolution.finding is None:
                continue
            shown = nodes.inline("", "", refexplicit=True)
            if resolution.document is None:
                link = elsewhere(env, docname, builder, reference, node=shown, contnode=shown)
                if link is not None:
                    continue
            yield resolution.finding


def _pages_to_rewrite(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages whose references now point at something else, or show another title, than when they were written."""
    domain = cast("AdocDomain", env.get_domain("adoc"))
    index = domain.index(env.config.adoc_variant)
    before = domain.data["resolved"]
    pages = {name: page for name, page in index.summaries.items() if name in env.found_docs}
    domain.data["resolved"] = now = {name: _resolved(index, name, page) for name, page in pages.items()}
    return [docname for docname in now if docname in before and before[docname] != now[docname]]


def _resolved(index: Index, docname: str, summary: Summary) -> str:
    """Return what stands for what the references of a page point at and show: half a digest, kept for each page."""
    resolutions = (resolve(index, docname, reference) for reference in summary.references)
    shown = [(each.document, each.anchor.id if each.anchor else "", each.text) for each in resolutions]
    return digest(repr(shown).encode("utf-8", "surrogatepass"))[:20]
