"""``sphinx-build -b claims``: run the claims of all pages.

Prints every verdict, writes ``claims.txt`` and ``claims.json``, and fails (a warning at its place for each claim, and
exit code 1) when one does not hold, or when there is none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging

from sphinx_adoc import files
from sphinx_adoc.claims import Verdict
from sphinx_adoc.claims.model import SKIPPED
from sphinx_adoc.claims.report import as_json, counted, line, text
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report import file_lines
from sphinx_adoc.publish.report import report
from sphinx_adoc.publish.sources import is_adoc

from .execution import evaluate, is_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

_logger = logging.getLogger(__name__)


class ClaimsBuilder(Builder):
    """Runs claims and writes what became of them."""

    name = "claims"
    format = ""
    epilog = __("The verdicts are in %(outdir)s/claims.txt.")
    allow_parallel = True
    project: Sphinx

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield all pages: a verdict can change without its page."""
        return iter(sorted(self.env.found_docs))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return '': no page is linked."""
        return ""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Do nothing: all is written in `finish`."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Do nothing: all is written in `finish`."""

    def finish(self) -> None:
        """Run all claims, page by page in the order of their names."""
        pages = [name for name in sorted(self.env.found_docs) if not is_adoc(self.env, name) or is_page(self.env, name)]
        verdicts: list[Verdict] = []
        others: list[Finding] = []
        for docname in pages:
            evidence, findings = evaluate(self.env, docname, self.env.get_doctree(docname))
            new = [finding for finding in findings if finding not in others]  # that the prelude failed is told once
            verdicts += (each.verdict for each in evidence)
            others += new
            self._say([each.verdict for each in evidence], new)
        checked = any(verdict.status != SKIPPED for verdict in verdicts)
        if not checked:
            _logger.warning(__("no claim was checked: none in %d pages"), len(pages), type="adoc")
        if not checked or others or not all(verdict.accounted for verdict in verdicts):
            self.project.statuscode = 1
        _logger.info(counted(verdicts, len(pages)))
        files.write_text(Path(self.outdir, "claims.txt"), text(verdicts, others, file_lines()))
        files.write_text(Path(self.outdir, "claims.json"), as_json(verdicts, others))

    def _say(self, verdicts: list[Verdict], others: list[Finding]) -> None:
        for verdict in verdicts:
            findings = verdict.findings()
            report(findings)
            if not findings:
                _logger.info(line(verdict))
            elif verdict.evidence and not verdict.further:  # else it lists the same
                _logger.info(verdict.evidence.rstrip("\n"))
        report(others)


def setup(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(ClaimsBuilder)
    app.connect("builder-inited", _introduce)


def _introduce(app: Sphinx) -> None:
    """A builder's own way to its application differs between versions of Sphinx."""
    if isinstance(app.builder, ClaimsBuilder):
        app.builder.project = app
