"""Results of reading documents, kept from run to run: each is found by all that it follows from.

That is the program's own text, the settings, and every question that reading asked of the file system with its answer:
the contents of each file that was read, and which ones were looked for and are not there. For a document there is an
entry with the questions that were asked the last times, and under these questions with their answers of today one with
the result. Where the first entry is of no use now, the second is not found; it never decides whether a result holds.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

from sphinx_adoc.entries import digest
from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.syntax.antora import Components
from sphinx_adoc.syntax.files import Files
from sphinx_adoc.syntax.settings import Settings

from .folder import Folder
from .observed import Answer, Answers, Observed, Question

T = TypeVar("T")
Read = Callable[[Path, Settings], T]
"""What makes a result of a file; it asks the file system through ``settings.files`` alone."""


class Form(Protocol[T]):
    """How results are written and read."""

    def dumps(self, value: T, /) -> str:
        """Return a result as text."""

    def loads(self, text: bytes, /) -> T:
        """Return the result that a text is of; raise ValueError where it is of none."""


Again = Callable[[Path, Settings, T], T]
"""What makes a result of a file anew, from one that it had in another state of its files."""


class Listed(NamedTuple):
    """What is known of a result for a file: the questions that were asked, and its key."""

    questions: tuple[Question, ...]
    result: str


_LISTED: Final = Plain[tuple[Listed, ...]](tuple[Listed, ...])
_STATES: Final = 4  # of a file's results are listed: those of some branches, or of the two sides of a review
_PROGRAM_SUFFIXES: Final = (".py", ".conf", ".css", ".so", ".pyd")
_PACKAGE: Final = Path(__file__).parent.parent.parent


class Store:
    """The results in a folder."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def keeping(self, kind: str, form: Form[T], read: Read[T], again: Again[T] | None = None) -> Keeping[T]:
        """Return what does the same as ``read``, from the store where it can. ``kind``: a name for the results.
        ``again``: does the same as ``read`` with less work, from the last result for a file whatever became of that.

        It serves one pass over documents: what it has asked a file system once it does not ask again.
        """
        return Keeping(self.folder, kind, form, read, again)


class Keeping(Generic[T]):
    """Reads documents, each anew only where the store has no result for it; see :meth:`Store.keeping`. ``result``: the
    key of the last result, which stands for all that this follows from; '' where there is none.
    """

    def __init__(self, folder: Folder, kind: str, form: Form[T], read: Read[T], again: Again[T] | None) -> None:
        self._folder = folder
        self._kind = kind
        self._form = form
        self._read = read
        self._read_again = again
        self._answers: Answers | None = None
        self.result = ""

    def __call__(self, path: Path, settings: Settings) -> T:
        """Return the result for a file; raise OSError where it cannot be read."""
        summary = self.known(path, settings)
        return summary if summary is not None else self._made(self._key(path, settings), path, settings)

    def known(self, path: Path, settings: Settings) -> T | None:
        """Return the result for a file if it is in the store, else None."""
        if self._answers is None or self._answers.files is not settings.files:
            self._answers = Answers(settings.files)
        return self._kept(self._key(path, settings), self._answers)

    def was_read(self, path: Path, settings: Settings) -> bool:
        """Tell whether the store has a result for a file, in whatever state that was."""
        return bool(self._listed(self._key(path, settings)))

    def _key(self, path: Path, settings: Settings) -> str:
        return _key(
            "questions", self._kind, program(self._folder), str(path), _here(settings.files), plain_settings(settings)
        )

    def _kept(self, key: str, answers: Answers) -> T | None:
        """The result under the questions of last time and their answers of today."""
        self.result = ""
        for questions in dict.fromkeys(listed.questions for listed in self._listed(key)):
            try:
                name = _under(key, questions, [*map(answers, questions)])
            except KeyError:  # another program's, whatever its digest says
                return None
            if (result := self._result(name)) is not None:
                self.result = name
                return result
        return None

    def _listed(self, key: str) -> tuple[Listed, ...]:
        """What is known of the results for a file, the last one first."""
        kept = self._folder.get(key)
        try:
            return _LISTED.loads(kept) if kept is not None else ()
        except ValueError:
            return ()

    def _result(self, key: str) -> T | None:
        kept = self._folder.get(key)
        try:
            return self._form.loads(kept) if kept is not None else None
        except ValueError:
            return None

    def _made(self, key: str, path: Path, settings: Settings) -> T:
        observed = Observed(settings.files, self._answers)
        read_anew = self._anew(key, path, replace(settings, files=observed))
        if observed.steady:
            questions = tuple(observed.asked)
            self.result = result = _under(key, questions, [*observed.asked.values()])
            self._folder.put(result, self._form.dumps(read_anew).encode())
            others = [listed for listed in self._listed(key) if listed.questions != questions]
            self._folder.put(key, _LISTED.dumps((Listed(questions, result), *others[: _STATES - 1])).encode())
        return read_anew

    def _anew(self, key: str, path: Path, settings: Settings) -> T:
        last = self._listed(key)[:1] if self._read_again is not None else ()
        before = self._result(last[0].result) if last else None
        if before is None or self._read_again is None:
            return self._read(path, settings)
        return self._read_again(path, settings, before)


def _under(key: str, questions: Sequence[Question], answers: Sequence[Answer]) -> str:
    return _key("result", key, [*map(list, questions)], answers)


def _key(*parts: object) -> str:
    """A key that is equal for equal parts alone."""
    return digest(json.dumps(parts, separators=(",", ":")).encode())


def _here(files: Files) -> str:
    """The folder that relative paths count from."""
    return str(files.real(Path()))


def plain_settings(settings: Settings) -> list[object]:
    """Return the settings but for the file system, as plain data."""
    return [
        [field.name, _plain_value(getattr(settings, field.name))] for field in fields(settings) if field.name != "files"
    ]


def _plain_value(value: Any) -> object:
    """Raise TypeError for a value that has no plain form: it must not be left out of a key."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return [[name, _plain_value(each)] for name, each in value.items()]  # the later one of two spellings counts
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [*map(_plain_value, value)]
    if isinstance(value, Components):
        return [[*map(_plain_value, each)] for each in value]
    raise TypeError(f"no plain form for {value!r}")


def program(folder: Folder | None = None) -> str:
    """Return what stands for this program: its own text, and what Python adds to it. ``folder``: remembers the text of
    files as long as they are the same ones of the same size and times. By less than that Python decides which compiled
    form of a module it runs.
    """
    return f"{_text(folder)} {sys.implementation.cache_tag} {unicodedata.unidata_version}"


@cache
def _text(folder: Folder | None) -> str:
    sources = sorted(_sources(_PACKAGE))
    key = _key("program", sources)
    known = folder.get(key) if folder is not None else None
    if known is not None:
        return known.decode("ascii", "replace")
    text = digest(b"".join(digest(Path(path).read_bytes()).encode() for path, *_ in sources))
    if folder is not None:
        folder.put(key, text.encode())
    return text


def _sources(package: Path) -> Iterator[tuple[str, int, int, int, int]]:
    """The files of the program: of each its path, inode, size and times. Of one that runs from an archive, that."""
    if not package.is_dir():
        archive = next((path for path in package.parents if path.is_file()), None)
        if archive is not None:
            yield _stated(str(archive), archive.stat())
        return
    folders = [str(package)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.name.endswith(_PROGRAM_SUFFIXES):
                    yield _stated(entry.path, entry.stat())


def _stated(path: str, status: os.stat_result) -> tuple[str, int, int, int, int]:
    return path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
