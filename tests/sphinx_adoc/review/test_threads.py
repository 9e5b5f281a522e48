"""Series as archives deliver them: with replies, several versions, packed, wrapped."""

from __future__ import annotations

import base64
import bz2
import gzip
import lzma
import re
from email import message_from_bytes
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from importlib import import_module

import pytest
from sphinx_adoc.review.input.mail import LARGEST, PatchError
from sphinx_adoc.review.input.series import read_patches, read_series
from sphinx_adoc.review.input.sides import of_patches

from tests.sphinx_adoc.review.test_mail import AFTER, BEFORE, DIFF, applied, mail, quoted

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
    assert read_series(data).notes == ("v3 is taken, not v1, v2",)


def test_a_mailbox_packed_by_gzip():
    assert len(taken(gzip.compress(box(*series())))) == 3
    assert len(taken(b"".join(gzip.compress(box(one)) for one in series()))) == 3
    with pytest.raises(PatchError, match="packed by gzip, and damaged"):
        read_patches(gzip.compress(box(*series()))[:10] + b"x" * 90)
    with pytest.raises(PatchError, match="packed by gzip, and cut off"):
        read_patches(gzip.compress(box(*series()))[:-9])
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


WHOLE = patch_of("a", "new")
OWN = patch_of("a", "newer")


@pytest.mark.parametrize("mark", [">", "> ", "| ", "> > "])
@pytest.mark.parametrize("tag", ["Re", "AW", "Antwort", "RE"])
def test_a_reply_alone_is_read_by_what_it_quotes(mark, tag):
    assert taken(box((f"{tag}: [PATCH 2/3] Change a", quoted(WHOLE, mark)))) == [(1, 2, "new")]


def test_a_reply_that_holds_another_patch_than_it_quotes():
    reply = ("Re: [PATCH 1/3] Change a", f"{quoted(WHOLE)}\nRather:\n\n{OWN}")
    assert taken(box(reply)) == [(1, 1, "newer")]
    assert read_series(box(reply)).notes == ("the patch that the reply makes, not the one that it quotes",)
    both = read_series(box(*series(), reply))
    assert [patch.diff for patch in both.patches] == [patch_of(name, "new") for name in NAMES]
    assert re.fullmatch(r"what replies make of it is left out \(line \d+\)", both.notes[0])


def test_a_reply_that_repeats_a_patch_without_marks_says_nothing_new():
    assert read_series(box(*series(), ("RE: [PATCH 1/3] Change a", f"-----Original-----\n{WHOLE}"))).notes == ()


@pytest.mark.parametrize(
    ("tag", "numbers"),
    [
        ("[PATCHv2 2/3]", (2, 2, 3)),
        ("[RFC PATCH 2/3 v2]", (2, 2, 3)),
        ("[2/3]", (1, 2, 3)),
        ("[v2 2/3]", (2, 2, 3)),
        ("[list] [PATCH docs v2 2/3]", (2, 2, 3)),
        ("[see 2/3 of it]", (1, 1, 1)),
    ],
)
def test_what_the_brackets_of_a_subject_say(tag, numbers):
    (patch,) = read_patches(box((f"{tag} x", WHOLE)))
    assert (patch.version, patch.number, patch.total) == numbers


def test_series_of_several_repositories_in_one_box():
    """The one with documents is taken, also where another one has the same numbers."""
    docs = [(subject.replace("PATCH", "PATCH docs"), diff) for subject, diff in series()]
    other = ("[PATCH manager 1/3] ui", WHOLE.replace(".adoc", ".js"))
    result = read_series(box(other, *docs))
    assert [patch.project for patch in result.patches] == ["docs"] * 3
    assert result.notes == ("of several series that of 'docs' is taken, not 'manager'",)


def test_patches_that_are_not_there_are_named():
    assert read_series(box(*series()[::2])).notes == ("2/3 is not in it",)
    assert read_series(box(*series()[:2])).notes == ("3/3 is not in it",)
    assert read_series(box(("[PATCH 5/999999] x", WHOLE), ("[PATCH 7/999999] x", WHOLE))).notes == (
        "6/999999, 8/999999, 9/999999, 10/999999, 11/999999 and 999988 more are not in it",
    )


def test_a_patch_that_was_sent_twice():
    assert read_series(box(*series(), *series())).notes == ()
    result = read_series(box(*series(), series(words="newer")[1]))
    assert [patch.diff for patch in result.patches][1] == patch_of("b", "newer")
    assert result.notes == ("2/3 is there twice, the later one is taken",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lzma.compress(b"x"), "packed by xz"),
        (bz2.compress(b"x"), "packed by bzip2"),
        (b"PK\x03\x04x", "packed by zip"),
        (gzip.compress(gzip.compress(b"x")), "packed by gzip twice"),
    ],
    ids=["xz", "bzip2", "zip", "twice"],
)
def test_what_is_packed_otherwise_is_named(data, said):
    with pytest.raises(PatchError, match=said):
        read_patches(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_patch_that_a_shell_saved(encoding, tmp_path):
    assert applied(DIFF.encode(encoding), tmp_path / "docs") == AFTER


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-15", "koi8-r"])
@pytest.mark.parametrize("of_file", [True, False])
def test_a_mail_in_another_charset_than_its_files(charset, of_file, tmp_path):
    """Its words are those of the file; else its bytes are, as of a file that is no UTF-8."""
    letter = "ж" if charset == "koi8-r" else "ä"
    coded = charset if of_file else "utf-8"
    (tmp_path / "x.adoc").write_bytes(BEFORE.replace("ä", letter).encode(coded))
    data = mail().replace("charset=utf-8", f"charset={charset}").replace("ä", letter).encode(charset)
    sides = of_patches(read_patches(data), tmp_path)
    assert sides.after["x.adoc"] == AFTER.replace("ä", letter).encode(coded)
    assert ("its bytes taken as they are" in sides.on) is of_file


def test_bytes_of_no_charset_stay_as_they_are(tmp_path):
    (tmp_path / "x.adoc").write_bytes(BEFORE.encode("latin-1"))
    sides = of_patches(read_patches(mail().encode("latin-1")), tmp_path)
    assert sides.after["x.adoc"] == AFTER.encode("latin-1")
    (tmp_path / "x.adoc").write_text(BEFORE)
    with pytest.raises(PatchError, match="has bytes that are no UTF-8, and names no charset"):
        of_patches(read_patches(mail().replace("; charset=utf-8", "").encode("latin-1")), tmp_path)


def parts_of(*parts, kind="mixed"):
    """A mail of several parts: each its type, its file's name and its data."""
    message = MIMEMultipart(kind)
    message["From"], message["Subject"] = "a@b.c", "[PATCH] Change"
    for typed, name, data in parts:
        part = MIMEBase(*typed.split("/"))
        part.set_payload(base64.encodebytes(data.encode() if isinstance(data, str) else data))
        part["Content-Transfer-Encoding"] = "base64"
        if name:
            part.add_header("Content-Disposition", "attachment", filename=name)
        message.attach(part)
    return message.as_bytes()


HTML = ("text/html", "", f"<pre>{DIFF}</pre>")


@pytest.mark.parametrize(
    "data",
    [
        parts_of(("application/octet-stream", "x.txt", DIFF)),
        parts_of(("application/octet-stream", "x.PATCH", DIFF)),
        parts_of(("application/gzip", "x.patch.gz", gzip.compress(DIFF.encode()))),
        parts_of(("application/octet-stream", "x.mbox", box(("[PATCH] x", DIFF)))),
        parts_of(("text/plain", "", DIFF), ("text/x-patch", "x.patch", DIFF)),
        parts_of(("text/plain", "", DIFF.replace("+New", "+ New").replace("\n \n", "\n\n")), HTML, kind="alternative"),
        parts_of(HTML, ("text/x-patch", "x.patch", DIFF), ("image/png", "a.png", b"\x89PNG")),
    ],
    ids=["named txt", "upper case", "gzip", "mailbox", "in the text too", "and HTML", "beside HTML"],
)
def test_where_a_patch_may_be_in_a_mail(data, tmp_path):
    assert applied(data, tmp_path / "docs").replace(" New", "New") == AFTER


def test_attachments_are_ordered_by_the_numbers_of_their_names():
    names = ["0003-c.patch", "0001-a.patch", "0002-b.patch"]
    data = parts_of(*(("text/x-patch", name, patch_of(name[5], "new")) for name in names))
    assert [patch.diff for patch in read_patches(data)] == [patch_of(name, "new") for name in NAMES]


def test_forwarded_mails_are_read_by_their_own_subjects():
    message = MIMEMultipart("digest")
    message["From"], message["Subject"] = "a@b.c", "Digest"
    for one in reversed(series()):
        message.attach(MIMEMessage(message_from_bytes(box(one).partition(b"\n")[2])))
    assert taken(message.as_bytes()) == [(1, 1, "new"), (1, 2, "new"), (1, 3, "new")]


def test_a_mail_whose_patch_stands_in_html_alone_is_refused():
    said = "HTML alone"
    with pytest.raises(PatchError, match=said):
        read_patches(parts_of(("text/plain", "", ""), HTML, kind="alternative"))
    html = "From x Mon Sep 17 00:00:00 2001\nFrom: a@b.c\nSubject: {}\nContent-Type: text/html\n\n<pre>{}</pre>\n\n"
    with pytest.raises(PatchError, match=said):
        read_patches(box(*series()) + html.format("[PATCH 4/4] x", DIFF).encode())
    for subject, text in (("Re: [PATCH] x", DIFF), ("Holidays", "Nobody is here.")):
        assert len(read_patches(box(*series()) + html.format(subject, text).encode())) == 3


@pytest.mark.parametrize("quote", ["", "> "])
@pytest.mark.parametrize("delete_blank", [False, True])
def test_soft_wraps_in_what_is_quoted(quote, delete_blank, tmp_path):
    stuffed = [quote + (line if quote or line[:1] not in (" ", ">", "F") else f" {line}") for line in DIFF.splitlines()]
    end = "  " if delete_blank else " "
    lines = "\n".join(line.replace(" words", f"{end}\n{quote}words").rstrip(" ") if line.endswith(" ") else
                      line.replace(" words", f"{end}\n{quote}words") for line in stuffed)  # fmt: skip
    flowed = "charset=utf-8; format=flowed" + ("; delsp=yes" if delete_blank else "")
    head = mail(diff="").partition("\n\n")[0].replace("charset=utf-8", flowed)
    assert applied(f"{head}\n\n{lines}\n".encode(), tmp_path / "docs") == AFTER


def test_scripts_find_the_reader_under_its_short_name():
    assert import_module("sphinx_adoc.review.mail").read_patches is read_patches
