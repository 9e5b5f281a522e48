"""Applying patches on copies of the files that they name, as far as they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sphinx_adoc.finding.report.base import number_of

from .diffs import FileDiff, files_of
from .folder import Recorder
from .mail import Patch, PatchError
from .repository import GitError, git_outside
from .steps import Member, Step, numbers

_OFFSET: Final = re.compile(r"Hunk #\d+ succeeded at \d+ \(offset (-?\d+) lines?\)")
_FAILED: Final = re.compile(r"error: (?:patch failed: )?(.+?):(\d+)")
_WAYS: Final = (  # options of git apply, and what they mean to a reader
    ((), ""),
    (("--ignore-whitespace",), "blanks differ"),
    (("-C1",), "the context does not match exactly"),
    (("-C1", "--ignore-whitespace"), "the context does not match exactly"),
)


@dataclass(slots=True)
class Applying:
    """How a series is applied. ``on``: what on, in words; ``notes``: what did not match exactly; ``left_out``: the
    parts of it that were not applied, with the reason.
    """

    on: str
    notes: list[str] = field(default_factory=list)
    left_out: list[tuple[FileDiff, str]] = field(default_factory=list)


def applied(patches: Sequence[Patch], recorder: Recorder, applying: Applying) -> Iterator[Step]:
    """Apply the patches of a series in a folder, one on the other; raise PatchError where one does not apply at all."""
    for number, patch in zip(numbers(patches), patches, strict=True):
        series = f"patch {number}, " if len(patches) > 1 else ""
        _apply(patch, recorder.folder, applying, series)
        renamed = {part.old: part.new for part in files_of(patch.diff) if part.renamed}
        yield Step(Member(number, "", patch.subject), recorder.changed(), renamed)


def _apply(patch: Patch, folder: Path, applying: Applying, series: str) -> None:
    """Apply a patch in a folder: all of it, else the files of it that apply. Raises PatchError."""
    problem = ""
    for diff in (patch.diff, *patch.alternatives):
        parts = files_of(diff)
        text = [part for part in parts if not part.binary]
        said = _try("".join(part.text for part in text), folder, applying) if text else ""
        if said is None:
            applying.left_out += [(part, "binary, and not in the mail") for part in parts if part.binary]
            return
        problem = problem or said
    if not _apply_some(files_of(patch.diff), folder, applying):
        raise PatchError(_refusal(patch, problem, applying.on, series))


def _apply_some(parts: Sequence[FileDiff], folder: Path, applying: Applying) -> bool:
    """Apply the files of a patch that apply; tell whether there was any."""
    left_out: list[tuple[FileDiff, str]] = []
    for part in parts:
        said = "binary, and not in the mail" if part.binary else _try(part.text, folder, applying)
        if said is not None:
            left_out.append((part, said if part.binary else f"does not apply{_where(said)}"))
    if any(not part.binary for part, _ in left_out) and len(left_out) < len(parts):
        applying.notes.append(f"{number_of(len(left_out), 'file')} of {len(parts)} left out")
    applying.left_out += left_out
    return len(left_out) < len(parts)


def _try(diff: str, folder: Path, applying: Applying) -> str | None:
    """Apply a diff in one way or another; return what git says where it applies in none, None where it does."""
    problem = ""
    strip = () if all(part.prefixed for part in files_of(diff)) else ("-p0",)
    for options, note in _WAYS:
        try:
            words = ("apply", "--verbose", "--whitespace=nowarn", *strip, *options, "-")
            _, said = git_outside(folder, *words, given=diff.encode("utf-8", "surrogateescape"))
        except GitError as error:
            problem = problem or str(error)
            continue
        if note:
            applying.notes.append(note)
        if offsets := [abs(int(offset)) for offset in _OFFSET.findall(said)]:
            applying.notes.append(f"with an offset of {number_of(max(offsets), 'line')}")
        return None
    return problem


def _where(problem: str) -> str:
    where = _FAILED.search(problem)
    return f" at line {where[2]}" if where else ""


def _refusal(patch: Patch, problem: str, on: str, series: str) -> str:
    """Why a patch does not apply, and where. ``series``: which one of its series it is, '' for one alone."""
    where = _FAILED.search(problem)
    place = f"{where[1]}:{where[2]}: " if where else ""
    lines = [line.removeprefix("error: ") for line in problem.splitlines() if line.startswith("error: ")]
    said = lines[-1] if lines else problem.strip() or "it changes binary files alone, which are not in the mail"
    return f"{place}{series}'{patch.subject}' does not apply: {said} ({on}); name its base with --base"
