"""The edge to the protocol: what comes in is handed to the session and its worker, what they say is sent.

Nothing is read or parsed in the loop that takes messages. A request waits until the documents have been read as they
were when it came in, and is then answered in a thread of its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from sphinx_adoc.graph.store import Store
from sphinx_adoc.project import ProjectError

from .answers.lens import Verdicts
from .answers.offers import WAIT_S, Completions, block_at, items
from .since import Since
from .state.addresses import path_of
from .state.buffers import Buffer
from .state.session import ByFile, ProjectsState, Session
from .state.view import View
from .worker import Worker

Answer = TypeVar("Answer")
IDLE: Final = 0.4
"""Seconds without a key after which large documents are read as a whole."""

_SYNC: Final = types.TextDocumentSyncKind.Incremental


class Protocol(LanguageServerProtocol):
    """The protocol, with documents kept by the session: its lines are those of the protocol, which Python's are not."""

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document in."""
        self._server.opened(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Make changes in a document."""
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Close a document."""
        self._server.closed(params)


class Server(LanguageServer):
    """The language server. ``session``: what it knows. ``store``: where documents are kept from run to run."""

    protocol: Protocol

    def __init__(self, store: Store | None = None) -> None:
        for name in ("pygls", "asyncio"):  # what went wrong is told by report_server_error
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        super().__init__("sphinx-adoc", version("sphinx-adoc"), text_document_sync_kind=_SYNC, protocol_cls=Protocol)
        self.session = Session(store)
        self.worker = Worker(self._read, self._failed)
        self.session.readings.allow = self.worker.check
        self.trusted = False
        self.verdicts = Verdicts()
        self.since: Since | None = None
        self.completions = Completions()
        self._answers = ThreadPoolExecutor(1, "sphinx-adoc answers")
        self._waiting: list[tuple[int, bool, asyncio.Future[ProjectsState]]] = []
        self._asked = 0
        self._told = ProjectsState()
        self._sent: dict[str, tuple[int | None, Sequence[types.Diagnostic]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write down what went wrong. What was refused is an answer, which the editor has."""
        if getattr(error, "code", None) == types.LSPErrorCodes.RequestFailed:
            return
        self.log(f"{type(error).__name__}: {error}", types.MessageType.Error)

    def log(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Write a line into the editor's log."""
        self.window_log_message(types.LogMessageParams(kind, message))

    # -- the life of the server ----------------------------------------------------------------------------------------

    def begin(self, params: types.InitializeParams) -> None:
        """Take in what the editor says of itself and of the workspace."""
        self._loop = asyncio.get_running_loop()
        options = params.initialization_options
        settings = options if isinstance(options, Mapping) else {}
        self.trusted = settings.get("trusted") is True
        base = settings.get("base")
        self.since = Since(base, self.worker.check) if isinstance(base, str) and base else None
        self.session.buffers.encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        uris = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        self._set_folders(uris)
        self.worker.start()

    def ready(self) -> None:
        """Read the workspace, and ask to be told when files change."""
        self.request()
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace is not None else None
        if watching is not None and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(glob_pattern="**/*")]
            wanted = types.Registration(
                id="files",
                method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers),
            )
            self.client_register_capability(types.RegistrationParams([wanted]), lambda _done: None)

    def _set_folders(self, uris: Sequence[str]) -> None:
        self.session.set_folders([path for uri in uris if (path := path_of(uri)) is not None])

    def folders_changed(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Take in which folders the workspace has now."""
        removed = {path_of(folder.uri) for folder in params.event.removed}
        added = [path for folder in params.event.added if (path := path_of(folder.uri)) is not None]
        kept = [folder for folder in self.session.folders if folder not in removed]
        self.session.set_folders([*kept, *added])
        self.request()

    def end(self) -> None:
        """Stop working: the editor is leaving."""
        self.worker.stop()
        self._answers.shutdown(wait=False, cancel_futures=True)
        self.completions.close()

    # -- documents -----------------------------------------------------------------------------------------------------

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document in; what is no file on this machine is left alone."""
        document = params.text_document
        path = path_of(document.uri)
        if path is None:
            self.log(f"not looked at, since it is no file here: {document.uri}")
            return
        self.session.buffers.open(document.uri, path, document.version, document.text)
        self.session.edited(document.uri, is_edited=False)
        self.request()

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Make changes in a document."""
        document = params.text_document
        after = self.session.buffers.change(document.uri, document.version, params.content_changes)
        if after is None:
            self.log(f"a change in a document that is not open: {document.uri}", types.MessageType.Warning)
            return
        self.session.edited(document.uri, is_edited=True)
        self.request(anew=False)

    def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Look at the files again."""
        self.session.edited(params.text_document.uri, is_edited=False)
        if self.since is not None:
            self.since.look_again()
        self.request()

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Close a document; from now on the file on the disk counts."""
        uri = params.text_document.uri
        self.session.edited(uri, is_edited=False)
        if self.session.buffers.close(uri) is not None:
            self.request()

    # -- reading -------------------------------------------------------------------------------------------------------

    def request(self, *, anew: bool = True) -> None:
        """Ask for what is new to be read. ``anew``: not open documents alone, but files, folders and configuration."""
        if anew:
            self.session.look_again()
        self._asked = self.worker.request()

    def _read(self, number: int) -> None:
        """Read, in the worker's thread: what is quick at once, all of it when nothing more is typed."""
        exact = self._read_once(number, exact=False)
        if self.since is not None and self.since.is_old():
            self.worker.rest(IDLE)
            self._compare(number, self.since)
            exact = False
        if not exact:
            self.worker.rest(IDLE)
            self._read_once(number, exact=True)

    def _read_once(self, number: int, *, exact: bool) -> bool:
        """Read, and tell what was found; return whether that is exact."""
        state = self.session.read(number, exact=exact)
        self.worker.check()
        published = self.session.diagnostics(state, self._own_findings(state))
        self.worker.check()
        self._in_loop(lambda: self._arrived(state, published))
        return state.exact

    def _own_findings(self, state: ProjectsState) -> list[ByFile]:
        """What the editor reports beside a check: claims that did not hold, and what is gone since a commit."""
        by_source: list[ByFile] = [self.verdicts.by_file(state.views.values(), self.session.address_of)]
        if self.since is not None:
            by_source += [self.since.by_file(view, self.session.address_of) for view in state.views.values()]
        return by_source

    def _compare(self, number: int, since: Since) -> None:
        """Read the projects at the commit that they are compared with."""
        for wrong in since.compare(self.session.read(number, exact=False).views.values()):
            self._in_loop(partial(self.log, f"not compared: {wrong}", types.MessageType.Warning))

    def _failed(self, error: Exception) -> None:
        self.session.state = state = ProjectsState(self._asked)
        self.session.look_again()

        def tell() -> None:
            self.report_server_error(error, type(error))
            self._arrived(state, {})

        self._in_loop(tell)

    def _in_loop(self, call: Callable[[], object]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _arrived(self, state: ProjectsState, published: Mapping[str, Sequence[types.Diagnostic]]) -> None:
        """Tell what is new, and answer who waits for it."""
        self._told = state
        for uri in {**self._sent, **published}:
            self._publish(uri, published.get(uri, ()))
        waiting, self._waiting = self._waiting, []
        for number, exact, future in waiting:
            if number > state.number or (exact and not state.exact):
                self._waiting.append((number, exact, future))
            elif not future.done():
                future.set_result(state)

    def _publish(self, uri: str, diagnostics: Sequence[types.Diagnostic]) -> None:
        buffer = self.session.buffers.get(uri)
        number = buffer.version if buffer is not None else None
        if self._sent.get(uri, (None, ())) == (number, diagnostics):
            return
        if diagnostics or buffer is not None:
            self._sent[uri] = number, diagnostics
        else:
            self._sent.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, number))

    async def run_claims(self, uri: str) -> str | None:
        """Run the claims of a document, where the workspace is trusted; return what became of them, in a line."""
        if not self.trusted:
            self._say("claims are code of the documents: they are run only where initializationOptions say trusted")
            return None
        try:
            message = await self.about(uri, self.verdicts.run, exact=True)
        except ProjectError as error:
            self._say(str(error))
            return None
        if message is not None:
            self._say(message)
        self.request()
        if self.refreshes_lenses:
            self.workspace_code_lens_refresh(None, lambda _done: None)
        return message

    async def offers(self, view: View, buffer: Buffer, position: types.Position) -> list[types.CompletionItem]:
        """Return what the project's own code offers at a place, where the workspace is trusted."""
        block = block_at(buffer.text, position) if self.trusted else None
        if block is None:
            return []
        answer = asyncio.get_running_loop().run_in_executor(self.completions.thread, self.completions.ask, view, block)
        try:
            return items(await asyncio.wait_for(asyncio.shield(answer), WAIT_S), buffer.text, position)
        except TimeoutError:
            return []

    def _say(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))

    # -- what the editor can -------------------------------------------------------------------------------------------

    @property
    def creates_files(self) -> bool:
        """Whether the editor makes files when it is asked to."""
        workspace = self.client_capabilities.workspace
        able = workspace.workspace_edit if workspace is not None else None
        return able is not None and types.ResourceOperationKind.Create in (able.resource_operations or ())

    @property
    def takes_snippets(self) -> bool:
        """Whether the editor puts the cursor into a completion where that says so."""
        document = self.client_capabilities.text_document
        able = document.completion if document is not None else None
        item = able.completion_item if able is not None else None
        return item is not None and bool(item.snippet_support)

    @property
    def refreshes_lenses(self) -> bool:
        """Whether the editor asks for lenses again when it is asked to."""
        workspace = self.client_capabilities.workspace
        able = workspace.code_lens if workspace is not None else None
        return able is not None and bool(able.refresh_support)

    # -- answers -------------------------------------------------------------------------------------------------------

    async def current(self, *, exact: bool = False) -> ProjectsState:
        """Return the state of the documents as they are now, when they have been read. ``exact``: large documents as a
        whole.
        """
        state = self._told  # what it says of documents has been told before anything is answered from it
        if state.number >= self._asked and (state.exact or not exact):
            return state
        future: asyncio.Future[ProjectsState] = asyncio.get_running_loop().create_future()
        self._waiting.append((self._asked, exact, future))
        return await future

    async def latest(self) -> ProjectsState:
        """Return the newest state that there is; only before the first one it has to be waited for."""
        return self._told if self._told.number else await self.current()

    async def answer(self, call: Callable[[ProjectsState], Answer]) -> Answer:
        """Return what a call makes of the newest state; it runs in a thread, and nothing changes meanwhile."""

        def work() -> Answer:
            with self.session.lock:
                return call(self.session.state)

        return await asyncio.get_running_loop().run_in_executor(self._answers, work)

    async def about(self, uri: str, ask: Callable[[View, Path], Answer], *, exact: bool = False) -> Answer | None:
        """Return the answer to a question about a document; None for one that is in no project or was refused."""
        await self.current(exact=exact)
        path = path_of(uri)
        return await self.answer(lambda state: self._about(state, path, ask)) if path is not None else None

    def _about(self, state: ProjectsState, path: Path, ask: Callable[[View, Path], Answer]) -> Answer | None:
        view = state.view_of(path)
        return ask(view, path) if view is not None else None

    async def at(
        self,
        params: types.TextDocumentPositionParams | Any,
        ask: Callable[[View, Path, tuple[int, int]], Answer],
        *,
        exact: bool = False,
    ) -> Answer | None:
        """Return the answer to a question about a position; see :meth:`about`."""

        def asked(view: View, path: Path) -> Answer:
            return ask(view, path, view.text(str(path)).place(params.position))

        return await self.about(params.text_document.uri, asked, exact=exact)
