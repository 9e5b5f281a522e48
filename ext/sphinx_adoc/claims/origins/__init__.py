"""Values that come from a data file, or from the project itself, without a line of Python: ``from=FILE:KEY``.

``value(origin, words, folder, console=...)`` gives the value of an origin; ``files`` reads data files, ``project`` asks
the project itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import files, project
from .error import OriginError

__all__ = ["OriginError", "value"]


def value(origin: str, words: str, folder: Path, *, console: bool = False) -> Any:
    """Return the value of an origin for the words that state it. ``folder``: the document's, which paths are relative
    to, then the working directory; ``console``: whether commands may be run. Raise OriginError.
    """
    kind, colon, rest = origin.partition(":")
    if colon and kind in project.KINDS:
        return project.KINDS[kind](rest.strip(), words, folder, console=console)
    path, colon, key = origin.rpartition(":")
    if not colon:
        raise OriginError(f"'{origin}' has no key", f"write from={origin}:KEY")
    return files.value(path, key, folder)
