"""Cutting the lines of a table into cells, each with the place it begins at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from sphinx_adoc.syntax.words import BLANKS

from .specs import CELL, CellSpec, parse_cell_spec

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"[ \t]*')


@dataclass(slots=True)
class RawCell:
    """A cell as it stands: its text (not stripped), its line (from 0) and column (from 0), and its spec.

    ``ends_row``: the format ends a row here (csv and dsv lines). ``line_start``: its separator begins a line;
    ``prefixed``: it has one (psv), and leading blanks may mean something. ``dropped``: the offsets before which
    an escape was taken out.
    """

    text: str
    line: int
    column: int
    spec: CellSpec = field(default_factory=CellSpec)
    ends_row: bool = False
    line_start: bool = False
    prefixed: bool = False
    dropped: list[int] = field(default_factory=list)


def cut_psv(lines: list[str], separator: str) -> tuple[list[RawCell], str]:
    """Return the cells of prefix separated values; second: text that stands before the first separator, or ''."""
    text = "\n".join(lines)
    stray = text
    cells: list[RawCell] = []
    begin = -1
    line = line_begin = counted = 0
    at = text.find(separator)
    while at >= 0:
        if at and text[at - 1] == "\\":
            at = text.find(separator, at + len(separator))
            continue
        spec, spec_at = _spec_before(text, at, max(begin, 0))
        if begin >= 0:
            cells[-1].text = text[begin:spec_at]
        else:
            stray = text[:spec_at]
        begin = at + len(separator)
        line += text.count("\n", counted, begin)
        counted = begin
        line_begin = text.rfind("\n", 0, begin) + 1
        cell = RawCell("", line, begin - line_begin, spec, prefixed=True)
        cell.line_start = not text[line_begin:spec_at].strip(" \t")
        cells.append(cell)
        at = text.find(separator, begin)
    if begin >= 0:
        cells[-1].text = text[begin:]
    for cell in cells:
        if "\\" in cell.text:
            _unescape(cell, "\\" + separator)
    return cells, stray if stray.strip(BLANKS) else ""


def _unescape(cell: RawCell, escaped: str) -> None:
    """Take the first character off each escape in a cell's text."""
    at = cell.text.find(escaped)
    while at >= 0:
        cell.dropped.append(at - len(cell.dropped))
        at = cell.text.find(escaped, at + len(escaped))
    if cell.dropped:
        cell.text = cell.text.replace(escaped, escaped[1:])


def _spec_before(text: str, at: int, lowest: int) -> tuple[CellSpec, int]:
    """The spec that ends at a separator, and where it begins; it stands behind a blank or at a line's start."""
    start = at
    floor = max(lowest, at - 40)
    while start > floor and text[start - 1] not in " \t\n":
        start -= 1
    if start and text[start - 1] not in " \t\n" and start != 0:
        return CellSpec(), at
    match = CELL.fullmatch(text, start, at)
    return (parse_cell_spec(match), start) if match else (CellSpec(), at)


class _CsvScan:
    """Cuts comma (or tab) separated values, quoted ones over several lines too."""

    def __init__(self, text: str, separator: str) -> None:
        self.text = text
        self.separator = separator
        self.at = self.line = self.line_begin = 0
        self.cells: list[RawCell] = []
        self.unclosed: list[tuple[int, int]] = []

    def run(self) -> None:
        while self.at < len(self.text):
            if self.text[self.at] == "\n":
                self._next_line()
            else:
                self._cell()

    def _next_line(self) -> None:
        self.at += 1
        self.line += 1
        self.line_begin = self.at

    def _cell(self) -> None:
        text, start = self.text, self.at
        while text[start : start + 1] in {" ", "\t"} and text[start] != self.separator:
            start += 1
        if not self._quoted(start):
            start += (self.line, start - self.line_begin) in self.unclosed  # the quote itself is no text
            end = _end_of_plain(text, start, self.separator)
            self.cells.append(RawCell(text[start:end], self.line, start - self.line_begin))
            self.at = end
        if text.startswith(self.separator, self.at):
            self.at += len(self.separator)
            if text[self.at : self.at + 1] in {"", "\n"}:
                self.cells.append(RawCell("", self.line, self.at - self.line_begin, ends_row=True))
        else:
            self.cells[-1].ends_row = True

    def _quoted(self, start: int) -> bool:
        text = self.text
        if text[start : start + 1] != '"' or self.unclosed:
            return False
        match = _QUOTED.match(text, start)
        if match is None:
            self.unclosed.append((self.line, start - self.line_begin))
            return False
        after = text[match.end() : match.end() + len(self.separator)]
        if after[:1] not in {"", "\n"} and after != self.separator:
            return False
        cell = RawCell(match.group(1), self.line, start + 1 - self.line_begin)
        _unescape(cell, '""')
        self.cells.append(cell)
        self.at = match.end()
        breaks = text.count("\n", start, self.at)
        if breaks:
            self.line += breaks
            self.line_begin = text.rfind("\n", start, self.at) + 1
        return True


def cut_csv(lines: list[str], separator: str) -> tuple[list[RawCell], list[tuple[int, int]]]:
    """Return the cells of comma (or tab) separated values; second: places (line, column) of quotes that never close."""
    scan = _CsvScan("\n".join(lines), separator)
    scan.run()
    return scan.cells, scan.unclosed


def _end_of_plain(text: str, start: int, separator: str) -> int:
    newline = text.find("\n", start)
    newline = len(text) if newline < 0 else newline
    end = text.find(separator, start, newline)
    return newline if end < 0 else end


def cut_dsv(lines: list[str], separator: str) -> list[RawCell]:
    """Return the cells of delimiter separated values: a line is a row; the delimiter is escaped by a backslash."""
    cells: list[RawCell] = []
    for number, line in enumerate(lines):
        if not line:
            continue
        begin = 0
        at = line.find(separator)
        while at >= 0:
            if at and line[at - 1] == "\\":
                at = line.find(separator, at + len(separator))
                continue
            cells.append(RawCell(line[begin:at], number, begin))
            begin = at + len(separator)
            at = line.find(separator, begin)
        cells.append(RawCell(line[begin:], number, begin, ends_row=True))
    for cell in cells:
        _unescape(cell, "\\" + separator)
    return cells
