"""What is looked for in claimed sentences once their claims have run: words that no claim takes, and other wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sphinx_adoc.claims import Verdict
from sphinx_adoc.claims.sentence.loose import Share, loose_words
from sphinx_adoc.claims.sentence.record import Wordings
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.claims.sentence.wordings import Wording, wordings
from sphinx_adoc.codes import ERROR, Severity
from sphinx_adoc.finding import Finding


class Words:
    """Judges the words of documents once their claims have run. ``sentences``: by the documents' names. ``severity``:
    of loose words (None: they are not listed); ``shares``: whether the share is said without that. ``record``: how the
    sentences are to read; ``accepts``: whether it is written instead.
    """

    def __init__(
        self,
        sentences: Mapping[str, Sentences],
        severity: Severity | None,
        *,
        shares: bool,
        record: Wordings | None = None,
        accepts: bool = False,
    ) -> None:
        self._sentences = sentences
        self._severity = severity
        self._shares = shares or severity is not None
        self._record = record
        self._accepts = accepts
        self._reworded = False
        self.findings: list[Finding] = []
        self.counted = ""

    def judge(self, verdicts: Sequence[Sequence[Verdict]]) -> None:
        """Judge the words; ``findings`` and ``counted``, whole lines, are what came of it. ``verdicts``: those of each
        document.
        """
        pairs = list(zip(self._sentences.items(), verdicts, strict=True))
        if self._record is not None:
            self._compare(self._record, {name: wordings(one.scoped, own) for (name, one), own in pairs})
        if self._shares:
            self._look([(one, own) for (_, one), own in pairs])

    def _look(self, pairs: Sequence[tuple[Sentences, Sequence[Verdict]]]) -> None:
        share = Share()
        for one, own in pairs:
            loose, part = loose_words(one.scoped, own)
            share.add(part)
            if self._severity is not None:
                self.findings += [word.finding(self._severity) for word in loose]
        self.counted += f"{share}\n"

    def _compare(self, record: Wordings, current: Mapping[str, Sequence[Wording]]) -> None:
        if self._accepts:
            self.counted += record.accept(current)
            return
        other = [finding for name, own in current.items() for finding in record.differences(name, own)]
        self._reworded = bool(other)
        self.findings += other

    @property
    def failed(self) -> bool:
        """Whether there are loose words and these are errors, or sentences that read otherwise than is kept."""
        return self._reworded or (self._severity == ERROR and bool(self.findings))
