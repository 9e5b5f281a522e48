"""A place in a run of lines: the document's own, read as they are needed, or those of a nested block."""

from __future__ import annotations

from sphinx_adoc.syntax.reader import Reader


class Cursor:
    """``lines[pos]`` is the next line. ``depth``: how many blocks are around these lines.

    ``reader`` gives more lines at the end (None: there are no more). ``section``: the name of the section that these
    lines stand in directly ('' inside another block).
    """

    __slots__ = ("depth", "lines", "pos", "reader", "refs", "section")

    def __init__(self, lines: list[str], refs: list[int], depth: int = 0, reader: Reader | None = None) -> None:
        self.lines = lines
        self.refs = refs
        self.pos = 0
        self.depth = depth
        self.reader = reader
        self.section = ""

    @classmethod
    def over(cls, reader: Reader) -> Cursor:
        """A cursor at the start of a reader's lines."""
        return cls(reader.lines, reader.refs, 0, reader)

    def peek(self, ahead: int = 0) -> str | None:
        """The next line, or one further on; None behind the last one."""
        at = self.pos + ahead
        while at >= len(self.lines):
            if self.reader is None or not self.reader.more():
                return None
        return self.lines[at]

    def skip_blank(self) -> int:
        """Pass blank lines; return how many."""
        start = self.pos
        while self.peek() == "":
            self.pos += 1
        return self.pos - start

    @property
    def ref(self) -> int:
        """The ref of the next line (of the last one, at the end)."""
        refs = self.refs
        return refs[min(self.pos, len(refs) - 1)] if refs else 0

    def find(self, terminator: str, raw: bool = False) -> int:
        """The index of the next line that equals ``terminator``, or -1. ``raw``: directives on the way stay lines."""
        if raw and self.reader is not None:
            with self.reader.raw():
                return self.find(terminator)
        start = self.pos
        while True:
            try:
                return self.lines.index(terminator, start)
            except ValueError:
                start = len(self.lines)
                if self.reader is None or not self.reader.more():
                    return -1

    def part(self, start: int, end: int) -> Cursor:
        """A cursor over the lines from ``start`` to ``end`` (excluded), one block deeper."""
        return Cursor(self.lines[start:end], self.refs[start:end], self.depth + 1)
