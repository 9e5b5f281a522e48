"""What becomes of files besides their lines is told: a page's name is part of every link to it."""

from __future__ import annotations

import json
import subprocess

import pytest
from sphinx_adoc import cli

PAGE = "= Keeper\n\nThe keeper is awake.\n"


@pytest.fixture
def repository(tmp_path):
    """A repository with a page, one in another language, and files that are no pages."""
    for name, text in (("a.adoc", PAGE), ("b.rst", "Page\n====\n\nText.\n"), ("empty.adoc", ""), ("c.css", "a {}\n")):
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def git(folder, *words):
    subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=a@b.c", *words], cwd=folder, check=True)


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Change it")


def said(folder, capsys, *words):
    commit(folder)
    assert cli.main(["review", "HEAD", "--repo", str(folder), *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new"), [("a.adoc", "ä.adoc"), ("a.adoc", "sub/a.adoc"), ("b.rst", "c.rst"), ("c.css", "d.css")]
)
def test_a_file_that_is_renamed_is_told(old, new, repository, capsys):
    (repository / new).parent.mkdir(exist_ok=True)
    (repository / old).rename(repository / new)
    report = said(repository, capsys)
    assert report.startswith("Breaks nothing. To look at: 1 file renamed.\n")
    assert f"Files:\n  {old} is {new} now\n" in report
    assert report.endswith("0 changed lines. Besides: 1 file renamed.\n")
    assert f"{int(old == 'a.adoc')} {'page' if old == 'a.adoc' else 'pages'} of 2 looked at; 2 files touched." in report


@pytest.mark.parametrize("name", ["a.adoc", "b.rst", "empty.adoc"])
def test_a_page_that_is_gone_is_told(name, repository, capsys):
    (repository / name).unlink()
    report = said(repository, capsys)
    assert "1 file gone" in report.splitlines()[0]
    assert f"Files:\n  {name} is gone\n" in report


@pytest.mark.parametrize("name", ["new.adoc", "new.txt"])
def test_a_file_that_comes_without_a_line_is_told(name, repository, capsys):
    (repository / name).write_text("")
    report = said(repository, capsys)
    assert report.startswith("Breaks nothing. To look at: 1 empty file.\n")
    assert f"Files:\n  {name} came, and is empty\n" in report


def test_every_form_has_them(repository, capsys):
    (repository / "a.adoc").rename(repository / "z.adoc")
    assert json.loads(said(repository, capsys, "--format", "json"))["files"] == [
        {"kind": "renamed", "old": "a.adoc", "new": "z.adoc"}
    ]
    page = repository / "page.html"
    assert cli.main(["review", "HEAD", "--repo", str(repository), "--format", "markdown", "--html", str(page)]) == 0
    assert "|a.adoc |is z.adoc now |" in capsys.readouterr().out
    assert "<code>a.adoc</code> is z.adoc now" in page.read_text()


def test_a_link_that_runs_a_program_is_marked(repository, capsys):
    (repository / "a.adoc").write_text(PAGE.replace("awake", "link:javascript:alert(1)[awake]"))
    report = said(repository, capsys)
    assert report.startswith("Breaks nothing. To look at: 1 target (can run code).\n")
    assert "link: {+javascript:alert(1)+} (can run code)" in report


def test_quantities_of_one_paragraph_are_counted_where_they_are_many(repository, capsys):
    (repository / "a.adoc").write_text(PAGE + "\nIt has " + ", ".join(f"{n} GB" for n in range(10, 20)) + ".\n")
    assert "{+10 GB, 11 GB, 12 GB, 13 GB, 14 GB, 15 GB and 4 more+}" in said(repository, capsys)
