"""Images inside the page (``data-uri``)."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from sphinx_adoc.gate import paths

NO_BYTES = ";base64,"  # how the address of an image ends that could not be read


def embedder(folder: Path, *, hidden: bool = True) -> Callable[[str], str]:
    """Return a function that turns an image's address, relative to a folder, into a data address with its bytes.

    Nothing outside the folder is read, and without ``hidden`` nothing hidden in it; what cannot be read is an image
    without bytes. Another host's stays as it is.
    """
    root = folder.resolve()

    def embed(uri: str) -> str:
        if "://" in uri or uri.startswith("data:"):
            return uri
        kind = mimetypes.guess_type(uri)[0] or "application/octet-stream"
        return f"data:{kind}{NO_BYTES}{_bytes(root, uri, hidden=hidden)}"

    return embed


def _bytes(root: Path, uri: str, *, hidden: bool) -> str:
    try:
        path = root.joinpath(unquote(uri)).resolve()
        if paths.refusal(path, root, hidden=hidden) or path.stat().st_size > paths.MAX_IMAGE_BYTES:
            return ""
        return base64.b64encode(path.read_bytes()).decode("ascii")
    except (OSError, ValueError):
        return ""
