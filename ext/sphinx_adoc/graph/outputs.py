"""Folders that a program made, and in which no document is anybody's source: built pages, environments, packages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sphinx_adoc.syntax.files import Files

_SIGNS: Final = {
    ".buildinfo": "pages that Sphinx built",
    "environment.pickle": "what Sphinx keeps",
    "pyvenv.cfg": "a virtual environment",
    "CACHEDIR.TAG": "a cache",
}
"""The files by which programs mark what they made, and what that is."""

_PACKAGES: Final = "node_modules"
_MAX_NAMED_FOLDERS: Final = 3  # folders that are named


@dataclass(slots=True)
class Outputs:
    """The folders below ``root`` that programs made. ``counts``: how many documents were left out in each of them."""

    root: Path
    files: Files
    counts: Counter[Path] = field(default_factory=Counter)
    _known: dict[Path, Path | None] = field(default_factory=dict)

    def leaves_out(self, document: Path) -> bool:
        """Tell whether a document lies in such a folder, and count it. The root itself was asked for: it is none."""
        output = self._made(document.parent)
        if output is not None:
            self.counts[output] += 1
        return output is not None

    def _made(self, folder: Path) -> Path | None:
        """The outermost such folder that a folder is or lies in, below the root."""
        if folder == self.root or folder == folder.parent:
            return None
        if folder not in self._known:
            outer = self._made(folder.parent)
            self._known[folder] = outer or (folder if made_by(folder, self.files) else None)
        return self._known[folder]


def made_by(folder: Path, files: Files) -> str:
    """Return what a program made of a folder, '' for one that none did."""
    if folder.name == _PACKAGES:
        return "packages"
    return next((generator for sign, generator in _SIGNS.items() if files.is_file(folder / sign)), "")


def summary(counts: Mapping[Path, int], files: Files) -> str:
    """Return the line that says what was left out, '' where nothing was."""
    if not counts:
        return ""
    number = sum(counts.values())
    folders = [f"{path.as_posix()} ({made_by(path, files)})" for path in sorted(counts)[:_MAX_NAMED_FOLDERS]]
    more = f" and {len(counts) - _MAX_NAMED_FOLDERS} more folders" if len(counts) > _MAX_NAMED_FOLDERS else ""
    return f"left out {number} document{'s' if number > 1 else ''} in {', '.join(folders)}{more}"
