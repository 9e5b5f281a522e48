"""Applying patches on copies of the files that they name, as far as they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sphinx_adoc.finding.report.base import number_of

from .diffs import FileDiff, files_of, hunks_of
from .folder import Recorder
from .mail import Patch, PatchError
from .repository import GitError, git_outside
from .steps import Member, Step, numbers

_OFFSET: Final = re.compile(r"Hunk #\d+ succeeded at \d+ \(offset (-?\d+) lines?\)")
_FAILED: Final = re.compile(r"error: (?:patch failed: )?(.+?):(\d+)")
_SURROGATE: Final = re.compile("[\udc80-\udcff]")
_NOT_HERE: Final = "binary, and not in the mail"
_WAYS: Final = (  # options of git apply, and what they mean to a reader
    ((), ""),
    (("--ignore-whitespace",), "blanks differ"),
    (("-C1",), "the context does not match exactly"),
    (("-C1", "--ignore-whitespace"), "the context does not match exactly"),
)


@dataclass(slots=True)
class Applying:
    """How a series is applied. ``on``: what on, in words; ``asked``: whether that was given; ``alone``: whether it is
    one patch; ``notes``: what did not match exactly; ``left_out``: the parts that were not applied, with the reason.
    """

    on: str
    asked: bool = False
    alone: bool = True
    notes: list[str] = field(default_factory=list)
    left_out: list[tuple[FileDiff, str]] = field(default_factory=list)


def applied(patches: Sequence[Patch], recorder: Recorder, applying: Applying) -> Iterator[Step]:
    """Apply the patches of a series in a folder, one on the other; raise PatchError where one does not apply at all.
    Those that change files which are not here alone, such as patches for another repository, are left out.
    """
    applying.alone = len(patches) == 1
    for number, patch in zip(numbers(patches), patches, strict=True):
        series = f"patch {number}, " if len(patches) > 1 else ""
        _apply(patch, recorder.folder, applying, series)
        renamed = {part.old: part.new for part in files_of(patch.diff) if part.renamed}
        yield Step(Member(number, "", patch.subject), recorder.changed(), renamed)


def _apply(patch: Patch, folder: Path, applying: Applying, series: str) -> None:
    """Apply a patch in a folder: all of it, else what of it applies. Raises PatchError."""
    problem = ""
    for diff, note in ((patch.diff, ""), *patch.alternatives):
        parts = files_of(diff)
        whole = [part for part in parts if part.complete]
        said = _try("".join(part.text for part in whole), folder, applying) if whole else None
        if said is None:
            applying.notes += [note] if note else []
            applying.left_out += [(part, _NOT_HERE) for part in parts if not part.complete]
            return
        problem = problem or said
    parts = files_of(patch.diff)
    if not applying.alone and all(part.old and not (folder / part.old).exists() for part in parts):
        applying.notes.append(f"{series}changes files that are not here alone, and is left out")
        applying.left_out += [(part, "a file that is not here") for part in parts]
    elif not _apply_some(parts, folder, applying):
        raise PatchError(_refusal(patch, problem, applying, series))


def _apply_some(parts: Sequence[FileDiff], folder: Path, applying: Applying) -> bool:
    """Apply the files of a patch that apply, and hunks of the others; tell whether that is an answer: some applied, or
    all are binary.
    """
    left_out: list[tuple[FileDiff, str]] = []
    some = False
    for part in parts:
        said = _NOT_HERE if not part.complete else _try(part.text, folder, applying)
        if said is None:
            some = True
        elif part.binary:
            left_out.append((part, said if not part.complete else "binary, and does not apply"))
        else:
            hunks = [(hunk, _try(hunk.text, folder, applying)) for hunk in hunks_of(part)]
            failed = [(hunk, f"does not apply{_where(problem)}") for hunk, problem in hunks if problem is not None]
            some = some or len(failed) < len(hunks)
            if len(failed) < len(hunks):
                applying.notes.append(f"{number_of(len(failed), 'hunk')} of {len(hunks)} in {part.path} left out")
                left_out += failed
            else:
                left_out.append((part, f"does not apply{_where(said)}"))
    files = len({part.path for part, _ in left_out if part in parts})
    if some and files and any(not part.binary for part, _ in left_out):
        applying.notes.append(f"{number_of(files, 'file')} of {len(parts)} left out")
    some = some or all(part.binary for part in parts)
    applying.left_out += left_out if some else ()
    return some


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


def _refusal(patch: Patch, problem: str, applying: Applying, series: str) -> str:
    """Why a patch does not apply, and where. ``series``: which one of its series it is, '' for one alone."""
    where = _FAILED.search(problem)
    place = f"{where[1]}:{where[2]}: " if where else ""
    lines = [line.removeprefix("error: ") for line in problem.splitlines() if line.startswith("error: ")]
    said = lines[-1] if lines else problem.strip()
    named = f"'{patch.subject}'" if patch.subject else "the patch" if not series else "it"
    coded = "; it has bytes that are no UTF-8, and names no charset" if _SURROGATE.search(patch.diff) else ""
    base = "name its base with --base"
    if applying.asked:
        base = "name another commit with --base, or leave it out to have one looked for"
    return f"{place}{series}{named} does not apply: {said}{coded} ({applying.on}); {base}"
