"""A place in a run of lines: the document's own, read as they are needed, or those of a nested block."""

from __future__ import annotations

from sphinx_adoc.syntax.reader import Reader

from .marks import is_comment


def without_comments(lines: list[str], refs: list[int]) -> tuple[list[str], list[int]]:
    """The lines but for line comments, and their refs."""
    if "//" not in "\n".join(lines):
        return lines, refs
    kept = [i for i, line in enumerate(lines) if not is_comment(line)]
    return [lines[i] for i in kept], [refs[i] for i in kept]


class Cursor:
    """``lines[pos]`` is the next line. ``depth``: how many blocks are around these lines.

    ``reader`` gives more lines at the end (None: there are no more). ``section``: the name of the section that these
    lines stand in directly ('' inside another block). ``loose``: a delimited block ends at a delimiter of its kind of
    any length, as asciidoc-py reads it.
    """

    __slots__ = ("depth", "lines", "loose", "pos", "reader", "refs", "section")

    def __init__(self, lines: list[str], refs: list[int], depth: int = 0, reader: Reader | None = None) -> None:
        self.lines = lines
        self.refs = refs
        self.pos = 0
        self.depth = depth
        self.reader = reader
        self.section = ""
        self.loose = False

    @classmethod
    def of_reader(cls, reader: Reader, depth: int = 0, *, loose: bool = False) -> Cursor:
        """A cursor at the start of a reader's lines."""
        cursor = cls(reader.lines, reader.refs, depth, reader)
        cursor.loose = loose
        return cursor

    def peek(self, ahead: int = 0) -> str | None:
        """The next line, or one further on; None behind the last one."""
        while True:
            try:
                return self.lines[self.pos + ahead]
            except IndexError:
                if self.reader is None or not self.reader.more():
                    return None

    def pass_blanks(self) -> str | None:
        """Pass blank lines; return the next line, None behind the last one."""
        lines = self.lines
        while True:
            try:
                while not (line := lines[self.pos]):
                    self.pos += 1
                return line
            except IndexError:
                if self.reader is None or not self.reader.more():
                    return None

    def skip_blank(self) -> int:
        """Pass blank lines; return how many."""
        start = self.pos
        self.pass_blanks()
        return self.pos - start

    @property
    def ref(self) -> int:
        """The ref of the next line (of the last one, at the end)."""
        refs = self.refs
        return refs[min(self.pos, len(refs) - 1)] if refs else 0

    def find(self, terminator: str, *, raw: bool = False) -> int:
        """The index of the next line that equals ``terminator``, or -1. ``raw``: directives on the way stay lines."""
        if raw and self.reader is not None:
            with self.reader.raw():
                return self.find(terminator)
        start = self.pos
        while True:
            end = self._index(terminator, start)
            if end >= 0:
                return end
            start = len(self.lines)
            if self.reader is None or not self.reader.more():
                return -1

    def to_end(self) -> int:
        """The index behind the last line, for a block that is never closed: it holds the file's last blank lines too.

        What is behind the last line feed of all ends the block, but is no line of its content.
        """
        end = len(self.lines)
        if self.reader is not None and (blank := self.reader.release_blanks()):
            end += blank - 1
        return end

    def _index(self, terminator: str, start: int) -> int:
        if self.loose and len(terminator) >= 4:
            head, mark = terminator[:4], terminator[3]
            ends = (i for i in range(start, len(self.lines)) if self.lines[i].startswith(head))
            return next((i for i in ends if not self.lines[i].strip(mark).strip(head[0])), -1)
        try:
            return self.lines.index(terminator, start)
        except ValueError:
            return -1

    def part(self, start: int, end: int) -> Cursor:
        """A cursor over the lines from ``start`` to ``end`` (excluded), one block deeper."""
        return self.inside(self.lines[start:end], self.refs[start:end])

    def inside(self, lines: list[str], refs: list[int]) -> Cursor:
        """A cursor over other lines, one block deeper."""
        cursor = Cursor(lines, refs, self.depth + 1)
        cursor.loose = self.loose
        return cursor
