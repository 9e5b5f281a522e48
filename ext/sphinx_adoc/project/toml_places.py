"""Where the keys of TOML text stand. :mod:`tomllib` gives values alone; a message needs the line as well.

The scanner reads text that :func:`tomllib.loads` has accepted, so it only has to find its way, not to judge.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

Path = tuple[str, ...]
Place = tuple[int, int]

_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_STRING: Final = re.compile(
    r'''
    """ (?:[^\\]|\\.)*? "{3,5}
    | '{3} .*? '{3,5}
    | " (?:[^"\\\n]|\\.)* "
    | ' [^'\n]* '
    ''',
    re.DOTALL | re.VERBOSE,
)
_SCALAR: Final = re.compile(r"[^,\]}\n#]+")


def places(text: str) -> dict[Path, Place]:
    """Return line and column, both from 1, of each key and table, and of each element of an array (by its number)."""
    scanner = _Scanner(text)
    scanner.document()
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(offset: int) -> Place:
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    return {path: place(offset) for path, offset in scanner.offsets.items()}


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offsets: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._next():
            if self._next() != "[":
                self._pair(table)
                continue
            start = self.at
            self.at += 2 if self.text.startswith("[[", self.at) else 1
            table = self._key()
            self._note(table, start)
            self.at = self.text.index("]", self.at) + 1
            self.at += self.text.startswith("]", self.at)

    def _next(self) -> str:
        """The next character that is neither blank nor in a comment, '' at the end."""
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def _note(self, path: Path, offset: int) -> None:
        for length in range(1, len(path) + 1):
            self.offsets.setdefault(path[:length], offset)

    def _pair(self, table: Path) -> None:
        self._next()
        start = self.at
        path = table + self._key()
        self._note(path, start)
        self._next()
        self.at += 1  # the equals sign
        self._value(path)

    def _key(self) -> Path:
        parts = [self._name()]
        while self._next() == ".":
            self.at += 1
            parts.append(self._name())
        return tuple(parts)

    def _name(self) -> str:
        import tomllib  # loaded by whom the text is of

        quoted = self._next() in ("'", '"')
        match = (_STRING if quoted else _BARE).match(self.text, self.at)
        if match is None:
            raise ValueError(f"no key at offset {self.at}")
        self.at = match.end()
        return str(tomllib.loads(f"x = {match[0]}")["x"]) if quoted else match[0]

    def _value(self, path: Path) -> None:
        match self._next():
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case character:
                match = (_STRING if character in ("'", '"') else _SCALAR).match(self.text, self.at)
                self.at = match.end() if match else len(self.text)

    def _array(self, path: Path) -> None:
        self.at += 1
        number = 0
        while (character := self._next()) not in ("]", ""):
            if character == ",":
                self.at += 1
                continue
            self.offsets[(*path, str(number))] = self.at
            self._value((*path, str(number)))
            number += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while (character := self._next()) not in ("}", ""):
            if character == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1
