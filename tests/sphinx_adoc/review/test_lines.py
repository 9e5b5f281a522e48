"""The lines that a change removes and adds, as git counts them."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.review.input.lines import FileLines, changed_lines


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (b"a\nb\nc\n", b"a\nB\nc\n", FileLines("x", "x", (2,), (2,))),
        (b"", b"a\nb\n", FileLines("x", "x", (), (1, 2))),
        (b"a\n", None, FileLines("x", "", (1,), ())),
        (None, b"a\n", FileLines("", "x", (), (1,))),
        (b"a", b"a\n", FileLines("x", "x", (1,), (1,))),
        (b"--- a\n+++ b\n@@ -1 +1 @@\n", b"", FileLines("x", "x", (1, 2, 3), ())),
        (None, b"", FileLines("", "x")),
        (b"", None, FileLines("x", "")),
        (b"a\0b", b"a\0c", FileLines("x", "x", binary=True)),
    ],
)
def test_the_lines_of_a_file(before, after, lines):
    old = {} if before is None else {"x": before}
    new = {} if after is None else {"x": after}
    assert changed_lines(old, new, ["x"], {}) == [lines]


def test_a_renamed_file_is_one():
    old, new = {"a": b"1\n2\n", "same": b""}, {"b": b"1\n3\n", "same": b""}
    assert changed_lines(old, new, ["a", "b", "same"], {"a": "b"}) == [FileLines("a", "b", (2,), (2,))]


def test_of_two_names_that_a_file_has_had_the_one_that_is_there_counts():
    assert changed_lines({"a": b"1\n"}, {"c": b"2\n"}, ["a", "b", "c"], {"a": "c", "b": "c"}) == [
        FileLines("a", "c", (1,), (1,))
    ]


def test_names_may_be_anything():
    names = ["ä.adoc", 'with "quotes"', "with\ttab", "diff --git a/0 b/0", " blank "]
    result = changed_lines({}, dict.fromkeys(names, b"x\n"), names, {})
    assert sorted(file.new for file in result) == sorted(names)


TAIL = "".join(f"\n* item {number}\n" for number in range(150)).encode()
TEXT = st.lists(st.sampled_from(["a", "b", "-- x", "++ x", "", "@@ -1 +1 @@"]), max_size=8).map("\n".join)


@settings(deadline=None, max_examples=25)
@given(texts=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_the_counts_are_those_of_numstat(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("numstat")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    old = {f"{number}.adoc": one.encode() + TAIL for number, (one, _) in enumerate(texts)}
    new = {f"{number}.adoc": other.encode() + TAIL for number, (_, other) in enumerate(texts)}
    for files in (old, new):
        for name, data in files.items():
            (folder / name).write_bytes(data)
        words = ["git", "-c", "user.name=n", "-c", "user.email=a@b.c"]
        subprocess.run([*words, "add", "-A"], cwd=folder, check=True)
        subprocess.run([*words, "commit", "-q", "--allow-empty", "-m", "x"], cwd=folder, check=True)
    out = subprocess.run(["git", "diff", "--numstat", "HEAD~1"], cwd=folder, check=True, capture_output=True, text=True)
    expected = {name: (int(added), int(removed)) for added, removed, name in map(str.split, out.stdout.splitlines())}
    result = {file.path: (len(file.added), len(file.removed)) for file in changed_lines(old, new, [*old], {})}
    assert result == expected


def test_a_document_in_utf_16_has_lines():
    """Git calls it binary; it is read as any other document."""
    old, new = ({"a.adoc": text.encode("utf-16")} for text in ("One.\n\nTwo.\n", "One.\n\nThree.\n"))
    (file,) = changed_lines(old, new, ["a.adoc"], {})
    assert (file.removed, file.added, file.binary) == ((3,), (3,), False)
