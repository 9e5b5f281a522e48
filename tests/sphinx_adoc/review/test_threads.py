"""Series as archives deliver them: with replies, several versions, packed, wrapped."""

from __future__ import annotations

import gzip
from importlib import import_module

import pytest
from sphinx_adoc.review.input.mail import LARGEST, PatchError, read_patches, read_series

from tests.sphinx_adoc.review.test_mail import AFTER, applied, mail, quoted

NAMES = "abc"


def patch_of(name, words):
    return (
        f"diff --git a/{name}.adoc b/{name}.adoc\n--- a/{name}.adoc\n+++ b/{name}.adoc\n@@ -1 +1 @@\n-old\n+{words}\n"
    )


def box(*mails):
    """A mailbox: each mail as its subject's tag and its text."""
    text = "From: a@b.c\nSubject: {}\nContent-Type: text/plain; charset=utf-8\n\n{}\n"
    return "".join(f"From x Mon Sep 17 00:00:00 2001\n{text.format(*each)}\n" for each in mails).encode()


def series(version="", total=3, words="new"):
    tag = f" {version}" if version else ""
    return [
        (f"[PATCH{tag} {number}/{total}] Change {name}", patch_of(name, words))
        for number, name in enumerate(NAMES[:total], 1)
    ]


def taken(data):
    return [(patch.version, patch.number, patch.diff.split("\n+")[-1].strip()) for patch in read_patches(data)]


def test_a_reply_that_quotes_a_patch_is_none_of_the_series():
    reply = ("Re: [PATCH 2/3] Change b", quoted(patch_of("b", "new")) + "\nWhy?\n")
    assert taken(box(*series(), reply)) == [(1, 1, "new"), (1, 2, "new"), (1, 3, "new")]


def test_a_reply_that_quotes_half_a_patch_is_none_either():
    half = quoted(patch_of("b", "new").partition("-old")[0]) + "\nWhy?\n\n> [...]\n"
    assert len(taken(box(*series(), ("Re: [PATCH 2/3] Change b", half)))) == 3
    with pytest.raises(PatchError, match="is damaged"):
        read_patches(box(("Re: [PATCH 2/3] Change b", half)))


def test_a_reroll_of_one_patch_takes_its_place():
    reroll = ("[PATCH v2 2/3] Change b", patch_of("b", "newer"))
    assert taken(box(*series(), reroll)) == [(1, 1, "new"), (2, 2, "newer"), (1, 3, "new")]
    assert read_series(box(*series(), reroll)).notes == (
        "v2 has not all patches, so 1/3, 3/3 are of an earlier version",
    )


def test_of_several_whole_versions_the_latest_is_taken():
    data = box(*series(), *series("v2", words="second"), *series("v3", total=2, words="third"))
    assert taken(data) == [(3, 1, "third"), (3, 2, "third")]
    assert read_series(data).notes == ()


def test_a_mailbox_packed_by_gzip():
    assert len(taken(gzip.compress(box(*series())))) == 3
    with pytest.raises(PatchError, match="packed by gzip, and damaged"):
        read_patches(gzip.compress(box(*series()))[:40].replace(b"\x00", b"\xff") + b"x" * 9)
    with pytest.raises(PatchError, match="larger than"):
        read_patches(gzip.compress(b"x" * (LARGEST + 10)))


def test_a_mail_in_html_alone_is_refused_with_what_to_do():
    data = b"From: a@b.c\nSubject: [PATCH] x\nContent-Type: text/html\n\n<pre>diff --git a/x b/x</pre>\n"
    with pytest.raises(PatchError, match="HTML alone; ask for the patch as plain text"):
        read_patches(data)


def test_soft_wraps_are_taken_back(tmp_path):
    """A mail program has wrapped a long line at a blank, as format=flowed allows."""
    wrapped = mail().replace("charset=utf-8", "charset=utf-8; format=flowed").replace("\n ", "\n  ")
    wrapped = wrapped.replace("+New words ä.", "+New \nwords ä.").replace("-Old words ä.", "-Old \nwords ä.")
    assert applied(wrapped.encode(), tmp_path / "docs") == AFTER


def test_scripts_find_the_reader_under_its_short_name():
    assert import_module("sphinx_adoc.review.mail").read_patches is read_patches
