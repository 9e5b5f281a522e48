"""Sentences and how they are read: a case is a document, and what the command says of it, with its loose words."""

from pathlib import Path

import pytest
from sphinx_adoc import cli

CASES = sorted((Path(__file__).parent / "cases").glob("*.adoc"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case, monkeypatch, capsys):
    monkeypatch.chdir(case.parent)
    cli.main(["claims", case.name, "--config", "words.toml", "--loose"])
    said = capsys.readouterr()
    findings = [line for line in said.out.splitlines() if not line.startswith("    ")]
    assert "".join(f"{line}\n" for line in findings) + said.err == case.with_suffix(".said").read_text("utf-8")


def test_a_reading_is_told_without_running_anything(monkeypatch, capsys):
    monkeypatch.chdir(CASES[0].parent)
    assert cli.main(["claims", "bound.adoc", "--config", "words.toml", "--list", "-v"]) == 0
    said = capsys.readouterr().out
    assert "    read as: often(lamp='harbour lamp', act='blinks') is always\n" in said
    assert "    read as: pairs(count=5) is ten\n" in said
