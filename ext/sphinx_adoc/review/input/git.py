"""What is asked of a git repository. Nothing in it is changed, and nothing that it holds is run: no hooks, filters or
external tools, and contents are read as git stores them.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TIMEOUT_S: Final = 60
LARGEST_BLOB: Final = 8_000_000  # a larger file is kept as an empty one: it is no document
_SAFE: Final = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.allow=never", "core.attributesFile=/dev/null",
    "core.quotePath=false",
)  # fmt: skip
_ENVIRONMENT: Final = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_PAGER": "cat"}


class GitError(ValueError):
    """Git could not answer; the text is its own."""


def git(
    folder: Path, *words: str, given: bytes = b"", outside: bool = False, codes: Container[int] = (0,)
) -> tuple[bytes, str]:
    """What git prints, on standard output and standard error. ``outside``: as if there were no repository; ``codes``:
    the exit codes that are no error. Raises GitError.
    """
    environment = os.environ | _ENVIRONMENT | ({"GIT_CEILING_DIRECTORIES": str(folder.parent)} if outside else {})
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        environment.pop(name, None)
    options = [part for setting in _SAFE for part in ("-c", setting)]
    try:
        done = subprocess.run(
            ["git", *options, *words], cwd=folder, env=environment, input=given, capture_output=True, timeout=TIMEOUT_S,
            check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise GitError("git is not installed, or not on PATH") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git {words[0]} was stopped after {TIMEOUT_S} s") from error
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode not in codes:
        raise GitError(said.strip() or f"git {words[0]} failed")
    return done.stdout, said


def top(folder: Path) -> Path | None:
    """The top of the repository that a folder is in; None where it is in none."""
    try:
        return Path(os.fsdecode(git(folder, "rev-parse", "--show-toplevel")[0].rstrip(b"\n")))
    except GitError:
        return None


def commit(repository: Path, name: str) -> str:
    """The full name of a commit. Raises GitError."""
    if name.startswith("-"):
        raise GitError(f"{name!r} names no commit")
    try:
        out = git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")[0]
    except GitError as error:
        raise GitError(f"{name!r} names no commit of {repository}") from error
    return out.decode().strip()


def described(repository: Path, name: str) -> str:
    """A commit for people: short name, day and subject."""
    out = git(repository, "log", "-1", "--date=short", "--format=%h (%cd, %s)", name)[0]
    return out.decode("utf-8", "replace").strip()


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit; ``mode`` as in its tree."""

    path: str
    mode: str
    name: str


def files(repository: Path, name: str) -> Iterator[Blob]:
    """The ordinary files of a commit: no links, no submodules."""
    for entry in git(repository, "ls-tree", "-r", "-z", "--full-tree", name)[0].split(b"\0"):
        meta, _, path = entry.partition(b"\t")
        words = meta.decode("ascii").split()
        if len(words) == 3 and words[1] == "blob" and words[0] != "120000":
            yield Blob(os.fsdecode(path), words[0], words[2])


def contents(repository: Path, blobs: Iterable[Blob]) -> Iterator[tuple[str, bytes]]:
    """The contents of files, by path."""
    wanted = list(blobs)
    asked = "".join(f"{blob.name}\n" for blob in wanted).encode()
    out, at = git(repository, "cat-file", "--batch", given=asked)[0], 0
    for blob in wanted:
        end = out.index(b"\n", at)
        size = int(out[at:end].rsplit(b" ", 1)[1])
        yield blob.path, out[end + 1 : end + 1 + size] if size <= LARGEST_BLOB else b""
        at = end + size + 2


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs between two commits: ordinary files that are ``there`` and are others, those that are ``gone`` (or
    became links), all paths that were ``touched``, and which were ``renamed``, old name to new.
    """

    there: tuple[Blob, ...]
    gone: tuple[str, ...]
    touched: frozenset[str]
    renamed: dict[str, str]


def changed(repository: Path, old: str, new: str) -> Changed:
    """What differs between two commits."""
    words = ("diff-tree", "-r", "-z", "-M", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", old, new)
    parts = iter(git(repository, *words)[0].split(b"\0"))
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


def path(repository: Path, old: str, new: str) -> list[str]:
    """The commits on the way from one to another, by first parents where they lead there; without an ancestor none."""
    out = git(repository, "rev-list", "--ancestry-path", "--parents", f"{old}..{new}")[0].decode("ascii")
    parents = {words[0]: words[1:] for line in out.splitlines() if (words := line.split())}
    found: list[str] = []
    at = new
    while at in parents:
        found.append(at)
        at = next((parent for parent in parents[at] if parent in parents or parent == old), old)
    return found[::-1]


def subjects(repository: Path, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The short names and subjects of commits."""
    given = "".join(f"{name}\n" for name in names).encode()
    if not given:
        return {}
    words = ("log", "--no-show-signature", "--no-walk=unsorted", "--stdin", "--format=%H %h %s")
    out = git(repository, *words, given=given)[0]
    lines = (line.split(" ", 2) for line in out.decode("utf-8", "replace").splitlines())
    return {words[0]: (words[1], words[2]) for words in lines if len(words) == 3}


def tracked(repository: Path) -> list[str]:
    """The paths of the working tree's files that git does not ignore."""
    out = git(repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard")[0]
    return sorted({os.fsdecode(path) for path in out.split(b"\0") if path})


_RAW: Final = re.compile(r":\d{6} \d{6} ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*\t(.+)")


def newest_with(repository: Path, blobs: Mapping[str, str]) -> str | None:
    """The newest commit on the way back from HEAD whose files have these (beginnings of) names; a name of zeros says
    that the file is not there. None: there is no such commit.
    """
    zeros = "0" * 40
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
    for line in git(repository, *words, *blobs)[0].decode("utf-8", "replace").splitlines():
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
