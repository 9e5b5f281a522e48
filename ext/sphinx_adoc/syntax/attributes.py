"""The document's attributes in every state they pass through.

Blocks are parsed once, their inline text later: a text must then see the values that were in force where it stands.
The store therefore keeps each attribute's history; a *version* is a plain integer that grows with every change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final, Self

#: A version behind all others: for texts that change attributes themselves, and so see each change at once.
LATEST: Final = 1 << 60
#: The longest value that a document can set, in characters.
MAX_VALUE: Final = 4096
#: Attributes that a document in a cell may set whatever the one around it says.
_OF_EACH_DOCUMENT: Final = frozenset(("compat-mode", "notitle", "showtitle", "toc", "toc-placement", "toc-position"))
#: Older names of attributes, and what they are called now.
ALIASES: Final = {"hardbreaks": "hardbreaks-option", "numbered": "sectnums"}


def too_long(name: str) -> str:
    """Return what to say of an attribute whose value is longer than :data:`MAX_VALUE`."""
    return f"the value of attribute '{name}' is longer than {MAX_VALUE} characters; cut off"


class AttributeStore:
    """Attributes by name, with history. Names are lower case; a value None means "not set".

    Names in ``locked`` were given from outside and cannot be changed by the document.
    """

    __slots__ = ("_history", "_latest", "_outer", "_outer_version", "_own", "locked", "version")

    def __init__(self, initial: Mapping[str, str] | None = None, locked: frozenset[str] = frozenset()) -> None:
        self._latest: dict[str, str | None] = dict(initial or {})
        self._history: dict[str, tuple[list[int], list[str | None]]] = {}
        self._outer: AttributeStore | None = None
        self._outer_version = 0
        self._own: frozenset[str] = frozenset()
        self.version = 0
        self.locked = locked

    def inside(self, without: Iterable[str]) -> AttributeStore:
        """Return a store for a document inside this one: it begins as this one is now, but for the names
        ``without``.
        """
        store = AttributeStore(locked=self.locked)
        store._latest = dict.fromkeys(without)
        store._outer, store._outer_version = self, self.version
        store._own = _OF_EACH_DOCUMENT.union(without)
        return store

    def is_locked(self, name: str) -> bool:
        """Return whether the document cannot change an attribute: it was given, or is set in the document around."""
        return name in self.locked or (
            self._outer is not None and name not in self._own and self._outer.get(name, self._outer_version) is not None
        )

    def get(self, name: str, version: int | None = None) -> str | None:
        """Return the value in a state (default: the latest one), or None."""
        if version is not None and version < self.version and name in self._history:
            versions, values = self._history[name]
            return values[bisect_right(versions, version) - 1]
        if self._outer is None or name in self._latest:
            return self._latest.get(name)
        return self._outer.get(name, self._outer_version)

    def values(self) -> dict[str, str]:
        """Return all that are set now, by name."""
        outer = self._outer.values() if self._outer else {}
        return {name: value for name, value in {**outer, **self._latest}.items() if value is not None}

    def at(self, version: int) -> dict[str, str | None]:
        """Return all that were ever set, with their values in a state (None: not set there)."""
        names = {*(self._outer.values() if self._outer else ()), *self._latest}
        return {name: self.get(name, version) for name in sorted(names)}

    def set(self, name: str, value: str | None) -> None:
        """Set an attribute from here on (None: unset). Locked names too: the caller asks :attr:`locked` first."""
        old = self.get(name)
        if old == value:
            return
        self.version += 1
        if name not in self._history:
            self._history[name] = ([0], [old])
        versions, values = self._history[name]
        versions.append(self.version)
        values.append(value)
        self._latest[name] = value


class PassValue(str):
    """An attribute's value from a pass macro: output of the target format after the substitutions ``subs`` are done."""

    __slots__ = ("subs",)
    subs: tuple[str, ...]

    def __new__(cls, value: str, subs: tuple[str, ...]) -> Self:
        """The value with its substitutions (none: it is passed through as it stands)."""
        self = super().__new__(cls, value)
        self.subs = subs
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """What is kept or sent to another process are the characters."""
        return str, (str(self),)


class Budget:
    """A number of characters that may be spent; shared by a document and those in its cells."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, characters: int) -> bool:
        """Take characters; False, and nothing taken, where fewer are left."""
        if characters > self.left:
            return False
        self.left -= characters
        return True
