"""The lines that findings point at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.source import Span

Lines = Callable[[str, int], str]
"""From a path (as findings name it) and a line number (from 1) to that line, '' where there is none."""


def no_lines(_path: str, _number: int) -> str:
    """Return '': where there are no sources to read from."""
    return ""


def file_lines(files: Files = DISK) -> Lines:
    """Return what reads the lines of files, each file once."""
    return lines_of(lambda path: _text(files.read(Path(path))))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def lines_of(read: Callable[[str], str]) -> Lines:
    """Return what gives the lines of texts. ``read`` is called once a path; it may raise OSError, ValueError, KeyError
    where there is no text.
    """

    @cache
    def split(path: str) -> tuple[str, ...]:
        try:
            return tuple(read(path).split("\n"))
        except (OSError, ValueError, KeyError):
            return ()

    def line(path: str, number: int) -> str:
        lines = split(path)
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    return line


def text_at(span: Span, lines: Lines) -> str:
    """Return what stands in a span, of several lines the first one; blanks evened out."""
    line = lines(span.start.path, span.start.line)
    end = span.end.column if span.end.line == span.start.line else len(line)
    return " ".join(line[max(span.start.column - 1, 0) : end].split())
