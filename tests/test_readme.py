"""The thirty lines of README.md do what it prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
CONF, PAGE, SESSION = re.findall(r"^```(?:python)?\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
PROGRAMS = {"sphinx-build": "sphinx", "sphinx-adoc": "sphinx_adoc"}


def run(folder, command):
    """What a command of README writes, in the order in which it is written."""
    program, *arguments = command.partition("  #")[0].split()
    words = [sys.executable, "-m", PROGRAMS[program], *arguments]
    plain = os.environ | {"NO_COLOR": "1"}  # in CI Sphinx writes colours
    done = subprocess.run(
        words, cwd=folder, env=plain, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.stdout


def project(folder):
    folder.joinpath("docs").mkdir()
    folder.joinpath("docs", "conf.py").write_text(CONF, encoding="utf-8")
    folder.joinpath("docs", "index.adoc").write_text(PAGE, encoding="utf-8")


def test_the_build_says_what_is_printed(tmp_path):
    project(tmp_path)
    command, printed = re.match(r"\$ (sphinx-build .*)\n((?:docs/.*\n)+)", SESSION).groups()
    assert run(tmp_path, command).replace(f"{tmp_path}/", "") == printed


def test_the_commands_work(tmp_path):
    project(tmp_path)
    assert "::error file=docs/index.adoc,line=6" in run(tmp_path, "sphinx-adoc check docs --format github")
    assert "-It turns once in [#period.claim,unit=s]#10 seconds#" in run(tmp_path, "sphinx-adoc claims docs --update")
    run(tmp_path, "sphinx-adoc html docs -o out")
    assert "The lamp" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_every_command_knows_its_options(tmp_path):
    project(tmp_path)
    commands = re.findall(r"^\$ (sphinx-adoc .*)$", SESSION, re.MULTILINE)
    assert len(commands) > 5
    for command in commands:
        said = run(tmp_path, command.partition("  #")[0] + " --help")
        assert said.startswith("usage: sphinx-adoc"), command
