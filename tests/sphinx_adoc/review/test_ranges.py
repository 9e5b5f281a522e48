"""What a range of commits means."""

from __future__ import annotations

import subprocess

import pytest
from sphinx_adoc import cli
from sphinx_adoc.review.input.repository import GitError
from sphinx_adoc.review.input.sides import of_range


def git(folder, *words):
    identity = ["-c", "user.name=n", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.adoc").write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", " ".join(texts))


@pytest.fixture
def repository(tmp_path):
    """`main` has gone on since `topic` parted from it; `alone` has no commit in common with them."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, a="one\n")
    commit(folder, a="two\n")
    git(folder, "checkout", "-q", "-b", "topic")
    commit(folder, b="new\n")
    git(folder, "checkout", "-q", "main")
    commit(folder, c="main goes on\n")
    git(folder, "checkout", "-q", "--orphan", "alone")
    commit(folder, d="alone\n")
    git(folder, "checkout", "-q", "main")
    return folder


@pytest.mark.parametrize(
    ("words", "touched", "on"),
    [
        ("main..topic", {"b.adoc"}, ", where it parted from main, and "),
        ("main...topic", {"b.adoc"}, ", where it parted from main, and "),
        ("topic..main", {"c.adoc"}, ", where it parted from topic, and "),
        ("topic..", {"c.adoc"}, ", where it parted from topic, and "),
        ("main~2..main", {"a.adoc", "c.adoc"}, " compared"),
        ("main", {"c.adoc"}, " compared"),
        ("main~1", {"a.adoc"}, " compared"),
        ("main~2", {"a.adoc"}, "with nothing: it is the first commit"),
        ("main..alone", {"d.adoc"}, "they have no commit in common"),
    ],
)
def test_what_is_compared(repository, words, touched, on):
    sides = of_range(repository, words)
    assert sides.touched == touched
    assert on in sides.on


def test_a_merge_counts_as_what_it_brings_to_its_first_parent(repository):
    git(repository, "merge", "-q", "-m", "Merge it", "topic")
    sides = of_range(repository, "HEAD")
    assert sides.touched == {"b.adoc"}
    assert "it is a merge, so only its first parent counts" in sides.on


def test_a_range_the_wrong_way_round_is_refused(repository, capsys):
    with pytest.raises(GitError, match="is it the other way round"):
        of_range(repository, "main..main~1")
    assert cli.main(["review", "main..main~1", "--repo", str(repository)]) == 2
    assert "the second is an ancestor of the first" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"), [("HEAD", "fetch-depth: 2"), ("origin/main..origin/topic", "fetch-depth: 0")]
)
def test_a_shallow_clone_is_refused_with_what_to_do(repository, tmp_path, words, says):
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository}", "shallow")
    with pytest.raises(GitError, match=f"shallow clone.*{says}"):
        of_range(tmp_path / "shallow", words)


def test_a_root_commit_is_reviewed(repository, capsys):
    assert cli.main(["review", "main~2", "--repo", str(repository)]) == 0
    assert "1 changed line: 1 read otherwise." in capsys.readouterr().out


def test_that_nothing_differs_is_said(repository, capsys):
    assert cli.main(["review", "HEAD..HEAD", "--repo", str(repository)]) == 0
    assert capsys.readouterr().out.startswith("No file differs: nothing was looked at.\n")


def test_a_single_commit_takes_few_processes(repository, monkeypatch):
    asked = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda words, **how: [asked.append(words[2]), run(words, **how)][1])
    sides = of_range(repository, "main~1..main")
    assert {path: sides.after[path] for path in sides.after} == {"a.adoc": b"two\n", "c.adoc": b"main goes on\n"}
    assert asked == ["log", "diff-tree", "ls-tree", "cat-file", "cat-file"]


@pytest.mark.parametrize("words", ["^main..topic", "main..^topic", "main^@..topic", "main^!", "a.adoc..topic"])
def test_what_names_no_single_commit(repository, words):
    with pytest.raises(GitError, match="names no commit"):
        of_range(repository, words)
