"""The cache as a user meets it: the same report each time, nothing read twice, and ways to see and remove it."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sphinx_adoc.cli import main


@pytest.fixture
def docs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    Path("docs").mkdir()
    Path("docs/a.adoc").write_text("= A\n\n[[one]]\n== One\n\nSee <<onne>> and xref:b.adoc#two[].\n")
    Path("docs/b.adoc").write_text("= B\n\ninclude::part.inc[]\n\n{absent}\n")
    Path("docs/part.inc").write_text("[[two]]\n== Two\n")
    return Path("docs")


def run(capsys, *words):
    code = main([*words])
    return code, capsys.readouterr()


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_a_second_check_reads_nothing_and_says_the_same(docs, parsed, capsys, form):
    first = run(capsys, "check", "docs", "--format", form)
    assert parsed == ["a.adoc", "b.adoc"]
    parsed.clear()
    assert run(capsys, "check", "docs", "--format", form) == first
    assert parsed == []
    assert run(capsys, "check", "docs", "--format", form, "--no-cache") == first
    assert parsed == ["a.adoc", "b.adoc"]


def test_a_second_check_does_not_load_the_parser(docs):
    code = "import sys; from sphinx_adoc.cli import main; main(['check', 'docs']); print(*sys.modules)"
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    unneeded = ("sphinx_adoc.syntax.parser", "sphinx_adoc.syntax.tree", "sphinx_adoc.finding.report.sarif", "tomllib")
    assert unneeded[0] in first.split()
    assert not {*unneeded}.intersection(second.split())


def test_only_what_a_change_concerns_is_read_again(docs, parsed, capsys):
    run(capsys, "check", "docs")
    parsed.clear()
    Path("docs/part.inc").write_text("[[three]]\n== Three\n")
    code, said = run(capsys, "check", "docs")
    assert parsed == ["b.adoc"]
    assert code == 1
    assert "docs/a.adoc:6:23: error: xref target not found: 'b.adoc#two'" in said.out


def test_variants_and_attributes_do_not_mix(docs, capsys):
    Path("docs/b.adoc").write_text("= B\n\nifdef::web[]\n[[two]]\nendif::[]\n== Two\n")
    for _ in range(2):
        assert "not found: 'b.adoc#two'" in run(capsys, "check", "docs")[1].out
        assert "not found: 'b.adoc#two'" not in run(capsys, "check", "docs", "-a", "web")[1].out
        assert "(in: print)" in run(capsys, "check", "docs", "--variant", "print:", "--variant", "web:web")[1].out


def test_a_page_looks_into_its_neighbours_once(docs, parsed, capsys):
    run(capsys, "html", "docs/a.adoc", "-o", "-")
    parsed.clear()
    code, said = run(capsys, "html", "docs/a.adoc", "-o", "-")
    assert parsed == []
    assert code == 1
    assert 'href="b.html#two">Two</a>' in said.out
    Path("docs/a.adoc").write_text("= A\n\n[[one]]\n== One\n\nSee xref:b.adoc#two[].\n")
    assert run(capsys, "html", "docs/a.adoc", "-o", "-")[0] == 0
    assert parsed == ["a.adoc"]


def test_the_folder_can_be_named_looked_at_and_cleared(docs, capsys):
    run(capsys, "check", "docs", "--cache-dir", "kept")
    assert not Path("caches").exists()
    code, said = run(capsys, "cache", "--cache-dir", "kept")
    assert code == 0
    assert re.fullmatch(
        r"kept: 7 files, [1-9]\d* KiB\n", said.out
    )  # two of each document, what they include, the program, the run
    code, said = run(capsys, "cache", "--clear", "--cache-dir", "kept")
    assert code == 0
    assert re.fullmatch(r"kept: removed 7 files, [1-9]\d* KiB\n", said.out)
    assert sorted(path.name for path in Path("kept").rglob("*")) == ["CACHEDIR.TAG"]


def test_a_file_is_no_folder_for_it(docs, capsys):
    code, said = run(capsys, "check", "docs", "--cache-dir", "docs/a.adoc")
    assert code == 2
    assert "--cache-dir docs/a.adoc: it is no folder" in said.err


def test_without_a_cache_nothing_is_written(docs, capsys):
    run(capsys, "check", "docs", "--no-cache")
    assert sorted(path.name for path in Path().iterdir()) == ["docs"]


def test_a_folder_that_cannot_be_written_to_changes_nothing(docs, capsys):
    first = run(capsys, "check", "docs", "--no-cache")
    assert run(capsys, "check", "docs", "--cache-dir", "/proc/self") == first


def test_runs_at_once_say_the_same(docs):
    command = [sys.executable, "-m", "sphinx_adoc", "check", "docs"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate()[0] for process in runs]
    assert [process.returncode for process in runs] == [1, 1, 1]
    assert said[0]
    assert said == [said[0]] * 3


CLAIMED = '["source","python",role="claim",id="a"]\n----\nopen("n.txt").read()\nassert 1 < 2\n----\n'
KEPT = "1 verdict of an earlier run: nothing that they follow from has changed\n"


@pytest.fixture
def claimed(docs):
    Path("n.txt").write_text("5")
    Path("docs/a.adoc").write_text(CLAIMED)
    Path("docs/b.adoc").unlink()
    time.sleep(0.1)
    return docs


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="claims run in a process of their own")
def test_claims_are_not_run_again_and_the_report_is_the_same(claimed, capsys):
    def said(*arguments):
        assert main(["claims", "docs", *arguments]) == 0
        return capsys.readouterr()

    first, second, third = said(), said(), said("--no-cache")
    assert first.out == second.out == third.out
    assert second.err == KEPT + first.err
    assert third.err == first.err
    assert KEPT in said("--format", "json").err
    assert KEPT in said("--only", "a").err
    assert KEPT not in said("--cache-dir", "elsewhere").err
    assert KEPT not in said("--timeout=5").err
    Path("n.txt").write_text("6")
    assert KEPT not in said().err
    assert KEPT in said().err
    assert main(["cache", "--clear"]) == 0
    assert KEPT not in said().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="claims run in a process of their own")
def test_a_document_that_runs_each_time_does_not_keep_others_from_being_kept(claimed, capsys):
    outward = CLAIMED.replace("open", "import os; os.system('true'); open").replace('"a"', '"0",cache="no"')
    Path("docs/0.adoc").write_text(outward)
    for expected in (False, True):
        assert main(["claims", "docs"]) == 0
        said = capsys.readouterr()
        assert (KEPT in said.err) is expected
        assert [line.rpartition(" ")[2] for line in said.out.splitlines()] == ["0", "a"]


def git(*words):
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True, capture_output=True)


def test_a_second_review_reads_only_what_the_patch_touches(docs, parsed, capsys):
    git("init", "-q")
    git("add", "docs")
    git("commit", "-qm", "one")
    Path("docs/b.adoc").write_text("= B\n\n[[three]]\n== Three\n")
    git("commit", "-qam", "two")
    first = run(capsys, "review", "HEAD~1..HEAD", "--format", "json")
    assert parsed.count("a.adoc") == 1
    parsed.clear()
    assert run(capsys, "review", "HEAD~1..HEAD", "--format", "json") == first
    assert parsed == ["b.adoc", "b.adoc"]
    assert run(capsys, "review", "HEAD~1..HEAD", "--format", "json", "--no-cache") == first


def test_a_second_list_of_claims_reads_nothing(docs, parsed, capsys):
    Path("docs/a.adoc").write_text("= A\n\nIt takes [#wait.claim,unit=s]#10 seconds#.\n\ninclude::part.inc[]\n")
    Path("docs/part.inc").write_text("It is [#red.claim]#red#.\n")
    first = run(capsys, "claims", "docs", "--list", "-v")
    assert "wait" in first[1].out
    assert parsed == ["a.adoc", "b.adoc"]
    parsed.clear()
    assert run(capsys, "claims", "docs", "--list", "-v") == first
    assert parsed == []
    Path("docs/part.inc").write_text("It is [#blue.claim]#blue#.\n")
    assert "blue" in run(capsys, "claims", "docs", "--list")[1].out
    assert run(capsys, "claims", "docs", "--list", "--no-cache") == run(capsys, "claims", "docs", "--list")
