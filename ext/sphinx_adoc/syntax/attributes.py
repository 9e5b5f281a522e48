"""The document's attributes in every state they pass through.

Blocks are parsed once, their inline text later: a text must then see the values that were in force where it stands.
The store therefore keeps each attribute's history; a *version* is a plain integer that grows with every change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, Self

#: A version behind all others: for texts that change attributes themselves, and so see each change at once.
LATEST: Final = 1 << 60
#: Older names of attributes, and what they are called now.
ALIASES: Final = {"hardbreaks": "hardbreaks-option", "numbered": "sectnums"}


class AttributeStore:
    """Attributes by name, with history. Names are lower case; a value None means "not set".

    Names in ``locked`` were given from outside and cannot be changed by the document.
    """

    __slots__ = ("_history", "_latest", "locked", "version")

    def __init__(self, initial: Mapping[str, str] | None = None, locked: frozenset[str] = frozenset()) -> None:
        self._latest: dict[str, str | None] = dict(initial or {})
        self._history: dict[str, tuple[list[int], list[str | None]]] = {}
        self.version = 0
        self.locked = locked

    def get(self, name: str, version: int | None = None) -> str | None:
        """The value in a state (default: the latest one), or None."""
        if version is None or version >= self.version or name not in self._history:
            return self._latest.get(name)
        versions, values = self._history[name]
        return values[bisect_right(versions, version) - 1]

    def __contains__(self, name: str) -> bool:
        return self._latest.get(name) is not None

    def set(self, name: str, value: str | None) -> None:
        """Set an attribute from here on (None: unset). Locked names too: the caller asks :attr:`locked` first."""
        old = self._latest.get(name)
        if old == value:
            return
        self.version += 1
        if name not in self._history:
            self._history[name] = ([0], [old])
        versions, values = self._history[name]
        versions.append(self.version)
        values.append(value)
        self._latest[name] = value

    def snapshot(self, version: int | None = None) -> dict[str, str]:
        """All attributes that are set in a state."""
        names: Iterator[str] = iter(self._latest)
        pairs = ((name, self.get(name, version)) for name in names)
        return {name: value for name, value in pairs if value is not None}


class PassValue(str):
    """An attribute's value from a pass macro: output of the target format after the substitutions ``subs`` are done."""

    __slots__ = ("subs",)
    subs: tuple[str, ...]

    def __new__(cls, value: str, subs: tuple[str, ...]) -> Self:
        """The value with its substitutions (none: it is passed through as it stands)."""
        self = super().__new__(cls, value)
        self.subs = subs
        return self
