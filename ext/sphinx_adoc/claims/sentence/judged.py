"""The findings about the words of one document, from the verdicts on its claims as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sphinx_adoc.claims.model import Claim, Verdict
from sphinx_adoc.finding import Finding
from sphinx_adoc.project import Configuration

from .loose import loose_words
from .record import wordings_of
from .scopes import Sentences
from .wordings import wordings


class WordsOf:
    """Judges the words of a document as its configuration says. Raise ProjectError where its wordings are none."""

    def __init__(self, document: str, sentences: Sentences, configuration: Configuration) -> None:
        self._document = document
        self._sentences = sentences
        self._severity = configuration.value("claims", "loose")
        self._record = wordings_of(configuration)
        self._verdicts: list[Verdict] = []

    def add(self, verdict: Verdict | None) -> None:
        """Take a verdict, of a claim or a row of a table."""
        if verdict is not None:
            self._verdicts.append(verdict)

    def findings(self, claims: Sequence[Claim]) -> Iterator[Finding]:
        """Give the findings; none where not all claims of the document have run: others might take a word."""
        orders = {verdict.claim.order for verdict in self._verdicts}
        if any(claim.order not in orders for claim in claims if claim.kind in ("value", "table")):
            return
        if self._severity != "off":
            loose, _ = loose_words(self._sentences.scoped, self._verdicts)
            yield from (word.finding(self._severity) for word in loose)
        if self._record is not None:
            yield from self._record.differences(self._document, wordings(self._sentences.scoped, self._verdicts))
