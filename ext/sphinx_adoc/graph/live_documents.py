"""The documents of a project while their files change: read again where they follow from a changed file, resolved again
where something that they refer to is another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sphinx_adoc.finding import Finding
from sphinx_adoc.project import ProjectSettings, Variant
from sphinx_adoc.syntax.files import DISK, Edited, Files
from sphinx_adoc.syntax.settings import Settings

from .findings import over_variants
from .live import Difference, LiveIndex
from .load import Loaded, SummaryOf, gather, includes_written_in, load
from .model import Summary
from .store.memory import Kept, Memory
from .stored import Staying


class LiveDocuments:
    """The documents of files and folders. ``indexes``: by variant. ``trouble``: what could not be looked at.

    Where what is wrong follows from all documents together (components of Antora, files that were named by themselves,
    excluded ones), all references are resolved at each change.

    Raises OSError where a document cannot be read, also later; the findings are then those of before.
    """

    def __init__(
        self,
        settings: ProjectSettings,
        paths: Sequence[Path],
        *,
        files: Files = DISK,
        summary_of: SummaryOf | None = None,
    ) -> None:
        self.settings = settings
        self.paths = tuple(paths)
        self.files = Edited(files)
        self.indexes: dict[str, LiveIndex] = {}
        self.trouble: list[Finding] = []
        self._memory = Memory(summary_of if summary_of is not None else Staying(), self.files)
        self._written: dict[Path, list[str]] = {}
        self._tree_findings: Sequence[Finding] = ()
        self._whole = False
        self.reload()

    def findings(self) -> list[Finding]:
        """Return all that is wrong, as a check of the files as they are now gives it."""
        pages = (live.index.summaries[page] for live in self.indexes.values() for page in live.pages)
        by_variant = {name: live.findings() for name, live in self.indexes.items()}
        findings = over_variants(by_variant, self._tree_findings, pages, self.settings.clock())
        return self.settings.rules.apply([*self.trouble, *findings])

    def update(self, path: Path, text: str | None = None) -> Difference:
        """Take over that a file is another one. ``text``: what it holds, such as an unsaved buffer (None: what is on
        the disk, where it may have come or gone).
        """
        self.files.look_again()
        real = self.files.real(path)
        was_there = self._is_known(real)
        if text is None:
            self.files.contents.pop(real, None)
        else:
            self.files.contents[real] = text.encode("utf-8", "surrogatepass")
        if not was_there or self._whole or not self.files.is_file(path) or self._includes_others(real):
            return self.reload()
        pairs = self._memory.renew(real)
        if any(old.summary.includes != new.summary.includes for old, new in pairs):
            return self.reload()
        changes = self._changes(pairs)
        return merged(live.update(changes[name]) for name, live in self.indexes.items() if changes[name])

    def reload(self) -> Difference:
        """Read all files again."""
        self.files.look_again()
        self._memory.look_again()
        self._written = {}
        self.trouble = []
        sources = list(gather(self.paths, self.files, self.settings, self.trouble))
        loaded = load(
            sources,
            self.settings.variants,
            self._reading,
            summary_of=self._memory,
            written_in=self._includes_of,
            files=self.files,
        )
        self._memory.drop_unused()
        described = any(component for index in loaded.indexes.values() for component in index.components)
        self._whole = described or any(source.named or source.excluded for source in sources)
        return self._take(loaded)

    def _take(self, loaded: Loaded) -> Difference:
        """Have the documents that were loaded in place of those before."""
        before = {name: live.index.summaries for name, live in self.indexes.items()}
        self._tree_findings = loaded.findings
        self.indexes = {name: LiveIndex(index, loaded.pages[name]) for name, index in loaded.indexes.items()}
        return merged(_between(before.get(name, {}), live) for name, live in self.indexes.items())

    def _reading(self, variant: Variant, root: Path) -> Settings:
        return replace(self.settings.of_variant(variant, root), files=self.files)

    # -- what a change concerns ----------------------------------------------------------------------------------------

    def _is_known(self, real: Path) -> bool:
        return self._memory.is_read(real)

    def _includes_of(self, path: Path) -> list[str]:
        real = self.files.real(path)
        self._written[real] = includes_written_in(path, self.files)
        return self._written[real]

    def _includes_others(self, real: Path) -> bool:
        """Whether a document's include directives are others now: then others may be pages."""
        before = self._written.get(real)
        return before is not None and before != includes_written_in(real, self.files)

    def _changes(self, pairs: Iterable[tuple[Kept, Kept]]) -> dict[str, dict[str, Summary | None]]:
        changes: dict[str, dict[str, Summary | None]] = defaultdict(dict)
        for old, new in pairs:
            for name, live in self.indexes.items():
                if live.index.summaries.get(str(old.path)) is old.summary:
                    changes[name][str(old.path)] = new.summary
        return changes


def merged(differences: Iterable[Difference]) -> Difference:
    """Return the differences of several variants as one."""
    all_ = [*differences]
    return Difference(
        documents=frozenset().union(*(one.documents for one in all_)),
        symbols=frozenset().union(*(one.symbols for one in all_)),
        pages=frozenset().union(*(one.pages for one in all_)),
        resolved=sum(one.resolved for one in all_),
    )


def _between(before: Mapping[str, Summary], live: LiveIndex) -> Difference:
    """What is another one in an index that was made anew; all its pages may have other findings."""
    after = live.index.summaries
    changed = frozenset(name for name in {*before, *after} if before.get(name) != after.get(name))
    return Difference(documents=changed, pages=frozenset(live.pages), resolved=live.size)
