"""The file system of the machine, which notes all that a run asks of it and what it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sphinx_adoc.asked import Answer, Asked, Now
from sphinx_adoc.entries import digest
from sphinx_adoc.syntax.files import DATE, DiskOfOneRun, OnError, is_fixed

T = TypeVar("T")
A = TypeVar("A", str, bool, list[str])


class RecordedDisk(DiskOfOneRun):
    """Notes questions and answers in ``asked``, in the form of :mod:`sphinx_adoc.asked`. ``steady``: all of it can be
    asked again, and no question got two answers. Then whoever is given the same answers does the same, whatever became
    of the files meanwhile.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: Asked = {}
        self.steady = True

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave out which real paths are known."""
        return RecordedDisk, (), {"asked": self.asked, "steady": self.steady}

    def add(self, copy: RecordedDisk | None) -> None:
        """Add what a copy in another process was asked (None: that is not known)."""
        self.steady = self.steady and copy is not None and copy.steady
        for question, answers in copy.asked.items() if copy is not None else ():
            for path, answer in answers.items():
                self._note(question, path, answer)

    def entry(self, key: str, data: bytes | None) -> None:
        """Note what the cache had under a key."""
        self._note("entry", key, "" if data is None else digest(data))

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read."""
        data = self._answered(lambda: super(RecordedDisk, self).read(path), path)
        self._note("contents", str(path), digest(data) if self.is_file(path) else "!")
        return data

    def digest(self, path: Path) -> str:
        """Return the digest of what a file held when it was read first; raise OSError where it cannot be read."""
        known = self.asked.get("contents", {}).get(str(path))
        return known if isinstance(known, str) else digest(self.read(path))

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""
        size = self._answered(lambda: super(RecordedDisk, self).size(path), path)
        self._note("size", str(path), size)
        return size

    def real(self, path: Path) -> Path:
        """Return the absolute name of a path, links followed, as it was when it was asked for first."""
        real = super().real(path)
        self._note("real", str(path), str(real))
        return real

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""
        return self._noted("is_file", path, super().is_file)

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""
        return self._noted("is_dir", path, super().is_dir)

    def kind(self, path: Path) -> str:
        """Return what is there."""
        return self._noted("kind", path, super().kind)

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, sorted; none where there is no folder."""
        return self._noted("names", folder, super().names)

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed, else when this program was started."""
        moment = super().moment(path, form)
        if is_fixed():
            return moment
        if path is None:  # the day is noted for all runs
            self.steady = self.steady and form == DATE
            return moment
        try:
            self._note("changed", str(path), path.stat().st_mtime_ns)
        except (OSError, ValueError):
            self.steady = False
        self.steady = self.steady and super().moment(path, form) == moment
        return moment

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder, as :class:`Disk` does."""

        def failed(error: OSError) -> None:
            self.steady = False
            if on_error is None:
                raise error
            on_error(error)

        for at, inner, names in os.walk(folder, onerror=failed):
            paths = {name: Path(at, name) for name in sorted(names)}
            files = {name: path for name, path in paths.items() if path.is_file()}
            others = ["o" + name for name in names if name not in files]
            folders = [("D" if Path(at, name).is_symlink() else "d") + name for name in inner]
            self._note("listing", at, sorted([*folders, *others, *("f" + name for name in files)]))
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            yield from files.values()

    def _noted(self, question: str, path: Path, ask: Callable[[Path], A]) -> A:
        try:
            answer = ask(path)
        except (OSError, ValueError):
            self.steady = False
            raise
        self._note(question, str(path), answer)
        return answer

    def _answered(self, ask: Callable[[], T], path: Path) -> T:
        """What comes of a question about a file that has to be there."""
        try:
            return ask()
        except FileNotFoundError:
            kind = Now().kind(str(path))
            self._note("kind", str(path), kind)
            self.steady = self.steady and kind in ("", "link")  # else it has come just now
            raise
        except (OSError, ValueError):
            self.steady = False
            raise

    def _note(self, question: str, path: str, answer: Answer) -> None:
        if self.asked.setdefault(question, {}).setdefault(path, answer) != answer:
            self.steady = False
