"""What a repository has: files, packages and their names, options and variables in its sources; and what it had."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from sphinx_adoc.review.input.repository import GitError, Repository, open_repository

from .configurations import READERS, keys_of
from .history import History, Removal
from .sources import is_source

MAX_SOURCE_BYTES: Final = 500_000  # bytes of a source that is read
_SKIPPED: Final = frozenset({"node_modules", "__pycache__", "build", "dist", "venv", "_build"})
_OPTION: Final = re.compile(r"""(?<![\w-])(--[a-z][a-z0-9]*(?:-[a-z0-9]+)*)""")
_NAME: Final = re.compile(r"[^\W\d]\w{3,}")
_QUOTED: Final = re.compile(r"""["'`](/[^"'`\s]*)["'`]""")
_VARIABLE: Final = re.compile(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b")


class Known:
    """What is known of the repository around a folder; without one, of the folder alone."""

    def __init__(self, folder: Path) -> None:
        try:
            git: Repository | None = open_repository(folder)
        except GitError:
            git = None
        self.root = git.top if git else folder
        self.history = History(git)
        self._removals: dict[str, Removal | None] = {}

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
        """The sources: all files that are text, are not too large, and no documents."""
        texts: dict[str, str] = {}
        for name in sorted(filter(is_source, self.files)):
            path = self.root / name
            with suppress(OSError):
                if (
                    path.is_file()
                    and path.stat().st_size <= MAX_SOURCE_BYTES
                    and b"\0" not in (data := path.read_bytes())
                ):
                    texts[name] = data.decode("utf-8", "replace")
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
    def names(self) -> frozenset[str]:
        """All names in the sources: of functions, classes, variables and modules."""
        return frozenset(name for text in self._texts.values() for name in _NAME.findall(text))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The texts in quotes in sources that begin with a slash."""
        return frozenset(path for text in self._texts.values() for path in _QUOTED.findall(text))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The words that the project's own variables of the environment may begin with: its names, in capitals."""
        names = {str(self.project.get("name", "")), self.root.name, *self.commands, *self.packages}
        return frozenset(re.sub(r"\W", "_", name).upper() for name in names if name)

    def removed(self, word: str) -> Removal | None:
        """Return how a word left the sources; None where it was in none, or that is unknown."""
        if word not in self._removals:
            self._removals[word] = self.history.removed(word, self._texts)
        return self._removals[word]

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
            pyproject = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
            for line in _texts_in([pyproject.get(name) for name in ("project", "build-system", "dependency-groups")]):
                with suppress(InvalidRequirement):
                    one = Requirement(line)
                    by_package.setdefault(canonicalize_name(one.name), set()).add(str(one.specifier))
        return {name: frozenset(each) for name, each in by_package.items()}

    @cached_property
    def keys(self) -> dict[str, frozenset[str]]:
        """The keys of each configuration file, those of tables with the tables' before them: ``backup.retention``."""
        by_file = {name: frozenset(keys_of(name, self._configuration(name))) for name in sorted(self.files)}
        return {name: keys for name, keys in by_file.items() if keys}

    def _configuration(self, name: str) -> str:
        return self._texts.get(name, "") if Path(name).suffix in READERS else ""

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


def _texts_in(value: object) -> Iterator[str]:
    """The texts of lists, at any depth."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, str):
            yield inner
        else:
            yield from _texts_in(inner)


def names_of(path: Path) -> frozenset[str] | None:
    """Return the names at the top of a module, None where only running it would tell."""
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
