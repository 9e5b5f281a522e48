"""Words of sentences that are changed: those that nobody would notice are named."""

from pathlib import Path

import pytest
from sphinx_adoc import cli

CONFIGURATION = """
prelude = "prelude.py"
[claims.vocabulary]
lamp = ["harbour lamp", "pier lamp", "buoy"]
count = ["{} lamps"]
"""
PRELUDE = """
SEEN = {"harbour lamp": "always", "pier lamp": "never", "buoy": "never"}

def seen(lamp):
    return SEEN[lamp]

def pairs(count):
    return count * (count - 1) // 2

def same(lamp):
    return "blue"

def low_high(count):
    return count, 2 * count
"""


@pytest.fixture
def survivors(tmp_path, monkeypatch, capsys):
    """Make what is told of a text: the changes that nobody would notice, and the counts."""

    def told(text):
        monkeypatch.chdir(tmp_path)
        Path("sphinx-adoc.toml").write_text(CONFIGURATION, "utf-8")
        Path("prelude.py").write_text(PRELUDE, "utf-8")
        Path("a.adoc").write_text(text, "utf-8")
        cli.main(["claims", "a.adoc", "--mutate"])
        said = capsys.readouterr()
        lines = [line for line in said.out.splitlines() if "claim-unnoticed" in line]
        return [line.split(": it would hold ")[1].split(" too,")[0] for line in lines], said.err.splitlines()[1]

    return told


def test_a_sibling_of_which_the_same_is_true_survives(survivors):
    named, counted = survivors("The pier lamp is [#seen.claim]#never# seen.")
    assert named == ["with 'buoy' in place of 'pier lamp'"]
    assert counted == "changed 4 parts of what is stated by 1 claim: 1 went unnoticed"


def test_what_one_claim_notices_is_noticed(survivors):
    named, _ = survivors("The pier lamp is [#same.claim]#blue#, and [#seen.claim]#never# seen.")
    assert named == ["with 'buoy' in place of 'pier lamp'"]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour lamp is [#seen.claim]#always# seen.",
        "Five lamps make [#pairs.claim]#ten# pairs.",
        "Five lamps make up to [#low_high.claim]#ten#.",
    ],
)
def test_what_depends_on_its_words_has_no_survivors(survivors, text):
    assert survivors(text)[0] == []


def test_a_value_that_does_not_depend_on_a_word_is_told(survivors):
    named, _ = survivors("The buoy is [#same.claim]#blue#.")
    assert len(named) == 2


def test_a_table_without_a_member_is_found(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("sphinx-adoc.toml").write_text(CONFIGURATION, "utf-8")
    Path("prelude.py").write_text(PRELUDE, "utf-8")
    table = (
        '[options="header",role="claim",id="seen"{}]\n|===\n|Lamp |Seen\n|harbour lamp |always\n|buoy |never\n|===\n'
    )
    Path("a.adoc").write_text(table.format(""), "utf-8")
    assert cli.main(["claims", "a.adoc"]) == 1
    assert "table 'seen' runs over 'lamp' and has no row for 'pier lamp'" in capsys.readouterr().out
    Path("a.adoc").write_text(table.format(',rows="some"'), "utf-8")
    assert cli.main(["claims", "a.adoc"]) == 0
