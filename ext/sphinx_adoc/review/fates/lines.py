"""What became of every line that a patch removes or adds: exactly one fate each.

A line takes the weightiest of what is known about it. One about which nothing is known had no effect: it was read, and
every piece of the page that it is part of is the same on both sides. What was not read has the reason why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, count, takewhile
from pathlib import PurePosixPath
from typing import Final

from sphinx_adoc.finding import Finding
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.review.input.contents import Contents
from sphinx_adoc.review.input.diffs import FileDiff
from sphinx_adoc.review.input.lines import FileLines, in_lines
from sphinx_adoc.review.states.piece import ANCHOR, ATTRIBUTE, FORMATTING, RAW, STRUCTURE, TARGET, Line, Piece
from sphinx_adoc.review.states.state import State
from sphinx_adoc.syntax.source import Place

from .comparison import Comparison
from .facts import FactChange
from .words import Change


class Fate(StrEnum):
    """What became of a line, the weightiest first."""

    SETTINGS = "configuration"
    RAW = "raw output"
    CURED = "cured"
    TARGET = "targets"
    ANCHOR = "anchors"
    FACT = "facts"
    ATTRIBUTE = "attributes"
    STRUCTURE = "structure"
    WORDS = "read otherwise"
    MOVED = "moved"
    UNREAD = "not looked at"
    NONE = "without effect"


_ORDER: Final = [*Fate]
_CATEGORIES: Final = {
    RAW: Fate.RAW,
    TARGET: Fate.TARGET,
    ANCHOR: Fate.ANCHOR,
    ATTRIBUTE: Fate.ATTRIBUTE,
    STRUCTURE: Fate.STRUCTURE,
    FORMATTING: Fate.STRUCTURE,
}
#: Of lines that moved and stand in a section of the report: what that is.
_TOLD_AS: Final = {"include": Fate.TARGET, "condition": Fate.STRUCTURE, "attribute": Fate.ATTRIBUTE}


@dataclass(frozen=True, slots=True)
class LineFate:
    """What became of a line. ``sign``: - (it was removed) or + (added); ``number``: of the line in the file as it was,
    or is; ``reason``: why it was not looked at, else ''.
    """

    path: str
    sign: str
    number: int
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The fate of every changed line, and the files that have no lines (binary ones), with the reason."""

    lines: tuple[LineFate, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    @property
    def counts(self) -> dict[Fate, int]:
        """How many lines have each fate; those that none has are left out."""
        counted = Counter(line.fate for line in self.lines)
        return {fate: counted[fate] for fate in Fate if counted[fate]}

    @property
    def reasons(self) -> dict[str, int]:
        """Why lines were not looked at, and how many."""
        return dict(Counter(line.reason for line in self.lines if line.fate is Fate.UNREAD))

    @property
    def without_effect(self) -> bool:
        """Whether every changed line was looked at, and none makes a difference to a reader."""
        return not self.files and all(line.fate is Fate.NONE for line in self.lines)


@dataclass(frozen=True, slots=True)
class KnownChanges:
    """What is known about a patch: how its pages compare, which facts it states otherwise, the findings that it causes
    and cures, where anchors stood that are gone or mean something else, before (``old_anchors``) and after, and the
    lines that are waivers, on both sides.
    """

    comparison: Comparison
    facts: Sequence[FactChange]
    caused: Sequence[Finding]
    cured: Sequence[Finding]
    old_anchors: Sequence[Place]
    new_anchors: Sequence[Place]
    old_waivers: Collection[Line] = ()
    new_waivers: Collection[Line] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides: its sign, what was read of it, its files, and the lines of the patch that belong to it."""

    sign: str
    state: State
    contents: Contents
    changed: Mapping[str, AbstractSet[int]]

    def has(self, line: Line) -> bool:
        """Return whether a line is one of those that the patch removes or adds."""
        return line[1] in self.changed.get(line[0], ())


def account(
    files: Sequence[FileLines],
    before: Side,
    after: Side,
    known: KnownChanges,
    *,
    left_out: Sequence[tuple[FileDiff, str]] = (),
    settings: AbstractSet[str] = frozenset(),
) -> Account:
    """Return the fate of every line of a patch. ``left_out``: the parts that were not applied, with the reason;
    ``settings``: the files that say how the documents are read.
    """
    marks = _Marks((before, after))
    marks.note(known)
    lines = []
    for side in (before, after):
        for file in files:
            path = file.old if side.sign == "-" else file.new
            text = _Text(path, side)
            for number in file.removed if side.sign == "-" else file.added:
                fate = Fate.SETTINGS if path in settings else marks.fate(side.sign, (path, number))
                lines.append(LineFate(path, side.sign, number, *((fate, "") if fate else text.unmarked(number))))
    for part, reason in left_out:
        lines += [LineFate(part.old, "-", number, Fate.UNREAD, reason) for number in part.removed]
        lines += [LineFate(part.new, "+", number, Fate.UNREAD, reason) for number in part.added]
    whole = [(file.path, "binary") for file in files if file.binary]
    whole += [(part.path, reason) for part, reason in left_out if part.binary]
    return Account(tuple(sorted(lines, key=lambda line: (line.path, line.number, line.sign))), tuple(whole))


class _Marks:
    """What is known about the lines of a patch."""

    def __init__(self, sides: tuple[Side, Side]) -> None:
        self.sides = dict(zip("-+", sides, strict=True))
        self._fates: dict[tuple[str, Line], Fate] = {}

    def fate(self, sign: str, line: Line) -> Fate | None:
        """Return the weightiest thing that is known about a line, None without any."""
        return self._fates.get((sign, line))

    def note(self, known: KnownChanges) -> None:
        """Mark the lines of all that is known; what shows only in lines that did not change, last."""
        for change in known.comparison.changes:
            self._change(change)
        unseen = []
        for pair in known.comparison.moved:
            fate = _TOLD_AS.get(pair[1].kind, Fate.MOVED)
            marked = [self._mark(sign, piece.lines, fate) for sign, piece in zip("-+", pair, strict=True)]
            unseen += [pair] if not any(marked) else []
        for old, new in chain.from_iterable(known.comparison.pairs.values()):
            if old and new and old.cell and new.cell and old.cell.column != new.cell.column:
                self._mark("-", old.lines, Fate.MOVED)
                self._mark("+", new.lines, Fate.MOVED)
        for fact in known.facts:
            self._fact(fact)
        self._mark("-", known.old_waivers, Fate.SETTINGS)
        self._mark("+", known.new_waivers, Fate.SETTINGS)
        self._mark("-", [(finding.span.start.path, finding.span.start.line) for finding in known.cured], Fate.CURED)
        for sign, places in (("-", known.old_anchors), ("+", known.new_anchors)):
            self._mark(sign, [(place.path, place.line) for place in places], Fate.ANCHOR)
        attributes = self._changed_attributes(known.comparison.changes)
        for change in known.comparison.changes:
            if not self._shows(change) and not _reads_one_of(change, attributes):
                self._consequence(_both(change), _fate_elsewhere(change))
        for finding in known.caused:
            line = finding.span.start.path, finding.span.start.line
            if self._fates.get(("+", line), Fate.MOVED) is Fate.MOVED:
                self._mark("+", [line], Fate.STRUCTURE)
        for old, new in unseen:
            self._consequence([("-", old), ("+", new)], Fate.MOVED)

    def _mark(self, sign: str, lines: Iterable[Line], fate: Fate) -> bool:
        """Mark those of some lines that changed; tell whether there were any."""
        marked = False
        for line in lines:
            if self.sides[sign].has(line):
                old = self._fates.get((sign, line), Fate.NONE)
                self._fates[sign, line] = min(old, fate, key=_ORDER.index)
                marked = True
        return marked

    def _change(self, change: Change) -> None:
        if change.moved and change.before and change.after:
            self._moved(change.before, change.after)
            old, new = replace(change.before, text=""), replace(change.after, text="")
            change = replace(change, words=(), before=old, after=new)  # its words are accounted for
        for sign, piece in _both(change):
            alone = change.before is None or change.after is None
            if change.reads_otherwise:
                self._mark(sign, piece.lines, Fate.WORDS)
            elif alone and not piece.text:
                is_raw = any(detail.category == RAW for detail in change.details)
                self._mark(sign, piece.lines, Fate.RAW if is_raw else Fate.STRUCTURE)
            for detail in change.details:
                line = detail.removed if sign == "-" else detail.added
                fate = _CATEGORIES[detail.category]
                if not (line and self._mark(sign, [line], fate)) and not change.moved:
                    self._mark(sign, piece.lines, fate)

    def _moved(self, old: Piece, new: Piece) -> None:
        """A text that moved, with other words: the lines that are the same in both places moved."""
        lines = [("-", line, self._text("-", line).strip()) for line in old.lines]
        lines += [("+", line, self._text("+", line).strip()) for line in new.lines]
        both = {text for sign, _, text in lines if sign == "-"} & {text for sign, _, text in lines if sign == "+"}
        for sign, line, text in lines:
            self._mark(sign, [line], Fate.MOVED if text in both else Fate.WORDS)

    def _fact(self, fact: FactChange) -> None:
        for sign, piece, words in (("-", fact.old, fact.before), ("+", fact.new, fact.after)):
            if piece is None:
                continue
            lines = [line for line in piece.lines if words and words.split()[0] in self._text(sign, line)]
            self._mark(sign, lines or piece.lines, Fate.FACT)

    def _text(self, sign: str, line: Line) -> str:
        lines = in_lines(self.sides[sign].contents.get(line[0], b"")).decode("utf-8", "replace").split("\n")
        return lines[line[1] - 1] if line[1] <= len(lines) else ""

    def _changed_attributes(self, changes: Iterable[Change]) -> list[str]:
        """What reads the attributes whose entries are among the lines of the patch."""
        entries = (change for change in changes if change.piece.kind == "attribute" and self._shows(change))
        return [f"{{{change.piece.where}}}" for change in entries]

    def _shows(self, change: Change) -> bool:
        """Whether one of the lines of a change is among those of the patch."""
        return any(self.sides[sign].has(line) for sign, piece in _both(change) for line in piece.lines)

    def _consequence(self, pieces: Iterable[tuple[str, Piece]], fate: Fate) -> None:
        """A change in lines that did not: the nearest lines of the file that nothing else is known about make it."""
        for sign, piece in pieces:
            other = "-" if sign == "+" else "+"
            _ = self._mark_nearest(sign, piece, fate) or self._mark_nearest(other, piece, fate)

    def _mark_nearest(self, sign: str, piece: Piece, fate: Fate) -> bool:
        """Mark the line of one side that is nearest to a piece; tell whether there was any. A blank one beside others
        makes nothing: they do.
        """
        path, number = piece.place.path, piece.place.line
        changed = self.sides[sign].changed.get(path, frozenset())
        free = [line for line in changed if (sign, (path, line)) not in self._fates]
        if not free:
            return False
        nearest = min(free, key=lambda line: (abs(line - number), line))
        if not self._text(sign, (path, nearest)).strip():
            others = [line for line in _run(changed, nearest) if self._text(sign, (path, line)).strip()]
            nearest = next((line for line in others if line in free), 0 if others else nearest)
        if nearest:
            self._fates[sign, (path, nearest)] = fate
        return True


def _fate_elsewhere(change: Change) -> Fate:
    """What a change is that shows in lines that did not change."""
    return Fate.WORDS if change.reads_otherwise and not change.details else Fate.STRUCTURE


def _run(lines: AbstractSet[int], line: int) -> Iterator[int]:
    """The lines beside one that are of the same run."""
    for step in (-1, 1):
        yield from takewhile(lines.__contains__, count(line + step, step))


def _reads_one_of(change: Change, attributes: Iterable[str]) -> bool:
    """Whether a text reads an attribute whose entry changed, which is what makes it another one."""
    return any(attribute in piece.markup for attribute in attributes for _, piece in _both(change))


def _both(change: Change) -> Iterator[tuple[str, Piece]]:
    if change.before:
        yield "-", change.before
    if change.after:
        yield "+", change.after


# -- lines about which nothing is known --------------------------------------------------------------------------------

_CONDITION: Final = re.compile(r"(ifdef|ifndef|ifeval)::(.*?)\[(.*)\]\s*$")


class _Text:
    """A file of one side, asked about lines that nothing is known about."""

    def __init__(self, path: str, side: Side) -> None:
        self.path = path
        self.side = side
        self._lines = in_lines(side.contents.get(path, b"")).decode("utf-8", "replace").split("\n") if path else []

    def unmarked(self, number: int) -> tuple[Fate, str]:
        """Return the fate of a line, and why it was not looked at."""
        text = self._lines[number - 1].rstrip("\r") if number <= len(self._lines) else ""
        if self.path not in self.side.state.used:
            return Fate.UNREAD, self._foreign()
        if (self.path, number) in self.side.state.read or not text.strip():
            return Fate.NONE, ""
        return Fate.UNREAD, self._left_out(number)

    def _foreign(self) -> str:
        suffix = PurePosixPath(self.path).suffix
        if suffix in KNOWN:
            return "a document that no page includes"
        return f"another format: {suffix}" if suffix else "another format"

    def _left_out(self, number: int) -> str:
        """The condition that leaves a line out; else it is the selection of an include that does."""
        own = _CONDITION.match(self._lines[number - 1])
        if own and own[1] != "ifeval" and own[3]:
            return f"{own[1]}::{own[2]}[]"
        closed = 0
        for text in reversed(self._lines[: number - 1]):
            if text.startswith("endif::"):
                closed += 1
            elif condition := _CONDITION.match(text):
                if condition[1] != "ifeval" and condition[3]:
                    continue  # it stands for its own line alone
                if not closed:
                    return condition[0].strip()
                closed -= 1
        return "lines that no include selects"
