"""Which findings of two states are the same one: equal ones are told apart by their lines."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from sphinx_adoc.finding import Finding
from sphinx_adoc.review.input.contents import Contents
from sphinx_adoc.review.input.lines import in_lines
from sphinx_adoc.review.states.piece import Line

from .comparison import Comparison
from .words import ChangedLines

_Name = Callable[[Finding], Hashable]
_Names = tuple[_Name, _Name]


class StateLines:
    """The lines of the files of both states, 0 before and 1 after, without blanks around them."""

    def __init__(self, before: Contents, after: Contents) -> None:
        self._contents = before, after
        self._lines: dict[tuple[int, str], list[str]] = {}

    def of(self, side: int, path: str) -> list[str]:
        """Return the lines of a file; one that is empty where there is no such file."""
        key = side, path
        if key not in self._lines:
            data = in_lines(self._contents[side].get(path, b""))
            self._lines[key] = [line.strip() for line in data.decode("utf-8", "replace").split("\n")]
        return self._lines[key]

    def at(self, side: int, finding: Finding) -> str:
        """Return the line that a finding stands at; '' where there is none."""
        lines, number = self.of(side, finding.span.start.path), finding.span.start.line
        return lines[number - 1] if number <= len(lines) else ""


class SameFindings:
    """Findings of two states, told apart by the lines that they stand at. ``changed``: the lines that differ;
    ``read``: how the pages compare.
    """

    def __init__(self, changed: ChangedLines, lines: StateLines, read: Comparison) -> None:
        self._changed = changed
        self._lines = lines
        self._read = read

    def left(
        self, old: Sequence[Finding], new: Sequence[Finding], old_key: _Name, new_key: _Name
    ) -> tuple[list[Finding], list[Finding]]:
        """Return the findings that are on one side alone, in order. The keys say which ones are equal.

        The same one is, in this order: that of a line which stays, of a line that says the same elsewhere, of the same
        piece of the page, of the same change of lines. The place of a finding may be another one though its line stays:
        so one of these is also any equal one.
        """
        was, now = [*old], [*new]
        for names in self._ways():
            if was and now:
                was, now = _unmatched(was, now, _both(old_key, names[0]), _both(new_key, names[1]))
        for side in (0, 1):
            stays = self._stays(side)
            names = (stays, _anything) if side == 0 else (_anything, stays)
            if was and now:
                was, now = _unmatched(was, now, _both(old_key, names[0]), _both(new_key, names[1]))
        return was, now

    def _ways(self) -> Iterator[_Names]:
        """What names a finding of either state by its line, the surest first; None where it does not."""
        old_line, new_line = self._rank(0), self._rank(1)
        stays = self._stays(0), self._stays(1)
        yield (
            (lambda one: old_line(one) if stays[0](one) is not None else None),
            (lambda one: new_line(one) if stays[1](one) is not None else None),
        )
        yield (lambda one: self._lines.at(0, one) or None), (lambda one: self._lines.at(1, one) or None)
        old_pieces, new_pieces = _pieces(self._read)
        yield (lambda one: old_pieces.get(_line(one))), (lambda one: new_pieces.get(_line(one)))
        yield old_line, new_line

    def _rank(self, side: int) -> _Name:
        line_of = (self._changed.old_line, self._changed.new_line)[side]
        return lambda finding: line_of(*_line(finding))

    def _stays(self, side: int) -> _Name:
        """What is True of a finding at a line that the patch leaves alone, else None."""
        lines = (self._changed.old, self._changed.new)[side]
        return lambda one: None if one.span.start.line in lines.get(one.span.start.path, ()) else True


def _line(finding: Finding) -> Line:
    return finding.span.start.path, finding.span.start.line


def _anything(_: Finding) -> Hashable:
    return True


def _both(key: _Name, name: _Name) -> _Name:
    """What names a finding by both; None where it has no name."""
    return lambda finding: None if (named := name(finding)) is None else (key(finding), named)


def _unmatched(
    old: Sequence[Finding], new: Sequence[Finding], old_name: _Name, new_name: _Name
) -> tuple[list[Finding], list[Finding]]:
    """The findings without those of one name, in order, as many as both sides have."""
    there: dict[Hashable, list[int]] = {}
    for number, finding in enumerate(new):
        if (name := new_name(finding)) is not None:
            there.setdefault(name, []).append(number)
    for numbers in there.values():
        numbers.reverse()
    was, known = [], set[int]()
    for finding in old:
        numbers = there.get(name, []) if (name := old_name(finding)) is not None else []
        if numbers:
            known.add(numbers.pop())
        else:
            was.append(finding)
    return was, [finding for number, finding in enumerate(new) if number not in known]


def _pieces(read: Comparison) -> tuple[Mapping[Line, int], Mapping[Line, int]]:
    """For each line of either state the number of the first piece there that is on both sides."""
    pairs = [pair for page in read.pairs.values() for pair in page]
    pairs += [(change.before, change.after) for change in read.changes]
    old: dict[Line, int] = {}
    new: dict[Line, int] = {}
    for number, (one, other) in enumerate(pairs):
        if one and other:
            for lines, piece in ((old, one), (new, other)):
                for line in piece.lines:
                    lines.setdefault(line, number)
    return old, new
