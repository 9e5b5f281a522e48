"""The option --format: several forms in one run, each where it was sent."""

import json
import xml.etree.ElementTree as ET

import pytest
from sphinx_adoc.cli import main

PAGE = '= A\n\n<<nope>>\n\n[#a.claim]#2 s#\n\n[source,python,role="claim"]\n----\na = 1\nassert a\n----\n'


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Call a command in a folder with a document: exit code and both streams."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.adoc").write_text(PAGE)

    def call(*words):
        try:
            code = main(list(words))
        except SystemExit as left:
            code = left.code
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize("command", [["check", "a.adoc"], ["claims", "a.adoc"], ["html", "a.adoc", "-o", "out"]])
def test_every_command_gives_several_forms_at_once(command, call, tmp_path):
    plain = call(*command)
    files = ["--format", "json=r.json", "--format", "junit=r.xml"]
    assert call(*command, *files) == plain
    assert json.loads((tmp_path / "r.json").read_text())["findings" if command[0] != "claims" else "claims"]
    assert ET.parse(tmp_path / "r.xml").getroot().get("failures") == "1"
    _, out, _ = call(*command, *files, "--format", "github")
    assert out.startswith("::error ")


def test_a_review_gives_several_forms_at_once(call, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "b.adoc").write_text("= B\n\n[[x]]X.\n")
    patch = "--- a/b.adoc\n+++ b/b.adoc\n@@ -3 +3 @@\n-[[x]]X.\n+[[y]]X.\n"
    (tmp_path / "p.patch").write_text(patch)
    _, out, _ = call("review", "p.patch", "--repo", "docs", "--format", "sarif=r.sarif", "--format", "json")
    assert json.loads(out)["lost"][0]["id"] == "x"
    results = json.loads((tmp_path / "r.sarif").read_text())["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["anchor-vanished"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sariff=x"], "there is no form 'sariff'; did you mean 'sarif'?"),
        (["x"], "there is no form 'x'; choose one of text, json, "),
        (["sarif="], "'sarif=' names no file; write sarif=FILE, or sarif"),
        (["json", "sarif"], "'json' and 'sarif' would both go to standard output; write sarif=FILE"),
        (["json", "sarif=-"], "'json' and 'sarif' would both go to standard output; write sarif=FILE"),
        (["json=x", "sarif=x"], "'json' and 'sarif' would both go to x; write sarif=FILE"),
    ],
)
def test_a_wrong_form_is_said_before_anything_is_done(words, said, call, tmp_path):
    code, out, err = call("check", "absent", *(each for word in words for each in ("--format", word)))
    assert (code, out) == (2, "")
    assert said in err


def test_a_report_that_cannot_be_written_is_said(call):
    code, _, err = call("check", "a.adoc", "--format", "json=absent/r.json")
    assert code == 2
    assert "cannot write absent/r.json: No such file or directory" in err


def test_a_name_that_is_no_text_is_written_all_the_same(call, tmp_path):
    try:
        (tmp_path / "\udcff.adoc").write_text("<<nope>>\n")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    forms = ("json", "sarif", "codequality", "rdjson", "checkstyle", "junit", "markdown")
    code, _, _ = call("check", "\udcff.adoc", *(f"--format={form}=r.{form}" for form in forms))
    assert code == 1
    assert json.loads((tmp_path / "r.json").read_text())["findings"][0]["place"]["path"] == "\udcff.adoc"
    assert "%FF.adoc" in (tmp_path / "r.sarif").read_text()
    assert all((tmp_path / f"r.{form}").read_text(encoding="utf-8") for form in forms)


def test_a_patch_goes_with_no_report(call):
    code, _, err = call("check", "a.adoc", "--fix", "--format", "json=r.json")
    assert code == 2
    assert "--format is for the report" in err


def test_the_configuration_says_the_form_and_the_call_another(call, tmp_path):
    (tmp_path / "sphinx-adoc.toml").write_text('[check]\nformat = "github"\n')
    assert call("check", "a.adoc")[1].startswith("::error ")
    assert call("check", "a.adoc", "--format", "text")[1].startswith("a.adoc:3:3: error: ")
    assert call("check", "a.adoc", "--format", "json=r.json")[1].startswith("a.adoc:3:3: error: ")
    assert 'check.format = "github"' in call("check", "a.adoc", "--show-config")[1]
    assert 'check.format = ["json"]' in call("check", "a.adoc", "--format", "json", "--show-config")[1]
