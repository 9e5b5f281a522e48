"""Sphinx' parser for AsciiDoc pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from sphinx.parsers import Parser

from sphinx_adoc.codes import Code
from sphinx_adoc.doctree import build
from sphinx_adoc.finding import Finding, from_problem, merge_variants
from sphinx_adoc.graph import summarize, waivers, with_texts
from sphinx_adoc.graph.causes import is_of_the_project
from sphinx_adoc.graph.model import Waiver
from sphinx_adoc.project.clock import local_date
from sphinx_adoc.syntax.document import Document, parse

from . import config, manual, metadata
from .antora import pages
from .directives import LATE
from .domain import AdocDomain
from .hooks import options
from .report import report
from .sources import KINDS
from .translation import message as translation

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

TREE_READ = "adoc-tree-read"  # Sphinx' event: a page has been read, and nothing was made of it yet
PAGE = "adoc_page"  # in Sphinx' notes of the page that is being read: what its messages take from it


class AdocParser(Parser):
    """Reads a page and fills docutils' document."""

    supported: ClassVar[tuple[str, ...]] = KINDS

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read a page. What is wrong with it is logged; nothing is raised."""
        self.setup_parse(inputstring, document)
        env: BuildEnvironment = document.settings.env
        domain = cast("AdocDomain", env.get_domain("adoc"))
        document.settings = document.settings.copy()  # it may be shared with pages of other languages
        document.settings.smart_quotes = False
        if document["source"].endswith(translation.MARK):
            self._translate(inputstring, document, env)
            return
        if pages.is_listing(env, env.docname):
            pages.fill(env, document)
        else:
            self._read(inputstring, document, env, domain)
        pages.add_toctrees(env, document)
        self.finish_parse()

    def _read(self, inputstring: str, document: nodes.document, env: BuildEnvironment, domain: AdocDomain) -> None:
        """Read a page in all variants."""
        findings: dict[str, list[Finding]] = {}
        given: list[Waiver] = []
        for variant in config.variants(env.config):
            doc = parse(inputstring, document["source"], config.of_page(env, variant))
            env.events.emit(TREE_READ, env.docname, doc)
            summary = summarize(doc)
            read = len(doc.problems)
            if variant == env.config.adoc_variant:
                build(doc, document, options(env, raw_enabled=document.settings.raw_enabled))
                summary = with_texts(doc, summary, env.temp_data.pop(LATE, None) or ())
                named = [note for note in doc.footnotes.notes if note.id]
                env.temp_data[PAGE] = translation.Page(doc.attributes.values(), named)
                manual.note(env, doc)
                metadata.note(env, doc, document)
            _note_includes(env, doc)
            summary = summary._replace(findings=(*summary.findings, *map(from_problem, doc.problems[read:])))
            domain.note(variant, env.docname, summary)
            findings[variant or "default"] = list(summary.findings)
            given += summary.waivers
        kept = waivers.unwaived(merge_variants(findings), given, local_date())
        report(finding for finding in kept if not is_of_the_project(finding))  # those: when all pages are known

    def _translate(self, message: str, document: nodes.document, env: BuildEnvironment) -> None:
        """Read a translated message of the page that was read last; its references are kept with the page's own."""
        variant: str = env.config.adoc_variant
        page: translation.Page = env.temp_data.get(PAGE) or translation.Page()
        page_options = options(env, raw_enabled=document.settings.raw_enabled)
        settings = config.of_page(env, variant)
        doc = translation.fill(message, document, page, settings=settings, options=page_options, env=env)
        domain = cast("AdocDomain", env.get_domain("adoc"))
        domain.add_references(variant, env.docname, summarize(doc).references)
        report([*map(from_problem, doc.problems)])


def _note_includes(env: BuildEnvironment, doc: Document) -> None:
    """Included files are what a page depends on, and no page that a toctree has to name. One that is not there yet has
    the page read again next time.
    """
    if any(problem.code == Code.INCLUDE_NOT_FOUND for problem in doc.problems):
        env.note_reread()
    for inclusion in doc.inclusions:
        env.note_dependency(inclusion.path.resolve())
        env.note_included(inclusion.path.resolve())
