"""Configurations of asciidoc-py: which of their sections are not read."""

from pathlib import Path

import pytest
from sphinx_adoc import cli
from sphinx_adoc.project.classic import unread
from sphinx_adoc.syntax.files import Snapshot

MACROS = "macros are functions in Sphinx: adoc_inline_macros, adoc_block_macros, adoc_blocks"
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
    found = list(unread([Path("a.conf"), Path("b.json"), Path("absent.conf")], files))
    assert [f"{finding.span}: {finding.text}" for finding in found] == said


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
