"""Summaries of the documents that were read, kept in this process, each until a file that it follows from changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sphinx_adoc.graph.model import Summary
from sphinx_adoc.syntax.files import Files
from sphinx_adoc.syntax.settings import Settings

from .observed import Answer, Answers, Observed, Question
from .store import Read, plain_settings

Key = tuple[str, str]
"""A document's path and its settings."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A summary, and what reading it asked. ``contents``: the real paths of the files whose contents count.
    ``steady``: it is worth something the next time.
    """

    path: Path
    settings: Settings
    summary: Summary
    asked: dict[Question, Answer]
    contents: frozenset[Path]
    steady: bool


class Memory:
    """Reads documents by ``read``, each once as long as its files stay what they are."""

    def __init__(self, read: Read[Summary], files: Files) -> None:
        self._read = read
        self._files = files
        self._kept: dict[Key, Kept] = {}
        self._readers: defaultdict[Path, set[Key]] = defaultdict(set)
        self._used: set[Key] = set()
        self._answers = Answers(files)

    def __call__(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a document; raise OSError where it cannot be read."""
        key = str(path), repr(plain_settings(settings))
        kept = self._kept.get(key)
        if kept is None or not self._holds(kept):
            kept = self._again(key, path, settings)
        self._used.add(key)
        return kept.summary

    def asked(self, path: Path, settings: Settings) -> dict[Question, Answer]:
        """Return what the summary of a document follows from; nothing for one that is not kept."""
        kept = self._kept.get((str(path), repr(plain_settings(settings))))
        return kept.asked if kept is not None and kept.steady else {}

    def look_again(self) -> None:
        """Forget what the file system answered; the summaries for which it still does are kept."""
        self._answers = Answers(self._files)
        self._used = set()

    def drop_unused(self) -> None:
        """Drop the documents that were not asked for since :meth:`look_again`."""
        for key in self._kept.keys() - self._used:
            self._forget(key)

    def renew(self, real: Path) -> list[tuple[Kept, Kept]]:
        """Read the documents again in which the contents of a file count, where those are others now; give each as it
        was and as it is. Raise OSError for a document that cannot be read.
        """
        self._answers = Answers(self._files)
        pairs = []
        for key in sorted(self._readers.get(real, ())):
            old = self._kept[key]
            if not self._holds(old):
                pairs.append((old, self._again(key, old.path, old.settings)))
        return pairs

    def is_read(self, real: Path) -> bool:
        """Tell whether the contents of a file count in any document."""
        return bool(self._readers.get(real))

    def _holds(self, kept: Kept) -> bool:
        return kept.steady and all(self._answers(question) == answer for question, answer in kept.asked.items())

    def _again(self, key: Key, path: Path, settings: Settings) -> Kept:
        self._forget(key)
        observed = Observed(self._files, self._answers)
        summary = self._read(path, replace(settings, files=observed))
        contents = frozenset(self._contents(observed.asked))
        kept = self._kept[key] = Kept(
            path=path,
            settings=settings,
            summary=summary,
            asked=observed.asked,
            contents=contents,
            steady=observed.steady,
        )
        for real in contents:
            self._readers[real].add(key)
        return kept

    def _contents(self, questions: Iterable[Question]) -> set[Path]:
        return {self._files.real(Path(path)) for method, path in questions if method in ("read", "size")}

    def _forget(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            for real in kept.contents:
                self._readers[real].discard(key)
