"""Where text comes from: files, lines, and the spans and problems that point into them.

A document's lines come from several files (``include::``) and some lines are dropped (conditionals). Every line that
the reader lets through gets a *ref*, an integer that stays valid for the document's life; :class:`Origin` turns a ref
and a column back into a file, a line and a column. Nested parsers (list items, table cells) pass refs on, so that a
position is never lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Final, NamedTuple

from sphinx_adoc.codes import OF_CODE, Code, Severity, severity_of

SUFFIXES: Final = (".adoc", ".asciidoc", ".asc", ".ad")
"""The suffixes of AsciiDoc documents; the likeliest first."""

KNOWN: Final = (*SUFFIXES, ".txt")
"""All suffixes that can be asked for."""


class Place(NamedTuple):
    """One character in a file: path as the caller named it, line and column from 1 (column 0: an empty line)."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Span(NamedTuple):
    """From the first character to the last one, both included."""

    start: Place
    end: Place

    def __str__(self) -> str:
        return str(self.start)


class Extent(NamedTuple):
    """The ref and column of the first character of something, and of its last one."""

    ref: int
    col: int
    end_ref: int
    end_col: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Trouble in a document, as a value: what is wrong (``code`` and ``message``), where, and what to do (``hint``).

    ``stack`` holds the places of the include directives that led to the file, outermost first. ``severity``: the one of
    the code, unless another is given. Raise TypeError for a code that is not of the table.
    """

    code: Code
    message: str
    span: Span
    _: KW_ONLY
    severity: Severity = OF_CODE
    hint: str = ""
    stack: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        """Look the code and the severity up."""
        object.__setattr__(self, "severity", severity_of(self.code, self.severity))


@dataclass(slots=True)
class SourceFile:
    """A file that gave lines: its path, and the ref of the include directive that brought it in (-1: none)."""

    path: str
    lines: list[str] = field(repr=False)
    included_at: int = -1


class Origin:
    """The file, line and column shift behind every ref of one document (its includes and table cells counted).

    ``left_out``: the refs of lines that a condition or the selection of an include keeps out of the document.
    """

    __slots__ = ("_gaps_of", "file_of", "files", "left_out", "line_of", "shift_of")

    def __init__(self) -> None:
        self.files: list[SourceFile] = []
        self.file_of: list[int] = []
        self.line_of: list[int] = []
        self.shift_of: dict[int, int] = {}
        self.left_out: set[int] = set()
        self._gaps_of: dict[int, tuple[Sequence[int], ...]] = {}

    def __len__(self) -> int:
        return len(self.line_of)

    def add_file(self, path: str, lines: list[str], included_at: int = -1) -> int:
        """Register a file; return its index."""
        self.files.append(SourceFile(path, lines, included_at))
        return len(self.files) - 1

    def add_lines(self, file: int, first: int, count: int) -> range:
        """Refs for ``count`` lines of a file that begin at line ``first`` (from 1)."""
        start = len(self.line_of)
        self.line_of.extend(range(first, first + count))
        self.file_of.extend([file] * count)
        return range(start, start + count)

    def derive(self, ref: int, shift: int, gaps: Sequence[int] = ()) -> int:
        """Return a new ref for the part of a line that begins ``shift`` columns further right.

        ``gaps``: the columns, ascending, right before which a character of the file was left out.
        """
        new = len(self.line_of)
        self.line_of.append(self.line_of[ref])
        self.file_of.append(self.file_of[ref])
        total = self.shift_of.get(ref, 0) + shift
        if total:
            self.shift_of[new] = total
        if gaps or ref in self._gaps_of:
            self._gaps_of[new] = (gaps, *self._gaps_of.get(ref, ()))
        return new

    def place(self, ref: int, column: int) -> Place:
        """Return the place of a column (from 1) of a line. A ref past the end names the last line there is, a column
        past its end the one behind it.
        """
        if not self.line_of:
            return Place(self.files[0].path if self.files else "<string>", 1, max(column, 1))
        ref = min(max(ref, 0), len(self.line_of) - 1)
        file = self.files[self.file_of[ref]]
        column += self.shift_of.get(ref, 0)
        for gaps in self._gaps_of.get(ref, ()):
            column += bisect_right(gaps, column)
        width = len(self.line(ref))  # what stands for an unresolved directive may be longer than that
        return Place(file.path, self.line_of[ref], min(column, width + 1))

    def path_and_line(self, ref: int) -> tuple[str, int]:
        """Return the file's path and the line of a ref, as :meth:`place` gives them."""
        if not self.line_of:
            return self.files[0].path if self.files else "<string>", 1
        ref = min(max(ref, 0), len(self.line_of) - 1)
        return self.files[self.file_of[ref]].path, self.line_of[ref]

    def line(self, ref: int) -> str:
        """Return the whole line of a ref, as its file has it."""
        if not 0 <= ref < len(self.line_of):
            return ""
        lines = self.files[self.file_of[ref]].lines
        number = self.line_of[ref]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def run(self, first: int, last: int) -> Sequence[int]:
        """Return the refs from one to another where these are lines of one file, one below the other; else both alone:
        what lies between their numbers is not between them.
        """
        if 0 <= first <= last < len(self.line_of) and self.file_of[first] == self.file_of[last]:
            is_run = last - first == self.line_of[last] - self.line_of[first]
            return range(first, last + 1) if is_run else (first, last)
        return (first, last)

    def include_stack(self, ref: int) -> tuple[Place, ...]:
        """Return the places of the include directives above a line, outermost first."""
        stack: list[Place] = []
        while 0 <= ref < len(self.line_of):
            above = self.files[self.file_of[ref]].included_at
            if above < 0:
                break
            stack.append(self.place(above, 1))
            ref = above
        return tuple(reversed(stack))
