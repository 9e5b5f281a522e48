"""What the history of a repository says of a path, a word or a key that is not there any more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sphinx_adoc.review.input.git import commit
from sphinx_adoc.review.input.repository import GitError, Repository

from .configurations import is_called, keys_of
from .sources import NO_DOCUMENTS

COMMITS: Final = 5000  # that are looked at for what was deleted
SEARCHES: Final = 20  # for words and keys; each reads the whole history
UNCOMMITTED: Final = "the changes that are not committed"
_DIFF: Final = ("-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames")


@dataclass(frozen=True, slots=True)
class Removal:
    """How a word left the sources. ``commit``: which one took it out; ``lines``: those that it stood in."""

    commit: str
    lines: tuple[str, ...]


class History:
    """The history up to HEAD; without a repository there is none. ``skipped``: the names that were not looked for."""

    def __init__(self, git: Repository | None) -> None:
        self._git = git
        self._left = SEARCHES
        self.skipped: set[str] = set()

    def removed(self, word: str, sources: Mapping[str, str]) -> Removal | None:
        """Return how a word left the sources; None where it is in one, was in none, or that is unknown.

        ``sources``: the texts of the working tree, by path.
        """
        if not self._may_search(word):
            return None
        pattern, whole_word = _patterns(word)
        changes = self._log(f"-S{pattern}", "--pickaxe-regex", "--max-count=1", *_DIFF, paths=NO_DOCUMENTS)
        lines = [line for line in _changed(changes[1:]) if whole_word.search(line[1:])]
        removed = tuple(line[1:] for line in lines if line[0] == "-")
        if 2 * len(removed) > len(lines):
            return Removal(changes[0][1:], removed)
        return self._uncommitted(pattern, whole_word, sources) if changes else None

    def _uncommitted(self, pattern: str, whole_word: re.Pattern[str], sources: Mapping[str, str]) -> Removal | None:
        """What the working tree took out of the sources of HEAD; None when it stands in one that is not read."""
        words = ("--no-literal-pathspecs", "grep", "-z", "-I", "-E", "-e", pattern, "HEAD", "--", *NO_DOCUMENTS)
        hits = [line.removeprefix("HEAD:").split("\0", 1) for line in self._ask(*words).split("\n") if "\0" in line]
        left = [path for path, _ in hits if self._may_have(path, whole_word, sources)]
        return Removal(UNCOMMITTED, tuple(line for _, line in hits)) if hits and not left else None

    def _may_have(self, path: str, whole_word: re.Pattern[str], sources: Mapping[str, str]) -> bool:
        if path in sources:
            return bool(whole_word.search(sources[path]))
        return self._git is not None and (self._git.top / path).exists()  # one that is not read

    def key_removed(self, file: str, key: str) -> str:
        """Return the commit that took a key out of a configuration file; '' where that is unknown."""
        if not self._may_search(key):
            return ""
        for line in self._log(f"-S{key.rpartition('.')[2]}", "--max-count=1", paths=[file])[:1]:
            before = self._ask("show", f"{line[1:].partition(' ')[0]}^:{file}")
            return line[1:] if any(is_called(one, key) for one in keys_of(file, before)) else ""
        return ""

    def _may_search(self, name: str) -> bool:
        """Count one more search; false where there is no history, or there were too many."""
        if self._git is None:
            return False
        self._left -= 1
        if self._left < 0:
            self.skipped.add(name)
        return self._left >= 0

    def deleted(self, path: str) -> str:
        """Return what became of a path that is not there: the commit that deleted or renamed it; '' where that is
        unknown.
        """
        return self._deleted.get(path.removeprefix("./").rstrip("/"), "")

    @cached_property
    def _deleted(self) -> dict[str, str]:
        receipts: dict[str, str] = {}
        for line in self._log("--diff-filter=DR", "-M", "--name-status", f"--max-count={COMMITS}"):
            parts = line.split("\t")
            if line.startswith("@"):
                named_commit = line[1:]
            elif len(parts) == 2:
                receipts.setdefault(parts[1], f"deleted in {named_commit}")
            elif len(parts) == 3:
                receipts.setdefault(parts[1], f"renamed to {parts[2]} in {named_commit}")
        return receipts

    def _log(self, *words: str, paths: Sequence[str] = ()) -> list[str]:
        """The lines of a log of HEAD; a commit begins with ``@``, its name and its subject."""
        magic = ("--no-literal-pathspecs",) if paths is NO_DOCUMENTS else ()
        out = self._ask(*magic, "log", "--format=@%h (%s)", *words, "HEAD", "--", *paths)
        return [line for line in out.split("\n") if line]

    def _ask(self, *words: str) -> str:
        """What git prints; '' where it fails."""
        if self._git is None:
            return ""
        with suppress(GitError):
            head = commit(self._git, "HEAD")
            return self._git.git(*(head if word == "HEAD" else word for word in words)).decode("utf-8", "replace")
        return ""


def _patterns(word: str) -> tuple[str, re.Pattern[str]]:
    """What finds a whole word, for git and for Python; an option may go on behind a hyphen, a path behind a slash."""
    before, behind = {"-": ("-", "-"), "/": ("/-", "/-")}.get(word[0], ("-", ""))
    escaped = re.sub(r"([][.{}()*+?^$|\\])", r"\\\1", word)
    for_git = f"(^|[^[:alnum:]_{before}]){escaped}($|[^[:alnum:]_{behind}])"
    return for_git, re.compile(rf"(?<![\w{before}]){re.escape(word)}(?![\w{behind}])")


def _changed(diff: Sequence[str]) -> Iterator[str]:
    """The lines that a diff takes and adds, with their signs, without its heads."""
    inside = False
    for line in diff:
        if line.startswith(("diff ", "@@ ")):
            inside = line[0] == "@"
        elif inside and line[0] in "+-":
            yield line
