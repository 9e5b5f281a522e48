"""Where words of a piece stand in its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from sphinx_adoc.review.input.contents import Contents
from sphinx_adoc.review.input.lines import in_lines
from sphinx_adoc.review.states.piece import Line, Piece
from sphinx_adoc.syntax.source import Place


class WordPlaces:
    """The files of one side, asked where words stand. ``changed``: the lines that the patch removes or adds."""

    def __init__(self, contents: Contents, changed: Mapping[str, AbstractSet[int]]) -> None:
        self._contents = contents
        self._changed = changed
        self._lines: dict[str, list[str]] = {}
        self._asked: Counter[tuple[Place, str]] = Counter()

    def find(self, piece: Piece, words: str) -> Place:
        """Return where words stand in a piece, in lines that changed before others; asked again for the same, where
        they stand next. Where they do not stand as they are, where the piece begins.
        """
        if not words:
            return piece.place
        number = self._asked[piece.place, words]
        self._asked[piece.place, words] += 1
        places = self._places(piece, words)
        places += [place for place in self._places(piece, words.split(maxsplit=1)[0]) if place not in places]
        return places[min(number, len(places) - 1)] if places else piece.place

    def _places(self, piece: Piece, words: str) -> list[Place]:
        pattern = re.compile(rf"(?<![\w.]){re.escape(words)}(?!\w)")
        lines = sorted(piece.lines, key=lambda line: (line[1] not in self._changed.get(line[0], ()), line))
        places = [Place(*line, match.start() + 1) for line in lines for match in pattern.finditer(self._text(line))]
        begin = piece.place
        before = [
            place
            for place in places
            if (place.path, place.line) == (begin.path, begin.line) and place.column < begin.column
        ]
        return [*(place for place in places if place not in before), *before]

    def _text(self, line: Line) -> str:
        path, number = line
        if path not in self._lines:
            self._lines[path] = in_lines(self._contents.get(path, b"")).decode("utf-8", "replace").split("\n")
        lines = self._lines[path]
        return lines[number - 1] if number <= len(lines) else ""
