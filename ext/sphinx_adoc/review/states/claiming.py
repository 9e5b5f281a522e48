"""What pages claim, and what is wrong with that. It is loaded where a page has claims."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

from sphinx_adoc.claims import Claim, Ledger, collect
from sphinx_adoc.claims.collecting import RUNNING
from sphinx_adoc.claims.process import StartError
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.finding import Finding
from sphinx_adoc.project import ProjectError
from sphinx_adoc.review.input.contents import Contents
from sphinx_adoc.review.input.folder import on_disk
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.settings import Settings

from .options import ReadingOptions


def claims_of(doc: Document, path: Path, settings: Settings, options: ReadingOptions) -> list[Claim]:
    """Return what a page claims; with the set-up that readers do not see where claims are run."""
    if options.run:
        doc = parse_file(path, replace(settings, attributes={**settings.attributes, **RUNNING}))
    return collect(doc, Sentences(doc, Matcher(options.vocabulary)))


def trouble_with(claims: Sequence[Claim], contents: Contents, options: ReadingOptions) -> list[Finding]:
    """Run claims where the files of a state are; return the findings about them. Raises ProjectError where nothing can
    run them.
    """
    try:
        with (
            on_disk(contents) as folder,
            chdir(folder),
            Ledger(options.prelude, options.timeout, (), options.units, vocabulary=options.vocabulary) as ledger,
        ):
            document = ledger.document(claims)
            verdicts = [document.run(claim).verdict for claim in claims]
    except StartError as error:
        raise ProjectError(str(error)) from error
    findings = [finding for verdict in verdicts if verdict for finding in verdict.findings()]
    return [*([ledger.trouble] if ledger.trouble else []), *findings]
