"""Which files of a repository are sources: all but documents, which are what is judged.

A word that a document names is there when a source names it, and it is gone when no source does any more: both
questions go by this list.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

_SUFFIXES: Final = (
    "adoc", "asciidoc", "asc", "ad", "md", "markdown", "mdx", "rst", "rest", "txt", "text", "org", "textile",
    "wiki", "rdoc", "pod", "html", "htm", "xhtml", "tex", "texi", "texinfo", "dbk", "po", "pot", "pdf", "svg", "ipynb",
    "diff", "patch",
    *"12345678",  # pages of manuals
)  # fmt: skip
_NAMES: Final = (
    "authors", "changelog", "changes", "contributing", "contributors", "copying", "history", "install", "license",
    "licence", "news", "notice", "readme", "security", "thanks", "todo",
)  # fmt: skip

NO_DOCUMENTS: Final = (
    *(f":(exclude,icase)*.{suffix}" for suffix in _SUFFIXES),
    *(f":(exclude,icase){before}{name}" for name in _NAMES for before in ("", "*/")),
)
"""The same list for git, as pathspecs with magic."""


def is_source(path: str) -> bool:
    """Return whether a file, by its path with slashes, is no document."""
    name = PurePosixPath(path).name.lower()
    return name not in _NAMES and ("." not in name or name.rpartition(".")[2] not in _SUFFIXES)
