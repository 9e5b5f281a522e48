"""Which documents include a file, as they were last read: a chapter that is named by itself is read as a part of these.

The record is kept in the cache's folder, one entry for each folder that documents were read in. It says where to look;
what a document includes now is seen when that is read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.syntax.files import Files

from .load import Loaded, Source
from .store import Folder, digest


class _Document(NamedTuple):
    """A document, by its path from the folder that it was read in, and the files that it includes: real paths, from
    that folder's real path.
    """

    path: str
    includes: tuple[str, ...]


Note = Callable[[str, bytes | None], None]
"""What is given the key of an entry, and what is under it."""

_DOCUMENTS: Final = Plain[tuple[_Document, ...]](tuple[_Document, ...])


class Including:
    """The record in a folder of the cache. ``stranger``: that of documents which were read as a stranger's. ``note``:
    sees each entry that is looked at, and what it is to be.
    """

    def __init__(self, folder: Folder, *, stranger: bool = False, note: Note | None = None) -> None:
        self._folder = folder
        self._stranger = stranger
        self._note = note or (lambda key, data: None)

    def documents(self, path: Path, files: Files) -> list[Source]:
        """Return the documents that included a file when they were last read, and are still there."""
        real = files.real(path)
        found: dict[Path, Source] = {}
        for folder in reversed(real.parents):
            inner = real.relative_to(folder).as_posix()
            root = _as_written(folder, path, files)
            for document in self._recorded(folder):
                if inner in document.includes and files.is_file(root / document.path):
                    source = Source(root / document.path, root, named=True, for_parts=True)
                    found.setdefault(files.real(source.path), source)
        return [*found.values()]

    def record(self, loaded: Loaded, sources: Iterable[Source], files: Files) -> None:
        """Keep which files the documents of a set include. Of a folder that was read, all that is known is replaced; of
        files that were named, what is known of these.
        """
        included = _included(loaded)
        by_root: dict[Path, list[Source]] = {}
        for source in sources:
            by_root.setdefault(source.root, []).append(source)
        for root, there in by_root.items():
            real = files.real(root)
            named = all(source.named for source in there)
            read = [source for source in there if named or included.get(str(source.path))]
            made = {
                os.path.relpath(source.path, root): tuple(_inside(real, included.get(str(source.path), ())))
                for source in read
            }
            if named:
                made = {document.path: document.includes for document in self._recorded(real)} | made
            self._write(real, made)

    def _write(self, folder: Path, made: Mapping[str, tuple[str, ...]]) -> None:
        key = self._key(folder)
        known = self._folder.get(key)
        data = _DOCUMENTS.dumps(tuple(_Document(*each) for each in sorted(made.items()) if each[1])).encode()
        if data != known and (known is not None or any(made.values())):
            self._folder.put(key, data)
            known = data
        self._note(key, known)

    def _recorded(self, folder: Path) -> tuple[_Document, ...]:
        key = self._key(folder)
        kept = self._folder.get(key)
        self._note(key, kept)
        try:
            return _DOCUMENTS.loads(kept) if kept is not None else ()
        except ValueError:  # another program's
            return ()

    def _key(self, folder: Path) -> str:
        return digest(json.dumps(["including", str(folder), self._stranger]).encode())


def _included(loaded: Loaded) -> dict[str, list[str]]:
    """The files that each document includes in any variant, by their real paths."""
    included: dict[str, dict[str, None]] = {}
    for index in loaded.indexes.values():
        for name, summary in index.summaries.items():
            included.setdefault(name, {}).update(dict.fromkeys(map(index.real_path, summary.includes)))
    return {name: [*paths] for name, paths in included.items()}


def _inside(folder: Path, reals: Iterable[str]) -> Iterator[str]:
    """Those of some real paths that lie below a folder, from there, with slashes."""
    top = os.path.join(folder, "")  # noqa: PTH118 (a path that ends with a separator)
    return (real.removeprefix(top).replace(os.sep, "/") for real in reals if real.startswith(top))


def _as_written(folder: Path, path: Path, files: Files) -> Path:
    """A folder (its real path) in the way in which a path below it is written: from the current one, or absolute."""
    return folder if path.is_absolute() else Path(os.path.relpath(folder, files.real(Path())))
