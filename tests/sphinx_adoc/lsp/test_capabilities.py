"""What the editor says that it can, each level of which may be absent."""

from types import SimpleNamespace

import pytest
from lsprotocol import types
from sphinx_adoc.lsp.server import Server

NOTHING = types.ClientCapabilities()


def workspace(**named):
    return types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(**named))


def completion(item):
    completion = types.CompletionClientCapabilities(completion_item=item)
    return types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(completion=completion))


def edits(*operations):
    return workspace(workspace_edit=types.WorkspaceEditClientCapabilities(resource_operations=list(operations) or None))


CREATE, DELETE = types.ResourceOperationKind.Create, types.ResourceOperationKind.Delete
SNIPPETS = types.ClientCompletionItemOptions(snippet_support=True)


@pytest.mark.parametrize(
    ("name", "capabilities", "able"),
    [
        ("creates_files", NOTHING, False),
        ("creates_files", workspace(), False),
        ("creates_files", edits(), False),
        ("creates_files", edits(DELETE), False),
        ("creates_files", edits(DELETE, CREATE), True),
        ("takes_snippets", NOTHING, False),
        ("takes_snippets", completion(None), False),
        ("takes_snippets", completion(types.ClientCompletionItemOptions()), False),
        ("takes_snippets", completion(SNIPPETS), True),
        ("refreshes_lenses", NOTHING, False),
        ("refreshes_lenses", workspace(), False),
        ("refreshes_lenses", workspace(code_lens=types.CodeLensWorkspaceClientCapabilities()), False),
        (
            "refreshes_lenses",
            workspace(code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True)),
            True,
        ),
    ],
)
def test_the_editor_is_able_where_it_says_so(name, capabilities, able):
    assert getattr(Server, name).fget(SimpleNamespace(client_capabilities=capabilities)) is able
