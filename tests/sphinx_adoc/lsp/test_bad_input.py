"""An editor that does what it should not: answers are right or refused, and the server goes on."""

import asyncio
import subprocess
import sys

import pytest
from lsprotocol import types
from sphinx_adoc.lsp.state.addresses import path_of, uri_of
from sphinx_adoc.lsp.state.session import IS_LARGE, LARGE, UNKNOWN

from tests.sphinx_adoc.lsp.editor import ANSWER, editor, run

DEAD = "= A\n\n<<nowhere>>\n"


def codes(started, name):
    return [one.code for one in started.diagnostics(name)]


def words(started, name):
    return [one.message for one in started.diagnostics(name)]


def test_a_document_may_be_closed_twice_and_changed_when_it_is_not_open(tmp_path):
    async def session():
        async with editor(tmp_path) as started:
            started.open("a.adoc", DEAD)
            await started.settled("a.adoc")
            assert codes(started, "a.adoc") == ["xref-unresolved"]
            started.close("a.adoc")
            started.close("a.adoc")
            started.change("a.adoc", "x", (1, 1, 1, 1))
            assert await started.settled("a.adoc") is None
            assert codes(started, "a.adoc") == []
            assert [one.message for one in started.client.logged if "not open" in one.message]

    run(session())


def test_after_changes_out_of_order_nothing_is_said_until_the_text_is_known(tmp_path):
    async def session():
        async with editor(tmp_path) as started:
            started.open("a.adoc", DEAD)
            started.change("a.adoc", "x", (3, 1, 3, 1), version=9)
            started.change("a.adoc", "y", (3, 1, 3, 1), version=8)
            assert await started.settled("a.adoc") is None
            assert words(started, "a.adoc") == [f"not checked: {UNKNOWN}"]
            started.change("a.adoc", "z", (3, 1, 3, 1), version=10)
            assert await started.settled("a.adoc") is None
            started.change("a.adoc", DEAD, version=11)
            assert await started.settled("a.adoc")
            assert codes(started, "a.adoc") == ["xref-unresolved"]

    run(session())


def test_positions_outside_have_answers(tmp_path):
    async def session():
        async with editor(tmp_path) as started:
            started.open("a.adoc", DEAD)
            for line, character in ((0, 99), (99, 0), (2**31 - 1, 2**31 - 1), (2, 2**31 - 1)):
                place = types.Position(line, character)
                params = types.DefinitionParams(started.identifier("a.adoc"), place)
                assert await started.ask("textDocument/definition", params) == []
            outside = (90, 1, 99, 99)
            started.change("a.adoc", "<<other>>\n", outside)
            await started.settled("a.adoc")
            assert [one.range.start.line for one in started.diagnostics("a.adoc")] == [2, 3]

    run(session())


@pytest.mark.parametrize("folders", [[], ["/"], ["/nowhere/at/all"]])
def test_without_a_project_a_document_is_checked_by_itself(tmp_path, folders):
    async def session():
        async with editor(tmp_path, folders=folders) as started:
            started.open("a.adoc", DEAD)
            assert await started.settled("a.adoc")
            assert codes(started, "a.adoc") == ["xref-unresolved"]

    (tmp_path / "a.adoc").write_text("", encoding="utf-8")
    run(session())


def test_a_folder_without_documents_is_no_trouble(tmp_path):
    async def session():
        async with editor(tmp_path) as started:
            (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
            assert await started.settled("a.adoc") is None
            assert started.client.diagnostics == {}
            started.open("new.adoc", DEAD)
            await started.settled("new.adoc")
            assert codes(started, "new.adoc") == ["xref-unresolved"]

    run(session())


def test_a_large_document_is_read_when_it_is_saved(tmp_path):
    large = "= Large\n\n" + "words and words\n" * (10 * LARGE // 16) + "\n<<nowhere>>\n"

    async def session():
        async with editor(tmp_path) as started:
            started.open("a.adoc", "= A\n\n<<gone>>\n")
            started.open("large.adoc", large)
            started.change("large.adoc", "x", (3, 1, 3, 1))
            assert await started.settled("large.adoc") is None
            assert words(started, "large.adoc") == [f"not checked: {IS_LARGE}"]
            assert codes(started, "a.adoc") == ["xref-unresolved"]
            started.change("large.adoc", "= Small\n\n<<nowhere>>\n")
            assert await started.settled("large.adoc")
            assert codes(started, "large.adoc") == ["xref-unresolved"]

    run(session())


def test_what_is_no_file_here_is_left_alone(tmp_path):
    async def session():
        async with editor(tmp_path) as started:
            for uri in (
                "untitled:Untitled-1",
                "http://example.org/a.adoc",
                "file:///a%00b.adoc",
                "file://host/a.adoc",
                "",
            ):
                document = types.TextDocumentItem(uri, "asciidoc", 1, DEAD)
                started.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
                params = types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
                assert await started.ask("textDocument/documentSymbol", params) is None

    run(session())


def test_an_address_is_that_of_its_file(tmp_path):
    path = tmp_path / "with blank & ü %41.adoc"
    assert path_of(uri_of(path)) == path


def test_the_server_ends_when_the_editor_dies(tmp_path):
    server = subprocess.Popen(
        [sys.executable, "-m", "sphinx_adoc", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    server.stdin.close()
    assert server.wait(ANSWER) in (0, 1)
    assert server.stdout.read() == b""
    server.stdout.close()


def test_what_the_newest_text_has_is_told_though_many_came_before(tmp_path):
    async def session():
        async with editor(tmp_path) as started:
            started.open("a.adoc", DEAD)
            for number in range(50):
                started.change("a.adoc", f"<<n{number}>> ", (3, 1, 3, 1))
            await started.settled("a.adoc")
            assert len(codes(started, "a.adoc")) == 51
            assert started.client.versions[started.uri("a.adoc")] == 51
            assert started.client.published < 51

    run(session())


def test_a_request_that_is_cancelled_is_answered(tmp_path):
    async def session():
        async with editor(tmp_path) as started:
            started.open("a.adoc", DEAD * 2000)
            asked = started.client.protocol.send_request(
                "textDocument/documentSymbol", types.DocumentSymbolParams(started.identifier("a.adoc")), msg_id="one"
            )
            started.client.cancel_request(types.CancelParams("one"))
            with pytest.raises(Exception, match="cancel"):
                await asyncio.wait_for(asyncio.wrap_future(asked), ANSWER)

    run(session())


def test_two_servers_work_on_one_folder(tmp_path):
    (tmp_path / "a.adoc").write_text(DEAD, encoding="utf-8")

    async def session():
        async with editor(tmp_path) as one, editor(tmp_path) as other:
            one.open("a.adoc", "= A\n")
            other.open("a.adoc")
            await one.settled("a.adoc")
            await other.settled("a.adoc")
            assert (codes(one, "a.adoc"), codes(other, "a.adoc")) == ([], ["xref-unresolved"])

    run(session())


def test_without_the_extra_the_command_says_so():
    code = (
        "import sys, importlib.util; find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'pygls' else find(name, *more)\n"
        "from sphinx_adoc.cli import main; sys.exit(main(['lsp']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'sphinx-adoc[lsp]'" in done.stderr
