"""Attribute lists: what stands between the brackets of ``[quote#id.role%option, Author, cols="1,2"]``.

Entries are separated by commas and are positional (``Author``) or named (``cols=...``). A value may stand in double
or single quotes, with the quote inside escaped by a backslash; a value in single quotes wants the normal
substitutions, so :class:`Entry` says which quote it had. A list never fails: what is wrong with it is in
:attr:`AttrList.problems`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from .words import BLANKS, WordPattern

_NAME: Final = WordPattern(lambda c: rf"[{c.word}][{c.word}\-.]*")
_BLANK: Final = re.compile(r"[ \t]*")
_DELIMITER: Final = re.compile(r"[ \t]*(?:,|\Z)")
_TO_DELIMITER: Final = re.compile(r"[^,]*")
_CLOSING: Final = {'"': re.compile(r'(?<!\\)"'), "'": re.compile(r"(?<!\\)'")}
_SIGN: Final = re.compile(r"[='\"]")
_SHORTHAND_MARK: Final = re.compile(r"[.#%]")


class AttrProblem(NamedTuple):
    """Trouble in an attribute list: what, and between which offsets of the list's text."""

    message: str
    start: int
    end: int
    hint: str = ""


class Entry(NamedTuple):
    """One entry. ``name`` is None for a positional one, ``value`` is None for an empty positional one.

    ``start``, ``end``: the whole entry; ``value_start``: the first character of the value (after its quote).
    ``quote``: the quote around the value, or ''.
    """

    name: str | None
    value: str | None
    start: int
    end: int
    value_start: int
    quote: str = ""


@dataclass(slots=True)
class AttrList:
    """The entries by kind.

    ``positional[i]`` is the value of entry ``i`` (counted over all entries; None where it is empty or named).
    ``named`` holds the named ones, and positional ones under the names that the caller gave; ``options`` the values of
    ``options`` and ``opts``, which are not in ``named``.
    """

    positional: list[str | None] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[AttrProblem] = field(default_factory=list)

    @property
    def first(self) -> str | None:
        """The value of the first entry, if that is positional."""
        return self.positional[0] if self.positional else None


def parse_attrlist(text: str, positional_names: Sequence[str] = ()) -> AttrList:
    """Parse an attribute list, brackets not included; ``positional_names`` name its first entries ('' for none)."""
    if not text:
        return AttrList()
    scanner = _Scanner(text, positional_names)
    return scanner.run() if _SIGN.search(text) is not None or not text.strip(" \t") else scanner.run_positional()


class _Scanner:
    """Reads one list from left to right; no character is looked at more than a few times."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.text = text
        self.pos = 0
        self.names = names
        self.unclosed: set[str] = set()
        self.result = AttrList()

    def run(self) -> AttrList:
        text = self.text
        while True:
            self._blank()
            if self.pos >= len(text) and not text.rstrip(BLANKS).endswith(","):
                break
            self._entry()
            if self.pos >= len(text):
                break
            delimiter = _DELIMITER.match(text, self.pos)
            if delimiter is None:
                self._stray()
            else:
                self.pos = delimiter.end()
        return self.result

    def run_positional(self) -> AttrList:
        """Do as :meth:`run` for a list without quotes and names: it is parted by its commas."""
        start = 0
        for part in self.text.split(","):
            value = part.strip(" \t")
            first = start + len(part) - len(part.lstrip(" \t"))
            self._add(Entry(None, value or None, first, first + len(value), first))
            start += len(part) + 1
        return self.result

    def _stray(self) -> None:
        entry = self.result.entries[-1]
        if entry.quote:
            self._problem("text after a quoted value", entry.start, self.pos, "put a comma between two entries")

    def _problem(self, message: str, start: int, end: int, hint: str) -> None:
        self.result.problems.append(AttrProblem(message, start, end, hint))

    def _blank(self) -> None:
        blank = _BLANK.match(self.text, self.pos)
        self.pos = blank.end() if blank else self.pos

    def _to_delimiter(self) -> str:
        """The text up to the next comma, blanks before it left standing."""
        match = _TO_DELIMITER.match(self.text, self.pos)
        value = match.group().rstrip(" \t") if match else ""
        self.pos += len(value)
        return value

    def _entry(self) -> None:
        start = self.pos
        first = self.text[start : start + 1]
        if first in _CLOSING:
            value, quote = self._quoted(first)
            self._add(Entry(None, value, start, self.pos, start + len(quote), quote))
            return
        name = _NAME.match(self.text, start)
        if name is None:
            self._add(Entry(None, self._to_delimiter() or None, start, self.pos, start))
            return
        self.pos = name.end()
        self._blank()
        if self.text[self.pos : self.pos + 1] == "=":
            self.pos += 1
            self._named(name.group(), start)
            return
        self.pos = start
        self._add(Entry(None, self._to_delimiter(), start, self.pos, start))

    def _named(self, name: str, start: int) -> None:
        self._blank()
        value_start = self.pos
        first = self.text[value_start : value_start + 1]
        if first in _CLOSING:
            value, quote = self._quoted(first)
            self._add(Entry(name, value, start, self.pos, value_start + len(quote), quote))
            return
        value = self._to_delimiter()
        if value == "None":
            self.result.positional.append(None)
            self.result.entries.append(Entry(name, None, start, self.pos, value_start))
        else:
            self._add(Entry(name, value, start, self.pos, value_start))

    def _quoted(self, quote: str) -> tuple[str, str]:
        """The value in quotes and its quote; or, where the closing one is missing, all up to the comma and ''."""
        opening = self.pos
        self.pos += 1
        if self.text.startswith(quote, self.pos):
            self.pos += 1
            return "", quote
        closing = None if quote in self.unclosed else _CLOSING[quote].search(self.text, self.pos + 1)
        if closing is None:
            self.unclosed.add(quote)
            value = quote + self._to_delimiter()
            self._problem(f"the quote {quote} is never closed", opening, self.pos, f"add {quote} where the value ends")
            return value, ""
        value = self.text[self.pos : closing.start()]
        self.pos = closing.end()
        return value.replace("\\" + quote, quote), quote

    def _add(self, entry: Entry) -> None:
        result = self.result
        index = len(result.entries)
        result.entries.append(entry)
        result.positional.append(entry.value if entry.name is None else None)
        if entry.value is None:
            return
        if entry.name in {"options", "opts"}:
            result.options.extend(option for option in entry.value.replace(" ", "").split(",") if option)
        elif entry.name is not None:
            result.named[entry.name] = entry.value
        elif index < len(self.names) and self.names[index]:
            result.named[self.names[index]] = entry.value


@dataclass(slots=True)
class Shorthand:
    """``style#id.role%option``, taken apart. ``problems`` name empty parts and a second id."""

    style: str | None = None
    id: str | None = None
    roles: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    problems: list[AttrProblem] = field(default_factory=list)


def parse_shorthand(first: str) -> Shorthand:
    """Take the first positional entry of a block's attribute list apart. With a space inside, it is all style."""
    if " " in first or _SHORTHAND_MARK.search(first) is None:
        return Shorthand(style=first or None)
    result = Shorthand()
    marks = [*_SHORTHAND_MARK.finditer(first)]
    result.style = first[: marks[0].start()] or None
    ends = [mark.start() for mark in marks[1:]] + [len(first)]
    for mark, end in zip(marks, ends, strict=True):
        _shorthand_part(result, mark.group(), first[mark.end() : end], mark.start(), end)
    return result


_PART_NAMES: Final = {".": "role", "#": "id", "%": "option"}


def _shorthand_part(result: Shorthand, mark: str, value: str, start: int, end: int) -> None:
    if not value:
        what = _PART_NAMES[mark]
        result.problems.append(AttrProblem(f"empty {what} after {mark}", start, end, f"name the {what} or drop {mark}"))
    elif mark == "#":
        if result.id is not None:
            result.problems.append(AttrProblem(f"a second id, {value!r}", start, end, "a block has one id"))
        result.id = value
    else:
        (result.roles if mark == "." else result.options).append(value)


def parse_phrase_attributes(text: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the id and the roles before formatted text: ``#id.role`` or, the old form, bare role names (``[big
    red]``).
    """
    text = text.partition(",")[0].strip(BLANKS)
    if not text.startswith((".", "#")):
        return None, tuple(text.split())
    before, _, after = text.partition("#")
    id_, _, roles = after.partition(".")
    return id_ or None, tuple(f"{before}.{roles}".replace(".", " ").split())
