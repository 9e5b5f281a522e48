"""``include::``: find the file, keep inside the root, and say which of its lines are wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.suggest import Names
from sphinx_adoc.syntax.antora import Components, locate
from sphinx_adoc.syntax.attrlist import AttrList
from sphinx_adoc.syntax.files import Files
from sphinx_adoc.syntax.settings import Settings

from .decode import Trouble, decode
from .selection import Selection, blanks, by_lines, by_tags, indented, parse_tags

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.\-]+://", re.IGNORECASE)
_MAX_BYTES: Final = 64 * 1024 * 1024


@dataclass(slots=True)
class Included:
    """A file that was opened (``path`` None: it was not, and ``code``, ``message``, ``hint`` say why)."""

    path: Path | None = None
    text: str = ""
    code: Code = Code.INCLUDE_NOT_FOUND
    message: str = ""
    hint: str = ""
    optional: bool = False
    attrs: AttrList = field(default_factory=AttrList)
    decoding: list[Trouble] = field(default_factory=list)

    def select(self, lines: list[str]) -> Selection:
        """Return the lines that ``lines=`` or ``tags=`` ask for (default: all; the tag directives' own lines too)."""
        named = self.attrs.named
        given = [name for name in ("lines", "tags", "tag") if name in named]
        if named.get("lines"):
            selection = by_lines(named["lines"], len(lines))
        elif wanted := parse_tags(named.get("tags") or named.get("tag") or ""):
            selection = by_tags(wanted, lines)
        else:
            selection = Selection(list(range(len(lines))))
            selection.trouble += [
                (0, f"'{name}={named[name]}' names nothing; the whole file is included") for name in given
            ]
            return selection
        used = next(name for name in given if named[name])
        selection.trouble += [(0, f"'{name}' counts for nothing beside '{used}'") for name in given if name != used]
        return selection

    def indent(self, lines: list[str]) -> list[str]:
        """Return the lines with the indentation that ``indent=`` asks for."""
        width = blanks(self.attrs.named.get("indent"))
        return lines if width is None else indented(lines, width)


def open_include(
    target: str, attrs: AttrList, includer: Path | None, root: Path | None, settings: Settings
) -> Included:
    """Open the target of an include that stands in the file ``includer``. Never raises."""
    included = Included(optional="optional" in attrs.options, attrs=attrs)
    if _ADDRESS.match(target):
        included.code, included.message = Code.INCLUDE_ADDRESS, f"an address is not fetched: '{target}'"
        included.hint = "keep a copy in the tree and include that"
        return included
    if root is None or includer is None:
        included.code, included.message = Code.INCLUDE_OUTSIDE_ROOT, f"nothing can be included here: '{target}'"
        return included
    try:
        place = _place(target, includer, settings.components, settings.files)
        _open(included, target, place, root, settings)
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        included.path, included.code = None, Code.INCLUDE_UNREADABLE
        included.message = f"included file cannot be read: '{target}' ({reason})"
    return included


def _place(target: str, includer: Path, components: Components, files: Files) -> Path | str:
    """The file that a target names, or the name of the component that it is in where that is not in the tree."""
    located = locate(target, includer, components, files=files)
    if located is None:
        return includer.parent / target
    if not located.paths:
        return located.component
    return next((path for path in located.paths if files.is_file(path)), located.paths[0])


def _open(included: Included, target: str, place: Path | str, root: Path, settings: Settings) -> None:
    files = settings.files
    if isinstance(place, str):
        included.code, included.message = Code.INCLUDE_UNCHECKED, f"not checked: '{target}' is in component '{place}'"
        included.hint = "name its folder, too, to have it read"
        return
    path = files.real(place)
    if not path.is_relative_to(files.real(root)):
        included.code, included.message = Code.INCLUDE_OUTSIDE_ROOT, f"include leaves the source directory: '{target}'"
        included.hint = f"the source directory is {root}"
    elif settings.trust.stranger and _is_hidden(path, files.real(root)):
        included.code, included.message = Code.FILE_REFUSED, f"a hidden file is not included: '{target}'"
    elif files.is_dir(path):
        included.code, included.message = Code.INCLUDE_NOT_FOUND, f"included file is a directory: '{target}'"
    elif not files.is_file(path):
        included.code, included.message = Code.INCLUDE_NOT_FOUND, f"included file not found: '{target}'"
        included.hint = _suggestion(target, path, files)
    elif files.size(path) > _MAX_BYTES:
        included.code, included.message = Code.INCLUDE_UNREADABLE, f"included file is larger than 64 MiB: '{target}'"
    else:
        encoding = included.attrs.named.get("encoding", "utf-8")
        included.text, included.decoding = decode(files.read(path), encoding)
        included.path = _tidy(place)


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _suggestion(target: str, path: Path, files: Files) -> str:
    if "{" in target:
        return "an attribute in its name is not set"
    if not files.is_dir(path.parent):
        return f"there is no directory {path.parent.name}"
    names = {Path(name).stem: name for name in files.names(path.parent)}
    near = Names(names).nearest(path.stem)
    return f"did you mean '{(Path(target).parent / names[near]).as_posix()}'?" if near else ""


def _tidy(place: Path) -> Path:
    """A path without ``.`` and with each ``..`` taken back, as a reader would write it; links are not followed."""
    parts: list[str] = []
    for part in place.parts:
        if part == ".." and parts and parts[-1] not in {"..", "/"}:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return Path(*parts)
