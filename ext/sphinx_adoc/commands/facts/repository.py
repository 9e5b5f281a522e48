"""What a repository has: files, packages and their names, options and variables in its sources; and what it had."""

from __future__ import annotations

import ast
import configparser
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from sphinx_adoc.review.input.git import commit
from sphinx_adoc.review.input.repository import GitError, Repository, open_repository

LARGEST: Final = 500_000  # bytes of a source that is read
COMMITS: Final = 5000  # that are looked at for what was deleted
SEARCHES: Final = 20  # for words in the history; each reads all of it
_SOURCES: Final = frozenset([
    ".py", ".sh", ".js", ".ts", ".rs", ".go", ".c", ".h", ".cc", ".cpp", ".java", ".rb", ".pl", ".toml", ".cfg", ".ini",
    ".yml", ".yaml",
])  # fmt: skip
_SKIPPED: Final = frozenset({"node_modules", "__pycache__", "build", "dist", "venv", "_build"})
_OPTION: Final = re.compile(r"""(?<![\w-])(--[a-z][a-z0-9]*(?:-[a-z0-9]+)*)""")
_VARIABLE: Final = re.compile(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b")


class Known:
    """What is known of the repository around a folder; without one, of the folder alone."""

    def __init__(self, folder: Path) -> None:
        try:
            self._git: Repository | None = open_repository(folder)
        except GitError:
            self._git = None
        self.root = self._git.top if self._git else folder
        self._left = SEARCHES

    @cached_property
    def files(self) -> frozenset[str]:
        """The files and folders, relative to the root, with slashes."""
        paths = set[str]()
        for folder, inner, names in os.walk(self.root):
            inner[:] = [name for name in inner if name not in _SKIPPED and (name[0] != "." or name == ".github")]
            here = Path(folder).relative_to(self.root)
            paths |= {(here / name).as_posix() for name in (*names, *inner)}
        return frozenset(paths)

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The sources."""
        texts: dict[str, str] = {}
        for name in sorted(self.files):
            path = self.root / name
            if path.suffix in _SOURCES and path.is_file() and path.stat().st_size <= LARGEST:
                texts[name] = path.read_text(encoding="utf-8", errors="replace")
        return texts

    @cached_property
    def options(self) -> frozenset[str]:
        """The long options that sources name."""
        return frozenset(option for text in self._texts.values() for option in _OPTION.findall(text))

    @cached_property
    def variables(self) -> frozenset[str]:
        """The words of sources that look like variables of the environment."""
        return frozenset(name for text in self._texts.values() for name in _VARIABLE.findall(text))

    @cached_property
    def project(self) -> dict[str, Any]:
        """The table [project] of pyproject.toml."""
        with suppress(OSError, ValueError):
            table = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8")).get("project", {})
            return table if isinstance(table, dict) else {}
        return {}

    @cached_property
    def requirements(self) -> dict[str, frozenset[str]]:
        """The versions that pyproject.toml requires of each package, wherever it does."""
        by_package: dict[str, set[str]] = {}
        with suppress(OSError, ValueError):
            whole = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
            for line in _texts_in([whole.get(name) for name in ("project", "build-system", "dependency-groups")]):
                with suppress(InvalidRequirement):
                    one = Requirement(line)
                    by_package.setdefault(canonicalize_name(one.name), set()).add(str(one.specifier))
        return {name: frozenset(each) for name, each in by_package.items()}

    @cached_property
    def keys(self) -> dict[str, frozenset[str]]:
        """The keys of each configuration file, those of tables with the tables' before them: ``backup.retention``."""
        by_file = {name: frozenset(keys_of(name, self._bytes(name))) for name in sorted(self.files)}
        return {name: keys for name, keys in by_file.items() if keys}

    def _bytes(self, name: str) -> bytes:
        path = self.root / name
        if path.suffix not in _CONFIGURATIONS or not path.is_file() or path.stat().st_size > LARGEST:
            return b""
        return path.read_bytes()

    def key_removed(self, file: str, key: str) -> str:
        """The commit that took a key out of a configuration file; '' where that is unknown."""
        if self._left <= 0 or self._git is None:
            return ""
        self._left -= 1
        word = key.rpartition(".")[2]
        for line in self._log(f"-S{word}", "--max-count=1", paths=[file]):
            with suppress(GitError):
                before = self._git.git("show", f"{line[1:].partition(' ')[0]}^:{file}")
                if any(_is_called(one, key) for one in keys_of(file, before)):
                    return line[1:]
        return ""

    @cached_property
    def commands(self) -> frozenset[str]:
        """The programs that the project installs."""
        return frozenset(self.project.get("scripts", {}))

    @cached_property
    def packages(self) -> dict[str, Path]:
        """The folders of the packages, by name: those that no other package is around."""
        inits = sorted(name for name in self.files if name.endswith("/__init__.py"))
        folders = [Path(name).parent for name in inits]
        tops = [folder for folder in folders if folder.parent not in folders]
        return {folder.name: self.root / folder for folder in tops if folder.parts[0] not in ("tests", "test")}

    def deleted(self, path: str) -> str:
        """What became of a path that is not there: the commit that deleted or renamed it; '' where that is unknown."""
        return self._deleted.get(path.removeprefix("./").rstrip("/"), "")

    @cached_property
    def _deleted(self) -> dict[str, str]:
        receipts: dict[str, str] = {}
        for line in self._log("--diff-filter=DR", "-M", "--name-status", f"--max-count={COMMITS}"):
            parts = line.split("\t")
            if line.startswith("@"):
                said = line[1:]
            elif len(parts) == 2:
                receipts.setdefault(parts[1], f"deleted in {said}")
            elif len(parts) == 3:
                receipts.setdefault(parts[1], f"renamed to {parts[2]} in {said}")
        return receipts

    def removed(self, word: str) -> str:
        """The last commit that took a word out of the sources; '' where that is unknown."""
        if self._left <= 0:
            return ""
        self._left -= 1
        return next((line[1:] for line in self._log(f"-S{word}", "--max-count=1") if line.startswith("@")), "")

    def _log(self, *words: str, paths: Sequence[str] = ()) -> Iterator[str]:
        if self._git is None:
            return
        with suppress(GitError):
            head = commit(self._git, "HEAD")
            out = self._git.git("log", "--format=@%h (%s)", *words, head, "--", *paths)
            yield from (line for line in out.decode("utf-8", "replace").splitlines() if line)


def keys_of(name: str, data: bytes) -> Iterator[str]:
    """Yield the keys of a TOML, JSON or INI file; none of a file that is no such one, or cannot be read."""
    read = _CONFIGURATIONS.get(Path(name).suffix)
    if read is None or not data:
        return
    try:
        yield from _dotted(read(data.decode("utf-8")), "")
    except (ValueError, RecursionError, configparser.Error):
        return


def _is_called(key: str, name: str) -> bool:
    """Whether a key is meant by a name that may leave out the outer tables."""
    return key == name or key.endswith(f".{name}")


def _ini(text: str) -> dict[str, Any]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    return {name: dict(section) for name, section in parser.items() if section}


_CONFIGURATIONS: Final[dict[str, Callable[[str], Any]]] = {
    ".toml": tomllib.loads, ".json": json.loads, ".ini": _ini, ".cfg": _ini,
}  # fmt: skip


def _dotted(value: object, before: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{before}{key}"
            yield from _dotted(inner, f"{before}{key}.")


def _texts_in(value: object) -> Iterator[str]:
    """The texts of lists, at any depth."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, str):
            yield inner
        else:
            yield from _texts_in(inner)


def names_of(path: Path) -> frozenset[str] | None:
    """Return the names at the top of a module, None where they cannot be told without running it."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return None
    defined: set[str] = set()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                defined.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                if any(alias.name == "*" for alias in names):
                    return None
                defined |= {(alias.asname or alias.name).partition(".")[0] for alias in names}
            case ast.Assign() | ast.AnnAssign():
                defined |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            case ast.If() | ast.Try() | ast.With() | ast.For():
                return None  # what it sets depends on what runs
    return None if "__getattr__" in defined else frozenset(defined)
