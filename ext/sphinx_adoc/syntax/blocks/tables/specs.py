"""The small languages of columns (``cols="1,2*<.^3a"``) and cells (``2.3+^.>s|``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.syntax.tree import Column

_ALIGN: Final = r"(?P<align>[<^>](?:\.[<^>]?)?|(?:[<^>]?\.)?[<^>])?"
_COLUMN: Final = re.compile(rf"(?:(?P<repeat>\d+)\*)?{_ALIGN}(?P<width>\d+%?|~)?(?P<style>[a-z])?\Z")
CELL: Final = re.compile(rf"(?:(?P<span>\d+(?:\.\d*)?|(?:\d*\.)?\d+)(?P<kind>[*+]))?{_ALIGN}(?P<style>[a-z])?")
STYLES: Final = {
    "a": "asciidoc", "d": "default", "e": "emphasis", "h": "header", "l": "literal", "m": "monospaced",
    "s": "strong", "v": "verse",
}  # fmt: skip
_H: Final = {"<": "left", "^": "center", ">": "right"}
_V: Final = {"<": "top", "^": "middle", ">": "bottom"}
MAX_COLUMNS: Final = 1000
MAX_ROWS: Final = 10_000


@dataclass(slots=True)
class CellSpec:
    """What stands before a cell's separator; None where it says nothing. ``limited``: it asks for too much."""

    repeat: int = 1
    colspan: int = 1
    rowspan: int = 1
    halign: str | None = None
    valign: str | None = None
    style: str | None = None
    limited: bool = False


def _alignment(text: str | None) -> tuple[str | None, str | None]:
    horizontal, _, vertical = (text or "").partition(".")
    return _H.get(horizontal), _V.get(vertical)


def parse_cell_spec(match: re.Match[str]) -> CellSpec:
    """Return the spec of a match of :data:`CELL`."""
    spec = CellSpec()
    if match["span"]:
        columns, _, rows = match["span"].partition(".")
        wide, high = int(columns or 1), int(rows or 1)
        if match["kind"] == "+":
            spec.colspan = max(min(wide, MAX_COLUMNS), 1)
            spec.rowspan = max(min(high, MAX_ROWS), 1)
        else:
            spec.repeat = max(min(wide, MAX_COLUMNS), 1)
        spec.limited = wide > MAX_COLUMNS or high > MAX_ROWS
    spec.halign, spec.valign = _alignment(match["align"])
    spec.style = STYLES.get(match["style"] or "")
    return spec


def parse_columns(text: str) -> tuple[list[Column], list[str]]:
    """Return the columns of a ``cols`` attribute (one more than allowed stands for any number), and what is no column
    spec.
    """
    text = text.replace(" ", "").replace("\t", "")
    if text.isdecimal():
        return [Column() for _ in range(min(int(text[:5]), MAX_COLUMNS + 1))], []
    columns: list[Column] = []
    bad: list[str] = []
    for part in text.split("," if "," in text else ";"):
        match = _COLUMN.match(part)
        if match is None:
            bad.append(part)
            continue
        repeat = min(int((match["repeat"] or "1")[:5]), MAX_COLUMNS + 1 - len(columns))
        columns.extend(_column(match) for _ in range(repeat))
    return columns, bad


def _column(match: re.Match[str]) -> Column:
    horizontal, vertical = _alignment(match["align"])
    column = Column(1, horizontal or "left", vertical or "top", STYLES.get(match["style"] or ""))
    width = match["width"]
    if width == "~":
        column.autowidth = True
    elif width:
        column.width = float(width.rstrip("%")[:6])
    return column


def share_widths(columns: list[Column]) -> None:
    """Turn proportions into percents, four decimals; columns ``~`` share what is left."""
    automatic = [column for column in columns if column.autowidth]
    fixed = sum(column.width for column in columns if not column.autowidth)
    if automatic:
        for column in automatic:
            column.width = max(100 - fixed, 0) / len(automatic)
        return
    for column in columns:
        column.width = round(column.width * 100 / fixed, 4) if fixed else round(100 / len(columns), 4)
