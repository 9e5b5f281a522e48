"""Files that a document may bring in: below the root, ordinary ones, of a size that somebody can have meant."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath
from typing import Final

_QUERY: Final = re.compile("[?#]")
MAX_FILE_BYTES: Final = 64 * 1024 * 1024  # bytes
MAX_IMAGE_BYTES: Final = 16 * 1024 * 1024  # bytes of an image that is put into a page
IMAGES: Final = frozenset(
    {"apng", "avif", "bmp", "gif", "ico", "jpeg", "jpg", "pdf", "png", "svg", "tif", "tiff", "webp"}
)
MEDIA: Final = frozenset(
    {"aac", "flac", "m4a", "m4v", "mov", "mp3", "mp4", "mpeg", "oga", "ogg", "ogv", "opus", "wav", "webm"}
)
DOWNLOADS: Final = (
    IMAGES - {"svg"}
    | MEDIA
    | {"7z", "adoc", "asciidoc", "bz2", "c", "cfg", "conf", "csv", "diff", "gz", "h", "ini", "json", "log", "md", "odp"}
    | {"ods", "odt", "patch", "pl", "py", "rb", "rs", "rst", "sh", "tar", "tgz", "toml", "tsv", "txt", "xz", "yaml"}
    | {"yml", "zip", "zst"}
)


def refusal(path: Path, root: Path, *, hidden: bool) -> str:
    """Return why a file may not be read, '' where it may, or is not there. ``hidden``: a name that begins with a dot is
    no obstacle. Links are followed.
    """
    try:
        top = Path(os.path.realpath(root))
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(top):
            return f"it lies outside of {root.name or root}"
        if not hidden and any(part.startswith(".") for part in real.relative_to(top).parts):
            return "it is hidden"
        status = real.stat()
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        return f"it cannot be read ({getattr(error, 'strerror', None) or error})"
    if not stat.S_ISREG(status.st_mode):
        return "it is no ordinary file"
    return f"it is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB" if status.st_size > MAX_FILE_BYTES else ""


def kind(target: str) -> str:
    """Return the suffix of a path in lower case, without its dot."""
    return PurePosixPath(_QUERY.split(target, maxsplit=1)[0]).suffix[1:].lower()
