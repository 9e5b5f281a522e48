"""What the server answers: each request and notification of the protocol with the feature that it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from sphinx_adoc.graph.store import Store

from .answers import (
    actions,
    completion,
    definitions,
    folding,
    hover,
    lens,
    links,
    moves,
    outline,
    refactor,
    references,
    rename,
    symbols,
    tokens,
)
from .answers.edits import Changes, Refused
from .server import Server
from .state.addresses import path_of
from .state.session import ProjectsState
from .state.view import View

Answer = TypeVar("Answer")

_ANY_FILE: Final = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)
_KINDS: Final = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll, refactor.EXTRACT, refactor.INLINE]


def make_server(store: Store | None = None) -> Server:
    """Return a server that answers all that there is. ``store``: where documents are kept from run to run."""
    server = Server(store)
    for register in (_life, _navigation, _structure, _writing, _changing, _claims):
        register(server)
    return server


def _life(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def _(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    def _(_params: types.InitializedParams) -> None:
        server.ready()

    @server.feature(types.SHUTDOWN)
    def _(_params: None) -> None:
        server.end()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _(params: types.DidSaveTextDocumentParams) -> None:
        server.saved(params)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _(_params: types.DidChangeWatchedFilesParams) -> None:
        server.request()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def _(params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.folders_changed(params)


def _navigation(server: Server) -> None:
    address_of = server.session.address_of

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def _(params: types.DefinitionParams) -> list[types.Location] | None:
        return await server.at(params, partial(definitions.definitions, address_of=address_of))

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def _(params: types.ReferenceParams) -> list[types.Location] | None:
        declaration = params.context.include_declaration
        return await server.at(params, partial(references.references, address_of=address_of, declaration=declaration))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def _(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        return await server.at(params, references.highlights)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _(params: types.HoverParams) -> types.Hover | None:
        return await server.at(params, hover.hover)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def _(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        return await server.about(params.text_document.uri, partial(links.links, address_of=address_of))

    @server.feature(types.WORKSPACE_SYMBOL)
    async def _(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        await server.current()
        return await server.answer(
            lambda state: symbols.symbols(state.views.values(), params.query, address_of=address_of)
        )


def _structure(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def _(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        return await server.about(params.text_document.uri, outline.symbols)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def _(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        return await server.about(params.text_document.uri, folding.folds)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, tokens.LEGEND)
    async def _(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        return await server.about(params.text_document.uri, tokens.tokens)


def _writing(server: Server) -> None:
    offered = types.CompletionOptions(trigger_characters=list(completion.TRIGGERS))

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, offered)
    async def _(params: types.CompletionParams) -> types.CompletionList | None:
        await server.latest()
        path = path_of(params.text_document.uri)
        buffer = server.session.buffers.get(params.text_document.uri)

        def ask(state: ProjectsState) -> tuple[View, types.CompletionList] | None:
            view = state.view_of(path) if path is not None else None
            if view is None or path is None or buffer is None:
                return None
            snippets = server.takes_snippets
            return view, completion.complete(view, path, buffer.text, params.position, snippets=snippets)

        answered = await server.answer(ask)
        if answered is None or buffer is None:
            return None
        view, known = answered
        own = await server.offers(view, buffer, params.position)
        return types.CompletionList(is_incomplete=False, items=own) if own else known

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(_KINDS))
    async def _(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        def ask(view: View, path: Path) -> list[types.CodeAction]:
            only = params.context.only
            address_of = server.session.address_of
            return actions.actions(view, path, params.range, only, address_of=address_of, creates=server.creates_files)

        return await server.about(params.text_document.uri, ask)


def _changing(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def _(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        return await server.at(params, _refusing(rename.prepare), exact=True)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def _(params: types.RenameParams) -> types.WorkspaceEdit | None:
        def ask(view: View, path: Path, at: tuple[int, int]) -> Changes | None:
            return rename.rename(view, path, at, params.new_name, server.session.reread(view))

        return _edit(server, await server.at(params, _refusing(ask), exact=True))

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, _ANY_FILE)
    async def _(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        await server.current(exact=True)
        pairs = ((path_of(file.old_uri), path_of(file.new_uri)) for file in params.files)
        renames = {before: after for before, after in pairs if before is not None and after is not None}
        return _edit(server, await server.answer(lambda state: _moved(state.views.values(), renames)))


def _claims(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def _(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        uri = params.text_document.uri
        if not server.trusted:
            return []
        return await server.about(uri, lambda view, path: server.verdicts.lenses(view, path, uri))

    @server.command(lens.RUN)
    async def _(uri: str) -> str | None:
        return await server.run_claims(uri)


def _moved(views: Iterable[View], renames: dict[Path, Path]) -> Changes | None:
    all_changes = Changes()
    for view in views:
        for path, changes in moves.moved(view, renames).by_file.items():
            for change in changes.values():
                all_changes.add(path, change)
    return all_changes if all_changes.by_file else None


def _edit(server: Server, changes: Changes | None) -> types.WorkspaceEdit | None:
    return changes.edit(server.session, server.client_capabilities) if changes is not None else None


def _refusing(ask: Callable[[View, Path, tuple[int, int]], Answer]) -> Callable[[View, Path, tuple[int, int]], Answer]:
    """Answer a refusal with its reason, which the editor shows."""

    def answer_or_refuse(view: View, path: Path, at: tuple[int, int]) -> Answer:
        try:
            return ask(view, path, at)
        except Refused as refusal:
            raise JsonRpcException(str(refusal), types.LSPErrorCodes.RequestFailed) from refusal

    return answer_or_refuse
