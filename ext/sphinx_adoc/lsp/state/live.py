"""A project that follows its open documents: after a change only what that touches is read and resolved again.

What a folder holds, the configuration and the files that are not open are looked at anew when a project is loaded, not
at each key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import Summary
from sphinx_adoc.graph.causes import fold
from sphinx_adoc.graph.findings import over_variants
from sphinx_adoc.graph.live import LiveIndex
from sphinx_adoc.graph.load import includes_written_in
from sphinx_adoc.syntax.settings import Settings

from . import known
from .overlay import Overlay
from .readings import Reading, Readings
from .scopes import Scope
from .view import View

Page = tuple[str, str]
"""A variant and the name of a document in it."""

Changes = Mapping[str, Mapping[str, Summary]]
"""Documents that were read again, by variant and name."""


class Live:
    """A project as it was loaded, and as it has become since. Raise ProjectError for what cannot be read."""

    def __init__(self, scope: Scope, files: Overlay, readings: Readings) -> None:
        self.scope = scope
        self._readings = readings
        opened = scope.open(files)
        self.settings, self._vocabulary = opened.settings, opened.vocabulary
        self._baseline = known.read(opened.baseline)
        project = Project(self.settings, opened.paths, files=files, summary_of=readings.summary_of)
        loaded = project.load()
        self.indexes = {name: LiveIndex(index, loaded.pages[name]) for name, index in loaded.indexes.items()}
        self.documents: dict[str, dict[str, Reading]] = {}
        self.read_with: dict[str, Settings] = {}
        self._quick: set[Page] = set()
        self._others = [*project.trouble], loaded.findings
        sources = project.sources()
        self.sources = frozenset(files.real(source.path) for source in sources)
        self._looks_beside = any(source.named or source.excluded for source in sources)
        self._written: dict[Path, list[str]] = {}
        self._pages_of: dict[Path, set[Page]] = {}
        for variant, live in self.indexes.items():
            self.documents[variant] = {}
            for page, summary in live.index.summaries.items():
                self._take(variant, page, summary, files)
        for path in files.opened:
            if path in self.sources or path in self._pages_of:
                self._written[path] = includes_written_in(path, files)

    def _take(self, variant: str, page: str, summary: Summary, files: Overlay) -> None:
        """Keep what is known of a document beside its summary."""
        reading = self._readings.reading(Path(page), summary)
        self.documents[variant][page] = reading
        self.read_with[page] = reading.read_with
        place = variant, page
        if reading.base is None:
            self._quick.discard(place)
        else:
            self._quick.add(place)
        for path in (*summary.includes, summary.path):
            self._pages_of.setdefault(files.real(Path(path)), set()).add(place)

    # -- following -----------------------------------------------------------------------------------------------------

    @property
    def is_exact(self) -> bool:
        """Whether each document was read as a whole."""
        return not self._quick

    def after(self, files: Overlay, changed: Collection[Path]) -> Changes | None:
        """Read what open documents (by their real paths) with other texts change; nothing is taken over yet. None: the
        project has to be loaded anew for that.
        """
        mine = [path for path in changed if path in self._pages_of]
        if mine and self._looks_beside:
            return None
        if any(self._written.get(path) != includes_written_in(path, files) for path in mine):
            return None
        return self._again(files, {page for path in mine for page in self._pages_of[path]})

    def as_a_whole(self, files: Overlay) -> Changes | None:
        """Read the documents as a whole of which files were read alone; see :meth:`after`."""
        return self._again(files, set(self._quick))

    def _again(self, files: Overlay, pages: Collection[Page]) -> Changes | None:
        read: dict[str, dict[str, Summary]] = {}
        for variant, page in sorted(pages):
            after = self._readings.summary_of(Path(page), replace(self.read_with[page], files=files))
            if set(after.includes) != set(self.indexes[variant].index.summaries[page].includes):
                return None
            read.setdefault(variant, {})[page] = after
        return read

    def take(self, changes: Changes, files: Overlay) -> None:
        """Have documents in place of what they were."""
        for variant, summaries in changes.items():
            self.indexes[variant].update(summaries)
            for page, summary in summaries.items():
                self._take(variant, page, summary, files)

    # -- what it is now ------------------------------------------------------------------------------------------------

    def covers(self, path: Path) -> bool:
        """Tell whether a file (by its real path) is one of the project."""
        return path in self.sources or path in self._pages_of

    def view(self, files: Overlay, encoding: str) -> View:
        """Return the project as it is now. What it shows of the index changes with this project."""
        new = self._findings()
        accepted: Sequence[Finding] = ()
        if self._baseline is not None:
            new, accepted = self._baseline.split(new, self._files(), self.settings)
        findings, _ = fold(new)
        return View(
            scope=self.scope,
            files=files,
            encoding=encoding,
            settings=self.settings,
            findings=findings,
            known=accepted,
            indexes={name: live.index for name, live in self.indexes.items()},
            documents=self.documents,
            sources=self.sources,
            read_with=self.read_with,
            pages_of=self._pages_of,
            vocabulary=self._vocabulary,
        )

    def _findings(self) -> list[Finding]:
        """All that is wrong, as a check gives it."""
        trouble, others = self._others
        by_variant = {name: live.findings() for name, live in self.indexes.items()}
        findings = over_variants(by_variant, others, self._summaries(), self.settings.clock())
        return self.settings.rules.apply([*trouble, *findings])

    def _summaries(self) -> Iterator[Summary]:
        return (live.index.summaries[page] for live in self.indexes.values() for page in live.pages)

    def _files(self) -> frozenset[str]:
        return frozenset(path for summary in self._summaries() for path in (summary.path, *summary.includes))
