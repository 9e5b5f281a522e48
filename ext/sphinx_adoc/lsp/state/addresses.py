"""Addresses of files, as an editor names them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname


def path_of(uri: str) -> Path | None:
    """Return the path of the file that an address names, links followed; None for what is no file, or not here."""
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or "\0" in unquote(parts.path):
        return None
    path = Path(url2pathname(parts.path))
    return path.resolve() if path.is_absolute() else None


def uri_of(path: Path) -> str:
    """Return the address of a file."""
    return path.absolute().as_uri()
