"""Claims beside the text: what became of each when it was run last. They are code: they run only
on request, in a workspace that is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.claims import Claim, Ledger, Verdict, collect
from sphinx_adoc.claims.collecting import RUNNING
from sphinx_adoc.claims.phrase import UnknownUnit, declared, units
from sphinx_adoc.claims.process.ledger import StartError
from sphinx_adoc.claims.sentence.loose import loose_words
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.codes import INFO, Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.lsp.state.details import Stated
from sphinx_adoc.lsp.state.diagnostics import AddressOf, diagnostic
from sphinx_adoc.lsp.state.overlay import Stamp
from sphinx_adoc.lsp.state.view import VariantDocument, View
from sphinx_adoc.project import Configuration, ProjectError, find
from sphinx_adoc.project.attributes import merged
from sphinx_adoc.syntax.document import parse_file

from .claims import claims_of

RUN: Final = "sphinx-adoc.runClaims"
"""The command that runs the claims of a document, which it takes the address of."""

SOURCE: Final = "sphinx-adoc claims"
_MAX_TITLE_CHARACTERS: Final = 120

Name = tuple[Path, str, str, int]
"""What a claim is known by: its file, kind, id and words, and which one of those it is."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The verdicts on the claims of a document. ``loose``: the words of their sentences that none of them takes;
    ``stamps``: of the files that it was made of.
    """

    verdicts: Mapping[Name, Verdict] = field(default_factory=dict)
    loose: Sequence[Finding] = ()
    stamps: Mapping[Path, Stamp] = field(default_factory=dict)

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with claims that did not hold, and the loose words."""
        yield from (finding for verdict in self.verdicts.values() if (finding := verdict.finding()) is not None)
        yield from self.loose

    def holds_in(self, view: View) -> bool:
        """Tell whether the document is as it was when its claims were run."""
        return all(view.files.stamp(path) == stamp for path, stamp in self.stamps.items())


class Verdicts:
    """What became of the claims of documents, by the real paths of these."""

    def __init__(self) -> None:
        self._ran: dict[Path, Ran] = {}

    def runs_of(self, view: View, path: Path) -> Sequence[Ran]:
        """Return what became of the claims of the documents that a file is in."""
        pages = dict.fromkeys(view.real(doc.summary.path) for doc in view.documents_of(path))
        return [self._ran[page] for page in pages if page in self._ran]

    def run(self, view: View, path: Path) -> str:
        """Run the claims of the documents that a file is in, and keep the verdicts. Return in a line what they were;
        raise ProjectError where they cannot be run.
        """
        total = []
        pages = {view.real(doc.summary.path): doc for doc in reversed(view.documents_of(path))}
        for page, doc in pages.items():
            ran, loose = _run(view, doc)
            names = dict(_named(view, [verdict.claim for verdict in ran]))
            stamps = {view.real(file): view.files.stamp(view.real(file)) for file in doc.details.files}
            self._ran[page] = Ran({names[id(one.claim)]: one for one in ran}, loose, stamps)
            total += ran
        count = sum(verdict.held for verdict in total)
        return f"{count} of {len(total)} claims held"

    # -- what is shown -------------------------------------------------------------------------------------------------

    def lenses(self, view: View, path: Path, uri: str) -> list[types.CodeLens]:
        """Return a line for each claim of a file: its last verdict, which runs the claims again."""
        text = view.text(str(path))
        claims = claims_of(view, path)
        names = dict(_named(view, claims))
        ran = self.runs_of(view, path)
        lenses = []
        for claim in claims:
            command = types.Command(title=_title(view, names[id(claim)], ran), command=RUN, arguments=[uri])
            lenses.append(types.CodeLens(text.range(claim.span), command=command))
        return lenses

    def by_file(self, views: Iterable[View], address_of: AddressOf) -> dict[Path, list[types.Diagnostic]]:
        """Return the claims that did not hold, of documents that are as they were then."""
        diagnostics: dict[Path, list[types.Diagnostic]] = {}
        for view in views:
            for ran in self._ran.values():
                if ran.holds_in(view):
                    for finding in ran.findings():
                        path = view.real(finding.span.start.path)
                        if view.covers(path):
                            diagnostics.setdefault(path, []).append(_diagnostic(view, finding, address_of))
        return diagnostics


def _diagnostic(view: View, finding: Finding, address_of: AddressOf) -> types.Diagnostic:
    converted = diagnostic(view, finding, address_of)
    converted.source = SOURCE
    if finding.code == Code.CLAIM_LOOSE:
        converted.severity = types.DiagnosticSeverity.Hint
    return converted


def _title(view: View, name: Name, ran: Sequence[Ran]) -> str:
    for one in ran:
        verdict = one.verdicts.get(name)
        if verdict is not None:
            later = "" if one.holds_in(view) else " (before the last change)"
            result = f"computed {verdict.computed}" if verdict.held and verdict.computed else verdict.message
            words = f"{verdict.status}: {result}" if result else verdict.status
            return " ".join(words.split())[:_MAX_TITLE_CHARACTERS] + later
    return "Run the claims of this document"


def _named(view: View, claims: Iterable[Claim | Stated]) -> Iterable[tuple[int, Name]]:
    """What each claim is known by, whatever lines come and go above it."""
    count: dict[tuple[Path, str, str], int] = {}
    for claim in claims:
        key = view.real(claim.span.start.path), claim.kind, f"{claim.id}\0{claim.text}"
        count[key] = count.get(key, 0) + 1
        yield id(claim), (*key, count[key])


# -- running -----------------------------------------------------------------------------------------------------------


def _run(view: View, doc: VariantDocument) -> tuple[list[Verdict], list[Finding]]:
    """The verdicts on the claims of a document, which is read for that as for `sphinx-adoc claims`; and, where the
    project has a vocabulary, the loose words of their sentences.
    """
    settings = view.read_with[doc.page]
    settings = replace(settings, attributes=merged(settings.attributes, RUNNING), files=view.files)
    vocabulary = Vocabulary(view.vocabulary)
    document = parse_file(Path(doc.page), settings)
    sentences = Sentences(document, Matcher(vocabulary))
    claims = collect(document, sentences)
    try:
        with _ledger(view, find(view.scope.start), vocabulary) as ledger:
            run = ledger.document(claims)
            verdicts = [verdict for claim in claims if (verdict := run.run(claim).verdict) is not None]
    except StartError as error:
        raise ProjectError(str(error)) from error
    if ledger.trouble is not None:
        raise ProjectError(f"{ledger.trouble.span}: {ledger.trouble.text}")
    loose = loose_words(sentences.scoped, verdicts)[0] if vocabulary.own else []
    return verdicts, [word.finding(INFO) for word in loose]


def _ledger(view: View, configuration: Configuration, vocabulary: Vocabulary) -> Ledger:
    try:
        unit = declared(units(configuration.value("claims", "unit")))
    except UnknownUnit as error:
        raise ProjectError(f"unit: {error}") from error
    timeout, environment = (configuration.value("claims", key) for key in ("timeout", "environment"))
    return Ledger(view.settings.prelude, timeout, environment, unit, vocabulary=vocabulary)
