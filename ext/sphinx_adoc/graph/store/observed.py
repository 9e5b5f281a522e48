"""What reading a document asked of the file system, and what it was answered.

Two readings with the same settings that are given the same answers give the same result, so that the questions are all
that has to be asked again to know whether a result still holds. The time of a file is among them only where a document
shows it.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.entries import digest
from sphinx_adoc.syntax.files import DATE, TIME, Files, OnError

from .recorded import RecordedDisk

Question = tuple[str, str]
"""The name of a method of :class:`Files`, with the form for one that has it, and the path that it was called with."""

Answer = str | int | bool | list[str]
"""What came of it: contents as their digest, trouble as ``!`` with its number."""


class Answers:
    """Answers of a file system. Each question is asked once: all that is decided with them is of one state."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._known: dict[Question, Answer] = {}

    def __call__(self, question: Question) -> Answer:
        """Return the answer to a question; raise KeyError for one that does not exist."""
        known = self._known.get(question)
        if known is None:
            known = self._known[question] = _ask(self.files, *question)
        return known


def _ask(files: Files, method: str, path: str) -> Answer:
    try:
        return _METHODS[method](files, Path(path))
    except (OSError, ValueError) as error:
        return trouble(error)


def trouble(error: OSError | ValueError) -> str:
    """Return what stands for an error: what a document says of it follows from this."""
    if isinstance(error, OSError):
        return f"!{errno.errorcode.get(error.errno or 0, '')} {error.strerror}"
    return f"!{error}"


def _digest(files: Files, path: Path) -> str:
    return files.digest(path) if isinstance(files, RecordedDisk) else digest(files.read(path))


_NO_FILE: Final = Path()
_METHODS: Final[dict[str, Callable[[Files, Path], Answer]]] = {
    "read": lambda files, path: _digest(files, path) if files.is_file(path) else "!",
    "size": lambda files, path: files.size(path),
    "real": lambda files, path: str(files.real(path)),
    "is_file": lambda files, path: files.is_file(path),
    "is_dir": lambda files, path: files.is_dir(path),
    "names": lambda files, path: files.names(path),
    f"moment {DATE}": lambda files, path: files.moment(path if path != _NO_FILE else None, DATE),
    f"moment {TIME}": lambda files, path: files.moment(path if path != _NO_FILE else None, TIME),
}


class Observed:
    """A file system that notes what it is asked. ``asked``: the answers given, by question, in the order of asking.

    ``steady``: no question got two answers, which happens when a file changes while it is read. ``answers``: those that
    this file system has given already.
    """

    def __init__(self, files: Files, answers: Answers | None = None) -> None:
        self._files = files
        self._answers = answers if answers is not None and answers.files is files else Answers(files)
        self.asked: dict[Question, Answer] = {}
        self.steady = True

    def answer(self, question: Question) -> Answer:
        """Return the answer to a question; raise KeyError for one that does not exist."""
        answer = self._answers(question)
        self._set(question, answer)
        return answer

    def _note(self, method: str, path: Path, answer: Answer) -> None:
        self._set((method, str(path)), answer)

    def _set(self, question: Question, answer: Answer) -> None:
        if self.asked.setdefault(question, answer) != answer:
            self.steady = False

    def _get(self, method: str, path: Path, form: Callable[[Any], Answer]) -> Any:
        try:
            value = getattr(self._files, method)(path)
        except (OSError, ValueError) as error:
            self._note(method, path, trouble(error))
            raise
        self._note(method, path, form(value))
        return value

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read. What is read from a pipe cannot be
        asked for again, and is not kept.
        """
        data: bytes = self._get("read", path, digest)
        self.steady = self.steady and self._files.is_file(path)
        return data

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""
        size: int = self._get("size", path, int)
        return size

    def real(self, path: Path) -> Path:
        """Return the one absolute name of a path."""
        real: Path = self._get("real", path, str)
        return real

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""
        there: bool = self._get("is_file", path, bool)
        return there

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""
        there: bool = self._get("is_dir", path, bool)
        return there

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, sorted."""
        names: list[str] = self._get("names", folder, list)
        return names

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed."""
        answer = self._files.moment(path, form)
        self._note(f"moment {form}", _NO_FILE if path is None else path, answer)
        return answer

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder. No document asks for that: what comes of it is not kept."""
        self.steady = False
        return self._files.walk(folder, on_error)
