"""The units of a document in the store: a line for each summary, which is all that most runs read; the rest below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from sphinx_adoc.finding.plain import Plain

from .model import Summary
from .units import Stretch, Unit, Units, composed


class _Rest(NamedTuple):
    """What is kept beside the summaries: of the document, and of each unit."""

    root: str
    whole: str
    stretches: tuple[Stretch, ...]


_SUMMARY: Final[Plain[Summary]] = Plain(Summary)
_REST: Final[Plain[_Rest]] = Plain(_Rest)


class KeptUnits:
    """Units of which only the summaries were looked at. ``summaries``: that of the titles, then one for each unit;
    ``lines``: each of them as it is kept; ``rest``: the rest.
    """

    def __init__(self, summaries: Sequence[Summary], lines: Sequence[str], rest: str) -> None:
        self._summaries = summaries
        self._lines = lines
        self._rest = rest

    @classmethod
    def of(cls, units: Units, before: KeptUnits | None = None) -> KeptUnits:
        """Return units as they are kept. ``before``: those of which they have some."""
        known = (
            {id(summary): line for summary, line in zip(before._summaries, before._lines, strict=True)}
            if before
            else {}
        )
        summaries = [units.titles, *(unit.summary for unit in units.units)]
        lines = [known.get(id(summary)) or _SUMMARY.dumps(summary) for summary in summaries]
        rest = _Rest(units.root, units.whole, tuple(unit.stretch for unit in units.units))
        return cls(summaries, lines, _REST.dumps(rest))

    def summary(self) -> Summary:
        """Return the summary of the document."""
        return composed(self._summaries[0], self._summaries[1:])

    def units(self) -> Units:
        """Return the units; raise ValueError for data that is none."""
        rest = _REST.loads(self._rest)
        units = map(Unit, self._summaries[1:], rest.stretches)
        if len(rest.stretches) != len(self._summaries) - 1:
            raise ValueError("not as many units as summaries")
        return Units(rest.root, self._summaries[0], tuple(units), rest.whole)

    def dumps(self) -> str:
        """Return all of it as lines of JSON, one for each summary and one for the rest."""
        return "\n".join([*self._lines, self._rest])


class UnitsForm:
    """How units are written into the store, and read from there."""

    def dumps(self, kept: KeptUnits) -> str:
        """Return units as text."""
        return kept.dumps()

    def loads(self, text: str | bytes) -> KeptUnits:
        """Return what was written; raise ValueError for anything else."""
        *lines, rest = (text.decode("ascii") if isinstance(text, bytes) else text).split("\n")
        if not lines:
            raise ValueError("no units")
        return KeptUnits([_SUMMARY.loads(line) for line in lines], lines, rest)
