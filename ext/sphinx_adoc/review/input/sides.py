"""The documents before and after a patch, as two states.

A state is that of a commit, or of the working tree. Neither the repository nor the working tree is changed: patches are
applied on copies of the files that they name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.project.classic import SUFFIX as CONFIGURATION
from sphinx_adoc.project.suffixes import SUFFIXES

from . import git
from .contents import ChangedContents, CommitContents, Contents, FolderContents, difference
from .diffs import FileDiff, files_of
from .folder import Recorder, fill
from .packed import PatchError
from .ranges import commit_pair
from .repository import GitError, Repository, open_repository
from .steps import MOST_STEPS, Step, bounded, chained, of_commits

if TYPE_CHECKING:
    from .mail import Patch

_WHOLE: Final = f"looked at as a whole, since there are more than {MOST_STEPS} steps or they are too large"


@dataclass(frozen=True, slots=True)
class Sides:
    """``before`` and ``after``: the files of both states. ``on``: what the patch was applied on and how, a sentence.
    ``touched``: the paths that it changes, old and new names; ``renamed``: old name to new. ``steps``: the patches or
    commits that lead from one to the other; none where there is only one, or no way by single ones. ``left_out``: the
    parts of a patch that were not applied, with the reason.
    """

    before: Contents
    after: Contents
    on: str
    touched: frozenset[str] = frozenset()
    renamed: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    left_out: tuple[tuple[FileDiff, str], ...] = ()


def of_patches(
    patches: Sequence[Patch], folder: Path, base: str = "", notes: Sequence[str] = (), *, stranger: bool = False
) -> Sides:
    """Both sides of a series. ``folder``: the repository, or a folder of documents; ``base``: the commit that it is
    made on, where it is known; ``notes``: how the series was read; ``stranger``: the repository is somebody else's.
    Raises PatchError, GitError.
    """
    from .apply import Applying, applied  # with what reads mails: a range of commits does not need them

    repository = open_repository(folder, stranger=stranger)
    if base and repository is None:
        raise GitError(f"{folder} is in no git repository, so there is no commit {base!r}")
    name, how = _base(patches, repository, base)
    before = _base_contents(folder, repository, name)
    parts = [part for patch in patches for part in files_of(patch.diff)]
    touched = frozenset(path for part in parts for path in (part.old, part.new) if path)
    applying = Applying(how, asked=bool(base))
    with tempfile.TemporaryDirectory(prefix="sphinx-adoc-") as made:
        copies = Path(made, "copies")
        fill(copies, before, touched)
        recorder = Recorder(copies)
        try:
            steps = bounded(applied(patches, recorder, applying))
        except PatchError as error:
            if hint := _of_a_folder(parts, before):
                raise PatchError(hint) from error
            raise
        after = ChangedContents(before, difference(before, FolderContents(copies, touched), touched))
    notes = [*notes, *applying.notes, *([_WHOLE] if len(patches) > 1 and not steps else [])]
    renamed = chained({part.old: part.new} for part in parts if part.renamed)
    on = "; ".join([how, *dict.fromkeys(notes)])
    return Sides(before, after, on, touched, renamed, steps, tuple(applying.left_out))


def _of_a_folder(parts: Sequence[FileDiff], before: Contents) -> str:
    """What to do about a patch whose paths count from a folder below the root, '' where they do not seem to."""
    names = sorted({part.old for part in parts if part.old})
    if not names or any(name in before for name in names):
        return ""
    folders = [{path.removesuffix(f"/{name}") for path in before if path.endswith(f"/{name}")} for name in names]
    common = set.intersection(*folders)
    if len(common) != 1:
        return ""
    (folder,) = common
    return (
        f"its paths count from the folder {folder}: {names[0]} is {folder}/{names[0]} here; make the patch without"
        f" --relative, or with --src-prefix=a/{folder}/ --dst-prefix=b/{folder}/"
    )


def _base_contents(folder: Path, repository: Repository | None, commit: str) -> Contents:
    """The state that a series is applied on: a commit, else the working tree, else the folder as it is."""
    if repository is None:
        return FolderContents(folder)
    return CommitContents(repository, commit) if commit else FolderContents(repository.top, git.tracked(repository))


def of_range(folder: Path, words: str, *, stranger: bool = False) -> Sides:
    """Both sides of a range of commits, as :mod:`.ranges` says what it means. ``stranger``: the repository is somebody
    else's. Raises GitError.
    """
    repository = open_repository(folder, stranger=stranger)
    if repository is None:
        raise GitError(f"{folder} is in no git repository, so '{words}' names no commits")
    pair = commit_pair(repository, words)
    old, new, on = pair.old, pair.new, pair.on
    between = git.changed(repository, old, new)
    path = git.path(repository, old, new) if old and not pair.single else []
    steps = bounded(of_commits(repository, old, path)) if 1 < len(path) <= MOST_STEPS else ()
    on += f"; {_WHOLE}" if len(path) > 1 and not steps else ""
    touched = between.touched.union(*(step.files for step in steps))
    renamed = chained(step.renamed for step in steps) if steps else between.renamed
    before = CommitContents(repository, old)
    there = before.fetch([*touched, *filter(_is_likely_read, before)], between.there)
    files = dict.fromkeys(between.gone) | there
    return Sides(before, ChangedContents(before, files), on, touched, renamed, steps)


def _is_likely_read(path: str) -> bool:
    """Whether a file is a document, or a configuration that says how documents are read."""
    return path.endswith((*SUFFIXES, CONFIGURATION))


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
        for part in files_of(patch.diff):
            if part.index and part.path:
                wanted.setdefault(part.old or part.new, part.index)  # a later patch goes on from the first
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
