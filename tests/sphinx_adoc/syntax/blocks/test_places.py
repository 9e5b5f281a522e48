"""Every text of every case stands where it says: the file has its characters at the places of its lines."""

from pathlib import Path

import pytest
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Block, InlineText

from tests.sphinx_adoc.syntax.blocks.test_cases import FILES, name_of, read

#: Cases whose texts are not in their file letter for letter: tabs and indentation are changed there by request, or an
#: escaped separator or quote in a cell was undone.
CHANGED = {
    "delimited/attribution-as-written",
    "includes/address",
    "includes/indent",
    "listing/indent-tabs",
    "tables/csv",
    "tables/dsv",
    "tables/escaped-separator",
}


def texts(document: Document) -> list[InlineText]:
    return [visit.text for visit in document.walk_texts()]


def misplaced(document: Document, text: InlineText) -> list[str]:
    """The lines of a text that are not at their places."""
    found = []
    offset = 0
    for line in text.raw.split("\n"):
        place = text.place(offset)
        there = document.origin.line(text.position(offset)[0])
        if not there.startswith(line, place.column - 1) and not line.startswith("Unresolved directive in "):
            found.append(f"{place}: {line!r}")
        offset += len(line) + 1
    return found


@pytest.mark.parametrize("path", [path for path in FILES if name_of(path) not in CHANGED], ids=name_of)
def test_texts_stand_at_their_places(path: Path) -> None:
    document = read(path)
    assert [line for text in texts(document) for line in misplaced(document, text)] == []


def is_forward(block: Block, document: Document) -> bool:
    """Whether a block ends where it begins or further down (a column before: it is empty)."""
    span = block.span(document)
    start, end = span.start, span.end
    return start.path != end.path or (start.line, start.column - 1) <= (end.line, end.column)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_blocks_end_behind_their_beginning(path: Path) -> None:
    document = read(path)
    backward = [f"{block.name} {block.span(document)}" for block in document.walk() if not is_forward(block, document)]
    assert backward == []
