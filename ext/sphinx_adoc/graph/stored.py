"""What reads documents into summaries, and reads less of them the next time: from a store, or while a process stays."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.syntax.settings import Settings

from .garbage import uncollected
from .kept_units import KeptUnits, UnitsForm
from .model import Summary
from .rest import Rest
from .store import Keeping, Store, plain_settings
from .units import Units

GetUnits = Callable[[], Units]
"""What gives the units of a document; raises ValueError where what was kept of them is damaged."""


def read_with_rest(path: Path, settings: Settings, rest: Rest) -> Summary:
    """Return the summary of a file whose rest is read elsewhere; raise OSError where it cannot be read."""
    return _read(path, settings, None, rest).summary()


def read_anchors(path: Path, settings: Settings, names: Collection[str]) -> Summary:
    """Return the anchors of a file, of those in texts those with some names alone; raise OSError where it cannot be
    read.
    """
    from sphinx_adoc.syntax.document import parse_file  # as below

    from .collect import summarize_anchors

    with uncollected():
        return summarize_anchors(parse_file(path, settings), names)


def _read(path: Path, settings: Settings, before: Units | None = None, rest: Rest | None = None) -> Units:
    from .unit_reader import read_units  # the parser: not loaded where all is known

    with uncollected():
        return read_units(path, settings, before, rest=rest)


class Stored:
    """Reads documents from a store, where it has them; of those that are others now, the units that are others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._anchors: dict[str, Keeping[Summary]] = {}
        self._keeping = store.keeping("units", UnitsForm(), self._kept, self._kept)
        self._rest: Rest | None = None  # of the document that is being read
        self._there: dict[Path, tuple[Settings, KeptUnits]] = {}  # found by :meth:`is_known`, and not asked for yet

    def __call__(self, path: Path, settings: Settings, rest: Rest | None = None) -> Summary:
        """Return the summary of a file; raise OSError where it cannot be read. ``rest``: what is read elsewhere."""
        self._rest = rest
        try:
            return self._units(path, settings).summary()
        finally:
            self._rest = None

    def _kept(self, path: Path, settings: Settings, before: KeptUnits | None = None) -> KeptUnits:
        try:
            known = before.units() if before is not None else None
        except ValueError:  # another program's, whatever its digest says
            known = None
        return KeptUnits.of(_read(path, settings, known, self._rest), before)

    def _units(self, path: Path, settings: Settings) -> KeptUnits:
        known, kept = self._there.pop(path, (None, None))
        return kept if kept is not None and known is settings else self._keeping(path, settings)

    def is_known(self, path: Path, settings: Settings) -> bool:
        """Tell whether a file is in the store; what is there is kept until it is asked for with the same settings."""
        kept = self._keeping.known(path, settings)
        if kept is not None:
            self._there[path] = settings, kept
        return kept is not None

    def with_units(self, path: Path, settings: Settings) -> tuple[Summary, GetUnits]:
        """Return the summary of a file, and what gives its units; raise OSError where it cannot be read."""
        kept = self._units(path, settings)
        return kept.summary(), kept.units

    def anchors(self, path: Path, settings: Settings, names: Collection[str]) -> Summary:
        """Return the anchors of a file as :func:`read_anchors` does; all of the summary where that is known."""
        known = self.known(path, settings)
        if known is not None:
            return known
        wanted = sorted(names)
        kind = f"anchors {' '.join(wanted)}"
        if kind not in self._anchors:
            read = partial(read_anchors, names=wanted)
            self._anchors[kind] = self._store.keeping(kind, Plain[Summary](Summary), read)
        return self._anchors[kind](path, settings)

    def was_read(self, path: Path, settings: Settings) -> bool:
        """Tell whether the store has anything for a file, in whatever state that was."""
        return self._keeping.was_read(path, settings)

    def known(self, path: Path, settings: Settings) -> Summary | None:
        """Return the summary of a file if it is in the store, else None."""
        kept = self._keeping.known(path, settings)
        return kept.summary() if kept is not None else None


class Staying:
    """Reads documents while a process stays, and keeps their units in memory: again, those alone that are others."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Units] = {}

    def __call__(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a file; raise OSError where it cannot be read."""
        return self.with_units(path, settings)[0]

    def with_units(self, path: Path, settings: Settings) -> tuple[Summary, GetUnits]:
        """Return the summary of a file, and what gives its units; raise OSError where it cannot be read."""
        key = str(path), repr(plain_settings(settings))
        units = self._known[key] = _read(path, settings, self._known.get(key))
        return units.summary(), lambda: units
