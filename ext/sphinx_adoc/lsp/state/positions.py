"""Lines and columns as editors count them, and as places do.

A place counts lines and columns from 1, columns in code points, and its last character belongs to it. An editor counts
both from 0, columns in code units of the encoding that was agreed on, and its end is behind the last character; it also
ends a line at a carriage return that stands alone. What lies outside of the text is taken to its nearest character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from lsprotocol import types

from sphinx_adoc.syntax.source import Place, Span

UTF8: Final = types.PositionEncodingKind.Utf8
UTF16: Final = types.PositionEncodingKind.Utf16
UTF32: Final = types.PositionEncodingKind.Utf32

_END: Final = re.compile(r"\r\n|\n|\r")
_BOM: Final = "\ufeff"


class Text:
    """The text of a file, with positions in it. ``encoding``: the one of the editor's columns."""

    def __init__(self, source: str, encoding: types.PositionEncodingKind | str = UTF16) -> None:
        self.source = source
        self.encoding = encoding

    @cached_property
    def _lines(self) -> Sequence[int]:
        """Where each line of an editor begins."""
        return [0, *(match.end() for match in _END.finditer(self.source))]

    @cached_property
    def _rows(self) -> Sequence[int]:
        """Where each line of a place begins: a carriage return ends one only where there is no line feed at all."""
        end = "\n" if "\n" in self.source else "\r"
        first = 1 if self.source.startswith(_BOM) else 0
        return [first, *(match.end() for match in re.finditer(end, self.source))]

    # -- offsets and positions -----------------------------------------------------------------------------------------

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position; of one between the halves of a character that of its beginning."""
        if position.line >= len(self._lines):
            return len(self.source)
        start = self._lines[max(position.line, 0)]
        line = self.source[start : self._end_of_line(max(position.line, 0))]
        return start + _characters(line, max(position.character, 0), self.encoding)

    def position(self, offset: int) -> types.Position:
        """Return the position of an offset."""
        offset = min(max(offset, 0), len(self.source))
        line = bisect_right(self._lines, offset) - 1
        before = self.source[self._lines[line] : min(offset, self._end_of_line(line))]
        return types.Position(line, _units(before, self.encoding))

    def _end_of_line(self, line: int) -> int:
        if line + 1 >= len(self._lines):
            return len(self.source)
        end = self._lines[line + 1]
        return end - (2 if self.source[end - 2 : end] == "\r\n" else 1)

    # -- places --------------------------------------------------------------------------------------------------------

    def offset_of(self, line: int, column: int) -> int:
        """Return the offset of a place's line and column."""
        if line > len(self._rows):
            return len(self.source)
        start = self._rows[max(line, 1) - 1]
        end = self._rows[line] - 1 if 0 < line < len(self._rows) else len(self.source)
        if end > start and self.source[end - 1 : end] == "\r":
            end -= 1
        return min(start + max(column - 1, 0), max(end, start))

    def place(self, position: types.Position) -> tuple[int, int]:
        """Return the line and column of the place at a position; the column may be the one behind the last."""
        offset = max(self.offset(position), self._rows[0])
        line = bisect_right(self._rows, offset)
        return line, offset - self._rows[line - 1] + 1

    def range(self, span: Span) -> types.Range:
        """Return the range of a span, whose file this is."""
        start = self.offset_of(span.start.line, span.start.column)
        end = self.offset_of(span.end.line, span.end.column + 1)
        return types.Range(self.position(start), self.position(max(start, end)))

    def line_range(self, line: int) -> types.Range:
        """Return the range of a place's line without its end."""
        place = Place("", line, 1)
        return self.range(Span(place, Place("", line, len(self.source))))

    def line(self, number: int) -> str:
        """Return a place's line; '' where there is none."""
        if not 0 < number <= len(self._rows):
            return ""
        return self.source[self._rows[number - 1] : self.offset_of(number, len(self.source) + 1)]

    def slice(self, span: Span) -> str:
        """Return what stands in a span."""
        start = self.offset_of(span.start.line, span.start.column)
        return self.source[start : self.offset_of(span.end.line, span.end.column + 1)]

    @property
    def lines(self) -> int:
        """How many lines a place can be in."""
        return len(self._rows)


def _units(text: str, encoding: str) -> int:
    """How many code units a text takes."""
    if encoding == UTF32 or text.isascii():
        return len(text)
    if encoding == UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int, encoding: str) -> int:
    """How many characters of a text lie wholly in its first code units."""
    if encoding == UTF32 or text.isascii():
        return min(units, len(text))
    count = 0
    for count, character in enumerate(text):
        units -= _units(character, encoding)
        if units < 0:
            return count
    return len(text)
