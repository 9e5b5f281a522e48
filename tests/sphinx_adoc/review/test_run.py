"""With --run the claims of both states are recomputed as `claims` does: with hidden set-up, units and vocabulary."""

import pytest
from sphinx_adoc import cli

PAGE = """\
= Lamps

ifdef::claims-run[]
["source","python",role="claim",id="set-up"]
----
NIGHT = 12


def lit(lamp):
    return NIGHT if lamp == "pier lamp" else 0
----
endif::[]

The pier lamp is lit for [#lit.claim]#12 hours#.
"""
CONFIGURATION = '[claims]\nunit = "hours"\n[claims.vocabulary]\nlamp = ["pier lamp", "buoy"]\n'
PATCH = """\
--- a/a.adoc
+++ b/a.adoc
@@ -12,3 +12,3 @@
 endif::[]
 
-The pier lamp is lit for [#lit.claim]#12 hours#.
+{line}
"""  # noqa: W293 - a patch has blanks at its ends of lines


@pytest.fixture
def said(tmp_path, capsys):
    """What a review says of a patch that has the last line read otherwise, and its exit code."""

    def said(line):
        (tmp_path / "a.adoc").write_text(PAGE)
        (tmp_path / "sphinx-adoc.toml").write_text(CONFIGURATION)
        (tmp_path / "x.patch").write_text(PATCH.format(line=line))
        code = cli.main(["review", str(tmp_path / "x.patch"), "--repo", str(tmp_path), "--run"])
        return code, capsys.readouterr().out

    return said


def test_hidden_set_up_is_there(said):
    code, text = said("Every pier lamp is lit for [#lit.claim]#12 hours#.")
    assert (code, "claim-" in text) == (0, False), text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("The pier lamp is lit for [#lit.claim]#10 hours#.", "the text says '10 hours', computed: 12"),
        ("The buoy is lit for [#lit.claim]#12 hours#.", "lit(lamp='buoy') is 12 hours"),
        ("It is lit for [#lit.claim]#12 hours#.", "lamp"),
    ],
)
def test_what_the_patch_says_wrongly_is_told(said, line, words):
    code, text = said(line)
    assert code == 1, text
    assert words in text
