"""The patches of a series, or the commits of a range, one by one: what each of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from . import git
from .contents import Files
from .repository import Repository

if TYPE_CHECKING:
    from .mail import Patch

MOST_STEPS: Final = 250
MOST_BYTES: Final = 100_000_000  # of all files that they change


@dataclass(frozen=True, slots=True)
class Member:
    """A patch of a series, or a commit of a range: its number in it ("3/7"), and its short name ('' for a mail)."""

    number: str
    commit: str
    subject: str

    def __str__(self) -> str:
        return f"{self.number} ({self.commit})" if self.commit else self.number


@dataclass(frozen=True, slots=True)
class Step:
    """What a member of a series does. ``files``: those that are others after it; ``renamed``: old name to new."""

    member: Member
    files: Files
    renamed: Mapping[str, str] = field(default_factory=dict)


def numbers(patches: Sequence[Patch]) -> list[str]:
    """What the patches of a series are called: as their subjects say, else by their order."""
    given = [f"{patch.number}/{patch.total}" for patch in patches]
    if len(set(given)) == len(given) and all(patch.total >= len(given) for patch in patches):
        return given
    return [f"{number}/{len(given)}" for number in range(1, len(given) + 1)]


def of_commits(repository: Repository, old: str, path: Sequence[str]) -> Iterator[Step]:
    """The commits of a path that begins behind ``old``. Raises GitError."""
    before = old
    for number, (name, (short, subject)) in enumerate(git.subjects(repository, path).items(), 1):
        changed = git.changed(repository, before, name)
        there = {blob.path: data for blob, data in git.contents(repository, changed.there)}
        files = dict.fromkeys(changed.gone) | there
        yield Step(Member(f"{number}/{len(path)}", short, subject), files, changed.renamed)
        before = name


def bounded(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps, if there are several and they can be looked at one by one; else none. All of them are made."""
    kept: list[Step] = []
    number = size = 0
    for number, step in enumerate(steps, 1):
        size += sum(len(data) for data in step.files.values() if data)
        if number <= MOST_STEPS and size <= MOST_BYTES:
            kept.append(step)
        else:
            kept.clear()
    return tuple(kept) if len(kept) == number > 1 else ()


def chained(renames: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The files that are renamed in one step after another: the name before all of them, to the one after all."""
    names: dict[str, str] = {}
    for renamed in renames:
        more = dict(renamed)
        names = {old: more.pop(new, new) for old, new in names.items()} | more
    return names


def later_names(steps: Sequence[Step]) -> list[dict[str, str]]:
    """For the state before all steps, and that after each of them: what its files are called in the end."""
    names: list[dict[str, str]] = [{}]
    for step in reversed(steps):
        later = names[-1]
        names.append(later | {old: later.get(new, new) for old, new in step.renamed.items()})
    return names[::-1]
