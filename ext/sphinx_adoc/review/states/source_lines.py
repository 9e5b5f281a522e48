"""Lines of the source that belong to no block, as pieces: directives, attribute entries, continuations, delimiters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from sphinx_adoc.syntax.source import Place

from .piece import ATTRIBUTE, STRUCTURE, TARGET, Feature, Line, Piece

DIRECTIVE: Final = re.compile(r"(include|ifdef|ifndef|ifeval|endif)::(.*?)\[(.*)\]\s*$")
_ENTRY: Final = re.compile(r":(!?[\w][\w-]*!?):(?:\s+(.*))?$")
_COMMENT_BLOCK: Final = re.compile(r"/{4,}\s*$")


def loose_lines(
    path: str, lines: Sequence[str], read: AbstractSet[Line], covered: AbstractSet[Line]
) -> Iterator[Piece]:
    """The pieces that lines of no block are, by file."""
    comment = ""
    entry = ""
    for number, text in enumerate(lines, 1):
        line, stripped = (path, number), text.strip()
        if line in covered or line not in read:
            entry = ""
        elif directive := DIRECTIVE.match(text):
            yield _directive(line, directive, stripped)
        elif comment or _COMMENT_BLOCK.match(text):
            comment = "" if comment == stripped else comment or stripped
        elif stripped and not text.startswith("//"):
            name = entry or (match[1].strip("!") if (match := _ENTRY.match(text)) else "")
            yield _source_line(line, name, stripped)
            entry = name if text.rstrip().endswith("\\") else ""


def _directive(line: Line, directive: re.Match[str], text: str) -> Piece:
    include = directive[1] == "include"
    feature = Feature(TARGET if include else STRUCTURE, "include" if include else "condition", text, line)
    kind = "include" if include else "condition"
    return Piece("", kind, "", "", text, Place(*line, 1), (feature,), frozenset({line}))


def _source_line(line: Line, name: str, text: str) -> Piece:
    """An attribute entry (``name``: of the attribute), or a line that says how others belong together."""
    kind = "attribute" if name else "delimiter"
    feature = Feature(ATTRIBUTE if name else STRUCTURE, name or "line", text, line)
    return Piece("", kind, name, "", text, Place(*line, 1), (feature,), frozenset({line}))
