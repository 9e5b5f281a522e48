"""Antora's resource ids: ``module:family$path`` inside a component's folders ``modules/<module>/<family>``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sphinx_adoc.syntax.files import DISK, Files

_RESOURCE: Final = re.compile(r"(?:(?P<module>[\w.\-]+):)?(?:(?P<family>\w+)\$)?(?P<path>[^:$]+)\Z")
FAMILIES: Final = {
    "page": "pages",
    "partial": "partials",
    "example": "examples",
    "image": "images",
    "attachment": "attachments",
}


def component_root(path: Path, files: Files = DISK) -> Path | None:
    """Return the folder of the component that a file belongs to (the one that holds ``modules``), or None."""
    module = _module(path, files)
    return module.parent.parent if module else None


def _module(path: Path, files: Files) -> Path | None:
    """The folder of the module that a file belongs to: as the path names it, else as the file system does."""
    parents = (folder for name in (path, files.real(path)) for folder in name.parents)
    return next((folder for folder in parents if folder.parent.name == "modules"), None)


def resource(target: str, path: Path, default: str = "", files: Files = DISK) -> Path | None:
    """The file that a resource id in the document at ``path`` names; None where it is no resource id.

    ``default``: the family of an id that names none ('' : such an id without a module is a plain path). Raises
    nothing; the file need not exist. An id of another component or version is not resolved.
    """
    match = _RESOURCE.match(target)
    home = _module(path, files)
    if match is None or home is None:
        return None
    module, family = match["module"], match["family"] or default
    if not module and not match["family"]:
        return None
    folder = FAMILIES.get(family or "page")
    if folder is None:
        return None
    return home.parent / (module or home.name) / folder / match["path"]
