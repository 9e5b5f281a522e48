"""Some units of a document read again, for what a summary does not keep: their blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from sphinx_adoc.syntax.blocks.sections import SectionReader
from sphinx_adoc.syntax.checkpoint import END
from sphinx_adoc.syntax.checkpoint.checkpoint import Checkpoint
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.parser import DocumentParser
from sphinx_adoc.syntax.reader import Reader, decode
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.tree import AttributeEntry, Block

from .units import Units

SeeBlocks = Callable[[int, Document, Sequence[Block]], None]
"""What is given blocks of a unit, in the order of the document: its line, the document so far, and the blocks. It has
to read their texts at once: what stands above them is forgotten later.
"""


def read_blocks_again(
    path: Path, settings: Settings, units: Units, lines: AbstractSet[int], see: SeeBlocks
) -> Document:
    """Read some units of a document; return the document, which has read the lines of these units alone, and those
    above its first include. ``units``: those that it has now; ``lines``: of those to read, none of them the first one;
    ``see``: is given their blocks.
    """
    reading = _ReadingAgain(path, settings, units, lines, see)
    text, trouble = decode(settings.files.read(path))
    reading.parser.read(text, trouble, reading.pause)
    reading.end()
    return reading.parser.document


class _ReadingAgain:
    """One reading of some units."""

    def __init__(self, path: Path, settings: Settings, units: Units, lines: AbstractSet[int], see: SeeBlocks) -> None:
        self.parser = DocumentParser(str(path), settings)
        self._checkpoint = Checkpoint(self.parser)
        self._units = {unit.stretch.line: unit.stretch for unit in units.units}
        self._lines = lines
        self._see = see
        self._line = END  # of the unit that is being read
        self._left = set(lines)

    def pause(self, reader: Reader, sections: SectionReader, entries: list[AttributeEntry]) -> bool:
        """Between two blocks, before an include: go on with the next unit that is to be read; tell whether there is
        none.
        """
        checkpoint = self._checkpoint
        checkpoint.reach(reader, sections)
        standing = checkpoint.standing()
        if standing is None:
            return False
        self._give(checkpoint.drain())
        checkpoint.go_to(standing)
        entries.clear()
        unit = self._units.get(self._line)
        if unit is None or unit.end.line != standing.line:
            return False
        self._left.discard(self._line)
        while standing.line not in self._lines:
            if not self._left or standing.line == END:
                return True
            unit = self._units[standing.line]
            checkpoint.apply(unit.change)
            standing = unit.end
        checkpoint.go_to(standing)
        checkpoint.begin()
        self._line = standing.line
        return False

    def end(self) -> None:
        """Give the blocks of the last unit."""
        if self._line in self._left:
            self._give(self._checkpoint.drain(at_end=True))

    def _give(self, blocks: list[Block]) -> None:
        if self._line in self._lines:
            self._see(self._line, self.parser.document, blocks)
