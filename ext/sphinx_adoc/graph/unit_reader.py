"""Reads a document unit by unit.

When a file is another one, the units that it is in are read again; the others hold as long as all that they asked has
the same answers. So a changed chapter does not have its book read.

A document whose parts cannot be told apart is read as a whole; ``whole`` says why.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from sphinx_adoc.codes import Code
from sphinx_adoc.entries import digest
from sphinx_adoc.syntax.blocks.sections import SectionReader
from sphinx_adoc.syntax.checkpoint import END, NotSeparable, Standing
from sphinx_adoc.syntax.checkpoint.checkpoint import Checkpoint
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.parser import DocumentParser
from sphinx_adoc.syntax.reader import Reader, decode
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.tree import AttributeEntry, Block

from . import waivers
from .addresses import Addresses
from .collect import Contents, summarize, titled
from .garbage import uncollected
from .model import Summary
from .rest import Rest
from .store.observed import Answer, Observed, Question
from .units import Stretch, Unit, Units

_MOST_SHOWN: Final = 1_000_000  # characters that references without a text of their own may show


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit was read to. ``line``: as that of the unit; ``below``: that of the next one (:data:`END`: there is
    none). ``entries``: attribute entries behind its last block. ``ref`` and ``file``: among the lines and files of the
    document's origin the first that are its own; the lines of the document's own file are so by their number.
    ``version``: the state of the attributes where it begins.
    """

    document: Document
    blocks: Sequence[Block]
    entries: Sequence[AttributeEntry]
    line: int
    below: int
    ref: int
    file: int
    version: int


class Collector(Protocol):
    """What collects more of a document than its summary while that is read."""

    def read(self, part: Part) -> None:
        """Take in a unit that was read; raise NotSeparable where it says too little by itself."""

    def kept(self, line: int) -> None:
        """Take in that the unit of a line holds as it was."""

    def whole(self, document: Document) -> None:
        """Take in a document that was read as a whole; what was taken in before does not count."""


def read_units(
    path: Path,
    settings: Settings,
    before: Units | None = None,
    collector: Collector | None = None,
    *,
    rest: Rest | None = None,
) -> Units:
    """Return the units of the document in a file, as many as possible those of ``before``, which was read with the same
    settings. Raise OSError where the file cannot be read. ``collector``: sees what is read. ``rest``: units that are
    read elsewhere.
    """
    data = settings.files.read(path)
    root = digest(data)
    why = before.whole if before is not None and before.root == root else ""
    if not why:
        try:
            return _Reading(path, settings, root, before, collector, rest=rest).read(data)
        except NotSeparable as error:
            why = str(error)
    document = parse_file(path, settings)
    if collector is not None:
        collector.whole(document)
    return Units(root, summarize(document), whole=why)


def read_rest(path: Path, settings: Settings, line: int) -> Units:
    """Return the units from an include in a line of the document's own file on (from 0): what stands above is read
    without its inline markup. Whether they hold is only known where all of that is read. Raise OSError as
    :func:`read_units`, and NotSeparable.
    """
    data = settings.files.read(path)
    with uncollected():
        return _Reading(path, settings, digest(data), first=line).read(data)


class _Reading:
    """One reading of a document, unit by unit. ``first``: the line of the first unit that is wanted."""

    def __init__(
        self,
        path: Path,
        settings: Settings,
        root: str,
        before: Units | None = None,
        collector: Collector | None = None,
        *,
        rest: Rest | None = None,
        first: int = END,
    ) -> None:
        self._root = root
        self._collector = collector
        self._known: dict[int, Unit] = {}
        self._rest = rest
        self._first = first
        self._know(before)
        self._asked_above = settings.files if isinstance(settings.files, Observed) else Observed(settings.files)
        self._plain: dict[Question, str] = {}  # answers as JSON
        self._observed = Observed(settings.files)
        self._parser = DocumentParser(str(path), replace(settings, files=self._observed))
        self._document = self._parser.document
        self._checkpoint = Checkpoint(self._parser)
        self._contents: Contents | None = None  # until the header was read
        self._blocks: list[Block] = []  # of the unit, where waivers have to be looked for, or all are collected
        self._file = 0  # the number of the first file that is the unit's own
        self._ref = 0  # its first line, as ``_file``
        self._version = 0  # the state of the attributes where it begins
        self._line = END
        self._made: list[Unit] = []

    def read(self, data: bytes) -> Units:
        """Read the document."""
        text, trouble = decode(data)
        if waivers.may_be_in([text]):
            raise NotSeparable("a waiver in the document's own file")
        self._parser.read(text, trouble, self._pause)
        if not self._made or self._made[-1].stretch.end.line != END:
            self._add(self._checkpoint.drain(at_end=True))
            self._end(Standing(END), self._document.last_entries)
        titles = titled(self._document, Summary(self._document.path))
        units = Units(self._root if self._observed.steady else "", titles, tuple(self._made))
        _limit(units, self._checkpoint.spent)
        self._document.blocks.clear()  # as in read_summary
        self._document.ids.clear()
        return units

    def _pause(self, reader: Reader, sections: SectionReader, entries: list[AttributeEntry]) -> bool:
        """Between two blocks, before an include: end a unit, and go on behind those that hold."""
        checkpoint = self._checkpoint
        checkpoint.reach(reader, sections)
        standing = checkpoint.standing()
        if standing is None:
            return False
        if standing.line <= self._first:
            self._pass_over(standing, entries)
            return False
        contents = self._add(checkpoint.drain())
        checkpoint.go_to(standing)
        if contents.is_open:
            return False
        contents.named.note(entries)
        self._end(standing, entries)
        entries.clear()
        checkpoint.begin()
        while (unit := self._unit_at(standing.line)) is not None and self._holds(unit.stretch, contents.named):
            self._made.append(unit)
            if self._collector is not None:
                self._collector.kept(unit.stretch.line)
            checkpoint.apply(unit.stretch.change)
            contents.named.begin(dict(unit.stretch.own_entries))
            standing = unit.stretch.end
            checkpoint.go_to(standing)
            if standing.line == END:
                return True
            checkpoint.begin()
        self._line = standing.line
        self._version = self._document.attributes.version
        return False

    def _pass_over(self, standing: Standing, entries: list[AttributeEntry]) -> None:
        """End a unit that is not wanted; its inline markup was not read."""
        self._checkpoint.drain()  # this gives its footnotes their numbers
        contents = self._add([])
        self._checkpoint.go_to(standing)
        contents.named.note(entries)
        contents.summary(())
        self._begin(contents)
        entries.clear()
        self._checkpoint.begin()
        self._line = standing.line
        self._version = self._document.attributes.version

    def _unit_at(self, line: int) -> Unit | None:
        """The unit of a line, where it is known already."""
        if self._rest is not None and line >= self._rest.line:
            rest, self._rest = self._rest, None
            self._know(rest.units())
        return self._known.get(line)

    def _know(self, units: Units | None) -> None:
        """Take in units of the document, unless its own file is another one now."""
        if units is not None and units.root == self._root:
            self._known |= {unit.stretch.line: unit for unit in units.units}

    def _holds(self, stretch: Stretch, named: Addresses) -> bool:
        return (
            self._checkpoint.holds(stretch.asked)
            and all(named.entry(name) == span for name, span in stretch.entries)
            and all(self._answer((method, path)) == answer for method, path, answer in stretch.questions)
        )

    def _answer(self, question: Question) -> str:
        """The answer to a question as JSON, as the whole document asks it."""
        if question not in self._plain:
            self._plain[question] = _plain(self._asked_above.answer(question))
        return self._plain[question]

    def _add(self, blocks: list[Block]) -> Contents:
        """Add blocks to the contents of the unit."""
        if self._contents is None:
            self._contents = self._beginning()
        for block in blocks:
            self._contents.add(block)
        own = self._document.origin.files[self._file :]
        if self._collector is not None or any(waivers.may_be_in(file.lines) for file in own):
            self._blocks += blocks
        return self._contents

    def _beginning(self) -> Contents:
        """The contents that the document itself has, without those of its blocks."""
        document = self._document
        if any("footnote" in text.raw for text in document.texts()):
            raise NotSeparable("a title with a footnote")
        contents = Contents(document, apart=True)
        document.blocks, blocks = [], document.blocks
        contents.add(document)
        document.blocks = blocks
        return contents

    def _end(self, standing: Standing, entries: Sequence[AttributeEntry]) -> None:
        """End the unit where the parser stands. ``entries``: those behind its last block."""
        document, contents = self._document, self._contents
        assert contents is not None
        stranger = document.settings.trust.stranger
        collected = () if stranger else tuple(waivers.collect(document.origin, self._blocks, self._file))
        if self._collector is not None:
            where = self._line, standing.line, self._ref, self._file, self._version
            self._collector.read(Part(document, self._blocks, entries, *where))
        summary = contents.summary(collected)
        self._check(summary)
        stretch = Stretch(
            line=self._line,
            asked=self._checkpoint.asked(),
            questions=tuple((*question, _plain(answer)) for question, answer in self._observed.asked.items()),
            entries=tuple(contents.named.asked.items()),
            change=self._checkpoint.change(),
            own_entries=tuple(contents.named.own.items()),
            end=standing,
        )
        self._made.append(Unit(summary, stretch))
        self._begin(contents)

    def _begin(self, contents: Contents) -> None:
        """Begin a unit."""
        document = self._document
        document.problems.clear()
        document.inclusions.clear()
        contents.named.begin({})
        self._observed.asked = {}
        self._blocks = []
        self._file = len(document.origin.files)
        self._ref = len(document.origin)

    def _check(self, summary: Summary) -> None:
        """Refuse what was said of a place that the unit does not have."""
        own = {summary.path, *summary.includes}
        if any(finding.span.start.path not in own for finding in summary.findings):
            raise NotSeparable("trouble with another part")
        unclosed = (one for one in summary.findings if one.code == Code.BLOCK_UNCLOSED)
        if any(finding.span.start.path == summary.path for finding in unclosed):  # why may stand in all lines above
            raise NotSeparable("a block in the document's own file that is never closed")


def _plain(answer: Answer) -> str:
    return json.dumps(answer)


def _limit(units: Units, spent: int) -> None:
    """Refuse a document of which it has to be counted what its references show: they may show no more than so much."""
    without = sum(1 for unit in units.units for reference in unit.summary.references if not reference.text)
    anchors = (anchor for unit in units.units for anchor in unit.summary.anchors)
    longest = max((len(anchor.title) + len(anchor.reftext) + len(anchor.label) for anchor in anchors), default=0)
    if spent + without * (longest + len(units.titles.title)) > _MOST_SHOWN:
        raise NotSeparable("a size near the limits")
