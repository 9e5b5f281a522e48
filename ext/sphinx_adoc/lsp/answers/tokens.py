"""Lines that the document leaves out, as semantic tokens: an editor shows them in grey."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.lsp.state.view import View

LEGEND: Final = types.SemanticTokensLegend([types.SemanticTokenTypes.Comment.value], [])


def inactive(view: View, path: Path) -> list[int]:
    """Return the lines of a file that no variant and no document reads."""
    read: list[frozenset[int]] = []
    for doc in view.documents_of(path):
        named = [lines for name, lines in doc.details.inactive if view.real(name) == path]
        read.append(frozenset(named[0] if named else ()))
    return sorted(frozenset.intersection(*read)) if read else []


def tokens(view: View, path: Path) -> types.SemanticTokens:
    """Return a token for each line of a file that is left out."""
    text = view.text(str(path))
    data: list[int] = []
    last = 0
    for line in inactive(view, path):
        place = text.line_range(line)
        length = place.end.character - place.start.character
        if length:
            data += [place.start.line - last, place.start.character, length, 0, 0]
            last = place.start.line
    return types.SemanticTokens(data)
