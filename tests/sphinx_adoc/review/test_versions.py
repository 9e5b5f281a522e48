"""A patch beside an earlier version of it: what that broke and this does not, what both break, what is new."""

import json

import pytest
from sphinx_adoc import cli

from tests.sphinx_adoc.review.test_series import documents, series

BASE = {"index.adoc": "= House\n\n[[lamp]]\n== Lamp\n\nSee <<yard>>.\n\n[[yard]]\n== Yard\n\nDark.\n"}
FIRST = {"index.adoc": "= House\n\n[[light]]\n== Lamp\n\nSee <<yrad>>.\n\n[[yard]]\n== Yard\n\nDark.\n"}
SECOND = {"index.adoc": "= House\n\n[[light]]\n== Lamp\n\nNow\nsee <<yard>>, <<gate>>.\n\n[[yard]]\n== Yard\n\nDark.\n"}


@pytest.fixture
def review(tmp_path, monkeypatch, capsys):
    """Review a change of the documents beside an earlier one: exit code, output, standard error."""
    monkeypatch.chdir(tmp_path)
    documents(tmp_path / "documents", BASE)

    def review(before, after, *arguments):
        for name, files in (("v1", before), ("v2", after)):
            _, mailbox = series(tmp_path / name, [BASE, files])
            (tmp_path / f"{name}.mbox").write_text(mailbox.read_text("utf-8"), "utf-8")
        code = cli.main(["review", "v2.mbox", "--previous", "v1.mbox", "--repo", "documents", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return review


def test_what_is_mended_what_is_left_and_what_is_new(review):
    code, out, counted = review(FIRST, SECOND)
    assert code == 1
    assert out.partition("Targets:")[0].splitlines()[4:] == [
        "Breaks:",
        "  index.adoc:7:17: error: xref target not found: 'gate' [xref-unresolved]",
        "  index.adoc:3:3: warning: the anchor 'lamp' of 'Lamp' is gone; it is 'light'",
        "    now; links from outside break [anchor-vanished], as in the earlier version",
        "",
        "Mended since the earlier version:",
        "  index.adoc:6:7: error: xref target not found: 'yrad'; did you mean 'yard'",
        "    (index.adoc:8)? [xref-unresolved]",
        "",
    ]
    assert counted.endswith(", 1 mended since the earlier version\n")


def test_a_version_that_mends_all_says_so_and_is_no_failure(review):
    code, out, _ = review(FIRST, BASE | {"other.adoc": "= Other\n"})
    assert code == 0
    assert "Breaks:" not in out
    assert out.count("anchor 'lamp' is gone") == 1
    assert out.count("xref target not found: 'yrad'") == 1


@pytest.mark.parametrize(("before", "after", "mended", "still"), [(2, 1, 1, 1), (1, 2, 0, 1), (2, 2, 0, 2)])
def test_of_two_alike_one_may_be_mended(review, before, after, mended, still):
    def broken(times):
        return {"index.adoc": BASE["index.adoc"].replace("<<yard>>", "<<nowhere>> " * times)}

    _, out, _ = review(broken(before), broken(after))
    said = " ".join(out.split())
    assert said.count("'nowhere' [xref-unresolved]") == after + mended
    assert said.count("[xref-unresolved], as in the earlier version") == still
    assert said.count("Mended since") == mended


def test_json_has_it(review):
    _, out, _ = review(FIRST, SECOND, "--format", "json")
    result = json.loads(out)
    assert [(one["code"], one["still"]) for one in result["caused"]] == [("xref-unresolved", False)]
    assert [one["still"] for one in result["lost"]] == [True]
    assert [one["code"] for one in result["mended"]] == ["xref-unresolved"]


def test_an_earlier_version_that_cannot_be_read_is_named(review):
    code, out, message = review(FIRST, SECOND, "--previous", "absent.mbox")
    assert (code, out) == (2, "")
    assert message == "sphinx-adoc review: cannot read absent.mbox: it is no file\n"
