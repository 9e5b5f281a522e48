"""Mails of strangers: what cannot be read is refused at its line, and time grows with the input."""

import gc
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.review.input.mail import MOST_PATCHES, PatchError
from sphinx_adoc.review.input.series import read_patches

DIFF = "\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n"
NESTED = "(" * 2000


def multipart(depth):
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n' for number in range(depth))
    return f"From: a@b\nSubject: x\n{head}\n{DIFF}"


@pytest.mark.attack(
    "unknown charsets, nested comments, endless headers, parts in parts",
    surface="mail that review reads",
    outcome="refused, with the line",
)
@pytest.mark.parametrize(
    ("mail", "said"),
    [
        (f"From: a@b\nSubject: x\nContent-Type: text/plain; charset=bogus\n{DIFF}", "coded in 'bogus'"),
        (f"From: a@b\nSubject: x\nContent-Type: text/plain; charset=base64\n{DIFF}", "coded in 'base64'"),
        (f"From: a@b\nSubject: x\nContent-Type: text/plain; charset=idna\n{DIFF}", "coded in 'idna'"),
        (f"From: a{NESTED}\nSubject: x\n{DIFF}", "cannot be read"),
        (f"From: a@b\nSubject: x\nContent-Type: text/plain; charset=({NESTED}\n{DIFF}", "cannot be read|coded in"),
        (f"From: a@b\nSubject: {'x' * 9000}\n{DIFF}", "'Subject' is longer than 8000"),
        (f"From: {'x' * 9000}\nSubject: x\n{DIFF}", "'From' is longer than 8000"),
        (multipart(500), "more than 100 parts"),
        ("\n".join(f"From a@b Mon Sep 17 00:00:00 2001\nSubject: x\n{DIFF}" for _ in range(MOST_PATCHES + 1)),
         f"more than {MOST_PATCHES} patches"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(mail, said):
    with pytest.raises(PatchError, match=f"^(line 1|there are) ?.*({said})"):
        read_patches(mail.encode())


def test_a_refusal_names_the_line_of_its_mail():
    first = f"From a@b Mon Sep 17 00:00:00 2001\nFrom: a@b\nSubject: x\n{DIFF}\n"
    bad = f"From a@b Mon Sep 17 00:00:00 2001\nFrom: a@b\nSubject: x\nContent-Type: text/plain; charset=bogus\n{DIFF}"
    with pytest.raises(PatchError, match=f"^line {first.count(chr(10)) + 1}: "):
        read_patches((first + bad).encode())


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("[PATCH] x", (1, 1, 1)),
        ("[PATCH v2] x", (1, 1, 2)),
        ("[PATCH v2 3/7] x", (3, 7, 2)),
        ("[PATCH 3/7 v2] x", (3, 7, 2)),
        ("[RFC PATCH pve-docs v10 03/12] x", (3, 12, 10)),
        ("Re: [PATCH pve-docs] [other 1/2] x", (1, 1, 1)),
        ("[pve-devel] [PATCH docs v3 1/2] x", (1, 2, 3)),
        ("[PATCH 999999999999/3] x", (1, 1, 1)),
        ("[PATCH [PATCH v2 1/2] x", (1, 2, 2)),
        ("[PATCH 1/2", (1, 1, 1)),
    ],
)
def test_the_numbers_of_a_subject(subject, numbers):
    (patch,) = read_patches(f"From: a@b\nSubject: {subject}\n{DIFF}".encode())
    assert (patch.number, patch.total, patch.version) == numbers


@pytest.mark.attack("a hunk of absurd size", surface="mail that review reads", outcome="no hunk")
@pytest.mark.parametrize("head", ["@@ -99999999999 +1 @@", f"@@ -{'9' * 5000} +1 @@", "@@ -1,99999999999 +1 @@"])
def test_a_hunk_of_absurd_size_is_no_hunk(head):
    mail = f"From: a@b\nSubject: x\n\n--- a/x\n+++ b/x\n{head}\n+a\n".encode()
    assert "+a" not in read_patches(mail)[0].diff


KINDS = {
    "open brackets in the subject": lambda n: f"From: a@b\nSubject: {'[PATCH ' * min(n, 1100)}\n{DIFF}",
    "numbers in the subject": lambda n: f"From: a@b\nSubject: [PATCH {'1/' * min(n, 3000)}]\n{DIFF}",
    "versions in the subject": lambda n: f"From: a@b\nSubject: [PATCH {'v1 ' * min(n, 2500)}\n{DIFF}",
    "replies in the subject": lambda n: f"From: a@b\nSubject: {'re: ' * min(n, 1900)}\n{DIFF}",
    "encoded words": lambda n: f"From: a@b\nSubject: {'=?a?q?' * min(n, 1300)}\n{DIFF}",
    "mails": lambda n: f"From a@b Mon Sep 17 00:00:00 2001\nSubject: x\n{DIFF}\n" * (n // 4),
    "envelopes": lambda n: "From a 1\n" * n + DIFF,
    "one envelope": lambda n: f"From {'a 1234 ' * n}x\n{DIFF}",
    "envelope and blank lines": lambda n: f"From a 1234{chr(10) * n}x\n{DIFF}",
    "quotes": lambda n: f"From: a@b\nSubject: x\n\n{'> ' * n}{DIFF}",
    "quoted lines": lambda n: f"From: a@b\nSubject: x\n\n{'> a' + chr(10)}" * 1 + "> x\n" * n + DIFF,
    "base-commits": lambda n: f"From: a@b\nSubject: x\n\n{'base-commit: abcdef1 x' + chr(10)}" + "> " * n + DIFF,
    "hunks": lambda n: "--- a/x\n+++ b/x\n" + "@@ -0,0 +1 @@\n+a\n" * n,
    "files": lambda n: DIFF * (n // 4),
    "parts": lambda n: "From: a@b\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * n + DIFF,
    "headers": lambda n: "From: a@b\nSubject: x\n" + "X: y\n" * n + DIFF,
    "recipients": lambda n: "From: a@b\nSubject: x\nTo: " + "a@b,\n " * n + DIFF,
}


def seconds(data):
    """The least of some runs: what else the machine does is not counted."""
    took = []
    gc.collect()
    gc.disable()  # a collection takes time for what other tests have left
    try:
        for _ in range(5):
            begin = time.process_time()
            with suppress(PatchError):
                read_patches(data)
            took.append(time.process_time() - begin)
    finally:
        gc.enable()
    return min(took)


@pytest.mark.attack(
    "subjects, mailboxes, quotes and parts that backtrack",
    surface="mail that review reads",
    outcome="time grows with the input",
)
@pytest.mark.parametrize("kind", KINDS)
def test_time_grows_with_the_input(kind):
    mail = KINDS[kind]
    small = 1000
    while seconds(mail(small).encode()) < 0.03 and small < 32_000:
        small *= 2
    tries = ((seconds(mail(small).encode()), seconds(mail(2 * small).encode())) for _ in range(3))
    assert any(twice <= 2.6 * once + 0.05 for once, twice in tries), "a busy machine does not show that three times"


WORDS = [
    "From: a@b\n", "Subject: x\n", "From a@b Mon Sep 17 00:00:00 2001\n", "\n", "--- a/x\n", "+++ b/x\n", "-a\n",
    "+b\n",
    "@@ -1 +1 @@\n", "diff --git a/x b/x\n", "> ", "Content-Type: multipart/mixed; boundary=b\n", "--b\n", "--b--\n",
    "Content-Type: text/plain; charset=", "utf-8\n", "x-unknown\n", "Content-Transfer-Encoding: base64\n", "\x00", "(",
    "Content-Disposition: attachment; filename*=utf-8''%e9.patch\n", "=?utf-8?q?=e9?=", "\udce9", '"', "<",
    "[PATCH ", "1/2] ",
]  # fmt: skip


@pytest.mark.attack("words of mails in any order", surface="mail that review reads", outcome="read or refused")
@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS)))
def test_any_mail_is_read_or_refused(parts):
    with suppress(PatchError):
        assert read_patches("".join(parts).encode("utf-8", "surrogateescape"))
