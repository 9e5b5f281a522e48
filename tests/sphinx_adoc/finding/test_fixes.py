"""Changes that end findings: where they are made, and where they are not."""

import pytest
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix
from sphinx_adoc.finding.fixes import Fixed, fixed, patch
from sphinx_adoc.syntax.source import Place, Span


def finding(before, replacement, line, column, path="a.adoc"):
    span = Span(Place(path, line, column), Place(path, line, column + len(before) - 1))
    return Finding(
        Code.XREF_UNRESOLVED, "message", span, fix=Fix("change it", span, before=before, replacement=replacement)
    )


def changed(text, *findings):
    found = fixed(findings, lambda _: text).get("a.adoc")
    return (found.after, found.changes) if found else (text, 0)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([finding("b", "bee", 1, 3)], ("a bee c\nd e\n", 1)),
        ([finding("b", "bee", 1, 3), finding("c", "cee", 1, 5), finding("e", "eel", 2, 3)], ("a bee cee\nd eel\n", 3)),
        ([finding("b", "bee", 1, 3)] * 2, ("a bee c\nd e\n", 1)),
        ([finding("b", "bee", 1, 3), finding("b", "bow", 1, 3)], ("a b c\nd e\n", 0)),
        ([finding("x", "bee", 1, 3)], ("a b c\nd e\n", 0)),
        ([finding("b", "bee", 9, 3)], ("a b c\nd e\n", 0)),
        ([finding("e", "", 2, 3)], ("a b c\nd \n", 1)),
        ([], ("a b c\nd e\n", 0)),
        ([finding("c\nd", "x\ny\nz", 1, 5)], ("a b x\ny\nz e\n", 1)),
        ([finding("b c", "x", 1, 3), finding("c", "y", 1, 5)], ("a b y\nd e\n", 1)),
        ([finding("a", "x", 1, 1), finding(" b", "y", 1, 2)], ("xy c\nd e\n", 2)),
    ],
    ids=[
        "one",
        "several",
        "twice the same",
        "contradiction",
        "something else",
        "no such line",
        "nothing",
        "none",
        "over lines",
        "one inside of another",
        "side by side",
    ],
)
def test_a_text_is_changed(found, expected):
    assert changed("a b c\nd e\n", *found) == expected


def test_each_file_is_read_once():
    read = []
    places = [(1, "a.adoc"), (2, "a.adoc"), (1, "b.adoc")]
    fixed([finding("a", "b", line, 1, path) for line, path in places], lambda path: read.append(path) or "")
    assert read == ["a.adoc", "b.adoc"]


def test_a_patch_of_two_files_is_one_diff_after_the_other():
    files = {"/b.adoc": Fixed("b\n", "c\n", 1), "a.adoc": Fixed("a\n", "", 1)}
    assert patch(files) == (
        "--- a/b.adoc\n+++ b/b.adoc\n@@ -1 +1 @@\n-b\n+c\n--- a/a.adoc\n+++ b/a.adoc\n@@ -1 +0,0 @@\n-a\n"
    )


def test_a_patch_names_the_files():
    assert patch({"docs/a.adoc": Fixed("a\nb", "a\nc", 1)}) == (
        "--- a/docs/a.adoc\n+++ b/docs/a.adoc\n@@ -1,2 +1,2 @@\n a\n"
        "-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )
