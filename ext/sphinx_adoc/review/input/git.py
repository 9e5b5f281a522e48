"""What is asked of a git repository. Nothing in it is changed, and nothing that it holds is run: see
:mod:`.repository`. Contents are read as git stores them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from .repository import GitError, Repository

LARGEST_BLOB: Final = 8_000_000  # a larger file is kept as an empty one: it is no document
_AT_ONCE: Final = 64_000_000  # bytes of files that are asked for together
_MOST_BYTES: Final = 4_000_000_000  # of all files of a commit


def commit(repository: Repository, name: str) -> str:
    """The full name of a commit. Raises GitError."""
    if name.startswith(("-", "^")):
        raise GitError(f"{name!r} names no commit")
    try:
        out = repository.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except GitError as error:
        raise GitError(f"{name!r} names no commit of {repository.top}") from error
    return out.decode().strip()


_FOR_PEOPLE: Final = "%h (%cd, %s)"


def described(repository: Repository, name: str) -> str:
    """A commit for people: short name, day and subject."""
    out = repository.git("log", "-1", "--date=short", f"--format={_FOR_PEOPLE}", name)
    return out.decode("utf-8", "replace").strip()


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full name, its parents (none of a root and of one where a shallow clone begins), and what it is
    for people: short name, day and subject.
    """

    name: str
    parents: tuple[str, ...]
    described: str


_PLAIN_NAME: Final = re.compile(r"\w[\w./~-]*")


def commits(repository: Repository, *names: str) -> list[Commit]:
    """Return the commits of some names. Raises GitError."""
    if all(map(_PLAIN_NAME.fullmatch, names)):  # others may mean several commits, or exclude some
        options = ("--no-show-signature", "--no-walk=unsorted", "--date=short", f"--format=%H%x00%P%x00{_FOR_PEOPLE}")
        with suppress(GitError):  # which one is wrong is said below
            revisions = [f"{name}^{{commit}}" for name in names]
            out = repository.git("log", *options, "--end-of-options", *revisions, "--")
            listed = [line.split("\0") for line in out.decode("utf-8", "replace").splitlines()]
            found = [Commit(name, tuple(parents.split()), text.strip()) for name, parents, text in listed]
            if len(found) == len(names):  # of one that is named twice git tells once
                return found
    full = [commit(repository, name) for name in names]
    return [Commit(name, tuple(parents(repository, name)), described(repository, name)) for name in full]


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit; ``mode`` as in its tree."""

    path: str
    mode: str
    name: str


def files(repository: Repository, name: str) -> Iterator[Blob]:
    """The ordinary files of a commit: no links, no submodules."""
    for entry in repository.git("ls-tree", "-r", "-z", "--full-tree", name).split(b"\0"):
        meta, _, path = entry.partition(b"\t")
        words = meta.decode("ascii").split()
        if len(words) == 3 and words[1] == "blob" and words[0] != "120000":
            yield Blob(os.fsdecode(path), words[0], words[2])


def contents(repository: Repository, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes]]:
    """The contents of files; of one that is larger than :data:`LARGEST_BLOB` nothing. Raises GitError, also for what is
    not there, and where it is too much.
    """
    wanted = list(blobs)
    sizes = _sizes(repository, wanted)
    if sum(sizes) > _MOST_BYTES:
        raise GitError(f"the files hold more than {_MOST_BYTES // 1_000_000_000} GB")
    some: list[Blob] = []
    pending = 0
    for blob, size in zip(wanted, sizes, strict=True):
        if size > LARGEST_BLOB:
            yield blob, b""
            continue
        if pending + size > _AT_ONCE:
            yield from _read(repository, some)
            some, pending = [], 0
        some.append(blob)
        pending += size
    yield from _read(repository, some)


def _sizes(repository: Repository, blobs: list[Blob]) -> list[int]:
    """The sizes of files, in their order. Raises GitError for what is not there."""
    out = repository.git("cat-file", "--batch-check", given=_names(blobs)).decode("ascii", "replace")
    sizes: list[int] = []
    for blob, line in zip(blobs, out.splitlines(), strict=True):
        _, kind, *size = line.split(" ")
        if kind != "blob" or not size:
            missing = f"{blob.path}: the repository does not have what this file holds ({blob.name[:12]}: {kind})"
            raise repository.error(missing)
        sizes.append(int(size[0]))
    return sizes


def _read(repository: Repository, blobs: list[Blob]) -> Iterator[tuple[Blob, bytes]]:
    out, at = repository.git("cat-file", "--batch", given=_names(blobs)) if blobs else b"", 0
    for blob in blobs:
        end = out.index(b"\n", at)
        size = int(out[at:end].rsplit(b" ", 1)[1])
        yield blob, out[end + 1 : end + 1 + size]
        at = end + size + 2


def _names(blobs: Iterable[Blob]) -> bytes:
    return "".join(f"{blob.name}\n" for blob in blobs).encode()


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs between two commits: ordinary files that are ``there`` and are others, those that are ``gone`` (or
    became links), all paths that were ``touched``, and which were ``renamed``, old name to new.
    """

    there: tuple[Blob, ...]
    gone: tuple[str, ...]
    touched: frozenset[str]
    renamed: dict[str, str]


def changed(repository: Repository, old: str, new: str) -> Changed:
    """What differs between two commits; ``old``: '' stands for no file at all."""
    old = old or repository.git("hash-object", "-t", "tree", "--stdin").decode("ascii").strip()
    words = ("diff-tree", "-r", "-z", "-M", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", old, new)
    parts = iter(repository.git(*words).split(b"\0"))
    there: list[Blob] = []
    touched: set[str] = set()
    renamed: dict[str, str] = {}
    for head in parts:
        if not head:
            continue
        _, mode, _, name, status = head.decode("ascii").split()
        before = path = os.fsdecode(next(parts))
        if status[0] in "RC":
            path = os.fsdecode(next(parts))
            renamed |= {before: path} if status[0] == "R" else {}
        touched |= {before, path}
        if mode.startswith("100"):
            there.append(Blob(path, mode, name))
    gone = touched.difference(blob.path for blob in there)
    return Changed(tuple(there), tuple(sorted(gone)), frozenset(touched), renamed)


def merge_base(repository: Repository, one: str, other: str) -> str | None:
    """Return the commit where two histories part, None where they have none in common."""
    try:
        return repository.git("merge-base", one, other).decode("ascii").strip() or None
    except GitError:
        return None


def parents(repository: Repository, name: str) -> list[str]:
    """Return the parents of a commit, none of a root and of one where a shallow clone begins."""
    return repository.git("rev-list", "--parents", "--max-count=1", name).decode("ascii").split()[1:]


def shallow_commits(repository: Repository) -> frozenset[str]:
    """Return the commits whose parents a shallow clone lacks."""
    path = repository.store / "shallow"
    return frozenset(path.read_text("ascii").split()) if path.is_file() else frozenset()


def is_shallow(repository: Repository) -> bool:
    """Return whether a part of the history is missing."""
    return bool(shallow_commits(repository))


def path(repository: Repository, old: str, new: str) -> list[str]:
    """The commits on the way from one to another, by first parents where they lead there; without an ancestor none."""
    out = repository.git("rev-list", "--ancestry-path", "--parents", f"{old}..{new}").decode("ascii")
    parents = {words[0]: words[1:] for line in out.splitlines() if (words := line.split())}
    names: list[str] = []
    at = new
    while at in parents:
        names.append(at)
        at = next((parent for parent in parents[at] if parent in parents or parent == old), old)
    return names[::-1]


def subjects(repository: Repository, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The short names and subjects of commits."""
    given = "".join(f"{name}\n" for name in names).encode()
    if not given:
        return {}
    words = ("log", "--no-show-signature", "--no-walk=unsorted", "--stdin", "--format=%H %h %s")
    out = repository.git(*words, given=given)
    lines = (line.split(" ", 2) for line in out.decode("utf-8", "replace").splitlines())
    return {words[0]: (words[1], words[2]) for words in lines if len(words) == 3}


def tracked(repository: Repository) -> list[str]:
    """The paths of the working tree's files that git does not ignore."""
    out = repository.git("ls-files", "-z", "--cached", "--others", "--exclude-standard", tree=True)
    return sorted({os.fsdecode(path) for path in out.split(b"\0") if path})


_RAW: Final = re.compile(r":\d{6} \d{6} ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*\t(.+)")


def newest_with(repository: Repository, blobs: Mapping[str, str]) -> str | None:
    """The newest commit on the way back from HEAD whose files have these (beginnings of) names; a name of zeros says
    that the file is not there. None: there is no such commit.
    """
    zeros = "0" * 64
    now = {blob.path: blob.name for blob in files(repository, "HEAD") if blob.path in blobs}

    def fits() -> bool:
        return all(
            now.get(path, zeros).startswith(name) or not (name.strip("0") or path in now)
            for path, name in blobs.items()
        )

    if fits():
        return commit(repository, "HEAD")
    words = ("log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=%H", "HEAD", "--")
    newer = ""
    for line in repository.git(*words, *blobs).decode("utf-8", "replace").splitlines():
        raw = _RAW.match(line)
        if raw is None:
            newer = line.strip() or newer
            continue
        if raw[1].strip("0"):
            now[raw[3]] = raw[1]
        else:
            now.pop(raw[3], None)
        if fits():
            try:
                return commit(repository, f"{newer}^")
            except GitError:
                return None
    return None
