"""What reads documents into summaries, and reads less of them the next time: from a store, or while a process stays."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.syntax.settings import Settings

from .garbage import uncollected
from .model import Summary
from .store import Store, plain_settings
from .units import Units, read_units

_UNITS: Final[Plain[Units]] = Plain(Units)


def _read(path: Path, settings: Settings, before: Units | None = None) -> Units:
    with uncollected():
        return read_units(path, settings, before)


class Stored:
    """Reads documents from a store, where it has them; of those that are others now, the units that are others."""

    def __init__(self, store: Store) -> None:
        self._keeping = store.keeping("units", _UNITS, _read, _read)

    def __call__(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a file; raise OSError where it cannot be read."""
        return self._keeping(path, settings).summary()

    def known(self, path: Path, settings: Settings) -> Summary | None:
        """Return the summary of a file if it is in the store, else None."""
        units = self._keeping.known(path, settings)
        return units.summary() if units is not None else None


class Staying:
    """Reads documents while a process stays, and keeps their units in memory: again, those alone that are others."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Units] = {}

    def __call__(self, path: Path, settings: Settings) -> Summary:
        """Return the summary of a file; raise OSError where it cannot be read."""
        key = str(path), repr(plain_settings(settings))
        units = self._known[key] = _read(path, settings, self._known.get(key))
        return units.summary()
