"""Documents that were read, each kept until a file that it was made of is another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph import Summary, summarize
from sphinx_adoc.graph.store import Store
from sphinx_adoc.syntax.antora import NONE, Component, Components
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.files import DISK
from sphinx_adoc.syntax.settings import Settings

from .details import Details, details
from .fragments import InclusionContext, contexts, reaches_out, read_alone, same, spliced
from .overlay import Overlay, Recorder

SMALL: Final = 200
"""Lines up to which a document is always read as a whole."""

MOST: Final = 2
"""Files that are read alone at a time."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a document from run to run: what the graph has, what editors are told beside it, and how it comes
    to the files that it includes.
    """

    summary: Summary
    details: Details
    contexts: tuple[InclusionContext, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read with some settings, and among which components of Antora's. ``record``: what was asked
    of the file system for it. ``contexts``: how it comes to the files that it includes. ``base``: of one in which files
    were read alone, the reading of the whole (None: it is that itself).
    """

    settings: Settings
    components: tuple[Component, ...]
    summary: Summary
    details: Details
    record: Recorder
    contexts: Mapping[str, InclusionContext] = field(default_factory=dict)
    base: Reading | None = None

    @property
    def read_with(self) -> Settings:
        """The settings to read it with again; their files are those of the disk."""
        return replace(self.settings, components=Components(self.components) if self.components else NONE)


class Readings:
    """All documents that were read. ``allow``: called while one is read; it raises what ends the work. ``store``: where
    documents are kept from run to run (None: nowhere). ``exact``: whether each is read as a whole; else files of large
    ones may be read alone.
    """

    def __init__(self, allow: Callable[[], None] = lambda: None, store: Store | None = None) -> None:
        self._keeping = store.keeping("editor", Plain(Known), self._know) if store is not None else self._know
        self._kept: dict[Path, list[Reading]] = {}
        self._used: dict[Path, list[Reading]] = {}
        self._fit: dict[tuple[int, str], bool] = {}
        self.allow = allow
        self.exact = True

    def summary_of(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a document; raise OSError where it cannot be read. Its files are an overlay."""
        return self.reading_of(path, settings).summary

    def reading_of(self, path: Path, settings: Settings) -> Reading:
        """Return a document as it is now: read again if need be."""
        files = settings.files
        assert isinstance(files, Overlay)
        bare, components = replace(settings, files=DISK, components=NONE), tuple(settings.components)
        known = [
            kept
            for kept in (*self._used.get(path, ()), *self._kept.get(path, ()))
            if kept.settings == bare and kept.components == components
        ]
        current = next((kept for kept in known if kept.record.holds_in(files)), None)
        if current is not None and (current.base is None or not self.exact):
            return self._use(path, current)
        self.allow()
        if not self.exact:
            for whole in known:
                if whole.base is None and (made := self._spliced(whole, settings, files)) is not None:
                    self._used.setdefault(path, []).append(whole)
                    return self._use(path, made)
        return self._use(path, self._read(path, settings, files, (bare, components)))

    def _read(
        self, path: Path, settings: Settings, files: Overlay, key: tuple[Settings, tuple[Component, ...]]
    ) -> Reading:
        record = Recorder(files, self.allow)
        known = self._keeping(path, replace(settings, files=record))
        return Reading(*key, known.summary, known.details, record, {one.path: one for one in known.contexts})

    def _know(self, path: Path, settings: Settings) -> Known:
        """Read a document."""
        doc = parse_file(path, settings)
        self._read_texts(doc)
        large = sum(len(file.lines) for file in doc.origin.files) > SMALL
        return Known(summarize(doc), details(doc), tuple(contexts(doc).values()) if large else ())

    def _read_texts(self, doc: Document) -> None:
        """Read all texts, and look now and then whether that is still wanted."""
        for number, visit in enumerate(doc.walk_texts()):
            if number % 64 == 0:
                self.allow()
            visit.text.inlines  # noqa: B018

    # -- files that are read alone -------------------------------------------------------------------------------------

    def _spliced(self, whole: Reading, settings: Settings, files: Overlay) -> Reading | None:
        """A document with those of its files read alone that are others now; None where that is not the same."""
        by_path = {files.real(Path(name)): context for name, context in whole.contexts.items()}
        changed = [path for path in whole.record.changed_in(files) if path in by_path]
        if not changed or len(changed) > MOST or not whole.record.holds_in(files, but=changed):
            return None
        summary, known, records = whole.summary, whole.details, [whole.record]
        for path in changed:
            context = by_path[path]
            if not self._fits(whole, context, settings, files):
                return None
            record = Recorder(files)
            fragment = read_alone(context, settings, record)
            if reaches_out(summary, known, fragment, context.path):
                return None
            summary, known = spliced(summary, known, fragment, context.path)
            records.append(record)
        return Reading(
            whole.settings,
            whole.components,
            summary,
            known,
            Recorder.merged(records),
            whole.contexts,
            base=whole,
        )

    def _fits(self, whole: Reading, context: InclusionContext, settings: Settings, files: Overlay) -> bool:
        """Whether a file as it was, read alone, gives what reading the whole document gave; tried out once."""
        key = id(whole), context.path
        if key not in self._fit:
            before = Overlay({**files.opened, files.real(Path(context.path)): "\n".join(context.lines)})
            fragment = read_alone(context, settings, before)
            self._fit[key] = same(whole.summary, spliced(whole.summary, whole.details, fragment, context.path)[0])
        return self._fit[key]

    # -- what is kept --------------------------------------------------------------------------------------------------

    def _use(self, path: Path, reading: Reading) -> Reading:
        """Keep a reading in place of others with the same settings, but for the one that it was made from."""
        for kept in (self._used, self._kept):
            kept[path] = [
                one
                for one in kept.get(path, ())
                if one is reading.base or (one.settings, one.components) != (reading.settings, reading.components)
            ]
        self._used[path].append(reading)
        return reading

    def reading(self, path: Path, summary: Summary) -> Reading:
        """Return the reading that a summary is from; raise KeyError where there is none."""
        for one in self._used.get(path, ()):
            if one.summary is summary:
                return one
        raise KeyError(path)

    def copy(self) -> Readings:
        """Return readings that know what these do, and keep what they read to themselves."""
        other = Readings()
        other._kept = {path: list(readings) for path, readings in [*self._kept.items()]}
        return other

    def begin(self, *, exact: bool = True) -> None:
        """Begin to read all documents anew: what is not asked for up to :meth:`end` is dropped there."""
        for path, readings in self._used.items():  # of work that was not brought to its end
            self._kept[path] = [*readings, *self._kept.get(path, ())]
        self._used = {}
        self.exact = exact

    def follow(self, *, exact: bool) -> None:
        """Begin to read single documents again; the others are kept."""
        self.exact = exact

    def end(self) -> None:
        """Keep what was asked for since :meth:`begin` alone."""
        self._kept, self._used = self._used, {}
        there = {id(reading) for readings in self._kept.values() for reading in readings}
        self._fit = {key: fits for key, fits in self._fit.items() if key[0] in there}
