"""What the server knows: the open documents, the folders of the workspace, and the state of each project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Final

from lsprotocol import types

from sphinx_adoc.graph.store import Store
from sphinx_adoc.project import ProjectError
from sphinx_adoc.syntax.files import DISK
from sphinx_adoc.syntax.reader import decode

from . import diagnostics
from .addresses import uri_of
from .buffers import Buffer, Buffers
from .live import Changes, Live
from .overlay import Overlay
from .positions import Text
from .readings import Readings
from .scopes import Scope, folder_scope, scope_of
from .view import View

LARGE: Final = 1 << 20
"""Characters from which a document is read when it is opened and saved, and not while it is edited."""

UNKNOWN: Final = "the editor's changes came out of order; close the document and open it again"
IS_LARGE: Final = f"larger than {LARGE >> 20} MiB: it is read when it is saved, not while it is edited"

ByFile = Mapping[Path, Sequence[types.Diagnostic]]
"""Diagnostics by the real paths of their files."""

Published = Mapping[str, Sequence[types.Diagnostic]]


@dataclass(frozen=True)
class ProjectsState:
    """All projects at one moment. ``number``: of the request that it answers. ``errors``: of the projects that cannot
    be read. ``refused``: the documents that were not looked at, with the reason, by their real paths. ``exact``: False
    where files of large documents were read alone.
    """

    number: int = 0
    views: Mapping[Scope, View] = field(default_factory=dict)
    errors: Mapping[Scope, str] = field(default_factory=dict)
    refused: Mapping[Path, str] = field(default_factory=dict)
    buffers: Sequence[Buffer] = ()
    exact: bool = True
    folders: Sequence[Path] = ()

    def view_of(self, path: Path) -> View | None:
        """Return the project that a file (by its real path) is answered from; None where it is in none."""
        if path in self.refused:
            return None
        ranked = sorted(self.views.items(), key=lambda item: _rank(item[0]))
        return next((view for _, view in ranked if view.covers(path)), None)


def _rank(scope: Scope) -> tuple[bool, int]:
    """A project before files alone, and of projects inside each other the inner one first."""
    return scope.alone, -len(scope.start.absolute().parts)


class Session:
    """The open documents and what is known of the projects that they belong to. ``state``: the newest, to be looked at
    while ``lock`` is held. ``store``: where documents are kept from run to run (None: nowhere).
    """

    def __init__(self, store: Store | None = None) -> None:
        self.buffers = Buffers()
        self.folders: tuple[Path, ...] = ()
        self.readings = Readings(store=store)
        self.state = ProjectsState()
        self._edited: frozenset[str] = frozenset()
        self._real: dict[str, Path] = {}
        self.lock = RLock()
        self._lives: dict[Scope, Live] = {}
        self._errors: dict[Scope, str] = {}
        self._texts: dict[Path, str] = {}
        self._asked, self._done = 1, 0
        self._diagnostics = diagnostics.Diagnostics()
        self._changed: set[Path] = set()  # since the diagnostics were made

    def set_folders(self, folders: Sequence[Path]) -> None:
        """Set the folders of the workspace. Names count from the first one from here on, as in a check in it."""
        self.folders = tuple(folders)
        if folders and folders[0].is_dir():
            os.chdir(folders[0])

    # -- documents -----------------------------------------------------------------------------------------------------

    def edited(self, uri: str, *, is_edited: bool) -> None:
        """Note whether a document has changes that are not saved."""
        self._edited = self._edited | {uri} if is_edited else self._edited - {uri}

    def refused(self, buffer: Buffer) -> str:
        """Return why an open document is not looked at; '' where it is."""
        if not buffer.known:
            return UNKNOWN
        return IS_LARGE if len(buffer.text.source) > LARGE and buffer.uri in self._edited else ""

    def address_of(self, path: Path) -> str:
        """Return the address of a file, as the editor names it where it has it open."""
        return next((buffer.uri for buffer in self.buffers.all() if buffer.path == path), None) or uri_of(path)

    # -- reading -------------------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Load the projects anew the next time: files, folders or the configuration may be others."""
        self._asked += 1

    def read(self, number: int, *, exact: bool) -> ProjectsState:
        """Read all projects as they are now, and return their state. ``exact``: each document as a whole, also a large
        one of which a file is being edited.
        """
        opened = self.buffers.all()
        refused = {buffer.path: reason for buffer in opened if (reason := self.refused(buffer))}
        texts = {buffer.path: buffer.text.source for buffer in opened if buffer.path not in refused}
        files = Overlay(texts, self._real)
        requested = self._asked
        changes = self._changes(files, exact=exact) if requested == self._done else None
        loaded = self._load(files, opened, exact=exact) if changes is None else None
        with self.lock:  # what answers questions must not see half of it
            if loaded is not None:
                self._lives, self._errors = loaded
                self._diagnostics.forget()
            self._changed.update(path for path, text in texts.items() if text != self._texts.get(path))
            for scope, change in (changes or {}).items():
                self._lives[scope].take(change, files)
            self._texts, self._done = texts, requested
            views = {scope: live.view(files, self.buffers.encoding) for scope, live in self._lives.items()}
            exact = all(live.is_exact for live in self._lives.values())
            self.state = ProjectsState(number, views, self._errors, refused, opened, exact=exact, folders=self.folders)
            return self.state

    def _changes(self, files: Overlay, *, exact: bool) -> dict[Scope, Changes] | None:
        """What the open documents change in each project; None where one has to be loaded anew."""
        if files.opened.keys() != self._texts.keys():
            return None
        changed = [path for path, text in files.opened.items() if text != self._texts[path]]
        self.readings.follow(exact=exact)
        changes: dict[Scope, Changes] = {}
        for scope, live in self._lives.items():
            try:
                change = live.as_a_whole(files) if exact and not changed else live.after(files, changed)
            except OSError:  # loading it says what it is
                return None
            if change is None:
                return None
            changes[scope] = change
        return changes

    def _load(
        self, files: Overlay, opened: Sequence[Buffer], *, exact: bool
    ) -> tuple[dict[Scope, Live], dict[Scope, str]]:
        """Load all projects; what is wrong with those that cannot be."""
        lives: dict[Scope, Live] = {}
        errors: dict[Scope, str] = {}
        self.readings.begin(exact=exact)
        for scope in self._scopes(opened):
            self._open(scope, files, lives, errors)
        for buffer in opened:
            if not errors and not any(live.covers(buffer.path) for live in lives.values()):
                self._open(Scope(buffer.path, alone=True), files, lives, errors)
        self.readings.end()
        return lives, errors

    def _scopes(self, opened: Sequence[Buffer]) -> list[Scope]:
        folders = [scope for folder in self.folders if (scope := folder_scope(folder)) is not None]
        return list(dict.fromkeys([*folders, *(scope_of(buffer.path, self.folders) for buffer in opened)]))

    def _open(self, scope: Scope, files: Overlay, lives: dict[Scope, Live], errors: dict[Scope, str]) -> None:
        try:
            lives[scope] = Live(scope, files, self.readings)
        except ProjectError as error:
            if not _is_empty(scope, files):
                errors[scope] = str(error)

    def reread(self, view: View) -> Callable[[Path, str], View]:
        """Return what reads a project with another text in one of its files; nothing of it is kept."""

        def again(path: Path, source: str) -> View:
            files = Overlay({**view.files.opened, path: source}, dict(self._real))
            return Live(view.scope, files, self.readings.copy()).view(files, view.encoding)

        return again

    # -- diagnostics ---------------------------------------------------------------------------------------------------

    def diagnostics(self, state: ProjectsState, beside: Iterable[ByFile] = ()) -> Published:
        """Return what is to be told of each file, by its address; of each open document at least that nothing is.
        ``beside``: what is told beside the findings of a check.
        """
        by_path: dict[Path, list[types.Diagnostic]] = {buffer.path: [] for buffer in state.buffers}
        for scope in sorted(state.views, key=_rank):
            view = state.views[scope]
            for path, converted in self._diagnostics.by_file(view, self.address_of, self._changed).items():
                if state.view_of(path) in (view, None):
                    by_path.setdefault(path, []).extend(converted)
        self._changed.clear()
        for more in beside:
            for path, also in more.items():
                by_path.setdefault(path, []).extend(also)
        for scope, error in state.errors.items():
            for path, converted in diagnostics.of_configuration(error, self._text).items():
                by_path.setdefault(path, []).extend(converted)
            for buffer in state.buffers:
                if scope in (scope_of(buffer.path, state.folders), Scope(buffer.path, alone=True)):
                    by_path[buffer.path] = [diagnostics.not_looked_at(error)]
        for path, reason in state.refused.items():
            by_path[path] = [diagnostics.not_looked_at(reason)]
        return {self.address_of(path): converted for path, converted in by_path.items()}

    def _text(self, path: Path) -> Text:
        try:
            return Text(decode(DISK.read(path))[0], self.buffers.encoding)
        except OSError:
            return Text("", self.buffers.encoding)


def _is_empty(scope: Scope, files: Overlay) -> bool:
    """Whether a folder has no documents, which is no trouble in an editor."""
    try:
        opened = scope.open(files)
    except ProjectError:
        return False
    kinds = tuple(opened.settings.suffixes)
    folders = [path for path in opened.paths if files.is_dir(path)]
    return not any(path.suffix in kinds for folder in folders for path in files.walk(folder))
