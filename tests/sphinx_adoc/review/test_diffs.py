"""Diffs taken apart by files, and applied as far as they apply."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc import cli
from sphinx_adoc.review.input.diffs import files_of, unquoted
from sphinx_adoc.review.input.mail import read_patches
from sphinx_adoc.review.input.sides import of_patches

TEXT = "diff --git a/{0} b/{0}\nindex 111..222 100644\n--- a/{0}\n+++ b/{0}\n@@ -1,2 +1,2 @@\n one\n-two\n+{1}\n"
BINARY = "diff --git a/p.png b/p.png\nnew file mode 100644\nindex 000..333\nBinary files /dev/null and b/p.png differ\n"


def git(folder, *words):
    identity = ["-c", "user.name=n", "-c", "user.email=a@b.c"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_each_file_with_its_paths_and_lines():
    parts = files_of(TEXT.format("a.adoc", "zwei") + BINARY + TEXT.format("b.adoc", "-- x"))
    assert [(part.path, part.removed, part.added, part.binary) for part in parts] == [
        ("a.adoc", (2,), (2,), False),
        ("p.png", (), (), True),
        ("b.adoc", (2,), (2,), False),
    ]


@pytest.mark.parametrize("name", ["ä.adoc", "with blank.adoc", 'a "quote".adoc', "tab\t.adoc", "a/b c/d.adoc"])
@pytest.mark.parametrize("options", [[], ["--no-prefix"]])
def test_any_name_and_any_prefix(name, options, tmp_path):
    git(tmp_path, "init", "-q")
    place = tmp_path / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("one\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    place.write_text("two\n")
    diff = git(tmp_path, "diff", *options)
    assert [part.path for part in files_of(diff)] == [name]
    git(tmp_path, "checkout", "-q", ".")
    sides = of_patches(read_patches(diff.encode()), tmp_path)
    assert sides.touched == {name}
    assert sides.after[name] == b"two\n"


def test_renames_and_modes(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "old name.adoc").write_text("one\n")
    (tmp_path / "run me").write_text("one\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    git(tmp_path, "mv", "old name.adoc", "new name.adoc")
    (tmp_path / "run me").chmod(0o755)
    moved, mode = files_of(git(tmp_path, "diff", "-M", "HEAD"))
    assert (moved.old, moved.new, moved.renamed) == ("old name.adoc", "new name.adoc", True)
    assert (mode.old, mode.new, mode.removed, mode.renamed) == ("run me", "run me", (), False)


@pytest.mark.parametrize(
    ("quoted", "name"), [('"\\303\\244"', "ä"), ('"a\\tb\\"c\\\\"', 'a\tb"c\\'), ("plain", "plain")]
)
def test_names_are_quoted_as_c_does(quoted, name):
    assert unquoted(quoted) == name


def test_what_applies_is_reviewed_and_the_rest_is_named(tmp_path, capsys):
    for name in ("a", "b"):
        (tmp_path / f"{name}.adoc").write_text("one\ntwo\n" if name == "a" else "something else\n")
    patch = tmp_path / "x.patch"
    patch.write_text(TEXT.format("a.adoc", "zwei") + TEXT.format("b.adoc", "zwei") + BINARY)
    assert cli.main(["review", str(patch), "--repo", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "2 files of 3 left out" in said
    assert "b.adoc: 2 lines, does not apply at line 1" in said
    assert "p.png: binary, and not in the mail" in said
    assert "4 changed lines: 2 read otherwise, 2 not looked at (does not apply at line 1), 1 file not looked at" in said
    assert cli.main(["review", str(patch), "--repo", str(tmp_path), "--strict"]) == 1


def test_a_text_change_beside_a_binary_one_is_reviewed(tmp_path, capsys):
    (tmp_path / "a.adoc").write_text("one\ntwo\n")
    patch = tmp_path / "x.patch"
    patch.write_text(TEXT.format("a.adoc", "zwei") + BINARY)
    assert cli.main(["review", str(patch), "--repo", str(tmp_path)]) == 0
    assert "one [-two-] {+zwei+}" in capsys.readouterr().out


LINES = st.lists(st.sampled_from(["a", "-- x", "++ x", "@@ -1 +1 @@", "diff --git a/x b/x", ""]), max_size=8)


@settings(deadline=None, max_examples=40)
@given(before=LINES, after=LINES)
def test_lines_are_those_that_git_counts(before, after, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    for name, lines in (("a", before), ("b", after)):
        (folder / name).write_text("".join(f"{line}\n" for line in lines))
    command = ["git", "diff", "--no-index", "a", "b"]
    diff = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    out = subprocess.run(
        [*command, "--numstat"], cwd=folder, capture_output=True, text=True, check=False
    ).stdout.split()
    parts = files_of(diff) if diff else []
    assert sum(len(part.added) for part in parts) == int(out[0] if out else 0)
    assert sum(len(part.removed) for part in parts) == int(out[1] if out else 0)
