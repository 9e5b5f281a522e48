"""What is known of a parser between two blocks, and of a stretch of a document between two such stops: plain data."""

from __future__ import annotations

from typing import Final, NamedTuple

END: Final = -1
"""In place of a line: the document's end."""


class NotSeparable(Exception):
    """The document has something that only all of it says; the message names it."""


class Value(NamedTuple):
    """An attribute's value (None: it is not set). ``subs``: of one that was passed through."""

    name: str
    value: str | None
    subs: tuple[str, ...] | None = None


class OpenSection(NamedTuple):
    """A section that goes on. ``last``: the ordinal of the last section in it (-1: it has none). ``ref``: its line, for
    a part without any section.
    """

    level: int
    sectname: str
    numbered: bool
    number: str
    trail: str
    last: int
    ref: int


class Standing(NamedTuple):
    """Where a parser stands: before the include in a line of the document's own file (from 0, or :data:`END`).

    ``conditions``: the open ones. ``last``: as in :class:`OpenSection`, of the document. ``first``: no title was read.
    ``intro``: blocks go on with a part's introduction.
    """

    line: int
    conditions: tuple[tuple[str, int, bool], ...] = ()
    sections: tuple[OpenSection, ...] = ()
    last: int = -1
    first: bool = False
    intro: bool = False


class Change(NamedTuple):
    """What a stretch of a document changes for those behind it. ``ids``: new ones; ``counts``: how often generated ids
    were asked for; ``footnotes``: how many there are, ``notes``: the names of some. ``spent``, ``inclusions``,
    ``characters``: how much of the limits it takes. ``counters``: of locked attributes.
    """

    values: tuple[Value, ...] = ()
    counters: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    footnotes: int = 0
    notes: tuple[str, ...] = ()
    spent: int = 0
    inclusions: int = 0
    characters: int = 0


class Asked(NamedTuple):
    """What a stretch of a document asked about what stands above it, with the answers.

    ``state``: the digest of what counts as a whole: attributes, open sections, conditions. ``footnotes``: how many were
    above (-1: that does not count). ``notes``: names of footnotes, and whether they were known.
    """

    state: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    footnotes: int = -1
    notes: tuple[tuple[str, bool], ...] = ()
