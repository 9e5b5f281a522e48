"""Diffs taken apart by files, and applied as far as they apply."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc import cli
from sphinx_adoc.review.input.diffs import files_of, unquoted
from sphinx_adoc.review.input.series import read_patches
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
@pytest.mark.parametrize(
    "options",
    [[], ["--no-prefix"], ["--src-prefix=old/", "--dst-prefix=newer/"], ["--src-prefix=i/", "--dst-prefix=w/"]],
)
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
    assert (
        "4 changed lines: 2 read otherwise, 2 not looked at (does not apply at line 1). Besides: 1 file not looked at"
        in said
    )
    assert cli.main(["review", str(patch), "--repo", str(tmp_path), "--strict"]) == 1


@pytest.mark.parametrize("options", [[], ["--no-prefix"]])
def test_files_that_come_and_go_in_a_folder_with_the_name_of_a_prefix(options, tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/old.adoc").write_text("one\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    (tmp_path / "a/old.adoc").unlink()
    (tmp_path / "a/new.adoc").write_text("= Other\n\ntwo\n")
    git(tmp_path, "add", "-A")
    sides = of_patches(read_patches(git(tmp_path, "diff", "--cached", *options).encode()), tmp_path, "HEAD")
    assert {*sides.after} == {"a/new.adoc"}


def test_folders_that_were_compared(tmp_path):
    (tmp_path / "a.adoc").write_text("one\ntwo\n")
    head = "diff -ru docs-1.0/a.adoc docs-1.1/a.adoc\n--- docs-1.0/a.adoc\t2026\n+++ docs-1.1/a.adoc\t2026\n"
    sides = of_patches(read_patches(f"{head}@@ -1,2 +1,2 @@\n one\n-two\n+zwei\n".encode()), tmp_path)
    assert sides.after["a.adoc"] == b"one\nzwei\n"


def test_of_one_file_the_hunks_that_apply_are_reviewed(tmp_path, capsys):
    words = [f"Line {number}.\n\n" for number in range(1, 30)]
    (tmp_path / "a.adoc").write_text("".join(words))
    for name, number in (("a", 3), ("b", 25)):
        (tmp_path / name).write_text("".join(words))
        words[number] = f"Words {number}.\n\n"
    (tmp_path / "b").write_text("".join(words))
    words[1] = "Old.\n\n"
    (tmp_path / "a").write_text((tmp_path / "a").read_text().replace("Line 26.", "Line none."))
    command = ["git", "diff", "--no-index", "a", "b"]
    diff = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    patch = tmp_path / "x.patch"
    patch.write_text(diff.replace("a/a", "a/a.adoc").replace("b/b", "b/a.adoc"))
    assert cli.main(["review", str(patch), "--repo", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 hunk of 2 in a.adoc left out" in said
    assert "[-Line 4.-] {+Words 3.+}" in said
    assert "a.adoc: 2 lines, does not apply at line 48" in said
    assert "4 changed lines:" in said


def test_a_patch_for_files_that_are_not_here_is_left_out_of_a_series(tmp_path, capsys):
    (tmp_path / "a.adoc").write_text("one\ntwo\n")
    mails = [("1/2", TEXT.format("ui.js", "zwei")), ("2/2", TEXT.format("a.adoc", "zwei"))]
    box = "".join(f"From x Mon Sep 17 00:00:00 2001\nFrom: a@b.c\nSubject: [PATCH {n}] x\n\n{d}\n" for n, d in mails)
    patch = tmp_path / "x.mbox"
    patch.write_text(box)
    assert cli.main(["review", str(patch), "--repo", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "patch 1/2, changes files that are not here alone, and is left out" in said
    assert "4 changed lines: 2 read otherwise, 2 not looked at (a file that is not here)." in said


@pytest.mark.parametrize("options", [["--binary"], []])
@pytest.mark.parametrize("damaged", [False, True])
def test_a_binary_file_in_a_patch_is_never_left_unsaid(options, damaged, tmp_path, capsys):
    """Also where it is all that there is: its contents are taken from the patch where they are in it."""
    git(tmp_path, "init", "-q")
    (tmp_path / "a.adoc").write_text("one\n")
    (tmp_path / "p.png").write_bytes(bytes(range(256)))
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    (tmp_path / "p.png").write_bytes(bytes(range(255, -1, -1)))
    diff = git(tmp_path, "diff", *options)
    git(tmp_path, "checkout", "-q", ".")
    patch = tmp_path / "x.patch"
    patch.write_text(diff.replace("literal ", "literal 9") if damaged else diff)
    assert cli.main(["review", str(patch), "--repo", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    reason = ("binary, and does not apply" if damaged else "binary") if options else "binary, and not in the mail"
    assert f"0 changed lines. Besides: 1 file not looked at ({reason})." in said
    sides = of_patches(read_patches(patch.read_bytes()), tmp_path)
    assert (sides.after["p.png"] != sides.before["p.png"]) is (bool(options) and not damaged)


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


def test_a_patch_whose_paths_count_from_a_folder_is_refused_with_what_to_do(tmp_path, capsys):
    repository = tmp_path / "r"
    (repository / "docs").mkdir(parents=True)
    page = repository / "docs" / "a.adoc"
    page.write_text("= A\n\nOne lamp.\n")
    git(repository, "init", "-q")
    git(repository, "add", ".")
    page.write_text("= A\n\nTwo lamps.\n")
    patch = tmp_path / "a.patch"
    patch.write_text(git(repository / "docs", "diff", "--relative"))
    page.write_text("= A\n\nOne lamp.\n")
    assert cli.main(["review", str(patch), "--repo", str(repository)]) == 2
    assert "count from the folder docs: a.adoc is docs/a.adoc here; make the patch without --relative" in (
        capsys.readouterr().err
    )
    page.write_text("= A\n\nTwo lamps.\n")
    patch.write_text(git(repository / "docs", "diff", "--relative", "--src-prefix=a/docs/", "--dst-prefix=b/docs/"))
    page.write_text("= A\n\nOne lamp.\n")
    assert cli.main(["review", str(patch), "--repo", str(repository)]) == 0
    assert "[-One lamp.-] {+Two lamps.+}" in capsys.readouterr().out
