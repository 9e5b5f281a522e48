"""The command's edge: what a console that is not UTF-8 shows."""

import argparse
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from sphinx_adoc import dispatch
from sphinx_adoc.cli import main
from sphinx_adoc.project.options import OPTIONS


def test_a_console_of_plain_ascii_shows_numbers_for_what_it_cannot_show(tmp_path):
    (tmp_path / "a.adoc").write_text("☃ <<gone>>\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx_adoc.cli", "check", "a.adoc"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"\\u2603 <<gone>>" in done.stdout


@pytest.mark.parametrize("command", [["-m", "sphinx_adoc"], ["-m", "sphinx_adoc.cli"]])
def test_the_version_is_said(command):
    done = subprocess.run([sys.executable, *command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"sphinx-adoc {version('sphinx-adoc')}\n"


@pytest.mark.parametrize("command", ["check", "html", "tree", "claims", "review"])
def test_help_loads_nothing_that_only_the_work_needs(command):
    """docutils and its writer bring urllib, ssl and PIL along, importlib.metadata the mail package, doctest pdb."""
    code = f"import sys; from sphinx_adoc.dispatch import _parser; _parser({command!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert f"sphinx_adoc.commands.{command}" in loaded
    assert not loaded & {"docutils", "sphinx", "PIL", "ssl", "urllib.request", "importlib.metadata", "pdb"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_commands_and_options(shell, capsys):
    pytest.importorskip("shtab", reason="the extra 'completion' is not installed")
    with pytest.raises(SystemExit) as ended:
        main(["--print-completion", shell])
    script = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(word in script for word in ("per-file-ignores", "attributes-from", "claims", "tck"))


def test_completion_without_shtab_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("sphinx_adoc.completion.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        main(["--print-completion", "bash"])
    assert ended.value.code == 2
    assert "pip install 'sphinx-adoc[completion]'" in capsys.readouterr().err


# -- the configuration file --------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a document that has an error and an info, and a configuration file."""
    monkeypatch.chdir(tmp_path)

    def project(text):
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "a.adoc").write_text("<<gone>> {absent}\n")
        (tmp_path / "sphinx-adoc.toml").write_text(text)

    return project


def test_a_call_without_paths_checks_the_roots(project, capsys):
    project('roots = ["docs"]\n[check]\nformat = "json"\n')
    assert main(["check"]) == 1
    assert json.loads(capsys.readouterr().out)["checked"] == ["docs/a.adoc"]


def test_the_command_line_beats_the_file(project, capsys):
    project('roots = ["docs"]\n[check]\nformat = "json"\nignore = ["xref-unresolved"]\n')
    assert main(["check", "--format", "text"]) == 0
    assert "[attribute-missing]" in capsys.readouterr().out
    assert main(["check", "--format", "text", "--ignore", "attribute-missing"]) == 1
    assert main(["check", "--no-config", "docs", "--format", "text"]) == 1
    assert main(["check", "--no-config"]) == 2


@pytest.mark.parametrize(
    ("words", "code", "codes"),
    [
        ([], 1, ["xref-unresolved", "attribute-missing"]),
        (["--select", "xref-*"], 1, ["xref-unresolved"]),
        (["--select", "attribute-missing,id-duplicate"], 0, ["attribute-missing"]),
        (["--ignore", "xref-*"], 0, ["attribute-missing"]),
        (["--per-file-ignores", "docs:xref-unresolved", "--per-file-ignores", "x:attribute-missing"], 0,
         ["attribute-missing"]),
        (["--severity", "xref-unresolved=info", "--severity", "id-duplicate=warning"], 0,
         ["xref-unresolved", "attribute-missing"]),
        (["--severity", "attribute-missing=error", "--ignore", "xref-unresolved"], 1, ["attribute-missing"]),
    ],
)  # fmt: skip
def test_findings_are_chosen_and_rated(project, capsys, words, code, codes):
    project("")
    assert main(["check", "docs", *words]) == code
    assert re.findall(r"\[([a-z-]+)\]$", capsys.readouterr().out, re.MULTILINE) == codes


def test_a_configuration_that_cannot_be_followed_ends_the_call(project, capsys):
    project("rots = []\n")
    assert main(["check", "docs"]) == 2
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "sphinx-adoc.toml:1:1: unknown key 'rots'; did you mean 'roots'?",
        "sphinx-adoc check: the configuration cannot be followed",
    ]


def test_each_value_is_shown_with_its_origin(project, capsys):
    project('\nroots = ["docs"]\n[check]\nformat = "json"\nignore = ["xref-*"]\n')
    assert main(["check", "--show-config", "--ignore", "attribute-*", "-a", "x=1", "--suffix", ".ad"]) == 0
    rows = [re.split(r"  +# ", row) for row in capsys.readouterr().out.splitlines()]
    shown = dict(rows)
    assert {
        'roots = ["docs"]': "sphinx-adoc.toml:2",
        "ids = unset": "default",
        'suffixes = [".ad"]': "command line",
        'attributes = ["x=1"]': "command line",
        'check.format = "json"': "sphinx-adoc.toml:4",
        'check.ignore = ["attribute-*"]': "command line",
    }.items() <= shown.items()
    assert not [row for row in shown if row.startswith("claims.")]


@pytest.mark.parametrize("option", [each for each in OPTIONS if each.option], ids=lambda option: option.name)
def test_a_key_means_an_option_of_its_command(option):
    """The option that is said to beat a key is there, with the key's default."""
    names = [option.table] if option.table else ["check", "claims", "html"]
    found = [
        action
        for name in names
        for action in actions_of(name)
        if option.option in (*action.option_strings, action.metavar)
    ]
    assert found
    if option.table and not isinstance(option.default, list | dict):
        assert [(action.dest, action.default) for action in found] == [(option.dest, option.default)]


def actions_of(name):
    parser = dispatch._parser(name)
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return commands.choices[name]._actions


@pytest.mark.parametrize("words", [["--select", "zzz"], ["--severity", "zzz=info"], ["--per-file-ignores", "a:zzz"]])
def test_a_code_that_no_finding_has_is_a_wrong_call(project, capsys, words):
    project("")
    with pytest.raises(SystemExit) as ended:
        main(["check", "docs", *words])
    assert ended.value.code == 2
    assert "no finding has the code 'zzz'" in capsys.readouterr().err


# -- how it ends -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cache", [["--no-cache"], ["--cache-dir", "kept"]])
def test_a_check_ends_with_all_that_it_wrote_and_what_is_registered(tmp_path, cache):
    """The program is ended without taking apart what it made."""
    (tmp_path / "a.adoc").write_text("<<gone>>\n" * 3000)
    code = "import atexit, sys; from sphinx_adoc.cli import main; atexit.register(print, 'end'); sys.exit(main())"
    for _ in range(2):
        command = [sys.executable, "-c", code, "check", "a.adoc", *cache]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stdout.count("xref target not found: 'gone'") == 3000
        assert done.stdout.endswith("end\n")
        assert done.stderr.endswith("3000 errors\n")


def run(tmp_path, *words, **streams):
    command = [sys.executable, "-m", "sphinx_adoc", *words]
    return subprocess.run(command, cwd=tmp_path, text=True, check=False, stderr=subprocess.PIPE, **streams)


@pytest.mark.attack("the report cannot be written", surface="every command", outcome="an error")
@pytest.mark.parametrize("words", [["check", "a.adoc"], ["tree", "a.adoc"], ["check", "--format=json", "a.adoc"]])
def test_a_report_that_cannot_be_written_is_an_error(tmp_path, words):
    (tmp_path / "a.adoc").write_text("= A\n\n<<gone>>\n")
    with Path("/dev/full").open("w") as full:
        done = run(tmp_path, *words, stdout=full)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"sphinx-adoc {words[0]}: cannot write the report: No space left on device"


def test_a_closed_output_is_an_error(tmp_path):
    (tmp_path / "a.adoc").write_text("= A\n")
    command = f"{sys.executable} -m sphinx_adoc check a.adoc >&-"
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False, capture_output=True).returncode == 2


def test_an_internal_error_is_a_line_and_a_code_of_its_own(tmp_path, monkeypatch, capsys):
    def broken(*arguments, **options):
        raise ZeroDivisionError("a secret\nof ours")

    (tmp_path / "a.adoc").write_text("= A\n")
    monkeypatch.setattr("sphinx_adoc.facade.load", broken)
    assert main(["check", str(tmp_path)]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("sphinx-adoc check: internal error: ZeroDivisionError: a secret of ours; please report it")
    assert "--traceback" in line
    assert main(["check", str(tmp_path), "--traceback"]) == 3
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def unlistable(monkeypatch, folder):
    """Let a folder be one that this user may not list."""
    real = os.scandir

    def scandir(path="."):
        if str(path).rstrip("/").endswith(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.attack("a folder that cannot be listed", surface="every command", outcome="a finding")
@pytest.mark.parametrize(
    "words", [["check", "."], ["html", ".", "-o", "out"], ["check", "--built", "."], ["check", ".", "--built", "."]]
)
def test_a_folder_that_cannot_be_listed_is_a_finding(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner" / "secret").mkdir(parents=True)
    for name in ("a.adoc", "a.html", "inner/b.adoc", "inner/b.html", "inner/secret/c.adoc"):
        (tmp_path / name).write_text("= A\n")
    unlistable(monkeypatch, "secret")
    assert main(words) == 1
    said = capsys.readouterr()
    assert "inner/secret:1:1: error: the folder cannot be listed (Permission denied)" in said.out
    assert "[folder-unreadable]" in said.out


def test_a_review_of_a_folder_that_cannot_be_listed_says_so(tmp_path, monkeypatch, capsys):
    (tmp_path / "docs" / "secret").mkdir(parents=True)
    (tmp_path / "docs" / "a.adoc").write_text("= A\n")
    (tmp_path / "x.patch").write_text("--- a/a.adoc\n+++ b/a.adoc\n@@ -1 +1 @@\n-= A\n+= B\n")
    unlistable(monkeypatch, "secret")
    assert main(["review", str(tmp_path / "x.patch"), "--repo", str(tmp_path / "docs")]) == 2
    assert "secret: Permission denied" in capsys.readouterr().err
