"""The changes that would end findings, made in the texts of their files, and written as a patch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import accumulate

from .model import Finding, Fix
from .places import posix

_NO_NEWLINE = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file's text before and after, and how many changes were made in it."""

    before: str
    after: str
    changes: int


def fixed(findings: Iterable[Finding], read: Callable[[str], str]) -> dict[str, Fixed]:
    """Return the files that change, by path, in order; raise what ``read`` raises.

    A change is made where just what it replaces stands in the file, and once where several findings ask for it; of two
    that contradict each other none is.
    """
    by_path: dict[str, set[Fix]] = defaultdict(set)
    for finding in findings:
        if finding.fix:
            by_path[finding.fix.span.start.path].add(finding.fix)
    done = ((path, _changed(read(path), fixes)) for path, fixes in sorted(by_path.items()))
    return {path: fixed_file for path, fixed_file in done if fixed_file.changes}


def _changed(text: str, fixes: Iterable[Fix]) -> Fixed:
    begins = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    after, count, untouched = text, 0, len(text)
    for (line, column), (before, replacement) in sorted(_alone(fixes), reverse=True):
        at = begins[line - 1] + column - 1 if line <= len(begins) else len(text)
        if text.startswith(before, at) and at + len(before) <= untouched:
            after, untouched = after[:at] + replacement + after[at + len(before) :], at
            count += 1
    return Fixed(text, after, count)


def _alone(fixes: Iterable[Fix]) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """The places (line and column) for which there is one change alone, with what becomes what."""
    wanted: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
    for fix in fixes:
        start = fix.span.start
        wanted[start.line, start.column].add((fix.before, fix.replacement))
    yield from ((place, change) for place, (change, *others) in wanted.items() if not others)


def patch(files: Mapping[str, Fixed]) -> str:
    """Return a patch that `git apply` and `patch -p1` take. Paths are as they were given."""
    return "".join(_file_patch(posix(path).lstrip("/"), change) for path, change in files.items())


def _file_patch(path: str, change: Fixed) -> str:
    before, after = (list(StringIO(text, newline="\n")) for text in (change.before, change.after))  # "\r" ends no line
    from difflib import unified_diff  # for patches alone

    diff = unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in diff)
