"""The ways to read a document: from its text, from a file, or running text alone."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from types import NoneType

from .arguments import expect
from .parser import DocumentParser
from .reader import decode
from .settings import Settings
from .tree import Author, Document, Header, Inclusion, InlineText

__all__ = ["Author", "Document", "Header", "Inclusion", "Settings", "parse", "parse_file", "parse_text"]


def parse(text: str | bytes, path: str | PathLike[str] = "<string>", settings: Settings | None = None) -> Document:
    """Return the document that a text is. Never raises on what stands in it: that is in ``problems``.

    ``path``: its name in places, and where relative includes start from; ``"<string>"`` and the like: it is no file.
    Raises TypeError for an argument of a wrong type.
    """
    expect(text, "text", str, bytes)
    parser = _parser(path, settings)
    source, trouble = (text, []) if isinstance(text, str) else decode(text)
    parser.read(source, trouble)
    return parser.document


def parse_text(text: str, path: str | PathLike[str] = "<string>", settings: Settings | None = None) -> InlineText:
    """Return running text alone: no blocks, no directives. ``doc`` of the result knows its places.

    Raises TypeError for an argument of a wrong type.
    """
    expect(text, "text", str)
    return _parser(path, settings).read_text(text.rstrip("\n"))


def parse_file(path: str | PathLike[str], settings: Settings | None = None) -> Document:
    """Return the document that a file holds. Never raises on what stands in it: that is in ``problems``.

    Raises OSError where the file itself cannot be read, TypeError for an argument of a wrong type.
    """
    expect(path, "path", str, PathLike)
    expect(settings, "settings", Settings, NoneType)
    settings = settings or Settings()
    return parse(settings.files.read(Path(path)), path, settings)


def _parser(path: str | PathLike[str], settings: Settings | None) -> DocumentParser:
    expect(path, "path", str, PathLike)
    expect(settings, "settings", Settings, NoneType)
    return DocumentParser(str(path), settings or Settings())
