"""Attributes from files ``.asciidoctorconfig``: editors of AsciiDoc put these above a document.

No processor reads them, nor does a check. So they are offered and shown, and nothing that is said to be wrong with a
document follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.settings import Settings

from .collecting import details
from .details import Setting
from .view import View

NAMES: Final = (".asciidoctorconfig", ".asciidoctorconfig.adoc")


def settings_above(view: View, path: Path) -> dict[str, Setting]:
    """Return the attributes that such files set in the folder of a document and in those above it, up to the project's;
    the nearest one counts.
    """
    known: dict[str, Setting] = {}
    for file in _files(view, path):
        try:
            text = view.files.read(file)
        except OSError:
            continue
        attributes = {"asciidoctorconfigdir": str(file.parent)}
        how = Settings(attributes=attributes, root=view.files.real(view.scope.start), files=view.files)
        for one in details(parse(text, file, how)).settings:
            known[one.name] = one
    return {name: one for name, one in known.items() if one.value is not None}


def _files(view: View, path: Path) -> Iterator[Path]:
    """The files, the outermost first."""
    top = view.files.real(view.scope.start)
    if not view.files.is_dir(top):
        top = top.parent
    inner = [folder for folder in path.parents if folder.is_relative_to(top)]
    for folder in reversed(inner):
        yield from (folder / name for name in NAMES if view.files.is_file(folder / name))
