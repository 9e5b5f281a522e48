"""Changes in several files as one, the way that the editor takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.lsp.state.session import Session

ANCHOR: Final = "anchor"
OPEN: Final = "open"
CLOSED: Final = "closed"
UNREAD: Final = "unread"


class Refused(Exception):
    """What is asked for cannot be done; the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A text in place of a range. ``kind``: what it is for, a name among the reasons of the edit."""

    range: types.Range
    text: str
    kind: str = ""


@dataclass(slots=True)
class Changes:
    """Changes by the real paths of their files. ``reasons``: by kind, a label and what is to be known beforehand."""

    by_file: dict[Path, dict[tuple[int, int], Change]] = field(default_factory=dict)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, path: Path, change: Change) -> None:
        """Add a change; of two at one place the first counts."""
        start = change.range.start
        self.by_file.setdefault(path, {}).setdefault((start.line, start.character), change)

    def edit(self, session: Session, capabilities: types.ClientCapabilities) -> types.WorkspaceEdit:
        """Return the changes in the form that an editor understands."""
        workspace = capabilities.workspace
        able = workspace.workspace_edit if workspace is not None else None
        if able is None or not able.document_changes:
            plain = {session.address_of(path): list(self._plain(path)) for path in sorted(self.by_file)}
            return types.WorkspaceEdit(plain)
        annotates = able.change_annotation_support is not None
        versions = {buffer.path: buffer.version for buffer in session.buffers.all()}
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(
                        uri=session.address_of(path), version=versions.get(path)
                    ),
                    self._annotated(path, versions) if annotates else [*self._plain(path)],
                )
                for path in sorted(self.by_file)
            ],
            change_annotations=self._annotations() if annotates else None,
        )

    def _sorted(self, path: Path) -> Iterable[Change]:
        changes = self.by_file[path]
        return (changes[place] for place in sorted(changes))

    def _plain(self, path: Path) -> Iterator[types.TextEdit]:
        return (types.TextEdit(change.range, change.text) for change in self._sorted(path))

    def _annotated(
        self, path: Path, versions: Mapping[Path, int]
    ) -> list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]:
        default = OPEN if path in versions else CLOSED
        return [
            types.AnnotatedTextEdit(change.kind or default, change.range, change.text) for change in self._sorted(path)
        ]

    def _annotations(self) -> dict[str, types.ChangeAnnotation]:
        """The label of each kind of change; all but those in open files need confirmation."""
        labels = {OPEN: ("In open files", ""), CLOSED: ("In files that are not open", ""), **self.reasons}
        return {
            kind: types.ChangeAnnotation(label, needs_confirmation=kind != OPEN, description=more or None)
            for kind, (label, more) in labels.items()
        }
