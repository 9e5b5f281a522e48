"""The ways to read a document: from its text, from a file, or running text alone."""

from __future__ import annotations

from pathlib import Path

from .parser import DocumentParser
from .reader import decode
from .settings import Settings
from .tree import Author, Document, Header, Inclusion, InlineText

__all__ = ["Author", "Document", "Header", "Inclusion", "Settings", "parse", "parse_file", "parse_text"]


def parse(text: str | bytes, path: str = "<string>", settings: Settings | None = None) -> Document:
    """Read a document from its text. ``path``: its name in places, and where relative includes start from.

    Never raises on input: what is wrong is in ``problems``.
    """
    parser = DocumentParser(path, settings or Settings())
    source, trouble = (text, []) if isinstance(text, str) else decode(text)
    parser.read(source, trouble)
    return parser.document


def parse_text(text: str, path: str = "<string>", settings: Settings | None = None) -> InlineText:
    """Read running text alone: no blocks, no directives. ``doc`` of the result knows its places and problems."""
    return DocumentParser(path, settings or Settings()).read_text(text.rstrip("\n"))


def parse_file(path: Path, settings: Settings | None = None) -> Document:
    """Read a document from a file. Raises OSError where the file itself cannot be read."""
    settings = settings or Settings()
    return parse(settings.files.read(path), str(path), settings)
