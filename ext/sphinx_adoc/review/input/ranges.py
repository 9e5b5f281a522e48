"""What a range of commits means: the two states to compare, as a reviewer understands it.

``A..B`` and ``A...B`` are what B adds since it parted from A: what A has gone on to in the meantime is none of it. One
commit is compared with its first parent, a root commit with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from . import git
from .repository import GitError, Repository

EMPTY: Final = ""  # in place of a commit: no file at all


@dataclass(frozen=True, slots=True)
class CommitPair:
    """Two commits to compare: full names, ``old`` may be EMPTY. ``on``: how they were found, for people."""

    old: str
    new: str
    on: str


def commit_pair(repository: Repository, words: str) -> CommitPair:
    """Return the commits that a range names; raise GitError where it names none, or history is missing."""
    first, dots, last = words.partition("..")
    if not dots:
        return _one(repository, words)
    old = git.commit(repository, first or "HEAD")
    new = git.commit(repository, last.removeprefix(".") or "HEAD")
    base = git.merge_base(repository, old, new)
    described = git.described(repository, new)
    if base is None:
        if git.is_shallow(repository):
            raise GitError(
                f"this is a shallow clone, and lacks the commit where {first or 'HEAD'} and {last.strip('.') or 'HEAD'}"
                " part: deepen it (git fetch --unshallow, or fetch-depth: 0 in a workflow)"
            )
        return CommitPair(
            old, new, f"{git.described(repository, old)} and {described} compared; they have no commit in common"
        )
    if base == new != old:
        raise GitError(f"'{words}' has no commits: the second is an ancestor of the first; is it the other way round?")
    if base == old:
        return CommitPair(old, new, f"{git.described(repository, old)} and {described} compared")
    part = f"{git.described(repository, base)}, where it parted from {first or 'HEAD'},"
    return CommitPair(base, new, f"{part} and {described} compared")


def _one(repository: Repository, name: str) -> CommitPair:
    """A commit and its first parent."""
    new = git.commit(repository, name)
    parents = git.parents(repository, new)
    described = git.described(repository, new)
    if not parents:
        if new in git.shallow_commits(repository):
            raise GitError(
                f"this is a shallow clone that begins with {described}: deepen it (git fetch --deepen=1, or"
                " fetch-depth: 2 in a workflow)"
            )
        return CommitPair(EMPTY, new, f"{described} compared with nothing: it is the first commit")
    merge = "; it is a merge, so only its first parent counts" if len(parents) > 1 else ""
    return CommitPair(parents[0], new, f"{git.described(repository, parents[0])} and {described} compared{merge}")
