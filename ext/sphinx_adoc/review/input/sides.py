"""The documents before and after a patch, as two states.

A state is that of a commit, or of the working tree. Neither the repository nor the working tree is changed: patches are
applied on copies of the files that they name.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sphinx_adoc.finding.report.base import number_of

from . import git
from .contents import ChangedContents, CommitContents, Contents, FolderContents, difference
from .folder import Recorder, fill
from .mail import Patch, PatchError
from .ranges import commit_pair
from .repository import GitError, Repository, git_outside, open_repository
from .steps import MOST_STEPS, Member, Step, bounded, chained, numbers, of_commits

_INDEX: Final = re.compile(r"^index ([0-9a-f]{7,64})\.\.([0-9a-f]{7,64})", re.MULTILINE)
_FILE: Final = re.compile(r"^diff --git (?:a/)?(.+?) (?:b/)?(.+)$", re.MULTILINE)
_NAMES: Final = re.compile(r"^(?:---|\+\+\+) (?:[ab]/)?([^\t\n]+)", re.MULTILINE)
_RENAME: Final = re.compile(r"^rename from (.+)\nrename to (.+)$", re.MULTILINE)
_OFFSET: Final = re.compile(r"Hunk #\d+ succeeded at \d+ \(offset (-?\d+) lines?\)")
_WHOLE: Final = f"looked at as a whole, since there are more than {MOST_STEPS} steps or they are too large"
_FAILED: Final = re.compile(r"error: (?:patch failed: )?(.+?):(\d+)")


@dataclass(frozen=True, slots=True)
class Sides:
    """``before`` and ``after``: the files of both states. ``on``: what the patch was applied on and how, a sentence.
    ``touched``: the paths that it changes, old and new names; ``renamed``: old name to new. ``steps``: the patches or
    commits that lead from one to the other; none where there is only one, or no way by single ones.
    """

    before: Contents
    after: Contents
    on: str
    touched: frozenset[str] = frozenset()
    renamed: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


def of_patches(patches: Sequence[Patch], folder: Path, base: str = "") -> Sides:
    """Both sides of a series. ``folder``: the repository, or a folder of documents; ``base``: the commit that it is
    made on, where it is known. Raises PatchError, GitError.
    """
    repository = open_repository(folder)
    if base and repository is None:
        raise GitError(f"{folder} is in no git repository, so there is no commit {base!r}")
    name, how = _base(patches, repository, base)
    before = _base_contents(folder, repository, name)
    touched = frozenset(path for patch in patches for path in _paths(patch.diff))
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sphinx-adoc-") as made:
        copies = Path(made, "copies")
        fill(copies, before, touched)
        recorder = Recorder(copies)
        steps = bounded(_applied(patches, recorder, how, notes))
        after = ChangedContents(before, difference(before, FolderContents(copies, touched), touched))
    notes += [_WHOLE] if len(patches) > 1 and not steps else []
    renamed = chained(dict(_RENAME.findall(patch.diff)) for patch in patches)
    return Sides(before, after, "; ".join([how, *dict.fromkeys(notes)]), touched, renamed, steps)


def _base_contents(folder: Path, repository: Repository | None, commit: str) -> Contents:
    """The state that a series is applied on: a commit, else the working tree, else the folder as it is."""
    if repository is None:
        return FolderContents(folder)
    return CommitContents(repository, commit) if commit else FolderContents(repository.top, git.tracked(repository))


def of_range(folder: Path, words: str) -> Sides:
    """Both sides of a range of commits, as :mod:`.ranges` says what it means. Raises GitError."""
    repository = open_repository(folder)
    if repository is None:
        raise GitError(f"{folder} is in no git repository, so '{words}' names no commits")
    pair = commit_pair(repository, words)
    old, new, on = pair.old, pair.new, pair.on
    between = git.changed(repository, old, new)
    path = git.path(repository, old, new) if old else []
    steps = bounded(of_commits(repository, old, path)) if len(path) <= MOST_STEPS else ()
    on += f"; {_WHOLE}" if len(path) > 1 and not steps else ""
    touched = between.touched.union(*(step.files for step in steps))
    renamed = chained(step.renamed for step in steps) if steps else between.renamed
    before: Contents = CommitContents(repository, old) if old else {}
    files = dict.fromkeys(between.gone) | dict(git.contents(repository, between.there))
    return Sides(before, ChangedContents(before, files), on, touched, renamed, steps)


# -- the base ----------------------------------------------------------------------------------------------------------


def _base(patches: Sequence[Patch], repository: Repository | None, given: str) -> tuple[str, str]:
    """The commit that a series is made on ('': the files as they are), and how it was found, in words."""
    if repository is None:
        return "", "applied on the files as they are; they are in no git repository"
    if given:
        name = git.commit(repository, given)
        return name, f"applied on {git.described(repository, name)}, as asked"
    said = patches[0].base
    if said:
        try:
            name = git.commit(repository, said)
        except GitError:
            return _by_blobs(patches, repository, f"; its base-commit {said[:12]} is not here")
        return name, f"applied on {git.described(repository, name)}, its base-commit"
    return _by_blobs(patches, repository, "")


def _by_blobs(patches: Sequence[Patch], repository: Repository, note: str) -> tuple[str, str]:
    """The newest commit that has the files which the patches say they change; else the working tree."""
    wanted: dict[str, str] = {}
    for patch in patches:
        for part in re.split(r"^(?=diff --git )", patch.diff, flags=re.MULTILINE):
            head, index = _FILE.match(part), _INDEX.search(part)
            if head and index:
                wanted.setdefault(head[1], index[1])  # a later patch of the series goes on from the first
    try:
        name = git.newest_with(repository, wanted) if wanted else None
    except GitError:  # a repository without a commit
        name = None
    if name:
        count = number_of(len(wanted), "file")
        return name, f"applied on {git.described(repository, name)}, found by the blob ids of {count}{note}"
    return "", "applied on the working tree, no commit has the blobs that it names" + note if wanted else (
        "applied on the working tree" + note
    )


# -- the patch ---------------------------------------------------------------------------------------------------------

_WAYS: Final = (  # options of git apply, and what they mean to a reader
    ((), ""),
    (("--ignore-whitespace",), "blanks differ"),
    (("-C1",), "the context does not match exactly"),
    (("-C1", "--ignore-whitespace"), "the context does not match exactly"),
)


def _applied(patches: Sequence[Patch], recorder: Recorder, how: str, notes: list[str]) -> Iterator[Step]:
    """Apply the patches of a series in a folder, one on the other. ``notes`` gets what did not match. Raises
    PatchError.
    """
    for number, patch in zip(numbers(patches), patches, strict=True):
        series = f"patch {number}, " if len(patches) > 1 else ""
        notes += _apply(patch, recorder.folder, how, series)
        yield Step(Member(number, "", patch.subject), recorder.changed(), dict(_RENAME.findall(patch.diff)))


def _apply(patch: Patch, folder: Path, how: str, series: str) -> Iterator[str]:
    """Apply a patch in a folder; gives notes on what did not match. Raises PatchError."""
    problem = ""
    for diff in (patch.diff, *patch.alternatives):
        for options, note in _WAYS:
            try:
                words = ("apply", "--verbose", "--whitespace=nowarn", *options, "-")
                _, said = git_outside(folder, *words, given=diff.encode())
            except GitError as error:
                problem = problem or str(error)
                continue
            if note:
                yield note
            if offsets := [abs(int(offset)) for offset in _OFFSET.findall(said)]:
                yield f"with an offset of {number_of(max(offsets), 'line')}"
            return
    raise PatchError(_refusal(patch, problem, how, series))


def _refusal(patch: Patch, problem: str, how: str, series: str) -> str:
    """Why a patch does not apply, and where. ``series``: which one of its series it is, '' for one alone."""
    where = _FAILED.search(problem)
    place = f"{where[1]}:{where[2]}: " if where else ""
    lines = [line.removeprefix("error: ") for line in problem.splitlines() if line.startswith("error: ")]
    said = lines[-1] if lines else problem.strip()
    return f"{place}{series}'{patch.subject}' does not apply: {said} ({how}); name its base with --base"


def _paths(diff: str) -> Iterator[str]:
    """The paths that a diff names."""
    for names in (*_FILE.findall(diff), *_RENAME.findall(diff)):
        yield from names
    yield from (name for name in _NAMES.findall(diff) if name != "/dev/null")
