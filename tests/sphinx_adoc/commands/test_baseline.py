"""``check --baseline`` and ``--base``: only what is new fails."""

import json
import subprocess

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.finding.baseline import BaselineError, read


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path


def page(folder, *targets, name="a", above=""):
    references = "\n\n".join(f"<<{target}>>" for target in targets)
    (folder / "docs" / f"{name}.adoc").write_text(f"= Page\n{above}\n{references} {{absent}}\n", encoding="utf-8")


def check(*words):
    return main(["check", "docs", "--baseline", "known.txt", *words])


def test_old_findings_pass_and_a_new_one_fails(folder, capsys):
    page(folder, *(f"old{number}" for number in range(500)))
    assert check("--update-baseline") == 0
    assert "known.txt: 500 known, 500 of them new, 0 gone" in capsys.readouterr().err
    assert check() == 0
    assert capsys.readouterr().err.endswith(
        "501 references, 1 variant: 1 info; 500 known by known.txt\n".replace("501", "500")
    )
    page(folder, *(f"old{number}" for number in range(500)), above="\nText above, so that lines move.\n")
    assert check() == 0
    page(folder, *(f"old{number}" for number in range(500)), "new")
    assert check() == 1
    assert "'new'" in capsys.readouterr().out


def test_a_project_with_five_hundred_old_findings_is_green_until_a_new_one_comes(tmp_path):
    for page in range(50):
        lines = [f"See <<lost-{number}>>.\n\n" for number in range(10)]
        (tmp_path / f"p{page}.adoc").write_text(f"= Page {page}\n\n{''.join(lines)}")
    known = ["--baseline", str(tmp_path / "known.txt")]
    assert main(["check", str(tmp_path)]) == 1
    assert main(["check", str(tmp_path), *known, "--update-baseline"]) == 0
    assert len([line for line in (tmp_path / "known.txt").read_text().splitlines() if "lost-" in line]) == 500
    assert main(["check", str(tmp_path), *known]) == 0
    for path in sorted(tmp_path.glob("p*.adoc")):  # all lines move, and the order of half of them
        title, *rest = path.read_text().split("\n\n")
        path.write_text("\n\n".join([title, "New text.", *(reversed(rest) if path.name < "p3" else rest)]))
    assert main(["check", str(tmp_path), *known]) == 0
    with (tmp_path / "p7.adoc").open("a") as file:
        file.write("\nSee <<new>>.\n")
    assert main(["check", str(tmp_path), *known]) == 1


@pytest.mark.parametrize("name", ["moved/a", "renamed"])
def test_a_file_that_was_moved_keeps_what_is_known_of_it(folder, capsys, name):
    page(folder, "x", "y", "y")
    page(folder, "x", name="b")
    assert check("--update-baseline") == 0
    (folder / "docs" / name).parent.mkdir(exist_ok=True)
    (folder / "docs" / "a.adoc").rename(folder / "docs" / f"{name}.adoc")
    assert check() == 0
    assert capsys.readouterr().err.endswith("; 4 known by known.txt\n")
    page(folder, "x", "y", "y", "y", name=name)
    assert check() == 1  # an entry stands for one finding
    page(folder, "x", "y", "y", name=name)
    page(folder, "x", "x", name="b")
    assert check() == 1


def test_a_file_that_is_still_there_lends_nothing_to_another_one(folder):
    page(folder, "x")
    page(folder, name="b")
    assert check("--update-baseline") == 0
    page(folder)
    page(folder, "x", name="b")
    assert check() == 1


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_marks_and_line_ends_of_other_editors_count_for_nothing(folder, change):
    page(folder, "x")
    assert check("--update-baseline") == 0
    path = folder / "known.txt"
    path.write_text(change(path.read_text("utf-8")), "utf-8", newline="")
    page(folder, "x", above="\r\n\r\n")
    assert check() == 0


def test_an_entry_stands_for_one_finding(folder):
    page(folder, "x")
    check("--update-baseline")
    page(folder, "x", "x")
    assert check() == 1


def test_the_folder_may_be_named_in_any_way(folder, monkeypatch):
    page(folder, "x")
    check("--update-baseline")
    monkeypatch.chdir(folder / "docs")
    assert main(["check", "a.adoc", "--baseline", "../known.txt"]) == 0
    assert main(["check", str(folder / "docs"), "--baseline", str(folder / "known.txt")]) == 0


def test_what_is_gone_is_told_and_can_be_an_error(folder, capsys):
    page(folder, "x", "y")
    page(folder, "z", name="b")
    check("--update-baseline")
    page(folder, "x")
    assert check() == 0
    out = capsys.readouterr().out
    assert "known.txt:3:1: info: what is known here is no more: xref-unresolved in docs/a.adoc" in out
    assert check("--severity", "baseline-stale=error") == 1
    capsys.readouterr()
    assert main(["check", "docs/b.adoc", "--baseline", "known.txt"]) == 0
    assert "no more" not in capsys.readouterr().out  # docs/a.adoc was not looked at


def test_the_configuration_names_it(folder):
    (folder / "sphinx-adoc.toml").write_text('roots = ["docs"]\n[check]\nbaseline = "docs/known.txt"\n')
    page(folder, "x")
    assert main(["check", "--update-baseline"]) == 0
    assert (folder / "docs" / "known.txt").read_text() == "# sphinx-adoc baseline 1\na.adoc\txref-unresolved\tx\n"
    assert main(["check"]) == 0


def test_sarif_marks_what_is_known(folder, capsys):
    page(folder, "x")
    check("--update-baseline")
    page(folder, "x", "new")
    capsys.readouterr()
    check("--format", "sarif", "--ignore", "attribute-missing")
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert [result["baselineState"] for result in results] == ["new", "unchanged"]
    assert len({result["partialFingerprints"]["sphinxAdoc/v2"] for result in results}) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x:1:1: this is no baseline"),
        ("# sphinx-adoc baseline 9\n", "x:1:1: a baseline of another version"),
        ("# sphinx-adoc baseline 1\na b\n", "x:2:1: not a finding"),
        ("# sphinx-adoc baseline 1\na\tb\tc\td\n", "x:2:1: not a finding"),
    ],
)
def test_a_file_that_is_none_is_told(folder, text, said):
    with pytest.raises(BaselineError, match=said):
        read(text, "x")


def test_wrong_calls(folder, capsys):
    page(folder, "x")
    assert check() == 2
    assert main(["check", "docs", "--update-baseline"]) == 2
    assert main(["check", "docs", "--base", "HEAD"]) == 2
    assert "is in no git repository" in capsys.readouterr().err


def test_a_commit_says_what_was_there(folder, monkeypatch, capsys):
    def git(*words):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *words], check=True, capture_output=True)

    page(folder, "x")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    page(folder, "x", "new", above="\nMoved.\n")
    page(folder, "z", name="b")
    assert main(["check", "docs", "--base", "HEAD"]) == 1
    said = capsys.readouterr()
    assert said.out.count("[xref-unresolved]") == 2
    assert "'new'" in said.out
    assert "'z'" in said.out
    assert said.err.endswith("2 there at HEAD already\n")
    page(folder, "x")
    (folder / "docs" / "b.adoc").unlink()
    (folder / "docs" / "a.adoc").rename(folder / "docs" / "c.adoc")
    assert main(["check", "docs", "--base", "HEAD"]) == 0
    (folder / "docs" / "c.adoc").rename(folder / "docs" / "a.adoc")
    page(folder, "x", "new")
    monkeypatch.chdir(folder / "docs")
    assert main(["check", "a.adoc", "--base", "HEAD"]) == 1
    assert main(["check", "a.adoc", "--base", "nowhere"]) == 2
