"""The addresses of documents: each where it is used, with the attribute that it comes from."""

import pytest
from sphinx_adoc.graph.collect import summarize
from sphinx_adoc.syntax.document import parse, parse_file

ENTRY = ":home: https://lamps.se\n"


def addresses(text):
    """Each address as ``LINE:COLUMN-LINE:COLUMN URL``, and where its attribute was set."""
    found = summarize(parse(text)).addresses
    return [
        f"{one.span.start.line}:{one.span.start.column}-{one.span.end.column} {one.url}"
        + (f" by {one.entry.start.line}" if one.entry else "")
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://lamps.se/a.", ["1:5-22 https://lamps.se/a"]),
        ("See https://lamps.se/a[the *lamp*].", ["1:5-22 https://lamps.se/a"]),
        ("<https://lamps.se/a>", ["1:2-19 https://lamps.se/a"]),
        ("link:https://lamps.se/a[x] link:a.html[y] mailto:a@b.se[z]", ["1:6-23 https://lamps.se/a"]),
        ("https://LAMPS.se[x] ftp://lamps.se[y] irc://lamps.se[z]", ["1:1-16 https://LAMPS.se"]),
        ("a footnote:[https://lamps.se[x]] b", ["1:13-28 https://lamps.se"]),
        ("term:: https://lamps.se[x]", ["1:8-23 https://lamps.se"]),
        ("|===\n|https://lamps.se[x]\na|https://lamps.se/b[x]\n|===",
         ["2:2-17 https://lamps.se", "3:3-20 https://lamps.se/b"]),
        (".https://lamps.se[x]\n****\nx\n****", ["1:2-17 https://lamps.se"]),
        ("[quote,somebody,'https://lamps.se[x]']\nx", ["1:18-33 https://lamps.se"]),
        ("image:https://lamps.se/a.png[x] image:a.png[x,link=https://lamps.se/b]",
         ["1:7-28 https://lamps.se/a.png", "1:52-69 https://lamps.se/b"]),
        ("image::https://lamps.se/a.png[link=https://lamps.se/b]",
         ["1:8-29 https://lamps.se/a.png", "1:36-53 https://lamps.se/b"]),
        ("video::https://lamps.se/a.mp4[]\n\naudio::https://lamps.se/b.ogg[]",
         ["1:8-29 https://lamps.se/a.mp4", "3:8-29 https://lamps.se/b.ogg"]),
        ("= T\nKim Lee <https://lamps.se/kim>\n\nx", ["2:10-29 https://lamps.se/kim"]),
        ("----\nhttps://lamps.se[x]\n----\n\n`+https://lamps.se+` \\https://lamps.se", []),
        ("// https://lamps.se\n\nifdef::absent[]\nhttps://lamps.se\nendif::[]", []),
    ],
)  # fmt: skip
def test_an_address_stands_where_it_is_written(text, found):
    assert addresses(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"= T\n{ENTRY}\nSee {{home}}/a[x].", ["4:5-15 https://lamps.se/a by 2"]),
        (f"x\n\n{ENTRY}\nSee {{home}}[x].\n\n:home: https://other.se\n\n{{home}}[x]",
         ["5:5-13 https://lamps.se by 3", "9:1-9 https://other.se by 7"]),
        (f"= T\n{ENTRY}\nimage::{{home}}/a.png[]", ["4:1-21 https://lamps.se/a.png by 2"]),
        ("= T\n:imagesdir: https://lamps.se/i/\n\nimage::a.png[]\n\nimage:/b.png[] image:c.png[]",
         ["4:1-14 https://lamps.se/i/a.png", "6:16-28 https://lamps.se/i/c.png"]),
        ("= T\n:link: https://lamps.se[the lamp]\n\nSee {link}.", ["4:5-10 https://lamps.se by 2"]),
    ],
)  # fmt: skip
def test_one_that_comes_from_an_attribute_stands_where_it_is_used(text, found):
    assert addresses(text) == found


def test_one_in_an_include_is_in_its_file(tmp_path):
    (tmp_path / "a.adoc").write_text("= A\n:home: https://lamps.se\n\ninclude::b.adoc[]\n")
    (tmp_path / "b.adoc").write_text("x\n\n{home}/b[x]\n")
    (found,) = summarize(parse_file(tmp_path / "a.adoc")).addresses
    assert (found.span.start.path, found.span.start.line) == (str(tmp_path / "b.adoc"), 3)
    assert (found.entry.start.path, found.stack[0].line) == (str(tmp_path / "a.adoc"), 4)
