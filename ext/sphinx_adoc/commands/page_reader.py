"""Reads documents whose pages are made: into summaries, from the store where it can, and into trees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph import Summary
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.store import Keeping, Store
from sphinx_adoc.syntax.settings import Settings

if TYPE_CHECKING:
    from sphinx_adoc.syntax.document import Document


class PageReader:
    """What reads documents, each once. ``store``: where summaries are kept from run to run (None: nowhere)."""

    def __init__(self, store: Store | None) -> None:
        self._keeping: Keeping[Summary] | None = None
        if store is not None:
            self._keeping = store.keeping("page", Plain[Summary](Summary), self._read)
        self._parsed: dict[Path, Document] = {}
        self._keys: dict[Path, str] = {}

    def known(self, path: Path, settings: Settings) -> Summary | None:
        """Return the summary of a document if it is in the store, else None."""
        if self._keeping is None:
            return None
        summary = self._keeping.known(path, settings)
        self._keys[path] = self._keeping.result
        return summary

    def summary(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a document; raise OSError where it cannot be read. Its tree is kept for its page."""
        if self._keeping is None:
            return self._read(path, settings)
        summary = self._keeping(path, settings)
        self._keys[path] = self._keeping.result
        return summary

    def key(self, path: Path) -> str:
        """Return what stands for all that reading a document followed from; '' where that is not known."""
        return self._keys.get(path, "")

    def document(self, path: Path, settings: Settings) -> Document:
        """Return the tree of a document, all its texts read, and forget it; raise OSError where it cannot be read."""
        if path not in self._parsed:
            self._read(path, settings)
        return self._parsed.pop(path)

    def _read(self, path: Path, settings: Settings) -> Summary:
        from sphinx_adoc.graph.collect import summarize  # the parser: not loaded where all is known
        from sphinx_adoc.syntax.document import parse_file

        with uncollected():
            document = self._parsed[path] = parse_file(path, settings)
            return summarize(document)
