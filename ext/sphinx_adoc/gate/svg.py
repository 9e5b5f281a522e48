"""SVG pictures: whether one is only a picture. As a file of its own a browser runs what is in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_ACTIVE: Final = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video", "set", "animate"}
)
_DATA: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_OUTSIDE: Final = re.compile(r"@import|url\(\s*['\"]?\s*(?!#)[^)\s]|expression\(|javascript:", re.IGNORECASE)


class _Refused(Exception):
    pass


def refusal(path: Path) -> str:
    """Return why an SVG file is more than a picture, '' where it is one. Raises OSError where it cannot be read."""
    from xml.parsers import expat  # where there is such a picture

    parser = expat.ParserCreate()
    parser.StartElementHandler = _element
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _entity
    parser.ProcessingInstructionHandler = _instruction
    parser.CharacterDataHandler = _text
    try:
        parser.Parse(path.read_bytes(), True)  # noqa: FBT003 (pyexpat takes no names)
    except expat.ExpatError as error:
        return f"it is no well-formed SVG (line {error.lineno})"
    except _Refused as error:
        return str(error)
    return ""


def _element(name: str, attributes: dict[str, str]) -> None:
    local = name.rpartition(":")[2].lower()
    if local in _ACTIVE:
        raise _Refused(f"it has an element '{local}'")
    for key, value in attributes.items():
        short = key.rpartition(":")[2].lower()
        if short.startswith("on"):
            raise _Refused(f"it has an attribute '{key}'")
        if short in ("href", "src") and not value.strip().startswith("#") and not _DATA.match(value.strip()):
            raise _Refused("it refers to something outside")
        if _OUTSIDE.search(value):
            raise _Refused("it refers to something outside")


def _doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    if internal:
        raise _Refused("it has a document type of its own")


def _entity(*details: object) -> None:
    raise _Refused("it declares entities")


def _instruction(target: str, data: str) -> None:
    raise _Refused(f"it has a processing instruction '{target}'")


def _text(data: str) -> None:
    if _OUTSIDE.search(data):
        raise _Refused("it refers to something outside")
