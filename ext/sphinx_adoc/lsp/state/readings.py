"""Documents that were read, each kept until a file that it was made of is another one, and then read in those units
that are others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph import Summary
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.store import Store
from sphinx_adoc.graph.unit_reader import Part, read_units
from sphinx_adoc.graph.units import Units
from sphinx_adoc.syntax.antora import NONE, Component, Components
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.files import DISK
from sphinx_adoc.syntax.settings import Settings

from .collecting import details, unit_details
from .details import Details, joined
from .fragments import InclusionContext, contexts, reaches_out, read_alone, same, spliced
from .overlay import Overlay, Recorder

SMALL: Final = 200
"""Lines up to which a document is always read as a whole."""

MAX_READINGS: Final = 2
"""Files that are read alone at a time."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a document from run to run: its units, what editors are told beside them of each of these, and,
    where it has to be read as a whole, how it comes to the files that it includes.
    """

    units: Units
    details: tuple[Details, ...]
    contexts: tuple[InclusionContext, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A document as it was read with some settings, and among which components of Antora's. ``record``: what was asked
    of the file system for it. ``known``: what it can be read again from. ``base``: of one in which files were read
    alone, the reading of the whole (None: it is that itself).
    """

    settings: Settings
    components: tuple[Component, ...]
    summary: Summary
    parts: tuple[Details, ...]
    record: Recorder
    known: Known | None = None
    base: Reading | None = None

    @cached_property
    def details(self) -> Details:
        """The details that editors need beside the summary."""
        return joined(self.parts)

    @property
    def contexts(self) -> Mapping[str, InclusionContext]:
        """How the document comes to the files that can be read alone, by their paths."""
        return {one.path: one for one in self.known.contexts} if self.known is not None else {}

    @property
    def read_with(self) -> Settings:
        """The settings to read it with again; their files are those of the disk."""
        return replace(self.settings, components=Components(self.components) if self.components else NONE)


class Collector:
    """Collects the details of a document while it is read. ``before``: the units that are known of it, if any, with the
    details ``known`` of each. ``allow``: called now and then; it raises what ends the work.
    """

    def __init__(self, before: Units | None, known: Sequence[Details], allow: Callable[[], None]) -> None:
        units = before.units if before is not None else ()
        self._before = {unit.stretch.line: own for unit, own in zip(units, known, strict=False)}
        self._allow = allow
        self.details: list[Details] = []
        self.contexts: tuple[InclusionContext, ...] = ()

    def read(self, part: Part) -> None:
        """Take in a unit that was read."""
        self._allow()
        self.details.append(unit_details(part))

    def kept(self, line: int) -> None:
        """Take in a unit that holds."""
        self.details.append(self._before[line])

    def whole(self, document: Document) -> None:
        """Take in a document as a whole; look now and then whether that is still wanted."""
        for number, visit in enumerate(document.walk_texts()):
            if number % 64 == 0:
                self._allow()
            visit.text.inlines  # noqa: B018
        self.details = [details(document)]
        if sum(len(file.lines) for file in document.origin.files) > SMALL:
            self.contexts = tuple(contexts(document).values())


class Readings:
    """All documents that were read. ``allow``: called while one is read; it raises what ends the work. ``store``: where
    documents are kept from run to run (None: nowhere). ``exact``: whether each is read as a whole; else files of large
    ones may be read alone.
    """

    def __init__(self, allow: Callable[[], None] = lambda: None, store: Store | None = None) -> None:
        self._first = store.keeping("editor", Plain(Known), self._know, self._know) if store is not None else self._know
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
                if whole.contexts and (spliced_reading := self._spliced(whole, settings, files)) is not None:
                    self._used.setdefault(path, []).append(whole)
                    return self._use(path, spliced_reading)
        record = Recorder(files, self.allow)
        before = next((kept.known for kept in known if kept.known is not None), None)
        with_record = replace(settings, files=record)
        made_of = self._first(path, with_record) if before is None else self._know(path, with_record, before)
        return self._use(
            path,
            Reading(
                settings=bare,
                components=components,
                summary=made_of.units.summary(),
                parts=made_of.details,
                record=record,
                known=made_of,
            ),
        )

    def _know(self, path: Path, settings: Settings, before: Known | None = None) -> Known:
        """Read a document. ``before``: what is known of it."""
        units, known = (before.units, before.details) if before is not None else (None, ())
        collector = Collector(units, known, self.allow)
        with uncollected():
            units_read = read_units(path, settings, units, collector)
        return Known(units_read, tuple(collector.details), collector.contexts)

    # -- files that are read alone -------------------------------------------------------------------------------------

    def _spliced(self, whole: Reading, settings: Settings, files: Overlay) -> Reading | None:
        """A document with those of its files read alone that are others now; None where that is not the same."""
        by_path = {files.real(Path(name)): context for name, context in whole.contexts.items()}
        changed = [path for path in whole.record.changed_in(files) if path in by_path]
        if not changed or len(changed) > MAX_READINGS or not whole.record.holds_in(files, but=changed):
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
        return Reading(whole.settings, whole.components, summary, (known,), Recorder.merged(records), base=whole)

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
