"""Where things stand, in the words of the ASG: pairs of boundaries with line, column and, inside includes, files."""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sphinx_adoc.syntax.source import Origin
from sphinx_adoc.syntax.tree import InlineText

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GraphContext:
    """What all parts of a graph share. ``header_lines``: the refs of the header's lines."""

    origin: Origin
    extended: bool = True
    header_lines: range = range(0)

    def boundary(self, ref: int, col: int) -> Node:
        """Return a line and a column (0 in an empty line), with the names of the included files that lead there."""
        place = self.origin.place(ref, col)
        node: Node = {"line": place.line, "col": place.column}
        if files := _files(self.origin, ref):
            node["file"] = files
        return node

    def location(self, ref: int, col: int, end_ref: int, end_col: int) -> list[Node]:
        """From the first character to the last one."""
        return [self.boundary(ref, col), self.boundary(end_ref, end_col)]

    def text_location(self, text: InlineText, start: int, end: int) -> list[Node]:
        """From an offset up to another one (excluded). An empty line at the end of a text counts."""
        last = end if end == len(text.raw) and _in_empty_line(text, end) else max(end - 1, start)
        (ref, col), (end_ref, end_col) = text.position(start), text.end_position(last)
        col = 0 if _in_empty_line(text, start) else col
        return self.location(ref, col, end_ref, 0 if _in_empty_line(text, last) else end_col)


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


def _in_empty_line(text: InlineText, offset: int) -> bool:
    raw = text.raw
    return raw[offset : offset + 1] in {"", "\n"} and raw[offset - 1 : offset] in {"", "\n"}
