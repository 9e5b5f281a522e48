"""The table ``[review]`` of the configuration: that from before the patch, or the one that a call names."""

from __future__ import annotations

import subprocess

import pytest
from sphinx_adoc import cli

CONFIGURATION = '[review]\nstrict = true\nformat = "markdown"\ntimeout = 5\n'
PAGE = "Text.\n\nifdef::web[]\n{}\nendif::[]\n"


def git(folder, *words):
    subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=a@b.c", *words], cwd=folder, check=True)


def commit(folder, configuration, words):
    if configuration:
        (folder / "sphinx-adoc.toml").write_text(configuration)
    (folder / "a.adoc").write_text(PAGE.format(words))
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", words)


@pytest.fixture
def repository(tmp_path):
    """A repository whose last commit changes what is not looked at, and the configuration."""
    git(tmp_path, "init", "-q")
    commit(tmp_path, CONFIGURATION, "One.")
    commit(tmp_path, "[review]\nstrict = false\n", "Two.")
    return tmp_path


def said(folder, capsys, *words):
    code = cli.main(["review", "HEAD", "--repo", str(folder), *words])
    return code, capsys.readouterr().out


def test_the_table_from_before_the_patch_is_heeded(repository, capsys):
    code, out = said(repository, capsys)
    assert (code, out[:4]) == (1, "### ")


@pytest.mark.parametrize(("name", "text"), [("sphinx-adoc.toml", ""), ("pyproject.toml", "[tool.sphinx-adoc]\n")])
def test_the_configuration_of_a_folder_is_told_as_one(name, text, repository, capsys):
    (repository / "docs").mkdir()
    (repository / "docs" / name).write_text(f"{text}ids = 'asciidoctor'\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "it")
    out = " ".join(said(repository, capsys, "--format", "text")[1].split())
    assert f"Configuration: docs/{name}: {1 + bool(text)} line" in out
    assert "the configuration of docs, by which this review did not go" in out


def test_the_command_line_beats_it(repository, capsys):
    assert said(repository, capsys, "--format", "text")[1].startswith("Breaks nothing.")
    assert said(repository, capsys, "--no-config") == (0, said(repository, capsys, "--no-config")[1])


def test_a_call_may_name_another_one(repository, capsys, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "sphinx-adoc.toml"
    other.write_text('[review]\nformat = "json"\n')
    code, out = said(repository, capsys, "--config", str(other))
    assert (code, out[:1]) == (0, "{")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ((), ["review.strict = true # sphinx-adoc.toml:2", "review.timeout = 5 # sphinx-adoc.toml:4"]),
        (("--timeout", "7"), ["review.timeout = 7.0 # command line"]),
        (("--no-config",), ["review.strict = false # default", 'review.format = "text" # default']),
    ],
)
def test_what_a_call_heeds_is_shown(words, lines, repository, capsys):
    code, out = said(repository, capsys, "--show-config", *words)
    shown = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert {*lines} <= {*shown}


def test_an_unknown_key_is_an_error(tmp_path, capsys):
    git(tmp_path, "init", "-q")
    commit(tmp_path, "[review]\nstrickt = true\n", "One.")
    commit(tmp_path, "", "Two.")
    assert cli.main(["review", "HEAD", "--repo", str(tmp_path)]) == 2
    assert "did you mean 'review.strict'?" in capsys.readouterr().err.replace("'strict'", "'review.strict'")
