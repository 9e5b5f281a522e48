"""What became of the claims of each page, kept with the environment from build to build, as plain data.

With ``adoc_claims`` in ``conf.py``, the claims of a page are run when it is read. It is read again when the prelude, or
a package of the project that the prelude takes names from, changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_adoc.claims import Claim, Evidence, Verdict
from sphinx_adoc.finding import Finding
from sphinx_adoc.publish.report import report
from sphinx_adoc.publish.sources import is_adoc

from .execution import evaluate, sources

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class PageResults:
    """What is known of a page: its claims in order, and the findings about ids that come twice."""

    evidence: Sequence[Evidence]
    others: Sequence[Finding] = ()

    @property
    def verdicts(self) -> list[Verdict]:
        """What became of the claims."""
        return [each.verdict for each in self.evidence]

    def anchors(self) -> dict[int, str]:
        """Return what each claim is called where its evidence stands, by its order: its id, where no other has it
        before.
        """
        anchors: dict[int, str] = {}
        taken: set[str] = set()
        for claim in (each.claim for each in self.evidence):
            anchors[claim.order] = anchor(claim) if anchor(claim) not in taken else f"claim-{claim.order}"
            taken.add(anchors[claim.order])
        return anchors


def anchor(claim: Claim) -> str:
    """Return a claim's id, or where the author gave none, what stands for it."""
    return claim.id or f"claim-{claim.order}"


def setup(app: Sphinx) -> None:
    """Have claims run when their page is read, and forgotten with it."""
    app.connect("doctree-read", _run)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)


def results(env: BuildEnvironment) -> dict[str, PageResults]:
    """Return what is known, by page."""
    if not hasattr(env, "adoc_checked"):
        env.adoc_checked = {}  # type: ignore[attr-defined]
    return env.adoc_checked  # type: ignore[attr-defined,no-any-return]


def unchecked(env: BuildEnvironment) -> Iterator[str]:
    """Yield the AsciiDoc pages of which nothing is known."""
    return (name for name in sorted(env.found_docs) if is_adoc(env, name) and name not in results(env))


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    results(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    results(env).update({name: checked for name, checked in results(other).items() if name in docnames})


def _run(app: Sphinx, doctree: nodes.document) -> None:
    """Run the claims of the page that is being read, and report those that do not hold."""
    env = app.env
    if not app.config.adoc_claims:
        return
    evidence, others = evaluate(env, env.docname, doctree)
    if not evidence and not others and not is_adoc(env, env.docname):
        return
    verdicts = [each.verdict for each in evidence]
    results(env)[env.docname] = PageResults(evidence, others)
    for path in sources(env) if evidence else ():
        env.note_dependency(path)
    if app.builder.name != "claims":  # which reports them itself
        report([*(finding for verdict in verdicts for finding in verdict.findings()), *others])
