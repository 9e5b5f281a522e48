"""Patches out of mails, mailboxes and replies."""

import base64
import quopri
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.review.input.mail import PatchError
from sphinx_adoc.review.input.repository import GitError
from sphinx_adoc.review.input.series import read_patches
from sphinx_adoc.review.input.sides import of_patches, of_range

from tests.conftest import shared

DIFF = """diff --git a/x.adoc b/x.adoc
index 1234567..89abcde 100644
--- a/x.adoc
+++ b/x.adoc
@@ -1,4 +1,4 @@
 = Title

-Old words ä.
+New words ä.
 The end.
"""
MAIL = """From: A B <a@example.org>
Subject: [PATCH{tag}] Change the words
Content-Type: text/plain; charset=utf-8
{head}
Why so.
---
 x.adoc | 2 +-

{diff}--
2.39.5
"""
BEFORE = "= Title\n\nOld words ä.\nThe end.\n"
AFTER = BEFORE.replace("Old", "New")


def mail(diff=DIFF, tag="", head=""):
    return MAIL.format(diff=diff, tag=tag, head=head)


def applied(data, folder):
    """The document after the patches of an input."""
    folder.mkdir(exist_ok=True)
    (folder / "x.adoc").write_text(BEFORE)
    sides = of_patches(read_patches(data), folder)
    assert sides.before["x.adoc"].decode() == BEFORE == (folder / "x.adoc").read_text()
    return sides.after["x.adoc"].decode()


def quoted(text, mark="> "):
    return "".join((mark + line).rstrip() + "\n" for line in text.splitlines())


@pytest.mark.parametrize(
    "data",
    [
        DIFF,
        DIFF.partition("--- a")[1] + DIFF.partition("--- a")[2],
        mail(),
        mail().replace("\n", "\r\n"),
        "From 0123456789abcdef Mon Sep 17 00:00:00 2001\n" + mail(),
        "Hello,\n\nC D wrote:\n" + quoted(mail()) + "\nLooks good.\n",
        "Re\n\n" + quoted(quoted(mail())),
        "Re\n\n" + quoted(mail()).replace("> +New", "a remark\n\n> +New"),
        "Re\n\n" + quoted(mail(DIFF.replace("\n ", "\n  "))),
    ],
    ids=["diff", "plain", "mail", "crlf", "mailbox", "reply", "twice", "remarks", "stuffed"],
)
def test_what_a_patch_may_come_in(data, tmp_path):
    assert applied(data.encode(), tmp_path / "docs") == AFTER


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_encoded_mails(encoding, tmp_path):
    head, _, body = mail(head=f"Content-Transfer-Encoding: {encoding}\n").partition("\n\n")
    encoded = quopri.encodestring(body.encode()) if encoding[0] == "q" else base64.encodebytes(body.encode())
    assert applied(head.encode() + b"\n\n" + encoded, tmp_path / "docs") == AFTER


def test_an_attachment(tmp_path):
    part = "--b\nContent-Type: text/x-patch; name=x.patch; charset=utf-8\n\n" + DIFF + "--b--\n"
    head = 'From: a@b.c\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    words = "--b\nContent-Type: text/plain\n\nSee below.\n"
    assert applied((head + words + part).encode(), tmp_path / "docs") == AFTER


def test_a_series_in_any_order_of_its_latest_version():
    mails = [mail(tag=tag) for tag in (" v2 2/2", " 1/1", " v2 1/2", " docs v2 0/2")]
    mails[3] = mails[3].replace(DIFF, "The letter.\n")
    result = read_patches("".join(f"From x Mon Sep 17 00:00:00 2001\n{each}\n" for each in mails).encode())
    assert [(patch.version, patch.number, patch.total) for patch in result] == [(2, 1, 2), (2, 2, 2)]
    assert result[0].subject == "Change the words"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Nothing here.\n", "there is no patch in it"),
        ("", "there is no patch in it"),
        (DIFF.replace("words ä.\n+", "words\nä.\n+"), r"line 5: the hunk .* is damaged, .* 'ä.' is none of its lines"),
        (DIFF.replace(" The end.\n", ""), "1 old and 1 new lines are missing"),
    ],
)
def test_what_is_damaged_is_said(data, words):
    with pytest.raises(PatchError, match=words):
        read_patches(data.encode())


def test_what_does_not_apply_is_said(tmp_path):
    (tmp_path / "x.adoc").write_text("Something else.\n")
    with pytest.raises(PatchError, match=r"x.adoc:1: .* does not apply: .*name its base with --base"):
        of_patches(read_patches(DIFF.encode()), tmp_path)


def test_what_does_not_apply_on_the_commit_that_was_named_is_said(tmp_path):
    git = ["git", "-c", "user.name=n", "-c", "user.email=a@b.c"]
    (tmp_path / "x.adoc").write_text("Something else.\n")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "it"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    with pytest.raises(
        PatchError, match=r"does not apply: .*as asked\); name another commit with --base, or leave it out"
    ):
        of_patches(read_patches(DIFF.encode()), tmp_path, "HEAD")


@pytest.mark.parametrize("path", ["../out.adoc", "/tmp/out.adoc", ".git/hooks/x", "a/../../out.adoc"])
def test_no_patch_leads_out_of_the_copy(path, tmp_path):
    (tmp_path / "docs").mkdir()
    diff = f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"
    try:
        sides = of_patches(read_patches(diff.encode()), tmp_path / "docs")
        assert not any(".." in name.split("/") or name.startswith("/") for name in sides.after)
    except PatchError:
        pass
    assert not (tmp_path / "out.adoc").exists()
    assert not Path("/tmp/out.adoc").exists()


def test_a_link_that_a_patch_makes_is_not_there(tmp_path):
    (tmp_path / "docs").mkdir()
    head = "diff --git a/l.adoc b/l.adoc\nnew file mode 120000\nindex 0000000..1111111\n--- /dev/null\n+++ b/l.adoc\n"
    diff = head + "@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n"
    sides = of_patches(read_patches(diff.encode()), tmp_path / "docs")
    assert "l.adoc" not in sides.after


# -- in a repository ---------------------------------------------------------------------------------------------------


def git(folder, *words):
    identity = ["-c", "user.name=n", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path):
    """A repository in which the patched state is an old one."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    for text in (BEFORE, AFTER, AFTER + "More.\n", "All is new.\n"):
        (folder / "x.adoc").write_text(text)
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "Change it")
    return folder


def test_the_base_is_found_by_the_blobs_and_nothing_is_changed(repository):
    patch = git(repository, "format-patch", "--stdout", "HEAD~3..HEAD~2").encode()
    state = sorted((path.relative_to(repository), path.stat().st_mtime_ns) for path in repository.rglob("*"))
    sides = of_patches(read_patches(patch), repository)
    assert sides.before["x.adoc"].decode() == BEFORE
    assert sides.after["x.adoc"].decode() == AFTER
    assert "found by the blob ids of 1 file" in sides.on
    assert sides.touched == {"x.adoc"}
    assert sorted((path.relative_to(repository), path.stat().st_mtime_ns) for path in repository.rglob("*")) == state


def test_a_base_that_is_named(repository):
    patch = git(repository, "format-patch", "--stdout", "--base=HEAD~3", "HEAD~3..HEAD~2").encode()
    sides = of_patches(read_patches(patch), repository)
    assert "its base-commit" in sides.on
    sides = of_patches(read_patches(DIFF.encode()), repository, "HEAD~3")
    assert "as asked" in sides.on
    sides = of_patches(read_patches(DIFF.encode()), repository, "HEAD~3")
    assert sides.after["x.adoc"].decode() == AFTER


def test_a_range(repository):
    sides = of_range(repository, "HEAD~3..HEAD~1")
    assert sides.before["x.adoc"].decode() == BEFORE
    assert sides.after["x.adoc"].decode() == AFTER + "More.\n"
    sides = of_range(repository, "HEAD~2")
    assert sides.after["x.adoc"].decode() == AFTER


@pytest.mark.parametrize("words", ["--output=x..HEAD", "absent..HEAD", "-p"])
def test_what_names_no_commit(repository, words):
    with pytest.raises(GitError, match="names no commit"):
        of_range(repository, words)


TEXTS = st.lists(st.sampled_from(["one", "two", "  three", "", "-- four", "+five", "> six"]), min_size=1, max_size=12)


@settings(deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_any_change_comes_back_out_of_a_quoted_mail(before, after, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    for name, lines in (("a", before), ("b", after)):
        (folder / name).write_text("\n".join(lines) + "\n")
    command = ["git", "diff", "--no-index", "a", "b"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if not done.stdout:
        return
    diff = done.stdout.replace("a/a", "a/x.adoc").replace("b/b", "b/x.adoc")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "x.adoc").write_text((folder / "a").read_text())
    sides = of_patches(read_patches(("Re\n\n" + quoted(mail(diff))).encode()), docs)
    assert sides.after["x.adoc"].decode() == (folder / "b").read_text()


def test_a_real_reply():
    (patch,) = read_patches((shared("review") / "seed-patch-and-reply.txt").read_bytes())
    assert (patch.subject, patch.line) == ("pvecm, network: add section on corosync over bonds", 37)


ANY = "--- a/x.adoc\n+++ b/x.adoc\n@@ -1 +1 @@\n-a\n+b\n"
HEAD_OF_ANY = "From x Mon Sep 17 00:00:00 2001\nFrom: a@b\nSubject: x\n\nwords\n"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (ANY, [1]),
        (f"words\n\n{ANY}", [3]),
        (f"From: a@b\nSubject: x\n\nwords\n{ANY}", [5]),
        (HEAD_OF_ANY + ANY, [6]),
        (f"{HEAD_OF_ANY}{ANY}\n{HEAD_OF_ANY}{ANY.replace('x.adoc', 'y.adoc')}", [6, 17]),
    ],
)
def test_a_patch_knows_the_line_in_which_it_begins(data, lines):
    assert [patch.line for patch in read_patches(data.encode())] == lines
