"""How a tree of documents is laid out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path


class Layout(StrEnum):
    """``PLAIN``: files name each other by relative paths. ``ANTORA``: components with ``modules/<module>/<family>``."""

    PLAIN = "plain"
    ANTORA = "antora"


def layout_of(roots: Iterable[Path]) -> Layout:
    """Return the layout of the folders: Antora's where one is, holds or lies in a component, else plain."""
    return Layout.ANTORA if any(map(_is_antora, roots)) else Layout.PLAIN


def _is_antora(root: Path) -> bool:
    folder = root.resolve()
    if any((place / "antora.yml").is_file() for place in (folder, *folder.parents[:4])):
        return True
    return folder.is_dir() and any(folder.glob("*/antora.yml"))
