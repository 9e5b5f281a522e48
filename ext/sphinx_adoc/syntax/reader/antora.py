"""Antora's resource ids: ``module:family$path`` inside a component's folders ``modules/<module>/<family>``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_RESOURCE: Final = re.compile(r"(?:(?P<module>[\w.\-]+):)?(?:(?P<family>\w+)\$)?(?P<path>[^:$]+)\Z")
FAMILIES: Final = {
    "page": "pages",
    "partial": "partials",
    "example": "examples",
    "image": "images",
    "attachment": "attachments",
}


def component_root(path: Path) -> Path | None:
    """The folder of the component that a file belongs to (the one that holds ``modules``), or None."""
    for folder in path.resolve().parents:
        if folder.parent.name == "modules":
            return folder.parent.parent
    return None


def resource(target: str, path: Path, default: str = "") -> Path | None:
    """The file that a resource id in the document at ``path`` names; None where it is no resource id.

    ``default``: the family of an id that names none ('' : such an id without a module is a plain path). Raises
    nothing; the file need not exist. An id of another component or version is not resolved.
    """
    match = _RESOURCE.match(target)
    root = component_root(path)
    if match is None or root is None:
        return None
    module, family = match["module"], match["family"] or default
    if not module and not match["family"]:
        return None
    folder = FAMILIES.get(family or "page")
    if folder is None:
        return None
    home = module or path.resolve().relative_to(root / "modules").parts[0]
    return root / "modules" / home / folder / match["path"]
