"""Documents that were read, each kept until a file that it was made of is another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sphinx_adoc.graph import Summary, summarize
from sphinx_adoc.syntax.antora import NONE, Component
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.files import DISK
from sphinx_adoc.syntax.settings import Settings

from .details import Details, details
from .overlay import Overlay, Recorder

_NONE: Final = Details()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read with some settings, and among which components of Antora's. ``record``: what was asked
    of the file system for it.
    """

    settings: Settings
    components: tuple[Component, ...]
    summary: Summary
    details: Details
    record: Recorder


class Readings:
    """All documents that were read. ``allow``: called before one is read; it raises what ends the work."""

    def __init__(self, allow: Callable[[], None] = lambda: None) -> None:
        self._kept: dict[Path, list[Reading]] = {}
        self._used: dict[Path, list[Reading]] = {}
        self.allow = allow

    def summary_of(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a document; raise OSError where it cannot be read. Its files are an overlay."""
        return self.reading_of(path, settings).summary

    def reading_of(self, path: Path, settings: Settings) -> Reading:
        """Return a document as it is now: read again if need be."""
        files = settings.files
        assert isinstance(files, Overlay)
        bare, components = replace(settings, files=DISK, components=NONE), tuple(settings.components)
        for kept in (*self._used.get(path, ()), *self._kept.get(path, ())):
            if kept.settings == bare and kept.components == components and kept.record.holds_in(files):
                return self._use(path, kept)
        self.allow()
        record = Recorder(files)
        doc = parse_file(path, replace(settings, files=record))
        return self._use(path, Reading(bare, components, summarize(doc), details(doc), record))

    def _use(self, path: Path, reading: Reading) -> Reading:
        used = self._used.setdefault(path, [])
        if not any(one is reading for one in used):
            used.append(reading)
        return reading

    def details_of(self, path: Path, summary: Summary) -> Details:
        """Return what is kept beside the summary of a document that was read."""
        return next((one.details for one in self._used.get(path, ()) if one.summary is summary), _NONE)

    def copy(self) -> Readings:
        """Return readings that know what these do, and keep what they read to themselves."""
        other = Readings()
        other._kept = {path: list(readings) for path, readings in [*self._kept.items()]}
        return other

    def begin(self) -> None:
        """Begin to read all documents anew: what is not asked for up to :meth:`end` is dropped there."""
        for path, readings in self._used.items():  # of work that was not brought to its end
            self._kept[path] = [*readings, *self._kept.get(path, ())]
        self._used = {}

    def end(self) -> None:
        """Keep what was asked for since :meth:`begin` alone."""
        self._kept, self._used = self._used, {}
