"""SVG pictures: whether one is only a picture. As a file of its own a browser runs what is in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_ACTIVE: Final = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video", "set", "animate"}
)
_DATA: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_OUTSIDE: Final = re.compile(r"@import|url\(\s*+['\"]?+\s*+(?!#)[^)\s]|expression\(|javascript:", re.IGNORECASE)


class _Refused(Exception):
    pass


def refusal(path: Path) -> str:
    """Return why an SVG file is more than a picture, '' where it is one. Raises OSError where it cannot be read."""
    from xml.parsers import expat  # where there is such a picture

    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.element
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    parser.ProcessingInstructionHandler = _instruction
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(path.read_bytes(), True)  # noqa: FBT003 (pyexpat takes no names)
        reader.finish()
    except expat.ExpatError as error:
        return f"it is no well-formed SVG (line {error.lineno})"
    except _Refused as error:
        return str(error)
    return ""


class _Reader:
    """Refuses elements and attributes as they come, and texts at the end: the parser gives these in pieces."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._styles: list[str] = []
        self._depth = 0  # of elements for styles

    def element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        self._depth += local == "style"
        if local in _ACTIVE:
            raise _Refused(f"it has an element '{local}'")
        for key, value in attributes.items():
            _attribute(key, value)

    def end(self, name: str) -> None:
        self._depth -= name.rpartition(":")[2].lower() == "style"

    def text(self, data: str) -> None:
        (self._styles if self._depth else self._texts).append(data)

    def finish(self) -> None:
        """Refuse what the texts say as a whole. Raises _Refused."""
        styles = "".join(self._styles)
        if _OUTSIDE.search(styles) or _OUTSIDE.search("".join(self._texts)):
            raise _Refused("it refers to something outside")
        _without_escapes(styles)


def _attribute(key: str, value: str) -> None:
    short = key.rpartition(":")[2].lower()
    if short.startswith("on"):
        raise _Refused(f"it has an attribute '{key}'")
    if short in ("href", "src") and not value.strip().startswith("#") and not _DATA.match(value.strip()):
        raise _Refused("it refers to something outside")
    if _OUTSIDE.search(value):
        raise _Refused("it refers to something outside")
    if ":" not in key:  # those of editors have paths of files
        _without_escapes(value)


def _without_escapes(style: str) -> None:
    r"""Refuse what a style sheet may write otherwise than it is read: ``u\72l(``."""
    if "\\" in style:
        raise _Refused("it has escapes in its styles")


def _doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    if internal:
        raise _Refused("it has a document type of its own")


def _entity(*details: object) -> None:
    raise _Refused("it declares entities")


def _instruction(target: str, data: str) -> None:
    raise _Refused(f"it has a processing instruction '{target}'")
