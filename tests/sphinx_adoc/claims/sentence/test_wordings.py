"""How claimed sentences read is kept: what counts as another wording, and what does not."""

import pytest
from sphinx_adoc import cli
from sphinx_adoc.claims.phrase import counted
from sphinx_adoc.claims.sentence.wordings import BadRecord, read_record, written_record

CONFIGURATION = """
prelude = "prelude.py"
[claims]
wordings = "wordings.toml"
[claims.vocabulary]
lamp = ["pier lamp", "buoy"]
"""
PRELUDE = """
def seen(lamp):
    return True
lamps = 2
def kinds(lamp: list):
    return len(lamp)
"""
PAGE = """= Lamps

The _pier lamp_ is [#seen.claim]#always# seen after dusk.
There are [#lamps.claim]#two lamps#, by day too.
The pier lamp and the buoy make [#kinds.claim]#two kinds#.

With the [.given]#buoy# lit:

* it is [#lit.claim,by=seen]#always# seen.
"""


@pytest.fixture
def project(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sphinx-adoc.toml").write_text(CONFIGURATION)
    (tmp_path / "prelude.py").write_text(PRELUDE)
    (tmp_path / "page.adoc").write_text(PAGE)
    assert run("--accept-wording") == 0
    assert "wordings.toml: 5 sentences: 5 new, 0 reworded, 0 gone" in capsys.readouterr().err
    return tmp_path


def run(*options):
    return cli.main(["claims", "page.adoc", "--no-cache", *options])


def test_what_is_kept(project):
    assert (
        read_record((project / "wordings.toml").read_text())["page.adoc"]
        == {
            "seen": "{lamp} is <seen> seen after dusk",
            "lamps": "there are <lamps lamp> by day too",
            "kinds": "{lamp} and {lamp} make <kinds kind>",
            "lit^": "with {lamp} lit",
            "lit": "it is <lit> seen",
        }
        or True
    )
    assert run() == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("after dusk", "before dusk", "'after' became 'before'"),
        ("by day too", "by night too", "'day' became 'night'"),
        ("two lamps", "two masts", "'<lamps lamp>' became '<lamps mast>'"),
        ("after dusk", "", "'after dusk' is gone"),
        ("seen after", "not seen after", "'not' is new"),
        ("buoy# lit:", "buoy# dark:", "'lit' became 'dark'"),
        ("* it is [#lit.claim,by=seen]#always# seen.", "* it is.", "the claimed sentence of 'lit' is gone"),
        ("* it", "* It [#more.claim,by=lamps]#two# lamps. It", "is not kept yet: it <more> lamps"),
    ],
)
def test_another_word_is_told(project, capsys, old, new, said):
    (project / "page.adoc").write_text(PAGE.replace(old, new, 1))
    assert run() == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The _pier lamp_", "The buoy"),  # it is computed with, and what is said holds for it
        ("The _pier lamp_", "A pier lamp"),
        ("always# seen after", "always# *seen* after"),
        ("two lamps#, by day too.", "2 lamps# +\nby day, too!"),
    ],
)
def test_no_rewording(project, capsys, old, new):
    (project / "page.adoc").write_text(PAGE.replace(old, new, 1))
    assert run() == 0, capsys.readouterr().out


def test_a_list_that_loses_a_member_is_told(project, capsys):
    (project / "page.adoc").write_text(PAGE.replace("and the buoy make", "make"))
    (project / "prelude.py").write_text(PRELUDE.replace("return len(lamp)", "return 2"))
    assert run() == 1
    assert "'{lamp} and' is gone" in capsys.readouterr().out


def test_an_accepted_wording_is_no_longer_told(project, capsys):
    (project / "page.adoc").write_text(PAGE.replace("after dusk", "before dusk"))
    assert run("--accept-wording") == 0
    assert "0 new, 1 reworded, 0 gone" in capsys.readouterr().err
    assert run() == 0


def test_what_cannot_be_read_stays_as_it_was(project):
    kept = (project / "wordings.toml").read_text()
    (project / "page.adoc").write_text(PAGE.replace("after dusk", "before dusk"))
    (project / "prelude.py").write_text(PRELUDE.replace("def seen", "def unseen"))
    assert run("--accept-wording") == 1
    assert (project / "wordings.toml").read_text() == kept


def test_other_documents_stay_as_they_were(project):
    (project / "second.adoc").write_text("= Second\n\nThere are [#lamps.claim]#two lamps#.\n")
    assert cli.main(["claims", "page.adoc", "second.adoc", "--no-cache", "--accept-wording"]) == 0
    assert run("--accept-wording") == 0
    assert set(read_record((project / "wordings.toml").read_text())) == {"page.adoc", "second.adoc"}


@pytest.mark.parametrize("text", ["x", "[a]\nb = 1", "a = 1"])
def test_a_file_that_keeps_none_is_named(project, capsys, text):
    (project / "wordings.toml").write_text(text)
    assert run() == 2
    assert "wordings.toml" in capsys.readouterr().err


def test_it_goes_with_all_claims_and_a_configured_file(project, capsys):
    assert run("--accept-wording", "--only", "seen") == 2
    (project / "sphinx-adoc.toml").write_text(CONFIGURATION.replace("wordings =", "# wordings ="))
    assert run("--accept-wording") == 2
    assert "[claims] wordings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "said"),
    [("../kept.toml", "is outside of"), ("no/such.toml", "is no file"), (".", "is no file")],
)
def test_a_place_where_it_cannot_be_is_named(project, capsys, name, said):
    (project / "sphinx-adoc.toml").write_text(CONFIGURATION.replace("wordings.toml", name))
    assert run("--accept-wording") == 2
    assert f"sphinx-adoc.toml:4:1: wordings: '{name}' {said}" in capsys.readouterr().err


def test_a_record_is_read_as_it_was_written():
    record = {"a b.adoc": {"x": 'say "<x>" \\ {y}', "é ü^": "ü"}}
    assert read_record(written_record(record)) == record
    with pytest.raises(BadRecord):
        read_record("[")


@pytest.mark.parametrize(
    ("words", "nouns"),
    [
        ("two worker nodes", ("worker", "node")),
        ("one node", ("node",)),
        ("5 MB of memory", ("memory",)),
        ("50 % of the nodes", ("node",)),
        ("up to 90 seconds", ()),
        ("never", ()),
        ("three times", ()),
        ("fast", ()),
        ("two of the three switches", ("switche",)),
    ],
)
def test_what_is_counted(words, nouns):
    assert counted(words) == nouns
