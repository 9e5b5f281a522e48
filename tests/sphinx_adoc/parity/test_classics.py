"""Our pages beside those of the real renderers, as far as they are installed: the books, and small pages of our own."""

import shutil
from importlib import metadata
from pathlib import Path

import pytest
from sphinx_adoc.parity import compare_with_renderers, find
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.settings import Settings

from tests.conftest import CHECKOUT

pytest.importorskip("bs4", reason="beautifulsoup4 is not installed")
CASES = Path(__file__).with_name("cases")
BOOKS = sorted(CHECKOUT.joinpath("docs").glob("pve*.adoc"))
# Measured: all pages equal to Asciidoctor 2.0.18's; the least share of text, of structure, with room for what the
# books will say tomorrow. What differs from the older programs, and stays so because Asciidoctor does it our way:
OLDER = {
    "pve-network": (0.99, 0.98),  # they leave "..." in `code` alone; measured 0.9996, 1
    "pvecm": (0.99, 0.98),  # measured 1, 1
    "blocks": (1, 1),
    "inline": (0.97, 1),  # they leave "--" in `code` alone, and do not know "`curved`" quotes; measured 0.9746, 1
    "lists": (1, 1),
    "tables": (1, 1),
}
PRESENT = {  # asked without our own search for them
    "asciidoctor": lambda: shutil.which("asciidoctor"),
    "asciidoc3": lambda: any(metadata.distributions(name="asciidoc3")),
    "asciidoc-py": lambda: shutil.which("asciidoc") or any(metadata.distributions(name="asciidoc")),
}
LEAST = {"asciidoctor": dict.fromkeys(OLDER, (0.99, 0.98)), "asciidoc3": OLDER, "asciidoc-py": OLDER}


@pytest.fixture(scope="module")
def renderers(tmp_path_factory):
    """The renderers that are found here, by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return {each.name: each for each in find()}


@pytest.fixture(scope="module")
def renderer(renderers):
    """A renderer by its name; the test is skipped where its program is not installed."""

    def renderer(name):
        if not PRESENT[name]():
            pytest.skip(f"{name} is not installed")
        return renderers[name]

    return renderer


def compared(renderer, path):
    (result,) = compare_with_renderers(parse_file(path, Settings(root=path.parent)), path, [renderer], {})
    assert not result.failed
    return result.comparison


@pytest.mark.parametrize("name", LEAST)
@pytest.mark.parametrize("path", [*BOOKS, *sorted(CASES.glob("*.adoc"))], ids=lambda path: path.stem)
def test_pages_say_the_same(renderer, name, path):
    found = compared(renderer(name), path)
    text, structure = LEAST[name][path.stem]
    assert found.blocks > 10
    assert found.text >= text, found.differences
    assert found.structure >= structure, found.differences


@pytest.mark.parametrize("name", ["asciidoc3", "asciidoc-py"])
def test_a_cell_of_asciidoc_is_text_for_the_older_programs(renderer, name, tmp_path):
    """They would render it by a program that they start, which is refused; the rest of the page is compared."""
    path = tmp_path / "a.adoc"
    path.write_text("= T\n\n|===\n|a a|* b\n|===\n\nafter\n", encoding="utf-8")
    (difference,) = compared(renderer(name), path).differences
    assert (difference.theirs.text, difference.ours.text) == ("* b", "b")


@pytest.mark.parametrize("name", LEAST)
def test_what_differs_is_found(renderer, name, tmp_path):
    path = tmp_path / "a.adoc"
    path.write_text("= T\n\none\n\ntwo\n\nthree\n", encoding="utf-8")
    doc = parse_file(path)
    path.write_text("= T\n\none\n\n* two\n\nthree 3\n", encoding="utf-8")
    (result,) = compare_with_renderers(doc, path, [renderer(name)], {})
    assert [(each.ours.text, each.place) for each in result.comparison.differences] == [
        ("two", f"{path}:5"),
        ("three", f"{path}:7"),
    ]
    assert result.comparison.text < 1
    assert result.comparison.structure < 1


@pytest.mark.parametrize("name", LEAST)
def test_attributes_of_the_call_reach_the_renderer(renderer, name, tmp_path):
    path = tmp_path / "a.adoc"
    path.write_text("= T\n:own: o\n:x: no\n\n{x}, {own}, {soft}.\n\nifdef::y[y is set]\n", encoding="utf-8")
    given = {"x": "5 < 6", "y": "", "own@": "no", "soft@": "a value"}
    doc = parse_file(path, Settings(given, root=tmp_path))
    (result,) = compare_with_renderers(doc, path, [renderer(name)], given)
    assert not result.comparison.differences


@pytest.mark.parametrize("name", LEAST)
def test_a_document_that_wants_icons_is_compared_without(renderer, name, tmp_path):
    path = tmp_path / "a.adoc"
    path.write_text("= T\n:icons:\n:data-uri:\n\nNOTE: Noted.\n\n----\nx <1>\n----\n<1> y\n", encoding="utf-8")
    assert not compared(renderer(name), path).differences


@pytest.mark.parametrize("name", ["asciidoc3", "asciidoc-py"])
def test_a_documents_programs_do_not_run(renderer, name, tmp_path):
    path, mark = tmp_path / "a.adoc", tmp_path / "ran"
    path.write_text(f'= T\n\n[filter="touch {mark}; cat"]\n----\ncode\n----\n', encoding="utf-8")
    (tmp_path / "asciidoc3.conf").write_text(f"[attributes]\nx={{sys:touch {mark}}}\n")
    (tmp_path / "asciidoc.conf").write_text(f"[attributes]\nx={{sys:touch {mark}}}\n")
    (result,) = compare_with_renderers(parse_file(path), path, [renderer(name)], {})
    assert "refused: subprocess.Popen" in result.failed
    path.write_text(f"= T\n\n{{sys:touch {mark}}}\n\n{{eval:open('{mark}', 'w')}}\n\ntext\n", encoding="utf-8")
    compare_with_renderers(parse_file(path), path, [renderer(name)], {})
    assert not mark.exists()


LISTINGS = {
    '["source","python",role="claim",id="x"]': "code = 1",
    "[source,python]": "code = 1",
    "[source,python,linenums]": "code = 1",
    '[source,python,role="claim",id="x"]': "",
    '[source,role="claim"]': "",
    "[source,a'b]": "",
}


@pytest.mark.parametrize("name", ["asciidoc3", "asciidoc-py"])
@pytest.mark.parametrize("attributes", LISTINGS)
def test_a_listing_that_their_highlighter_does_not_take_vanishes(renderer, name, tmp_path, attributes):
    path = tmp_path / "a.adoc"
    path.write_text(f"= T\n\n{attributes}\n----\ncode = 1\n----\n\nafter\n", encoding="utf-8")
    (result,) = compare_with_renderers(parse_file(path), path, [renderer(name)], {})
    theirs = [each.theirs.text for each in result.comparison.differences]
    assert theirs == ([] if LISTINGS[attributes] else [""])
    assert bool(result.messages) == (not LISTINGS[attributes])


@pytest.mark.parametrize("name", LEAST)
def test_a_document_reads_its_own_folder_alone(renderer, name, tmp_path):
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "a.adoc"
    (tmp_path / "docs" / "part.adoc").write_text("from the folder\n", encoding="utf-8")
    (tmp_path / "secret.adoc").write_text("from outside\n", encoding="utf-8")
    path.write_text("= T\n\ninclude::part.adoc[]\n", encoding="utf-8")
    (result,) = compare_with_renderers(parse_file(path, Settings(root=path.parent)), path, [renderer(name)], {})
    assert not result.comparison.differences
    path.write_text("= T\n\ninclude::../secret.adoc[]\n", encoding="utf-8")
    (result,) = compare_with_renderers(parse_file(path, Settings(root=path.parent)), path, [renderer(name)], {})
    theirs = [each.theirs.text for each in result.comparison.differences if each.theirs] if result.comparison else []
    assert "from outside" not in theirs
