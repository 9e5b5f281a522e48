"""Which file a cross-reference's path means: beside the document, or in the pages of an Antora module."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from sphinx_adoc.project.suffixes import KNOWN

BUILT: Final = (".html", ".htm")


def candidates(document: str, path: str) -> Iterator[str]:
    """Yield the files that a path may mean in a document at ``document``, the likeliest first.

    A path without a suffix, or with the one of a built page, stands for the source of that name.
    """
    for place in _places(PurePath(document).as_posix(), path):
        stem, suffix = posixpath.splitext(place)
        yield from with_suffixes(stem if suffix in BUILT else place)


def with_suffixes(path: str) -> Iterator[str]:
    """Yield a path that has the suffix of a document, else those with each suffix."""
    if posixpath.splitext(path)[1] in KNOWN:
        yield path
    else:
        yield from (path + suffix for suffix in KNOWN)


def _places(document: str, path: str) -> Iterator[str]:
    folder = posixpath.dirname(document)
    yield posixpath.normpath(posixpath.join(folder, path))
    module, colon, inner = path.rpartition(":")
    parts = PurePath(document).parts
    if "modules" in parts[:-2]:
        at = len(parts) - 1 - parts[::-1].index("modules")
        home = module if colon else parts[at + 1]
        yield posixpath.normpath(posixpath.join(*parts[: at + 1], home, "pages", inner))
