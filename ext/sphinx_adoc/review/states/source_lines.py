"""Lines of the source that belong to no block, as pieces: directives, attribute entries, continuations, delimiters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place

from .piece import ATTRIBUTE, IN_HEADER, STRUCTURE, TARGET, Feature, Line, Piece

DIRECTIVE: Final = re.compile(r"(include|ifdef|ifndef|ifeval|endif)::(.*?)\[(.*)\]\s*$")
_ENTRY: Final = re.compile(r":(!?[\w][\w-]*!?):(?:\s+(.*))?$")
_DELIMITER: Final = re.compile(r"(?:--|([-=*_.+])\1{3,})\s*$")
UNRESOLVED: Final = "Unresolved directive in "  # what a page says of an include that was not carried out
_UNRESOLVED: Final = re.compile(rf"{UNRESOLVED}.*? - (include::[^\[]*\[.*?\])")
_COMMENT_BLOCK: Final = re.compile(r"/{4,}\s*$")


def loose_lines(
    path: str, lines: Sequence[str], read: AbstractSet[Line], covered: AbstractSet[Line], header: AbstractSet[Line]
) -> Iterator[Piece]:
    """The pieces that lines of no block are, by file. ``header``: the lines of the page's header, where an attribute
    says more than further below.
    """
    comments = _Comments()
    entry = ""
    for number, text in enumerate(lines, 1):
        line, stripped = (path, number), text.strip()
        if line in covered or line not in read:
            entry = ""
        elif directive := DIRECTIVE.match(text):
            yield _directive(line, directive, stripped)
        elif not comments.hold(text) and stripped:
            name = entry or (match[1].strip("!") if (match := _ENTRY.match(text)) else "")
            yield _source_line(line, name, stripped, in_header=line in header)
            entry = name if text.rstrip().endswith("\\") else ""


def header_lines(doc: Document) -> set[Line]:
    """Return the lines of a document's header, those of files that it includes counted."""
    header, origin = doc.header, doc.origin
    if header is None or header.ref < 0:
        return set()
    path, first = origin.path_and_line(header.ref)
    stack = origin.include_stack(header.end_ref)
    end_path, end = origin.path_and_line(header.end_ref)
    last = stack[0].line if stack else end
    lines = {(path, number) for number in range(first, last + 1)}
    for file in origin.files:
        top = [*origin.include_stack(file.included_at), origin.place(file.included_at, 1)][0]
        if file.included_at >= 0 and top.path == path and first <= top.line <= last:
            amount = end if file.path == end_path and stack else len(file.lines)
            lines.update((file.path, number) for number in range(1, amount + 1))
    return lines


def with_directives(text: str) -> str:
    """Return a text with directives that were not carried out as they were written: what stands there for them names
    the file as well.
    """
    return _UNRESOLVED.sub(r"\1", text) if UNRESOLVED in text else text


def unresolved(text: str) -> str:
    """Return the directive where a text is nothing but one that was not carried out, else ''."""
    match = _UNRESOLVED.fullmatch(text)
    return match[1] if match else ""


class _Comments:
    """Which lines are comments, asked line by line."""

    def __init__(self) -> None:
        self._until: str | None = None  # the line that ends the comment; '' is a blank one, None: there is none
        self._begins = False  # the line before was the style comment

    def hold(self, text: str) -> bool:
        """Return whether a line is one, or part of one."""
        stripped = text.strip()
        if self._begins and stripped:
            self._begins = False
            self._until = stripped if _DELIMITER.match(text) else ""
            return True
        if self._until is not None:
            self._until = None if stripped == self._until else self._until
            return True
        if _COMMENT_BLOCK.match(text):
            self._until = stripped
        self._begins = stripped == "[comment]"
        return self._begins or text.startswith("//")


def _directive(line: Line, directive: re.Match[str], text: str) -> Piece:
    include = directive[1] == "include"
    feature = Feature(TARGET if include else STRUCTURE, "include" if include else "condition", text, line)
    kind = "include" if include else "condition"
    return Piece("", kind, "", "", text, Place(*line, 1), (feature,), frozenset({line}))


def _source_line(line: Line, name: str, text: str, *, in_header: bool) -> Piece:
    """An attribute entry (``name``: of the attribute), or a line that says how others belong together."""
    kind = "attribute" if name else "delimiter"
    called = name or ("list continuation" if text == "+" else "delimiter")
    value = "" if text == "+" and not name else text
    feature = Feature(ATTRIBUTE if name else STRUCTURE, called, value, line)
    above = (Feature(STRUCTURE, IN_HEADER, "yes" if in_header else "no", line),) if name else ()
    return Piece("", kind, name, "", text, Place(*line, 1), (feature, *above), frozenset({line}))
