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
    """Two commits to compare: full names, ``old`` may be EMPTY. ``on``: how they were found, for people; ``single``:
    whether the second one is all that there is between them.
    """

    old: str
    new: str
    on: str
    single: bool = False


def commit_pair(repository: Repository, words: str) -> CommitPair:
    """Return the commits that a range names; raise GitError where it names none, or history is missing."""
    first, dots, last = words.partition("..")
    if not dots:
        return _one(repository, words)
    old, new = git.commits(repository, first or "HEAD", last.removeprefix(".") or "HEAD")
    base = old.name if old.name in new.parents else git.merge_base(repository, old.name, new.name)
    both = f"{old.described} and {new.described} compared"
    if base is None:
        if git.is_shallow(repository):
            raise GitError(
                f"this is a shallow clone, and lacks the commit where {first or 'HEAD'} and {last.strip('.') or 'HEAD'}"
                " part: deepen it (git fetch --unshallow, or fetch-depth: 0 in a workflow)"
            )
        return CommitPair(old.name, new.name, f"{both}; they have no commit in common")
    if base == new.name != old.name:
        raise GitError(f"'{words}' has no commits: the second is an ancestor of the first; is it the other way round?")
    if base == old.name:
        return CommitPair(base, new.name, both, single=new.parents == (base,))
    part = f"{git.described(repository, base)}, where it parted from {first or 'HEAD'},"
    return CommitPair(base, new.name, f"{part} and {new.described} compared")


def _one(repository: Repository, name: str) -> CommitPair:
    """A commit and its first parent."""
    (new,) = git.commits(repository, name)
    if not new.parents:
        if new.name in git.shallow_commits(repository):
            raise GitError(
                f"this is a shallow clone that begins with {new.described}: deepen it (git fetch --deepen=1, or"
                " fetch-depth: 2 in a workflow)"
            )
        return CommitPair(EMPTY, new.name, f"{new.described} compared with nothing: it is the first commit")
    merge = "; it is a merge, so only its first parent counts" if len(new.parents) > 1 else ""
    on = f"{git.described(repository, new.parents[0])} and {new.described} compared{merge}"
    return CommitPair(new.parents[0], new.name, on, single=not merge)
