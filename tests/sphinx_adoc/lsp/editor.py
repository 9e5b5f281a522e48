"""An editor for tests: it starts the server as a process, as editors do, and keeps its documents in step with it."""

import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ANSWER = 60  # seconds after which an answer counts as missing, on a busy machine too


class Client(LanguageClient):
    """The editor's end of the connection. ``failures``: what must not happen, such as an answer that cannot be read."""

    def __init__(self):
        super().__init__("tests", "1")
        self.diagnostics = {}
        self.versions = {}
        self.published = 0
        self.logged = []
        self.failures = []
        self._when(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, self._publish)
        self._when(types.WINDOW_LOG_MESSAGE, self.logged.append)
        self._when(types.WINDOW_SHOW_MESSAGE, self.failures.append)

    def _when(self, name, call):
        @self.feature(name)
        def _(params):
            call(params)

    def _publish(self, params):
        self.published += 1
        self.diagnostics[params.uri] = params.diagnostics
        self.versions[params.uri] = params.version

    def report_server_error(self, error, source):
        self.failures.append(error)


class Editor:
    """A client with documents. Lines and columns of its methods count from 1, as in reports."""

    def __init__(self, client, folder):
        self.client = client
        self.folder = Path(folder)
        self.versions = {}
        self.capabilities = None

    def uri(self, name):
        return (self.folder / name).as_uri()

    def identifier(self, name):
        return types.TextDocumentIdentifier(self.uri(name))

    def open(self, name, text=None):
        """Open a document; ``text``: in place of what the file has."""
        path = self.folder / name
        text = path.read_bytes().decode("utf-8", "replace") if text is None else text
        self.versions[name] = 1
        document = types.TextDocumentItem(self.uri(name), "asciidoc", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def change(self, name, text, span=None, version=None):
        """Put a text in place of a range (line, column, end line, end column), or of everything."""
        self.versions[name] = self.versions[name] + 1 if version is None else version
        where = types.VersionedTextDocumentIdentifier(version=self.versions[name], uri=self.uri(name))
        if span is None:
            change = types.TextDocumentContentChangeWholeDocument(text)
        else:
            line, column, end_line, end_column = (number - 1 for number in span)
            place = types.Range(types.Position(line, column), types.Position(end_line, end_column))
            change = types.TextDocumentContentChangePartial(place, text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(where, [change]))

    def close(self, name):
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.identifier(name)))

    def save(self, name):
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.identifier(name)))

    def disk_changed(self):
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))

    async def settled(self, name):
        """Wait until what was sent has been read: an outline is answered from nothing older."""
        request = types.DocumentSymbolParams(self.identifier(name))
        return await asyncio.wait_for(self.client.text_document_document_symbol_async(request), ANSWER)

    async def ask(self, method, params):
        """Return the answer to a request."""
        return await asyncio.wait_for(self.client.protocol.send_request_async(method, params), ANSWER)

    def diagnostics(self, name):
        """What the server told last about a document."""
        return self.client.diagnostics.get(self.uri(name), [])


@asynccontextmanager
async def editor(folder, options=None, capabilities=None, folders=None):
    """Start a server for a folder and yield the editor; the server must end by itself and without a traceback."""
    client = Client()
    await client.start_io(sys.executable, "-m", "sphinx_adoc", "lsp")
    roots = [folder] if folders is None else folders
    started = Editor(client, folder)
    started.capabilities = await asyncio.wait_for(
        client.initialize_async(
            types.InitializeParams(
                capabilities=capabilities or types.ClientCapabilities(),
                root_uri=Path(folder).as_uri() if roots else None,
                workspace_folders=[types.WorkspaceFolder(Path(root).as_uri(), "docs") for root in roots],
                initialization_options=options,
            )
        ),
        ANSWER,
    )
    client.initialized(types.InitializedParams())
    yield started
    assert not client.failures
    assert not [one.message for one in client.logged if one.type == types.MessageType.Error]
    await asyncio.wait_for(client.shutdown_async(None), ANSWER)
    client.exit(None)
    await asyncio.wait_for(client._server.wait(), ANSWER)
    assert client._server.returncode == 0
    await client.stop()


def run(session):
    """Run a session, a coroutine, to its end."""
    return asyncio.run(session)
