"""The public face of a set of documents: read and judged with the settings of their project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, TypeVar

from sphinx_adoc.codes import ON_REQUEST
from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import outputs
from sphinx_adoc.graph.ahead import Ahead
from sphinx_adoc.graph.counts import counts
from sphinx_adoc.graph.findings import addresses, all_findings
from sphinx_adoc.graph.including import Including
from sphinx_adoc.graph.load import Loaded, Source, SummaryOf, gather, load, pages_of, read_summary
from sphinx_adoc.graph.model import Address
from sphinx_adoc.graph.parts import Parts
from sphinx_adoc.project import ProjectError, ProjectSettings, dialect, find, playbook, settings
from sphinx_adoc.project.attributes import merged
from sphinx_adoc.project.find import load as load_configuration
from sphinx_adoc.project.variants import Variant
from sphinx_adoc.syntax.arguments import expect
from sphinx_adoc.syntax.files import DiskOfOneRun, Files
from sphinx_adoc.syntax.settings import ASCIIDOC_PY, Settings

if TYPE_CHECKING:
    from sphinx_adoc.syntax.document import Document

T = TypeVar("T")

Watch = Callable[[Sequence[Source]], Iterable[Source]]
"""What sees the sources go by while they are read, such as a display of progress."""

LinkFindings = Callable[[Sequence[Address]], Iterable[Finding]]
"""What finds out about the addresses of documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check gave: the findings in the order of files and lines, the names of the documents that were checked,
    the files that they are made of, and how many there were of each kind of thing (``documents``: 3). ``parts``: of a
    file that was checked as a part of other documents, these.
    """

    findings: list[Finding]
    documents: list[str]
    files: frozenset[str] = frozenset()
    counts: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Project:
    """The documents of a project. ``paths``: documents and folders of documents; those of the settings unless given.

    ``sources``: instead of paths, each file with the folder that its includes must not leave. ``files``: where
    they are. ``summary_of``: what reads a file into its summary; one may remember what it has read. ``including``:
    the record of which documents include a file, by which one that is named is read as a part of these.
    """

    def __init__(
        self,
        settings: ProjectSettings,
        paths: Sequence[Path] = (),
        *,
        sources: Sequence[Source] | None = None,
        files: Files | None = None,
        summary_of: SummaryOf = read_summary,
        including: Including | None = None,
    ) -> None:
        expect(settings, "settings", ProjectSettings)
        if isinstance(paths, str | PathLike):
            raise TypeError(f"paths must be a sequence of Path, not {type(paths).__name__}")
        for path in paths:
            expect(path, "a path", Path)
        self.settings = settings
        self.paths = tuple(paths) or settings.roots
        self._sources = sources
        self._files = files if files is not None else DiskOfOneRun()
        self._summary_of = summary_of
        self._including = including
        self._loaded: Loaded | None = None
        self._left_out: Counter[Path] = Counter()
        self._classic: list[Path] = []  # what may be a configuration of asciidoc-py
        self.trouble: list[Finding] = [*settings.findings]
        """What could not be looked at when the settings were made and the sources gathered."""

    @classmethod
    def at(cls, *paths: str | Path, config: str | Path | None = None) -> Project:
        """Return the project of documents and folders of documents; raise ProjectError for what cannot be followed.

        Its configuration file is ``config``, else the one that is found upwards from the first path, else from the
        current folder.
        """
        for path in paths:
            expect(path, "a path", str, PathLike)
        expect(config, "config", str, PathLike, NoneType)
        documents = [Path(path) for path in paths]
        configuration = load_configuration(Path(config)) if config else find(documents[0] if documents else Path())
        return cls(settings(configuration), documents)

    def sources(self) -> list[Source]:
        """Return the files of the project, the excluded ones marked; raise ProjectError where there is none to read."""
        if self._sources is None:
            if not self.paths:
                raise ProjectError("no documents: name a document, or a folder of documents, or set 'roots'")
            with _readable():
                gathered = list(self._gathered())
                self._sources = [*self._with_parts_in(gathered), *gathered]
        if all(source.excluded for source in self._sources):
            kinds = ", ".join(f"*{suffix}" for suffix in self.settings.suffixes)
            message = f"no document ({kinds}) in {', '.join(map(str, self.paths))}"
            raise ProjectError("; ".join(filter(None, [message, self.left_out])))
        return list(self._sources)

    def _with_parts_in(self, gathered: Sequence[Source]) -> list[Source]:
        """The documents that include the files which were named, and were not named themselves."""
        if self._including is None:
            return []
        there = {self._files.real(source.path) for source in gathered}
        named = [source.path for source in gathered if source.named]
        found = [source for path in named for source in self._including.documents(path, self._files)]
        by_path = {real: source for source in found if (real := self._files.real(source.path)) not in there}
        return [*by_path.values()]

    @property
    def left_out(self) -> str:
        """What was not looked at since programs made it, in a line; '' where nothing was."""
        return outputs.summary(self._left_out, self._files)

    def _gathered(self) -> Iterator[Source]:
        """The files of the paths; of a playbook those of its local sources, which then have its attributes too."""
        plain = [path for path in self.paths if path.suffix not in playbook.SUFFIXES]
        yield from gather(
            plain, self._files, self.settings, self.trouble, left_out=self._left_out, classic=self._classic
        )
        for path in self.paths:
            if path.suffix in playbook.SUFFIXES:
                from_playbook = playbook.read(path, self._files)
                self.trouble += from_playbook.findings
                own = merged(from_playbook.attributes, self.settings.attributes)
                self.settings = replace(self.settings, attributes=own)
                for source in gather(
                    from_playbook.folders, self._files, self.settings, self.trouble, left_out=self._left_out
                ):
                    yield source._replace(root=from_playbook.root)

    def load(self, watch: Watch = iter) -> Loaded:
        """Return the graph of the documents in each variant, read once; raise ProjectError for what cannot be read."""
        if self._loaded is None:
            ahead = self._summary_of if isinstance(self._summary_of, Ahead) else None
            try:
                with _readable():
                    self._loaded = load(
                        self.sources(),
                        self.settings.variants,
                        self._reading,
                        watch=watch,
                        summary_of=self._summary_of,
                        expect=ahead.expect if ahead is not None else None,
                        files=self._files,
                    )
            finally:
                if ahead is not None:
                    ahead.close()
            self._loaded.findings = (*self._loaded.findings, *self._dialect())
            if self._including is not None:
                self._including.record(self._loaded, self.sources(), self._files)
        return self._loaded

    def _reading(self, variant: Variant, root: Path) -> Settings:
        return replace(self.settings.of_variant(variant, root), files=self._files)

    def check(self, watch: Watch = iter, *, page: str | None = None, links: LinkFindings | None = None) -> Checked:
        """Return all that is wrong with the documents, waivers applied. ``page``: with this one alone, within the set;
        ``links``: what looks at the addresses that they have.

        Raise ProjectError for what cannot be read, and where there is no document.
        """
        loaded = self.load(watch)
        parts = Parts(self.sources(), loaded, self._files)
        if page is not None:
            loaded = _only(loaded, page)
        if requested := self.settings.rules.asks_for(ON_REQUEST):
            from sphinx_adoc.graph import on_request  # it looks into the documents

            more = on_request.findings(loaded, self.documents().values(), requested)
            loaded = replace(loaded, findings=(*loaded.findings, *more))
        of_links = links([address for address in addresses(loaded) if parts.has(address)]) if links else None
        findings = [*self.trouble, *all_findings(loaded, self.settings.clock(), of_links)]
        return Checked(
            findings=self.settings.rules.apply([one for one in findings if parts.has(one)], self._files),
            documents=parts.checked(loaded),
            files=parts.files(loaded),
            counts=counts(loaded, parts),
            parts=parts.documents,
        )

    def _dialect(self) -> Iterator[Finding]:
        """Say that a configuration lies beside the documents whose tool reads them otherwise than they are read."""
        settings = self.settings
        if settings.dialect_given or settings.ids == ASCIIDOC_PY or settings.trust.stranger:
            return
        beside = {path.parent / name for path in self.paths for name in self._files.names(path.parent)}
        unset = dialect.configurations([*self._classic, *sorted(beside)], self._files)
        yield from map(dialect.unset, islice(unset, 1))

    def documents(self) -> dict[str, Document]:
        """Return the parsed documents by path, in the attributes of all variants; those that others include are left
        out. Raise ProjectError for what cannot be read, and where there is no document.
        """
        from sphinx_adoc.syntax.document import parse_file  # the parser: not loaded where all is known

        return self.pages(parse_file, lambda document: [str(inclusion.path) for inclusion in document.inclusions])

    def pages(self, read: Callable[[Path, Settings], T], includes: Callable[[T], Sequence[str]]) -> dict[str, T]:
        """Return what ``read`` makes of each document, as :meth:`documents` does. ``includes``: the files that are part
        of one, as paths.
        """
        with _readable():
            made = {
                str(source.path): read(source.path, replace(self.settings.reading(source.root), files=self._files))
                for source in self.sources()
                if not source.excluded
            }
        pages = pages_of({name: includes(one) for name, one in made.items()})
        return {name: made[name] for name in pages}


@contextmanager
def _readable() -> Iterator[None]:
    """Make a ProjectError of an OSError."""
    try:
        yield
    except OSError as error:
        raise ProjectError(f"cannot read {error.filename}: {error.strerror}") from error


def _only(loaded: Loaded, page: str) -> Loaded:
    """The same set, with this page alone to be checked."""
    return Loaded(loaded.indexes, {name: [page] if page in pages else [] for name, pages in loaded.pages.items()})
