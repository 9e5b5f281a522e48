"""AsciiDoc that a page in another language includes: ``.. include:: part.adoc`` with ``:parser: sphinx_adoc``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import docutils.parsers
from docutils import nodes

from sphinx_adoc.doctree import build
from sphinx_adoc.finding import from_problem
from sphinx_adoc.graph import Summary, summarize, with_texts
from sphinx_adoc.graph.causes import is_of_the_project
from sphinx_adoc.syntax.document import parse

from . import config
from .directives import LATE
from .domain import AdocDomain
from .hooks import options
from .report import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Parser(docutils.parsers.Parser):
    """Reads an included file and fills docutils' document, which the directive takes the nodes of."""

    supported = ()
    env: ClassVar[BuildEnvironment | None] = None  # docutils hands the parser no settings of Sphinx'

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read a file. What is wrong with it is logged; nothing is raised."""
        self.setup_parse(inputstring, document)
        if self.env is None:
            build(parse(inputstring, document["source"]), document)
        else:
            self._in_sphinx(inputstring, document, self.env)
        self.finish_parse()

    def _in_sphinx(self, inputstring: str, document: nodes.document, env: BuildEnvironment) -> None:
        variant: str = env.config.adoc_variant
        path = str(Path(document["source"]).resolve())
        doc = parse(inputstring, path, config.of_page(env, variant))
        summary = summarize(doc)
        read = len(doc.problems)
        build(doc, document, options(env, raw_enabled=document.settings.raw_enabled))
        summary = with_texts(doc, summary, env.temp_data.pop(LATE, None) or ())
        for info in list(document.findall(nodes.docinfo)):  # a page has one, and not in its midst
            info.parent.remove(info)
        domain = cast("AdocDomain", env.get_domain("adoc"))
        report([*summary.findings, *(from_problem(each) for each in doc.problems[read:])])
        reported = tuple(finding for finding in summary.findings if not is_of_the_project(finding))
        before = domain.summaries.get(variant, {}).get(env.docname)
        domain.note(variant, env.docname, _joined(before, summary._replace(findings=reported)))


def _joined(before: Summary | None, summary: Summary) -> Summary:
    """One summary for all that a page includes."""
    if before is None:
        return summary
    joined: dict[str, Any] = {
        name: (*getattr(before, name), *getattr(summary, name)) for name in ("anchors", "references", "waivers")
    }
    return before._replace(**joined)


def setup(app: Sphinx) -> None:
    """Let the parser know the environment that pages are read into."""
    app.connect("env-before-read-docs", _note)
    app.connect("build-finished", _forget)


def _note(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    Parser.env = env


def _forget(app: Sphinx, exception: Exception | None) -> None:
    Parser.env = None
