"""Files that were named, and are checked as parts of documents that include them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sphinx_adoc.syntax.files import Files

from .load import Loaded, Source
from .model import Summary
from .placed import Placed, is_in


class Parts:
    """What is to be reported of a set: all, but for the rest of the documents that are read for their parts.
    ``sources``: those of the set. ``documents``: of each file that is checked as a part of others, these.
    """

    def __init__(self, sources: Sequence[Source], loaded: Loaded, files: Files) -> None:
        self._files = files
        own = {files.real(source.path): str(source.path) for source in sources if not source.for_parts}
        others = {str(source.path) for source in sources if source.for_parts}
        read = [
            index.summaries[name]
            for variant, index in loaded.indexes.items()
            for name in others.intersection(loaded.pages[variant])
        ]
        self._others = frozenset(others)
        self._own = frozenset(own)
        self._theirs: set[Path] = set()
        found: dict[str, set[str]] = {}
        for summary in read:
            within = {files.real(Path(path)) for path in (summary.path, *summary.includes)}
            self._theirs |= within
            for path in own.keys() & within:
                found.setdefault(own[path], set()).add(summary.path)
        self.documents = {path: sorted(documents) for path, documents in sorted(found.items())}

    def has(self, one: Placed) -> bool:
        """Tell whether something is to be reported."""
        if not self._theirs or self._files.real(Path(one.span.start.path)) not in self._theirs:
            return True
        return is_in(one, self._own, self._files)

    def checked(self, loaded: Loaded) -> list[str]:
        """Return the names of all that is checked, in order: documents, and parts of others."""
        return sorted({*loaded.checked, *self.documents} - self._others)

    def files(self, loaded: Loaded) -> frozenset[str]:
        """Return the files that what is checked is made of."""
        files = set(self.documents)
        for variant, index in loaded.indexes.items():
            for page in loaded.pages[variant]:
                summary = index.summaries[page]
                files.update(self._files_of_parts(summary) if page in self._others else (page, *summary.includes))
        return frozenset(files)

    def _files_of_parts(self, summary: Summary) -> Iterator[str]:
        """The files of a document's parts in which something stands."""
        placed: tuple[Sequence[Placed], ...] = (
            summary.anchors, summary.references, summary.targets, summary.addresses, summary.findings,
        )  # fmt: skip
        return (one.span.start.path for several in placed for one in several if self.has(one))
