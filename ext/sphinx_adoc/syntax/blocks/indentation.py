"""Tabs and common indentation of verbatim lines, with the columns that they cost."""

from __future__ import annotations

Dedented = tuple[list[str], list[int] | None]


def expand_tabs(lines: list[str], size: int) -> list[str]:
    """Return the lines with tabs filled up to multiples of ``size``."""
    return [line.expandtabs(size) if "\t" in line else line for line in lines]


def indentation(lines: list[str]) -> int:
    """Return the number of blanks that all lines begin with."""
    return min((len(line) - len(line.lstrip(" \t")) for line in lines if line), default=0)


def dedent(lines: list[str], width: int = 0) -> Dedented:
    """Return the lines with their common indentation replaced by ``width`` blanks, and the column each one now begins
    at.
    """
    common = indentation(lines)
    if common == width:
        return lines, None
    filler = " " * width
    return [filler + line[common:] if line else line for line in lines], [common + 1 - width] * len(lines)
