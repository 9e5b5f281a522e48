"""The comparison of two revisions: what is told of outputs that differ, and the exit code."""

import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT
from tests.same import __main__ as same
from tests.same.plan import FORMATS, GROUPS, Command, Inputs

CLI = """\
import sys
from pathlib import Path
def main(words):
    print("{said}", *words)
    {more}
"""
COMMANDS = [Command("check", "one", "sphinx-adoc", ["a.adoc"]), Command("model", "two", "bondmodel", ["b"])]


@pytest.fixture
def compare(tmp_path, capfd):
    """Compare two packages whose commands print a word and do something more: exit code, and what was printed."""

    def compare(old, new):
        sides = {}
        for side, (said, more) in {"old": old, "new": new}.items():
            for name in ("sphinx_adoc", "bondmodel"):
                package = tmp_path / f"ext-{side}" / name
                package.mkdir(parents=True)
                (package / "__init__.py").touch()
                (package / "cli.py").write_text(CLI.format(said=said if name == "sphinx_adoc" else "model", more=more))
            sides[side] = tmp_path / f"ext-{side}"
        return same.compare(COMMANDS, sides, tmp_path), capfd.readouterr().out

    return compare


def test_equal_outputs(compare):
    code, out = compare(("x", "return 0"), ("x", "return 0"))
    assert (code, out.splitlines()[-1]) == (same.SAME, "compared 2 outputs: 2 the same, 0 differ")


def test_differing_lines_are_shown_under_their_command(compare):
    code, out = compare(("x", "return 0"), ("y", "return 0"))
    assert code == same.DIFFERENT
    shown = out[out.index("\n=== check") :]
    assert "=== model" not in shown
    for line in ("check: one", "  -x a.adoc", "  +y a.adoc", "compared 2 outputs: 1 the same, 1 differ"):
        assert line in shown.splitlines()


def test_a_written_file_is_an_output(compare):
    code, out = compare(("x", "Path('p.html').write_text('1')"), ("x", "Path('p.html').write_text('2')"))
    assert code == same.DIFFERENT
    assert "check: one -> p.html" in out
    assert "compared 4 outputs: 2 the same, 2 differ" in out


def test_a_crash_and_another_exit_code_are_differences(compare):
    code, out = compare(("x", "sys.exit(3)"), ("x", "1 / 0"))
    assert code == same.DIFFERENT
    assert "  -exit: 3" in out
    assert "ZeroDivisionError" in out


def test_outputs_of_one_side_alone_are_told(compare):
    code, out = compare(("x", "return 0"), ("x", "__import__('os')._exit(9)"))
    assert code == same.NOTHING
    assert ", ended early, exit code 9" in out
    assert "there is no such output of the new revision" in out


@pytest.mark.parametrize("arguments", [["no-such-revision"], ["HEAD", "--only", "chekc"]])
def test_a_wrong_call_compares_nothing(arguments, capsys):
    assert same.main(arguments) == same.NOTHING
    assert capsys.readouterr().err.startswith("same: ")


@pytest.mark.parametrize(("stage", "arguments"), [("same", ["HEAD"]), ("history", ["--repo", "."])])
def test_without_git_nothing_is_compared(stage, arguments, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    command = [sys.executable, "-m", f"tests.{stage}", *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"{stage}: git is missing" in done.stdout + done.stderr


def test_every_command_is_unique_in_its_group(tmp_path):
    for name in ("corpus/a.adoc", "own/docs/b.adoc", "own/tests/sphinx_adoc/c.adoc"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    inputs = Inputs([tmp_path / "corpus"], tmp_path / "own", tmp_path, tmp_path, ["1" * 40, "2" * 40], FORMATS)
    for group, commands in GROUPS.items():
        names = [command.name for command in commands(inputs)]
        assert len(names) == len(set(names))
        assert names or group == "model"
