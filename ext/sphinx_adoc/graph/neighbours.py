"""Documents beside others: which may have an id, by what is written in them and in what they include."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.syntax.antora import is_page
from sphinx_adoc.syntax.files import Files

from .index import Index

_INCLUDE: Final = re.compile(rb"^include::([^\[\n]*)\[.*", re.MULTILINE)
_REFERENCES: Final = (b"<<", b"xref:")
_Look = Callable[[Path], tuple[bool, list[Path]]]


def naming(documents: Sequence[Path], names: Iterable[str], files: Files) -> set[Path]:
    """Return the documents in which one of some names is written, other than as the target of a reference: in their
    files or in those that these include, unless these are among the documents themselves; also those of which that
    cannot be told, as an attribute says what they include. Raise OSError for one that cannot be read.
    """
    written = [name.encode() for name in names]
    others = {files.real(document) for document in documents}
    known: dict[Path, tuple[bool, list[Path]]] = {}

    def look(path: Path) -> tuple[bool, list[Path]]:
        """Whether a file counts by itself, and what it includes."""
        if path not in known:
            data = files.read(path) if files.is_file(path) else b""
            found = _INCLUDE.findall(data) if b"include::" in data else []
            targets = [target.decode("utf-8", "replace") for target in found]
            text = _INCLUDE.sub(b"", data) if targets else data
            counts = any(_is_written(name, text) for name in written) or any("{" in target for target in targets)
            included = (files.real(path.parent / target) for target in targets if "{" not in target)
            known[path] = counts, [each for each in included if each not in others]
        return known[path]

    return {document for document in documents if _reaches(files.real(document), look)}


def _is_written(name: bytes, text: bytes) -> bool:
    """Whether a name stands in a text, other than as the target of a reference."""
    at = text.find(name)
    while at >= 0 and text.endswith(_REFERENCES, 0, at):
        at = text.find(name, at + 1)
    return at >= 0


def _reaches(path: Path, look: _Look) -> bool:
    """Whether a file counts, or one that it includes, directly or not."""
    seen = {path}
    waiting = [path]
    while waiting:
        counts, included = look(waiting.pop())
        if counts:
            return True
        new = [each for each in included if each not in seen]
        seen.update(new)
        waiting += new
    return False


def pages_below(root: Path, index: Index) -> Iterator[Path]:
    """Return the pages of one of Antora's components that lie in a folder of it, in order."""
    return (
        path
        for path in index.disk.walk(root / "modules")
        if path.suffix in KNOWN and is_page(path, index.components, index.disk)
    )
