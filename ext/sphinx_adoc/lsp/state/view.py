"""The state of a project at one moment, from which every question is answered: findings, index and details."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import Anchor, Index, Reference, Resolution, Summary, resolve
from sphinx_adoc.project import ProjectSettings
from sphinx_adoc.project.vocabulary import Kinds
from sphinx_adoc.syntax.reader import decode
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.source import Place, Span

from .details import Details
from .overlay import Overlay
from .positions import Text
from .readings import Reading
from .scopes import Scope


@dataclass(frozen=True, slots=True)
class VariantDocument:
    """A document in one variant, with its summary and its details for editors."""

    index: Index
    page: str
    reading: Reading

    @property
    def details(self) -> Details:
        """What is kept of the document beside its summary."""
        return self.reading.details

    @property
    def summary(self) -> Summary:
        """What the graph keeps of the document."""
        return self.index.summaries[self.page]

    def resolve(self, reference: Reference) -> Resolution:
        """Return what a reference of the document means."""
        return resolve(self.index, self.page, reference)


@dataclass(frozen=True)
class View:
    """A project that was read. ``findings``: all of them, as a check reports them; ``known``: those of its baseline.
    ``indexes``: by variant; ``documents``: those of each, by their names. ``encoding``: of positions.
    ``sources``: the real paths of all files that it looks at; ``pages_of``: the documents that a file is in, by variant
    and name. ``read_with``: the settings of each document in a variant that has it. ``vocabulary``: of its claims.
    """

    scope: Scope
    files: Overlay
    encoding: str
    settings: ProjectSettings = field(default_factory=ProjectSettings)
    findings: Sequence[Finding] = ()
    known: Sequence[Finding] = ()
    indexes: Mapping[str, Index] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, Reading]] = field(default_factory=dict)
    sources: frozenset[Path] = frozenset()
    read_with: Mapping[str, Settings] = field(default_factory=dict)
    pages_of: Mapping[Path, Collection[tuple[str, str]]] = field(default_factory=dict)
    vocabulary: Kinds = field(default_factory=dict)

    # -- files ---------------------------------------------------------------------------------------------------------

    def real(self, path: str) -> Path:
        """Return the one absolute name of a file that a place names."""
        return self.files.real_of(path)

    def text(self, path: str) -> Text:
        """Return the text of a file; that of one that cannot be read is empty."""
        known_text = self._texts.get(path)
        if known_text is None:
            known_text = self._texts[path] = Text(self._source(path), self.encoding)
        return known_text

    def _source(self, path: str) -> str:
        opened = self.files.opened.get(self.real(path))
        if opened is not None:
            return opened
        try:
            return decode(self.files.read(Path(path)))[0]
        except OSError:
            return ""

    @cached_property
    def _texts(self) -> dict[str, Text]:
        return {}

    def documents_of(self, path: Path) -> Sequence[VariantDocument]:
        """Return the documents that a file (by its real path) is in; in each variant its own one first."""
        doc = [self._document_of(variant, page) for variant, page in sorted(self.pages_of.get(path, ()))]
        return sorted(doc, key=lambda one: self.real(one.summary.path) != path)

    def _document_of(self, variant: str, page: str) -> VariantDocument:
        return VariantDocument(self.indexes[variant], page, self.documents[variant][page])

    def covers(self, path: Path) -> bool:
        """Tell whether a file is one of the project: checked, included by one that is, or excluded from the checks."""
        return path in self.sources or path in self.pages_of

    # -- what stands at a place ----------------------------------------------------------------------------------------

    def is_at(self, span: Span, path: Path, at: tuple[int, int]) -> bool:
        """Tell whether a span holds a line and column of a file, or ends right before it."""
        start, end = (span.start.line, span.start.column), (span.end.line, span.end.column + 1)
        return start <= at <= end and self.real(span.start.path) == path

    def references_at(self, path: Path, at: tuple[int, int]) -> Iterator[tuple[VariantDocument, Reference]]:
        """Yield the references at a line and column, each with the document that it is in."""
        for doc in self.documents_of(path):
            for reference in doc.summary.references:
                if self.is_at(reference.span, path, at):
                    yield doc, reference

    def anchors_at(self, path: Path, at: tuple[int, int]) -> Iterator[tuple[VariantDocument, Anchor]]:
        """Yield the anchors at a line and column, each with the document that it is in."""
        for doc in self.documents_of(path):
            for anchor in doc.summary.anchors:
                if self.is_at(anchor.span, path, at):
                    yield doc, anchor

    def all_documents(self) -> Iterator[VariantDocument]:
        """Yield the documents of all variants."""
        for variant, pages in self.documents.items():
            yield from (self._document_of(variant, page) for page in pages)


def top_of(path: str) -> Span:
    """Return the beginning of a file, for what is a file as a whole."""
    place = Place(path, 1, 1)
    return Span(place, Place(path, 1, 0))


def relative(path: Path) -> str:
    """Return a path as people name it: from the current folder where it is below it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
