"""Documents of Antora's components in an editor."""

import pytest
from lsprotocol import types

from tests.sphinx_adoc.lsp.editor import editor, run

FILES = {
    "antora.yml": "name: guide\nversion: '1'\nasciidoc:\n  attributes:\n    product: Lighthouse\n",
    "modules/ROOT/pages/index.adoc": (
        "= Index\n\n{product} {none} xref:deep/page.adoc#id[] xref:ops:run.adoc[] xref:lost.adoc[]\n\n"
        "include::partial$note.adoc[]\n\ninclude::ops:partial$gone.adoc[]\n\nxref:\n"
    ),
    "modules/ROOT/pages/deep/page.adoc": "= Page\n\n[#id]\n== Here\n\nxref:index.adoc[]\n",
    "modules/ROOT/partials/note.adoc": "A note on {product}.\n",
    "modules/ops/pages/run.adoc": "= Run\n\n[#start]\n== Start\n\nText.\n",
}
INDEX = "modules/ROOT/pages/index.adoc"


@pytest.fixture
def component(tmp_path):
    pytest.importorskip("yaml", reason="antora.yml is read by PyYAML, which is missing")
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


async def about(started, method, name, before):
    """Ask about the place behind a text."""
    text = FILES[name]
    at = text.index(before) + len(before)
    place = types.Position(text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1)
    kind = types.METHOD_TO_TYPES[method][2]
    return await started.ask(method, kind(text_document=started.identifier(name), position=place))


def test_attributes_of_the_description_count(component):
    async def session():
        async with editor(component) as started:
            started.open(INDEX)
            await started.settled(INDEX)
            said = [one.message for one in started.diagnostics(INDEX) if one.code == "attribute-missing"]
            assert ["'none'" in one for one in said] == [True]
            found = await about(started, "textDocument/hover", INDEX, "{prod")
            assert "`Lighthouse`" in found.contents.value

    run(session())


def test_resource_ids_are_followed_and_offered(component):
    async def session():
        async with editor(component) as started:
            started.open(INDEX)
            await started.settled(INDEX)
            codes = [(one.code, one.range.start.line) for one in started.diagnostics(INDEX)]
            assert ("xref-unresolved", 2) in codes
            assert ("include-not-found", 6) in codes
            for before, name, line in (
                ("deep/page.adoc#i", "modules/ROOT/pages/deep/page.adoc", 2),
                ("ops:run", "modules/ops/pages/run.adoc", 0),
                ("partial$not", "modules/ROOT/partials/note.adoc", 0),
            ):
                (found,) = await about(started, "textDocument/definition", INDEX, before)
                assert (found.uri, found.range.start.line) == (started.uri(name), line)
            offers = await about(started, "textDocument/completion", INDEX, "\n\nxref:")
            labels = [one.label for one in offers.items]
            assert {"deep/page.adoc", "deep/page.adoc#id", "ops:run.adoc", "ops:run.adoc#start"} <= set(labels)

    run(session())


def test_outside_of_antora_a_path_is_a_path(tmp_path):
    (tmp_path / "a.adoc").write_text("= A\n\nxref:ops:run.adoc[]\n\ninclude::partial$note.adoc[]\n", encoding="utf-8")

    async def session():
        async with editor(tmp_path) as started:
            started.open("a.adoc")
            await started.settled("a.adoc")
            assert [one.code for one in started.diagnostics("a.adoc")] == ["xref-unresolved", "include-not-found"]

    run(session())
