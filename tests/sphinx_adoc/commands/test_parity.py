"""``sphinx-adoc parity``: its forms and exit codes, with stand-ins for the renderers."""

import json

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands import parity
from sphinx_adoc.parity import Failed, Renderer, run

pytest.importorskip("bs4", reason="beautifulsoup4 is not installed")
PAGES = {
    "same": "<h1>T</h1><p>one two</p>",
    "other": "<h1>T</h1><p>one 2</p><p>more</p>",
}


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Calls the command on a document, with renderers that give pages by their names: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.adoc").write_text("= T\n\none two\n", encoding="utf-8")

    def render(renderer, path, attributes):
        if renderer.name not in PAGES:
            raise Failed("it broke")
        return PAGES[renderer.name], ["it warned"] if renderer.name == "other" else []

    monkeypatch.setattr(run, "render", render)

    def call(*arguments, installed=("same", "other")):
        monkeypatch.setattr(parity, "find", lambda: [Renderer(name, "1.0", None) for name in installed])
        return main(["parity", "a.adoc", *arguments]), *capsys.readouterr()

    return call


def test_equal_pages_are_clean(call):
    assert call(installed=["same"]) == (0, "a.adoc: same 1.0: text 1.0000, structure 1.0000, all blocks equal\n", "")


def test_differences_are_shown_with_their_lines(call):
    code, out, _ = call()
    assert code == 1
    assert out.splitlines() == [
        "a.adoc: same 1.0: text 1.0000, structure 1.0000, all blocks equal",
        "a.adoc: other 1.0: text 0.5714, structure 0.8000, 2 of 3 blocks differ",
        "  a.adoc:3:",
        "    - paragraph: one 2",
        "    + paragraph: one two",
        "  a.adoc:3:",
        "    - paragraph: more",
        "  other said: it warned",
    ]


def test_one_renderer_can_be_asked_for(call):
    assert call("--renderer", "same")[0] == 0


def test_json_holds_everything(call):
    code, out, _ = call("--format", "json")
    same, other = json.loads(out)["results"]
    assert code == 1
    assert (same["text"], same["structure"], same["differences"]) == (1, 1, [])
    assert other["said"] == ["it warned"]
    assert other["differences"][0] == {
        "place": {"path": "a.adoc", "line": 3},
        "theirs": {"kind": "paragraph", "path": [], "text": "one 2"},
        "ours": {"kind": "paragraph", "path": [], "text": "one two"},
    }


def test_many_differences_are_shown_when_asked_for(call, monkeypatch):
    monkeypatch.setitem(PAGES, "other", "<p>x</p>" * 50)
    assert "and 31 more (--all shows them)" in call()[1]
    assert "--all" not in call("--all")[1]


def test_a_renderer_that_broke_is_no_success(call):
    code, out, _ = call(installed=["same", "broken"])
    assert code == 1
    assert "a.adoc: broken 1.0: not compared: it broke" in out


@pytest.mark.parametrize(
    ("arguments", "installed", "says"),
    [
        ([], [], "no classic renderer is installed; install one"),
        ([], ["broken"], "nothing was compared: a.adoc: it broke"),
        (["--renderer", "old"], ["same"], "no renderer 'old' is installed (there is: same)"),
        (["missing.adoc"], ["same"], "cannot read missing.adoc"),
        (["."], ["same"], "cannot read ."),
    ],
)
def test_nothing_compared_is_no_success(call, arguments, installed, says):
    code, out, err = call(*arguments, installed=installed)
    assert (code, out) == (2, "")
    assert err.startswith("sphinx-adoc parity: ")
    assert says in err


def test_a_missing_library_is_named(call, monkeypatch):
    monkeypatch.setattr(parity, "find_spec", lambda name: None)
    code, _, err = call()
    assert code == 2
    assert "pip install 'sphinx-adoc[parity]'" in err
