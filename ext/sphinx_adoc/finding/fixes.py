"""The changes that would end findings, made in the texts of their files, and written as a patch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from .model import Finding, Fix
from .report.base import posix

_NO_NEWLINE = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file's text before and after, and how many changes were made in it."""

    before: str
    after: str
    changes: int


def fixed(findings: Iterable[Finding], read: Callable[[str], str]) -> dict[str, Fixed]:
    """The files that change, by path, in order. A change is made where just what it replaces stands in the file, and
    once where several findings ask for it; of two that contradict each other none is. Raises what ``read`` raises.
    """
    by_path: dict[str, set[Fix]] = defaultdict(set)
    for finding in findings:
        if finding.fix:
            by_path[finding.fix.span.start.path].add(finding.fix)
    done = ((path, _changed(read(path), fixes)) for path, fixes in sorted(by_path.items()))
    return {path: found for path, found in done if found.changes}


def _changed(text: str, fixes: Iterable[Fix]) -> Fixed:
    lines = text.split("\n")
    count = 0
    for line, column, fix in sorted(_alone(fixes), key=lambda found: found[:2], reverse=True):
        at = column - 1
        if line <= len(lines) and lines[line - 1].startswith(fix.before, at):
            lines[line - 1] = lines[line - 1][:at] + fix.replacement + lines[line - 1][at + len(fix.before) :]
            count += 1
    return Fixed(text, "\n".join(lines), count)


def _alone(fixes: Iterable[Fix]) -> Iterator[tuple[int, int, Fix]]:
    """The fixes that are the only ones at their place, with line and column."""
    places: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
    found: dict[tuple[int, int], Fix] = {}
    for fix in fixes:
        place = (fix.span.start.line, fix.span.start.column)
        places[place].add((fix.before, fix.replacement))
        found[place] = fix
    yield from ((*place, found[place]) for place, wanted in places.items() if len(wanted) == 1)


def patch(files: Mapping[str, Fixed]) -> str:
    """A patch that `git apply` and `patch -p1` take. Paths are as they were given: relative ones fit where that was."""
    return "".join(_file_patch(posix(path).lstrip('/'), found) for path, found in files.items())


def _file_patch(path: str, found: Fixed) -> str:
    before, after = (_lines(text) for text in (found.before, found.after))
    made = unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in made)


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one."""
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != "\n" else [])]
