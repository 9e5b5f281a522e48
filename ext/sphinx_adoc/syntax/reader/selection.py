"""Which lines of an included file are wanted: ``lines=`` and ``tags=``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sphinx_adoc.syntax.words import BLANKS

_MAX_BLANKS: Final = 80
_RANGE: Final = re.compile(r"(?P<first>\d+)(?:\.\.(?P<last>-?\d+|))?\Z", re.ASCII)
_DIGITS: Final = re.compile(r"-?[0-9]+")
_TAG: Final = re.compile(r"\b(tag|end)::([^\s\[]+)\[\](?=$|[\s\-])")


@dataclass(slots=True)
class Selection:
    """Numbers of the chosen lines (from 0, ascending), and the trouble met.

    Trouble: the line (from 1; 0: the directive's own) and what is wrong with it.
    """

    chosen: list[int]
    trouble: list[tuple[int, str]] = field(default_factory=list)


def by_lines(spec: str, count: int) -> Selection:
    """Return the lines ``1;3..4;7..-1`` (commas too) of a file of ``count`` lines; all where nothing in it names a
    line.
    """
    ranges: list[tuple[int, int]] = []
    trouble: list[tuple[int, str]] = []
    for part in map(str.strip, re.split(r"[;,]", spec)):
        match = _RANGE.match(part)
        if match is None:
            trouble.append((0, f"not a line number or a range: '{part}'"))
            first, last = _misread(part)
        else:
            first = max(int(match["first"][:9]), 1)
            last = first if match["last"] is None else int(match["last"][:9] or -1)
        last = count if last < 0 else last
        if match is not None and first > min(last, count):
            trouble.append((0, f"'{part}' chooses none of the file's {count} lines"))
        if first <= last:
            ranges.append((first, min(last, count)))
    if not ranges:
        trouble.append((0, f"'lines={spec}' names no line; the whole file is included"))
        return Selection([*range(count)], trouble)
    return Selection(_lines_of(ranges), trouble)


def _misread(part: str) -> tuple[int, int]:
    """The first and the last line that Asciidoctor reads out of what is no range: digits count as far as they go."""
    first, dots, last = part.partition("..")
    numbers = [int(digits[0][:9]) if (digits := _DIGITS.match(number)) else 0 for number in (first, last)]
    return (numbers[0], numbers[1]) if dots else (max(numbers[0], 0),) * 2


def _lines_of(ranges: list[tuple[int, int]]) -> list[int]:
    """The lines (from 0) of ranges, each once, whatever the ranges have in common."""
    lines: list[int] = []
    end = 0
    for first, last in sorted(ranges):
        lines.extend(range(max(first - 1, end), last))
        end = max(end, last)
    return lines


def parse_tags(spec: str) -> dict[str, bool]:
    """``a;!b;*`` to name -> wanted, in order."""
    selected: dict[str, bool] = {}
    for part in re.split(r"[;,]", spec):
        name = part.strip(BLANKS)
        if name.startswith("!"):
            selected[name[1:]] = False
        elif name:
            selected[name] = True
    selected.pop("", None)
    return selected


class _Defaults(NamedTuple):
    """Whether lines outside any tag are wanted, and whether those of a tag that is not named are (None: not said)."""

    outside: bool
    unnamed: bool | None


class _TagScan:
    """Walks the lines of a file once, keeping a stack of open tags with what each decided."""

    def __init__(self, wanted: dict[str, bool]) -> None:
        self.wanted = dict(wanted)
        self.default, self.wildcard = self._defaults()
        self.select = self.default
        self.stack: list[tuple[str, bool, int]] = []
        self.seen: set[str] = set()
        self.trouble: list[tuple[int, str]] = []

    def _defaults(self) -> _Defaults:
        wanted = self.wanted
        if "**" in wanted:
            base = wanted.pop("**")
            if "*" in wanted:
                return _Defaults(base, wanted.pop("*"))
            only_negated = not base and next(iter(wanted.values()), None) is False
            return _Defaults(base, True if only_negated else None)
        if "*" in wanted:
            first = next(iter(wanted)) == "*"
            wildcard = wanted.pop("*")
            return _Defaults(first and not wildcard, wildcard)
        return _Defaults(True not in wanted.values(), None)

    def begin(self, name: str, line: int) -> None:
        if name in self.wanted:
            self.seen.add(name)
            self.select = self.wanted[name]
        elif self.wildcard is not None:
            self.select = self.wildcard if self.select or not self.stack else False
        else:
            return
        self.stack.append((name, self.select, line))

    def end(self, name: str, line: int) -> None:
        if self.stack and self.stack[-1][0] == name:
            self.stack.pop()
        elif name in self.wanted or any(entry[0] == name for entry in self.stack):
            where = next((i for i in reversed(range(len(self.stack))) if self.stack[i][0] == name), None)
            if where is None:
                self.trouble.append((line, f"end of tag '{name}' that is not open"))
                return
            self.trouble.append((line, f"end of tag '{name}' where '{self.stack[-1][0]}' is open"))
            del self.stack[where]
        else:
            return
        self.select = self.stack[-1][1] if self.stack else self.default


def by_tags(wanted: dict[str, bool], lines: list[str]) -> Selection:
    """Return the lines of the regions between ``tag::name[]`` and ``end::name[]``; the directives' own lines are
    dropped.
    """
    scan = _TagScan(wanted)
    chosen: list[int] = []
    for number, line in enumerate(lines):
        match = _TAG.search(line) if "::" in line and "[]" in line else None
        if match is not None:
            (scan.begin if match.group(1) == "tag" else scan.end)(match.group(2), number + 1)
        elif scan.select:
            chosen.append(number)
    scan.trouble += [(line, f"tag '{name}' is never closed") for name, _, line in scan.stack if name in scan.wanted]
    missing = [name for name, want in scan.wanted.items() if want and name not in scan.seen]
    scan.trouble += [(0, f"tag '{name}' not found") for name in missing]
    return Selection(chosen, scan.trouble)


def blanks(value: str | None) -> int | None:
    """Return the number of blanks that an attribute's value asks for, at most 80; None: for none."""
    return min(int(value[:9]), _MAX_BLANKS) if value and value.isdecimal() else None


def indented(lines: list[str], width: int) -> list[str]:
    """Return the lines with their common indentation replaced by ``width`` blanks."""
    filled = [line.expandtabs(8) if "\t" in line else line for line in lines]
    common = min((len(line) - len(line.lstrip(" ")) for line in filled if line), default=0)
    return [" " * width + line[common:] if line else line for line in filled]
