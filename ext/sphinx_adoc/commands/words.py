"""The words of claimed sentences that no claim takes, and how much of what documents say is bound."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_adoc.claims import Verdict
from sphinx_adoc.claims.sentence.loose import Share, loose_words
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.codes import ERROR, Severity
from sphinx_adoc.finding import Finding


class Words:
    """Judges the words of documents once their claims have run. ``severity``: of loose words (None: they are not
    listed); ``shares``: whether the share is said without that.
    """

    def __init__(self, sentences: Sequence[Sentences], severity: Severity | None, *, shares: bool) -> None:
        self._sentences = sentences
        self._severity = severity
        self._shares = shares or severity is not None
        self.findings: list[Finding] = []
        self.counted = ""

    def judge(self, verdicts: Sequence[Sequence[Verdict]]) -> None:
        """Look for words that no verdict took; ``findings`` and ``counted``, a line, are what came of it. ``verdicts``:
        those of each document.
        """
        if not self._shares:
            return
        share = Share()
        for one, own in zip(self._sentences, verdicts, strict=True):
            loose, part = loose_words(one.found, own)
            share.add(part)
            if self._severity is not None:
                self.findings += [word.finding(self._severity) for word in loose]
        self.counted = f"{share}\n"

    @property
    def failed(self) -> bool:
        """Whether there are loose words and these are errors."""
        return self._severity == ERROR and bool(self.findings)
