"""Where things stand, in the words of the ASG: pairs of boundaries with line, column and, inside includes, files."""

from __future__ import annotations

import os.path
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sphinx_adoc.syntax.nodes import InlineText
from sphinx_adoc.syntax.source import Origin

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What all parts of a graph share. ``header_lines``: the refs of the header's lines."""

    origin: Origin
    extended: bool = True
    header_lines: range = range(0)

    def boundary(self, ref: int, col: int) -> Node:
        """A line and a column (0 in an empty line), with the names of the included files that lead there."""
        place = self.origin.place(ref, col)
        node: Node = {"line": place.line, "col": place.column}
        if files := _files(self.origin, ref):
            node["file"] = files
        return node

    def location(self, ref: int, col: int, end_ref: int, end_col: int) -> list[Node]:
        """From the first character to the last one."""
        return [self.boundary(ref, col), self.boundary(end_ref, end_col)]


def _files(origin: Origin, ref: int) -> list[str]:
    """The included files around a line, outermost first, each relative to the one that includes it."""
    names: list[str] = []
    if not 0 <= ref < len(origin):
        return names
    file = origin.files[origin.file_of[ref]]
    while file.included_at >= 0:
        above = origin.files[origin.file_of[file.included_at]]
        names.append(PurePath(os.path.relpath(file.path, PurePath(above.path).parent)).as_posix())
        file = above
    return names[::-1]


class TextPlaces:
    """The places of a text's characters; its lines are looked up once."""

    def __init__(self, ctx: Context, text: InlineText) -> None:
        self.ctx = ctx
        self.text = text
        self.starts = [0]
        for line in text.raw.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.starts.pop()

    def location(self, start: int, end: int) -> list[Node]:
        """From an offset up to another one (excluded). An empty line at the end of a text counts."""
        last = end if end == len(self.text.raw) and self._empty(end) else max(end - 1, start)
        return [self._boundary(start), self._boundary(last)]

    def _boundary(self, offset: int) -> Node:
        row = bisect_right(self.starts, offset) - 1
        refs, cols = self.text.refs, self.text.cols
        row = min(row, len(refs) - 1)
        col = 0 if self._empty(offset) else offset - self.starts[row] + (cols[row] if cols is not None else 1)
        return self.ctx.boundary(refs[row], col)

    def _empty(self, offset: int) -> bool:
        """Whether an offset is that of an empty line."""
        raw = self.text.raw
        return raw[offset : offset + 1] in {"", "\n"} and raw[offset - 1 : offset] in {"", "\n"}
