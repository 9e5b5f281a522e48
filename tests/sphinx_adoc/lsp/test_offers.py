"""What a project's own code offers in its configuration blocks, and when none of it runs."""

import importlib
import shutil
from pathlib import Path

import pytest
from lsprotocol import types
from sphinx_adoc.lsp.answers.offers import block_at
from sphinx_adoc.lsp.state.positions import Text

from tests.sphinx_adoc.lsp.editor import editor, run

CASE = Path(__file__).parent / "sessions" / "completions"

BLOCKS = {
    '[role="a b"]\n----\n|\n----': ("a", "b"),
    "[.a.b]\n----\none\n|\n----": ("a", "b"),
    "[source,ini,role=a]\n.Title\n....\n|\n....": ("a",),
    ".Title\n[source]\n[.a]\n----\n|": ("a",),
    "----\n|\n----": None,
    "[.a]\n----\n----\n|": None,
    "[.a]\n----\nx\n----\n\n----\n|\n----": None,
    "[.a]\n-----\n----\n|\n-----": ("a",),
    "[.a]\n----\nx\n----\n\n[.b]\n----\n|\n----": ("b",),
    "[.a]\n\n----\n|\n----": None,
    "|": None,
}


@pytest.mark.parametrize("source", BLOCKS)
def test_a_place_is_in_the_block_with_its_roles(source):
    before = source.split("|")[0]
    text = Text(source.replace("|", "", 1))
    block = block_at(text, types.Position(before.count("\n"), len(before.rpartition("\n")[2])))
    assert (block.roles if block is not None else None) == BLOCKS[source]
    if block is not None:
        assert block.text.split("\n")[block.line - 1][: block.column - 1] == before.rpartition("\n")[2]


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(CASE, tmp_path / "docs")
    return tmp_path / "docs"


async def offered(started):
    """The names that are offered in the block of lamps."""
    place = types.CompletionParams(started.identifier("a.adoc"), types.Position(5, 0))
    found = await started.ask("textDocument/completion", place)
    return {one.label for one in found.items}


def test_in_a_workspace_that_is_not_trusted_no_prelude_runs(folder):
    (folder / "prelude.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")

    async def session():
        async with editor(folder, {"trusted": False}) as started:
            started.open("a.adoc")
            assert "tower" not in await offered(started)

    run(session())
    assert not (folder / "ran").exists()


@pytest.mark.parametrize(
    "prelude",
    ["1 / 0\n", "completions = 1\n", "import os\nos._exit(3)\n", "completions = {'lamps': lambda *at: [1]}\n", "!\n"],
)
def test_a_prelude_that_fails_offers_nothing_until_it_is_mended(folder, prelude):
    whole = (folder / "prelude.py").read_text(encoding="utf-8")
    (folder / "prelude.py").write_text(prelude, encoding="utf-8")

    async def session():
        async with editor(folder, {"trusted": True}) as started:
            started.open("a.adoc")
            assert "tower" not in await offered(started)
            (folder / "prelude.py").write_text(whole, encoding="utf-8")
            started.disk_changed()
            assert await started.settled("a.adoc") is not None
            assert "tower" in await offered(started)

    run(session())


DOCS = Path(__file__).parents[3] / "docs"
PLACES = {
    ("interfaces", "iface bond0 inet static\n    bond-m|"): "bond-mode",
    ("interfaces", "iface bond0 inet static\n    bond-mode |"): "active-backup",
    ("interfaces", "iface bond0 inet static\n    bond-lacp-rate f|"): "fast",
    ("corosync", "|"): "totem {",
    ("corosync", "totem {\n  |\n}"): "token:",
    ("corosync", "totem {\n  transport: |\n}"): "knet",
    ("corosync", "totem {\n  interface {\n    |\n  }\n}"): "knet_ping_timeout:",
}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_books_offer_the_options_of_bonds_and_of_corosync(place, monkeypatch):
    monkeypatch.syspath_prepend(DOCS)
    offer = importlib.import_module("claims_completions").completions[place[0]]
    before, _, behind = place[1].partition("|")
    lines = before.split("\n")
    words = [word for word, says in offer(before + behind, len(lines), len(lines[-1]) + 1)]
    assert PLACES[place] in words
    assert len(words) == len(set(words))
