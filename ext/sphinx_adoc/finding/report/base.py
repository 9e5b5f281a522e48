"""What every form of report starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePath

from sphinx_adoc.finding.model import Finding

Lines = Callable[[str, int], str]
"""From a path (as findings name it) and a line number (from 1) to that line, '' where there is none."""


def file_lines() -> Lines:
    """Lines of files on disk, each file read once."""

    @cache
    def read(path: str) -> tuple[str, ...]:
        try:
            return tuple(Path(path).read_text(encoding="utf-8", errors="replace").split("\n"))
        except (OSError, ValueError):
            return ()

    def line(path: str, number: int) -> str:
        lines = read(path)
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    return line


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, in the order that they are to be written; the names of all that was checked (documents, claims);
    numbers to state (``documents``: 3); where source lines come from; and the tool's name.
    """

    findings: Sequence[Finding]
    checked: Sequence[str] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    lines: Lines = field(default_factory=file_lines)
    tool: str = "sphinx-adoc"


def number_of(amount: int, noun: str) -> str:
    """How many there are of something, for people: "1 file", "2 files"."""
    return f"{amount} {noun}{'' if amount == 1 else 's'}"


def posix(path: str) -> str:
    """A path as reports for machines name it: with slashes."""
    return PurePath(path).as_posix()
