"""What other programs are told of a review: every form has the places, the references, since when, and the fixes."""

import json
import re
import subprocess
import xml.etree.ElementTree as ET

import pytest
from sphinx_adoc import cli
from sphinx_adoc.finding.report import FORMATS

BEFORE = {
    "a.adoc": "= A\n\nWords.\n\n[#lamp]\n== The lamp\n\nIt turns.\n\n== Same\n\n== Same\n\nEnd.\n",
    "b.adoc": "= B\n\nSee <<lamp>> and <<_same>>.\n\nhttps://example.org/<b>|x\n",
}
MIDDLE = BEFORE | {"b.adoc": BEFORE["b.adoc"] + "\nMore.\n"}
AFTER = MIDDLE | {
    "a.adoc": "= A\n\nWords.\nMore.\n\n[#light]\n== The lamp\n\nIt turns.\n\n[#first]\n== Same\n\n== Same\n\nEnd.\n"
}


def git(folder, *words):
    identity = ["-c", "user.name=n", "-c", "user.email=a@b.c"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    for subject, files in (("one", BEFORE), ("two", MIDDLE), ("three", AFTER)):
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", subject)
    return tmp_path


def reviewed(repository, form, capsys):
    assert cli.main(["review", "HEAD~2..HEAD", "--repo", str(repository), "--format", form]) == 1
    return capsys.readouterr().out


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("text", "json")])
def test_every_form_has_the_references_and_since_which_patch(form, repository, capsys):
    said = reviewed(repository, form, capsys).replace("\\", "")
    assert "'lamp' is gone" in said
    assert "xref target not found: 'lamp'; the anchor is gone; it is 'light' now; since patch 2/2" in said
    assert len(re.findall(r"since patch 2/2 \([0-9a-f]{7}\)", said)) >= 4
    assert "b.adoc" in said


def test_a_screen_that_has_no_room_for_all_shows_the_errors(tmp_path, capsys):
    """Of a renamed page with many anchors: links from elsewhere may break, the one from here does."""
    page = "= Page\n" + "".join(f"\n[#a{number}]\n== Part {number}\n\nText.\n" for number in range(30))
    git(tmp_path, "init", "-q", "-b", "main")
    for page_name in ("old.adoc", "new.adoc"):
        (tmp_path / "old.adoc").unlink(missing_ok=True)
        (tmp_path / page_name).write_text(page)
        (tmp_path / "z.adoc").write_text("= Z\n\nSee xref:old.adoc[the page].\n")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", page_name)
    assert cli.main(["review", "HEAD~1..HEAD", "--repo", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert re.search(r"Breaks:\n  z\.adoc:3:\d+: error: ", said)
    assert re.search(r"\.\.\. and \d+ more", said)


def test_places_are_those_of_the_new_files(repository, capsys):
    lines = reviewed(repository, "github", capsys).splitlines()
    match = [re.match(r"::(\w+) file=(.+?),line=(\d+),.*title=([\w-]+)::", line).groups() for line in lines]
    assert match == [
        ("error", "b.adoc", "3", "xref-unresolved"),
        ("warning", "a.adoc", "7", "anchor-vanished"),
        ("warning", "a.adoc", "14", "anchor-moved"),
        ("warning", "a.adoc", "14", "anchor-vanished"),
        ("warning", "b.adoc", "3", "anchor-moved"),
    ]


UNREAD = {"a.adoc": "= A\n\nX.\n\nifdef::wiki[]\nOne.\nendif::[]\n", "p.png": "\0a", "x.ini": "1\n2\n"}


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("text", "json")])
@pytest.mark.parametrize("strict", [True, False])
def test_lines_that_were_not_looked_at_are_findings_where_they_fail_the_review(form, strict, tmp_path, capsys):
    git(tmp_path, "init", "-q", "-b", "main")
    changed = {"a.adoc": UNREAD["a.adoc"].replace("One", "Two"), "p.png": "\0b", "x.ini": "1\n"}
    for files in (UNREAD, changed):
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "it")
    words = ["review", "HEAD~1..HEAD", "--repo", str(tmp_path), "--format", form, *(["--strict"] if strict else [])]
    assert cli.main(words) == (1 if strict else 0)
    said = capsys.readouterr().out.replace("\\", "")
    if form == "markdown":
        assert "ifdef::wiki" in said
        return
    assert ("2 changed lines not looked at: ifdef::wiki[]" in said) == strict
    assert ("1 changed line not looked at: another format: .ini" in said) == strict
    assert ("the file was not looked at: binary" in said) == strict


def test_fixes_in_one_report_do_not_contradict_each_other(tmp_path, capsys):
    """Of three equal titles the first gets an id: there are several ways to give the others theirs back."""
    page = "= A\n\nSee <<_setup_2>> and <<_setup_3>>.\n\n== Setup\n\nOne.\n\n== Setup\n\nTwo.\n\n== Setup\n\nThree.\n"
    git(tmp_path, "init", "-q", "-b", "main")
    for text in (page, page.replace("== Setup\n\nOne", "[#first]\n== Setup\n\nOne")):
        (tmp_path / "a.adoc").write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "it")
    assert cli.main(["review", "HEAD~1..HEAD", "--repo", str(tmp_path), "--format", "sarif"]) == 1
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    fixes = [fix["description"]["text"] for result in results for fix in result.get("fixes", ())]
    assert len(results) > 2
    assert len({*fixes}) == 1


def applied(text, fix):
    """A text with a fix of JSON carried out."""
    lines = text.split("\n")
    place, line = fix["place"], lines[fix["place"]["line"] - 1]
    assert line[place["column"] - 1 : place["end_column"] - 1] == fix["before"]
    lines[place["line"] - 1] = line[: place["column"] - 1] + fix["replacement"] + line[place["end_column"] - 1 :]
    return "\n".join(lines)


def test_fixes_end_what_breaks(repository, capsys):
    report = json.loads(reviewed(repository, "json", capsys))
    (lost,) = [each for each in report["lost"] if each["id"] == "lamp"]
    assert lost["at"]["line"] == 7
    text = applied(AFTER["a.adoc"], lost["fix"])
    assert "== [[lamp]]The lamp" in text
    (repository / "a.adoc").write_text(text)
    git(repository, "commit", "-qam", "four")
    assert cli.main(["review", "HEAD~3..HEAD", "--repo", str(repository), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert "lamp" not in [each["id"] for each in report["lost"]]
    assert report["caused"] == []


def test_an_anchor_is_given_back_to_what_had_it(repository, capsys):
    report = json.loads(reviewed(repository, "json", capsys))
    (one,) = report["shifted"]
    assert one["id"] == "_same"
    assert one["fix"] is None  # it has an explicit id of its own now


def test_where_another_section_took_the_id_the_fix_gives_it_back(tmp_path, capsys):
    git(tmp_path, "init", "-q", "-b", "main")
    for words in ("", "== Same\n\nNew words, quite others.\n\n"):
        (tmp_path / "a.adoc").write_text(f"= A\n\n{words}== Same\n\nOld words that stay.\n\nSee <<_same>>.\n")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "x")
    assert cli.main(["review", "HEAD", "--repo", str(tmp_path), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    (one,) = report["shifted"]
    (tmp_path / "a.adoc").write_text(applied((tmp_path / "a.adoc").read_text(), one["fix"]))
    git(tmp_path, "commit", "-qam", "y")
    assert cli.main(["review", "HEAD~2..HEAD", "--repo", str(tmp_path)]) == 0


def test_the_comment_shows_what_documents_say_as_it_is(repository, capsys):
    (repository / "b.adoc").write_text(MIDDLE["b.adoc"] + "\n++++\n<script>|`@x`\n++++\n")
    git(repository, "commit", "-qam", "four")
    assert cli.main(["review", "HEAD", "--repo", str(repository), "--format", "markdown"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("### Breaks nothing. To look at: raw output that can run code.\n")
    assert r"|b.adoc:9 |passthrough block, can run code | |\<script\>\|\`@" in said
    assert "<script>" not in said
    assert said.endswith("raw output.\n") or "changed lines: " in said.splitlines()[-1]


def test_a_patch_without_effect_is_a_short_comment(tmp_path, capsys):
    git(tmp_path, "init", "-q", "-b", "main")
    for words in ("One\ntwo.\n", "One two.\n"):
        (tmp_path / "a.adoc").write_text(words)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "x")
    assert cli.main(["review", "HEAD", "--repo", str(tmp_path), "--format", "markdown"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("### Breaks nothing.\n")
    assert said.endswith("\n3 changed lines: 3 without effect.\n")


def test_junit_has_a_case_for_each(repository, capsys):
    suite = ET.fromstring(reviewed(repository, "junit", capsys))[0]
    assert [case.get("name") for case in suite if len(case)] == [
        "anchor-vanished:7:4", "anchor-moved:14:1", "anchor-vanished:14:4", "xref-unresolved:3:7", "anchor-moved:3:20",
    ]  # fmt: skip
