"""Words that nearly are of the project's vocabulary are named, others are not."""

import json

import pytest
from sphinx_adoc import cli
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.project.vocabulary import kinds
from sphinx_adoc.review.fates.spelling import misspelt
from sphinx_adoc.review.fates.words import changes
from sphinx_adoc.review.states.piece import Piece
from sphinx_adoc.syntax.source import Place

WORDS = Vocabulary(
    kinds({"mode": ["balance-tlb", "active-backup", "802.3ad"], "nodes": ["{} nodes"], "side": ["left"]})
)


def misspelt_in(before, after):
    pieces = [text and Piece("", "paragraph", "", text, text, Place("a.adoc", 1, 1)) for text in (before, after)]
    return [(each.word, each.right, each.kind) for each in misspelt(changes("a.adoc", [tuple(pieces)]), WORDS)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Use balance_tlb there.", [("balance_tlb", "balance-tlb", "mode")]),
        ("Use activebackup or activ-backup.", [
            ("activebackup", "active-backup", "mode"), ("activ-backup", "active-backup", "mode"),
        ]),
        ("Use 8023ad.", [("8023ad", "802.3ad", "mode")]),
        ("Use balance-tlb, Active-Backup, 802.3ad, left and active-backups.", []),
        ("A balance of backups, active; lift and lefty, 3 node.", []),
        ("", []),
    ],
)  # fmt: skip
def test_words_that_came(text, named):
    assert misspelt_in("Words.", f"Words. {text}") == named
    assert misspelt_in(None, text or "Words.") == named
    assert misspelt_in(f"Words. {text}", f"Words. {text}") == []
    assert misspelt_in(text or "Words.", None) == []


def test_all_forms_have_them(tmp_path, capsys):
    (tmp_path / "a.adoc").write_text("= A\n\nUse it.\n")
    (tmp_path / "sphinx-adoc.toml").write_text('[claims.vocabulary]\nmode = ["balance-tlb"]\n')
    (tmp_path / "x.patch").write_text("--- a/a.adoc\n+++ b/a.adoc\n@@ -3 +3 @@\n-Use it.\n+Use balance_tlb.\n")
    words = ["review", str(tmp_path / "x.patch"), "--repo", str(tmp_path), "--html", str(tmp_path / "x.html")]
    assert cli.main(words) == 0
    assert "Spelling:\n  a.adoc:3:1: 'balance_tlb': the vocabulary has 'balance-tlb' (mode)" in capsys.readouterr().out
    assert "the vocabulary has <strong>balance-tlb</strong>" in (tmp_path / "x.html").read_text()
    assert cli.main([*words, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["misspelt"][0]["right"] == "balance-tlb"
    assert cli.main([*words, "--format", "markdown"]) == 0
    assert r"balance\_tlb |balance\-tlb \(mode\)" in capsys.readouterr().out
