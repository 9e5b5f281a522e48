"""About how wide a formula is: browsers break none, so a long one scrolls, and is smaller on paper."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET

from .mathml import FormulaError, to_mathml

_LETTER: Final = 0.55  # em; what a letter or a digit takes on average
_WIDE_LETTER: Final = 1.0  # of the scripts of East Asia, which begin here:
_EAST_ASIA: Final = 0x2E80
_OPERATOR: Final = 1.1  # with the space around it
_SCRIPT: Final = 0.7  # the size of an index or exponent
_COLUMN: Final = 0.8  # the space between two columns


@lru_cache(maxsize=1024)
def width(tex: str, *, block: bool) -> float:
    """Return about how many em a formula in TeX is wide; 0 where it cannot be shown as one."""
    try:
        root = ET.fromstring(to_mathml(tex, block=block))
    except (FormulaError, ET.ParseError):
        return 0.0
    widths: dict[ET.Element, float] = {}
    for element in reversed(list(root.iter())):  # what is inside first
        widths[element] = _width(element, widths)
    return widths[root]


def _width(element: ET.Element, widths: dict[ET.Element, float]) -> float:
    inner = [widths[child] for child in element]
    match element.tag.rpartition("}")[2]:
        case "mi" | "mn" | "mtext" | "ms":
            return sum(_WIDE_LETTER if ord(sign) >= _EAST_ASIA else _LETTER for sign in element.text or "")
        case "mo":
            return _OPERATOR
        case "mspace":
            return _LETTER
        case "mfrac" | "munder" | "mover" | "munderover":
            return max(inner, default=0.0)
        case "msub" | "msup" | "msubsup" | "mmultiscripts" if inner:
            return inner[0] + _SCRIPT * max(inner[1:], default=0.0)
        case "mtable":
            return _table_width(element, widths)
        case "annotation" | "annotation-xml":
            return 0.0
    return sum(inner)


def _table_width(table: ET.Element, widths: dict[ET.Element, float]) -> float:
    columns: dict[int, float] = {}
    for row in table:
        for number, cell in enumerate(row):
            columns[number] = max(columns.get(number, 0.0), widths[cell])
    return sum(columns.values()) + _COLUMN * len(columns)


ON_PAPER: Final = (80, 60, 45, 35, 25, 18, 12, 8, 5)
"""Per cent of its size to which a formula can be made smaller on paper, each with a class ``adoc-paper-N``."""
_SHEET: Final = 34  # em between the margins of a sheet, inside a note
_TELEPHONE: Final = 19  # em of running text


def box(tex: str, *, block: bool) -> tuple[list[str], bool]:
    """Return the classes of what holds a formula, and whether it may have to scroll, so that the keyboard reaches it.

    ``adoc-long``: it scrolls; ``adoc-paper-N``: on paper it would be cut, and is shown at N per cent of its size.
    """
    em = width(tex, block=block)
    if em <= _TELEPHONE:
        return [], False
    if em <= _SHEET:
        return ["adoc-long"], True
    fitting = next((size for size in ON_PAPER if em * size <= 100 * _SHEET), ON_PAPER[-1])
    return ["adoc-long", f"adoc-paper-{fitting}"], True
