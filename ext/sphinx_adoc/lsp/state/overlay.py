"""The file system of the machine with the open documents above it, as it is at one moment."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from sphinx_adoc.syntax.files import DISK, OnError
from sphinx_adoc.syntax.reader import decode

Stamp = tuple[object, ...]
"""What is another one when the contents of a file are others."""

_ABSENT: Final[Stamp] = ("absent",)


class Overlay:
    """What the disk and the open documents hold. ``open``: text by the files' real paths.

    What was asked once is remembered: an overlay is made for one reading of the documents. ``real``: the real paths
    that are known from before, which is filled.
    """

    def __init__(self, opened: Mapping[Path, str], real: dict[str, Path] | None = None) -> None:
        self.opened = opened
        self._real = {} if real is None else real
        self._stamps: dict[Path, Stamp] = {}
        self._names: dict[Path, list[str]] = {}
        self._dirs: dict[Path, bool] = {}

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read."""
        text = self.opened.get(self.real(path))
        return DISK.read(path) if text is None else _bytes(text, path)

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""
        return len(self.read(path)) if self.real(path) in self.opened else DISK.size(path)

    def real(self, path: Path) -> Path:
        """Return the one absolute name of a path, links followed."""
        return self.real_of(str(path))

    def real_of(self, name: str) -> Path:
        """Return the one absolute name of a path as it is written, which is faster than making a path of it."""
        known = self._real.get(name)
        if known is None:
            known = self._real[name] = DISK.real(Path(name))
        return known

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""
        return self.stamp(path) != _ABSENT and not self.is_dir(path)

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""
        known = self._dirs.get(path)
        if known is None:
            known = self._dirs[path] = DISK.is_dir(path)
        return known

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder, those that are open and not saved yet among them."""
        known = self._names.get(folder)
        if known is None:
            real = self.real(folder)
            new = {path.name for path in self.opened if path.parent == real}
            known = self._names[folder] = sorted(new.union(DISK.names(folder)))
        return known

    def folders(self, folder: Path) -> list[str]:
        """Return the names of the folders in a folder, sorted; none where it cannot be listed."""
        try:
            return sorted(path.name for path in folder.iterdir() if path.is_dir())
        except OSError:
            return []

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed; those that are open were just now."""
        return DISK.moment(None if path is None or self.real(path) in self.opened else path, form)

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder as the disk has them, then the open ones that are not saved yet."""
        seen = set()
        for path in DISK.walk(folder, on_error):
            seen.add(self.real(path))
            yield path
        top = self.real(folder)
        for path in sorted(self.opened):
            if path not in seen and path.is_relative_to(top) and not _is_hidden(path.relative_to(top)):
                yield folder / path.relative_to(top)

    def stamp(self, path: Path) -> Stamp:
        """Return what tells whether a file is the same as at another time; folders count as they are listed."""
        known = self._stamps.get(path)
        if known is None:
            known = self._stamps[path] = self._stamp(path)
        return known

    def _stamp(self, path: Path) -> Stamp:
        text = self.opened.get(self.real(path))
        if text is not None:
            return "open", hash(text), len(text)
        try:
            status = path.stat()
        except (OSError, ValueError):
            return _ABSENT
        return status.st_ino, status.st_mtime_ns, status.st_size


def _bytes(text: str, path: Path) -> bytes:
    """The contents of an open document: the file's own where the editor shows them as they are, so that trouble with
    their encoding is seen; else with the mark that says UTF-8, whatever encoding an include asks for.
    """
    with suppress(OSError):
        data = DISK.read(path)
        if decode(data)[0] == text:
            return data
    return codecs.BOM_UTF8 + text.encode("utf-8", "surrogatepass")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


class Recorder:
    """A file system that remembers what was asked of it, and so what an answer depends on. ``allow``: called before a
    file is read; it raises what ends the work.
    """

    def __init__(self, files: Overlay, allow: Callable[[], None] = lambda: None) -> None:
        self._files = files
        self._allow = allow
        self.asked: dict[Path, Stamp] = {}
        self.folders: dict[Path, bool] = {}
        self.listed: dict[Path, list[str]] = {}

    @classmethod
    def merged(cls, records: Sequence[Recorder]) -> Recorder:
        """Return one that depends on all that several ones do; where they differ the last one counts."""
        recorder = cls(records[-1]._files)
        for record in records:
            recorder.asked |= record.asked
            recorder.folders |= record.folders
            recorder.listed |= record.listed
        return recorder

    def _note(self, path: Path) -> None:
        if path not in self.asked:
            self.asked[path] = self._files.stamp(path)

    def read(self, path: Path) -> bytes:
        """Return the contents of a file; raise OSError where it cannot be read."""
        self._allow()
        self._note(path)
        return self._files.read(path)

    def size(self, path: Path) -> int:
        """Return the size of a file in bytes; raise OSError where there is none."""
        self._note(path)
        return self._files.size(path)

    def real(self, path: Path) -> Path:
        """Return the one absolute name of a path, links followed."""
        return self._files.real(path)

    def is_file(self, path: Path) -> bool:
        """Return whether there is an ordinary file of this path."""
        self._note(path)
        return self._files.is_file(path)

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of this path."""
        return self.folders.setdefault(path, self._files.is_dir(path))

    def names(self, folder: Path) -> list[str]:
        """Return the names of the files in a folder."""
        return self.listed.setdefault(folder, self._files.names(folder))

    def moment(self, path: Path | None, form: str) -> str:
        """Return when a file was last changed. That does not invalidate the next reading."""
        return self._files.moment(path, form)

    def walk(self, folder: Path, on_error: OnError | None = None) -> Iterator[Path]:
        """Yield the files below a folder."""
        return self._files.walk(folder, on_error)

    def changed_in(self, files: Overlay) -> list[Path]:
        """Return the files whose contents are others now."""
        return [path for path, stamp in self.asked.items() if files.stamp(path) != stamp]

    def holds_in(self, files: Overlay, but: Collection[Path] = ()) -> bool:
        """Return whether all that was asked would be answered alike. ``but``: files whose contents do not count."""
        return (
            all(path in but or files.stamp(path) == stamp for path, stamp in self.asked.items())
            and all(files.is_dir(path) == answer for path, answer in self.folders.items())
            and all(files.names(folder) == names for folder, names in self.listed.items())
        )
