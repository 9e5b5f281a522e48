"""What documents ask for that no output has: pictures in attributes of blocks, and docinfo."""

import pytest
from sphinx_adoc.graph import summarize
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings


def said(text, files=(), **settings):
    there = Snapshot(dict.fromkeys(files, b"x"))
    summary = summarize(parse(text, "guide/page.adoc", Settings(files=there, **settings)))
    unread = [finding for finding in summary.findings if finding.code in ("image-unshown", "docinfo-unread")]
    return [f"{finding.span.start.line}:{finding.span.start.column}: {finding.message}" for finding in unread]


@pytest.mark.parametrize(
    "block",
    ["The panel.", "----\ncode\n----", "* item", "====\nexample\n====", "|===\n|cell\n|===", "== Title", "NOTE: Look."],
)
def test_a_picture_that_an_attribute_of_a_block_names_is_told(block):
    expected = ["1:9: the attribute 'photo' names the picture 'lamp.png', which is not shown"]
    assert said(f'[photo="lamp.png"]\n{block}\n') == expected


@pytest.mark.parametrize(
    "text",
    [
        "image::lamp.png[link=big.png]\n",
        "[link=big.png]\nimage::lamp.png[]\n",
        "[photo=x.txt]\nText.\n",
        '[photo="the file lamp.png"]\nText.\n',
        "[photo=https://example.org/lamp.png]\nText.\n",
        "[quote, A lamp, lamp.png]\nText.\n",
    ],
)
def test_what_names_no_picture_of_its_own_is_not(text):
    assert said(text) == []


def test_whoever_shows_it_says_so():
    assert said('[photo="lamp.png"]\nText.\n', styles=frozenset({"photo"})) == []


@pytest.mark.parametrize(
    ("header", "file", "line"),
    [
        (":docinfo: shared", "guide/docinfo.html", 2),
        (":x: y\n:docinfo1:", "guide/docinfo.html", 3),
        (":docinfo:", "guide/page-docinfo-footer.html", 2),
        (":docinfo: shared\n:docinfodir: meta", "guide/meta/docinfo.html", 2),
    ],
)
def test_docinfo_that_is_there_and_asked_for_is_told(header, file, line):
    assert said(f"= A\n{header}\n", [file]) == [f"{line}:1: docinfo is not read: {file.rpartition('/')[2]}"]


@pytest.mark.parametrize(("header", "files"), [(":docinfo:", []), (":x:", ["guide/docinfo.html"])])
def test_docinfo_that_is_not_there_or_not_asked_for_is_not(header, files):
    assert said(f"= A\n{header}\n", files) == []


def test_an_attribute_from_outside_stands_at_the_first_line():
    assert said("= A\n", ["guide/docinfo.html"], attributes={"docinfo": ""}) == [
        "1:1: docinfo is not read: docinfo.html"
    ]


def test_a_picture_of_an_included_file_says_who_includes_it():
    there = Snapshot({"guide/part.adoc": b'\n[photo="lamp.png"]\nThe panel.\n'})
    summary = summarize(parse("= Guide\n\ninclude::part.adoc[]\n", "guide/page.adoc", Settings(files=there)))
    (finding,) = [finding for finding in summary.findings if finding.code == "image-unshown"]
    assert (finding.span.start.path, finding.span.start.line) == ("guide/part.adoc", 2)
    assert [(place.path, place.line) for place in finding.stack] == [("guide/page.adoc", 3)]
