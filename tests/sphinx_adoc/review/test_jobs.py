"""However many processes read the documents of a review, the report is the same."""

import subprocess
from pathlib import Path

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.graph import ahead


@pytest.fixture
def commits(tmp_path, monkeypatch):
    """Two commits in a repository; each document is worth a process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ahead, "FEW", 0)
    for number in range(5):
        Path(f"page{number}.adoc").write_text(f"= Page {number}\n\n[[id{number}]]\n== Title\n\n<<id{number}>>\n")
    Path("book.adoc").write_text("= Book\n\ninclude::part.inc[]\n\nxref:page1.adoc#id1[]\n")
    Path("part.inc").write_text("Words of a part.\n")
    git("init", "-q")
    commit()
    Path("page1.adoc").write_text("= Page 1\n\n[[other]]\n== Title\n\n<<other>>\n")
    Path("part.inc").write_text("Other words of a part.\n")
    commit()
    return "HEAD~1..HEAD"


def git(*words):
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *words], check=True, capture_output=True)


def commit():
    git("add", ".")
    git("commit", "-qm", "x")


@pytest.fixture
def reading(monkeypatch):
    """How many documents were read ahead."""
    read = []
    original = ahead.shares_of
    monkeypatch.setattr(ahead, "shares_of", lambda work, jobs: read.append(len(work)) or original(work, jobs))
    return read


@pytest.mark.usefixtures("copied")
def test_several_processes_give_the_same_report(commits, reading, capsys):
    said = []
    for number, words in enumerate((["--jobs", "1"], ["--jobs", "3"], ["--jobs", "3", "--no-cache"])):
        code = main(["review", commits, "--format", "json", "--cache-dir", f"cache{number}", *words])
        said.append((code, capsys.readouterr()))
    assert said[0] == said[1] == said[2]
    assert said[0][0] == 1
    assert "id1" in said[0][1].out
    assert reading == [6, 2]  # of the first state all, of the second those that the patch changes
