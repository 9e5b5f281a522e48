"""What can be folded: sections, blocks, the header, comments and conditionals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.lsp.state.view import View

_COMMENT_BLOCK: Final = re.compile(r"/{4,}\s*")
_COMMENT: Final = re.compile(r"//(?!/)")
_OPEN: Final = re.compile(r"(?:ifdef|ifndef)::[^\[]+\[\]\s*|ifeval::\[.+\]\s*")
_CLOSE: Final = re.compile(r"endif::[^\[]*\[\]\s*")
_ENTRY: Final = re.compile(r":!?[\w][\w-]*!?:(?:\s|$)")

Fold = tuple[int, int, types.FoldingRangeKind]
"""The first and the last line, from 1, and the kind."""


def folds(view: View, path: Path) -> list[types.FoldingRange]:
    """Return what can be folded in a file, in the order of its lines; each line begins at most one fold of a kind."""
    ends: dict[tuple[int, types.FoldingRangeKind], int] = {}
    for first, last, kind in (*_blocks(view, path), *_lines(view.text(str(path)).source)):
        if last > first:
            ends[first, kind] = max(last, ends.get((first, kind), 0))
    return [
        types.FoldingRange(start_line=first - 1, end_line=last - 1, kind=kind)
        for (first, kind), last in sorted(ends.items(), key=lambda item: item[0][0])
    ]


def _blocks(view: View, path: Path) -> Iterator[Fold]:
    for doc in view.documents_of(path):
        spans = [title.span for title in doc.details.headings if title.kind == "section"]
        spans += [span for _, span in doc.details.blocks]
        for span in spans:
            if view.real(span.start.path) == path:
                yield span.start.line, span.end.line, types.FoldingRangeKind.Region


def _lines(source: str) -> Iterator[Fold]:
    """What the lines themselves show: comments, conditionals, runs of attribute entries."""
    conditions: list[int] = []
    run, block = (0, ""), (0, "")
    for number, line in enumerate((*source.split("\n"), ""), 1):
        if block[0]:
            if line.rstrip() == block[1]:
                yield block[0], number, types.FoldingRangeKind.Comment
                block = (0, "")
            continue
        kind = _kind(line)
        if kind != run[1]:
            if run[1]:
                yield run[0], number - 1, types.FoldingRangeKind.Comment if run[1] == "//" else _REGION
            run = (number, kind)
        if _COMMENT_BLOCK.fullmatch(line):
            block = (number, line.rstrip())
        elif _OPEN.fullmatch(line):
            conditions.append(number)
        elif _CLOSE.fullmatch(line) and conditions:
            yield conditions.pop(), number, _REGION


_REGION: Final = types.FoldingRangeKind.Region


def _kind(line: str) -> str:
    """What a line is one of a run of."""
    if _COMMENT.match(line):
        return "//"
    return ":" if _ENTRY.match(line) else ""
