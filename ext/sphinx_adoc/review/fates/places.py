"""Where words of a piece stand in its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from sphinx_adoc.review.input.contents import Contents
from sphinx_adoc.review.input.lines import in_lines
from sphinx_adoc.review.states.piece import Line, Piece
from sphinx_adoc.syntax.source import Place

_NUMBER: Final = re.compile(r"\d[\d.,]*(?<=\d)")


def _standing_alone(words: str) -> str:
    """The pattern of words that are no part of others."""
    return rf"(?<![\w.]){re.escape(words)}(?!\w)"


class WordPlaces:
    """The files of one side, asked where words stand. ``changed``: the lines that the patch removes or adds;
    ``attributes``: the names of the attributes that it changes, in small letters.
    """

    def __init__(
        self, contents: Contents, changed: Mapping[str, AbstractSet[int]], attributes: AbstractSet[str] = frozenset()
    ) -> None:
        self._contents = contents
        self._changed = changed
        self._reference = "|".join(map(re.escape, sorted(attributes)))
        self._lines: dict[str, list[str]] = {}
        self._told: set[tuple[Place, Place]] = set()  # where texts begin, with the places in them

    def find(self, piece: Piece, words: str) -> Place:
        """Return where words stand in a piece, in lines that changed before others, and where nothing
        was told before. Words that an attribute gives stand where that is read. Where they do not stand as they are,
        where the piece begins.
        """
        if not words:
            return piece.place
        whole = [_standing_alone(words), *self._with_reference(words)]
        both = [self._places_of(piece, patterns) for patterns in (whole[:1], whole[1:])]
        if all(both):  # which of them is told first follows from where they stand
            in_order = sorted({*both[0], *both[1]}, key=lambda place: (place.path, place.line, place.column))
            return self._first(piece, in_order) or piece.place
        patterns = [*whole, _standing_alone(words.split(maxsplit=1)[0])]
        patterns += [rf"\{{(?:{self._reference})\}}"] if self._reference else []
        places = self._places_of(piece, patterns)
        return self._first(piece, places) or piece.place

    def find_value(self, piece: Piece, words: str) -> Place | None:
        """Return where an attribute is read that gave words to the piece before; None where that is not known."""
        return self._first(piece, self._places_of(piece, self._with_reference(words)))

    def _first(self, piece: Piece, places: Sequence[Place]) -> Place | None:
        """The first of some places that was not told yet, else the last one."""
        free = [place for place in places if (piece.place, place) not in self._told] or places[-1:]
        self._told.update((piece.place, place) for place in free[:1])
        return free[0] if free else None

    def _places_of(self, piece: Piece, patterns: Iterable[str]) -> list[Place]:
        return [*dict.fromkeys(place for pattern in patterns for place in self._places(piece, pattern))]

    def _with_reference(self, words: str) -> list[str]:
        """Patterns of words one of which, or whose number, is the value of an attribute."""
        if not self._reference:
            return []
        reference, listed = rf"\{{(?:{self._reference})\}}", words.split()
        patterns = []
        for number, word in enumerate(listed):
            for part in dict.fromkeys((word, *_NUMBER.findall(word))):
                said = [*map(re.escape, listed)]
                said[number] = re.escape(word).replace(re.escape(part), reference, 1)
                patterns.append(r"\s+".join(said))
        return patterns

    def _places(self, piece: Piece, wanted: str) -> list[Place]:
        pattern = re.compile(wanted, re.IGNORECASE if "{" in wanted else 0)
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
