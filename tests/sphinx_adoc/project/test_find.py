"""Which configuration file applies."""

import os
from pathlib import Path

import pytest
from sphinx_adoc.project import ConfigurationError, find
from sphinx_adoc.project.find import file_in, load
from sphinx_adoc.syntax.files import Snapshot

SECTION = '[tool.sphinx-adoc]\nids = "asciidoc-py"\n'


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Write files below a repository, and stand in it."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo")

    def tree(files):
        for name, text in files.items():
            path = tmp_path / "repo" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return tree


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"sphinx-adoc.toml": ""}, "sphinx-adoc.toml"),
        ({"pyproject.toml": SECTION}, "pyproject.toml"),
        ({"pyproject.toml": "[project]\n"}, None),
        ({"pyproject.toml": "[project\n"}, None),
        ({"../sphinx-adoc.toml": ""}, None),
        ({"sphinx-adoc.toml": "", "docs/sphinx-adoc.toml": ""}, "docs/sphinx-adoc.toml"),
        ({"docs/pyproject.toml": "[project]\n", "pyproject.toml": SECTION}, "pyproject.toml"),
        ({"docs/deep/sphinx-adoc.toml": ""}, None),
    ],
)
def test_the_nearest_file_up_to_the_repository_applies(tree, files, found):
    tree({"docs/a.adoc": "", **files})
    path = find_from("docs/a.adoc")
    assert (str(path) if path else None) == found


def find_from(path):
    return find(Path(path)).path


def test_in_a_folder_below_paths_go_up(tree, monkeypatch):
    monkeypatch.chdir(tree({"docs/a.adoc": "", "sphinx-adoc.toml": ""}) / "repo" / "docs")
    assert find_from(".").parts == ("..", "sphinx-adoc.toml")


def test_without_a_repository_the_current_folder_is_the_top(tree, monkeypatch):
    top = tree({"sphinx-adoc.toml": "", "docs/a.adoc": ""})
    (top / "repo" / ".git").rmdir()
    assert str(find_from("docs/a.adoc")) == "sphinx-adoc.toml"
    monkeypatch.chdir(top / "repo" / "docs")
    assert find_from("a.adoc") is None
    monkeypatch.chdir("/usr")
    assert find_from(top / "repo" / "docs") is None


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"sphinx-adoc.toml": "", "pyproject.toml": SECTION}, r"pyproject.toml has a section \[tool.sphinx-adoc\] too"),
        ({"pyproject.toml": "[tool.sphinx-adoc\n"}, r"pyproject.toml:1:\d+: not TOML"),
        (
            {"pyproject.toml": "[tool.sphinx_adoc]\n"},
            r"pyproject.toml:1:1: unknown section 'tool.sphinx_adoc'; did you",
        ),
        (
            {"pyproject.toml": "\n[tool.SphinxAdoc.check]\n"},
            r"pyproject.toml:2:1: unknown section 'tool.SphinxAdoc'; did you",
        ),
        (
            {"pyproject.toml": "[tool]\nsphinx_adoc.ids = 'x'\n"},
            r"pyproject.toml:2:1: unknown section 'tool.sphinx_adoc'; did",
        ),
        ({"sphinx_adoc.toml": ""}, r"sphinx_adoc.toml:1:1: this name is not read; did you mean 'sphinx-adoc.toml'"),
        ({".sphinx-adoc.toml": ""}, r".sphinx-adoc.toml:1:1: this name is not read; did you mean 'sphinx-adoc.toml'"),
        ({"pyproject.toml": "[tool.'sphinx-adoc'.check]\nx = 1\n"}, "unknown key 'x'"),
    ],
)
def test_files_that_cannot_be_followed_are_told(tree, files, said):
    tree(files)
    with pytest.raises(ConfigurationError, match=said):
        find_from(".")


def test_a_file_that_is_no_text_is_told(tree):
    (tree({}) / "repo" / "sphinx-adoc.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        find_from(".")


def test_a_link_that_leads_out_is_not_read(tree):
    top = tree({"../secret.toml": "ids = 'asciidoc-py'\n"})
    (top / "repo" / "sphinx-adoc.toml").symlink_to(top / "secret.toml")
    with pytest.raises(ConfigurationError, match="leads out of"):
        find_from(".")


@pytest.mark.parametrize("name", ["sphinx-adoc.toml", "pyproject.toml"])
def test_what_has_the_name_and_is_no_file_is_told(tree, name):
    path = tree({}) / "repo" / name
    path.mkdir()
    with pytest.raises(ConfigurationError, match=f"{name}:1:1: this is a folder; the configuration is a file"):
        find_from(".")
    path.rmdir()
    path.symlink_to("nowhere.toml")
    with pytest.raises(ConfigurationError, match=f"{name}:1:1: this link leads to nothing"):
        find_from(".")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_told_and_not_waited_for(tree):
    os.mkfifo(tree({}) / "repo" / "sphinx-adoc.toml")
    with pytest.raises(ConfigurationError, match="this is no regular file"):
        find_from(".")


def test_a_file_in_a_snapshot_is_read(tmp_path):
    files = Snapshot({"pyproject.toml": SECTION.encode()})
    assert load(file_in(Path(), files), files=files).value("", "ids") == "asciidoc-py"
