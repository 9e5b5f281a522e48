"""Configurations of asciidoc-py: which of their sections are not read."""

import subprocess
import sys
from pathlib import Path

import pytest
from sphinx_adoc import cli
from sphinx_adoc.project.classic import unread
from sphinx_adoc.syntax.files import Snapshot

MACROS = "macros are functions in Sphinx: adoc_inline_macros, adoc_block_macros"
BLOCKS = "blocks and attributes of your own are functions in Sphinx: adoc_blocks"
WORDS = "a handler of Sphinx' event doctree-read can change words"
OUTPUT = "the output is made by Sphinx and its themes"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[attributes]\nlamp=bright\n", []),
        ("", []),
        ("# [macros]\n[attributes]\nx=[y]\n", []),
        ("[macros]\nx=y\n", [f"a.conf:1:1: sections that are not read: [macros] in line 1; {MACROS}"]),
        (
            "[attributes]\n\n[bug-inlinemacro]\n<a>\n[header]\n[titles]\n",
            [
                f"a.conf:3:1: sections that are not read: [bug-inlinemacro] in line 3; {MACROS}",
                f"a.conf:5:1: sections that are not read: [header] in line 5, [titles] in line 6; {OUTPUT}",
            ],
        ),
        ("[+docinfo]\n", [f"a.conf:1:1: sections that are not read: [+docinfo] in line 1; {OUTPUT}"]),
        (
            "[quotes]\n[tags]\n[blockdef-a]\n[specialwords]\n[paradef-lamp]\n[bug-blockmacro]\n",
            [
                f"a.conf:6:1: sections that are not read: [bug-blockmacro] in line 6; {MACROS}",
                f"a.conf:3:1: sections that are not read: [blockdef-a] in line 3, [paradef-lamp] in line 5; {BLOCKS}",
                f"a.conf:1:1: sections that are not read: [quotes] in line 1, [specialwords] in line 4; {WORDS}",
                f"a.conf:2:1: sections that are not read: [tags] in line 2; {OUTPUT}",
            ],
        ),
        (
            "".join(f"[t{number}]\n" for number in range(10)),
            [
                "a.conf:1:1: sections that are not read: "
                + ", ".join(f"[t{number}] in line {number + 1}" for number in range(8))
                + f" and 2 more; {OUTPUT}"
            ],
        ),
    ],
)
def test_sections_that_are_not_read_are_told_at_their_place(text, said):
    files = Snapshot({"a.conf": text.encode(), "b.json": b"{}"})
    found = list(unread([Path("a.conf"), Path("b.json"), Path("absent.conf")], files=files))
    assert [f"{finding.span}: {finding.text}" for finding in found] == said


@pytest.mark.parametrize(
    ("text", "functions", "named"),
    [
        ("[bug-inlinemacro]\nx\n[lamp-blockmacro]\nx\n", ["bug"], "[lamp-blockmacro]"),
        ("[bug-inlinemacro]\nx\n[lamp-blockmacro]\nx\n", ["bug", "lamp"], ""),
        ("[macros]\n# both\n(?P<name>bug|lamp):x=\n\n", ["bug", "lamp"], ""),
        ("[macros]\n(?P<name>bug|lamp):x=\n", ["bug"], "[macros]"),
        ("[macros]\n(?P<name>bug):x=\nlamp:(.*)=lamp\n", ["bug"], "[macros]"),
        ("[macros]\n", ["bug"], "[macros]"),
        ("[titles]\n", ["titles"], "[titles]"),
    ],
)
def test_macros_that_functions_carry_out_are_not_told(text, functions, named):
    found = list(unread([Path("a.conf")], functions, Snapshot({"a.conf": text.encode()})))
    assert [finding.message.partition(": ")[2].partition(" in ")[0] for finding in found] == [named] * bool(named)


def test_a_check_tells_them(tmp_path, capsys):
    (tmp_path / "a.conf").write_text("[attributes]\nlamp=bright\n[macros]\n")
    (tmp_path / "a.adoc").write_text("= A\n\n{lamp}\n")
    assert cli.main(["check", str(tmp_path / "a.adoc"), "--attributes-from", str(tmp_path / "a.conf")]) == 0
    assert "a.conf:3:1: info: sections that are not read" in capsys.readouterr().out


def test_a_configuration_file_that_names_one_tells_them_too(tmp_path, capsys):
    (tmp_path / "sphinx-adoc.toml").write_text('attributes-from = ["a.conf"]\n')
    (tmp_path / "a.conf").write_text("[attributes]\nlamp=bright\n[macros]\n")
    (tmp_path / "a.adoc").write_text("= A\n\n{lamp}\n")
    assert cli.main(["html", str(tmp_path / "a.adoc"), "-o", str(tmp_path / "out")]) == 0
    assert "a.conf:3:1: info: sections that are not read" in capsys.readouterr().out


def test_a_build_tells_those_that_no_function_carries_out(tmp_path):
    (tmp_path / "a.conf").write_text("[bug-inlinemacro]\nx\n[lamp-blockmacro]\nx\n")
    (tmp_path / "index.adoc").write_text("= A\n\nbug:1[]\n")
    (tmp_path / "functions.py").write_text("def bug(ctx, macro, text):\n    return []\n")
    (tmp_path / "conf.py").write_text(
        "import sys\nsys.path.insert(0, '.')\nextensions = ['sphinx_adoc']\nadoc_attributes_from = ['a.conf']\n"
        "adoc_inline_macros = {'bug': 'functions.bug'}\n"
    )
    command = [sys.executable, "-m", "sphinx", "-b", "dummy", ".", "_build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "a.conf:3:1: sections that are not read: [lamp-blockmacro] in line 3; macros" in done.stdout
    assert "bug-inlinemacro" not in done.stdout
