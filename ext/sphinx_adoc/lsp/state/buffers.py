"""The text of open documents, as the editor has it: also what is not saved yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from lsprotocol import types

from .positions import UTF16, Text


@dataclass(frozen=True, slots=True)
class Buffer:
    """An open document. ``path``: its file, links followed. ``known``: False when a change came out of order, so that
    what the editor shows is unknown.
    """

    uri: str
    path: Path
    version: int
    text: Text
    known: bool = True


class Buffers:
    """All open documents by address. May be used from several threads."""

    def __init__(self) -> None:
        self.encoding: types.PositionEncodingKind | str = UTF16
        self._by_uri: dict[str, Buffer] = {}
        self._lock = Lock()

    def open(self, uri: str, path: Path, version: int, source: str) -> None:
        """Take a document in; one that is open already begins anew."""
        with self._lock:
            self._by_uri[uri] = Buffer(uri, path, version, Text(source, self.encoding))

    def close(self, uri: str) -> Buffer | None:
        """Forget a document and return it; None where it was not open."""
        with self._lock:
            return self._by_uri.pop(uri, None)

    def change(self, uri: str, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Buffer | None:
        """Make changes and return the document as it is then; None where it is not open.

        After a change that is not newer than what is there, the text is unknown until all of it is sent.
        """
        with self._lock:
            buffer = self._by_uri.get(uri)
            if buffer is None:
                return None
            text, known = _changed(buffer, version, list(changes))
            self._by_uri[uri] = after = Buffer(uri, buffer.path, max(version, buffer.version), text, known)
            return after

    def get(self, uri: str) -> Buffer | None:
        """Return an open document, None where it is not open."""
        return self._by_uri.get(uri)

    def all(self) -> list[Buffer]:
        """Return the open documents."""
        with self._lock:
            return list(self._by_uri.values())


def _changed(
    buffer: Buffer, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]
) -> tuple[Text, bool]:
    """The text after changes, and whether it is known."""
    text, known = buffer.text, buffer.known and version > buffer.version
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = sorted((text.offset(change.range.start), text.offset(change.range.end)))
            text = Text(text.source[:start] + change.text + text.source[end:], text.encoding)
        else:
            text, known = Text(change.text, text.encoding), version > buffer.version or known
    return text, known
