"""A chapter that is read alone gives what it gives in its book, or is not read alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from sphinx_adoc.graph import summarize
from sphinx_adoc.lsp.state.collecting import details
from sphinx_adoc.lsp.state.fragments import contexts, read_alone, same, spliced
from sphinx_adoc.lsp.state.overlay import Overlay
from sphinx_adoc.lsp.state.readings import SMALL, Readings
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.settings import Settings

from tests.conftest import shared

BOOK = """\
= Book
:doctype: book
:product: Lighthouse
:draft:

== Before

A word{empty}footnote:[One.] and <<stairs>>.

include::one.adoc[leveloffset=+1]

:count: 3

== Part

=== Inner

include::deep/two.adoc[leveloffset=+2]

include::three.adoc[]
"""
ONE = """\
= One

{product} and {count}, footnote:[Two.] see <<_before>> and <<nowhere>>.

ifdef::draft[]
== Draft
endif::[]

== Notes

[[stairs]]
* Stairs: <<two>>
"""
TWO = """\
= Two
:color: red

[#two]
== Deep

{count} {product} {color} image:no.png[]

include::part.adoc[]

== Notes

<<_notes>>, <<_notes_2>>
"""
PART = "A part with {colour} and <<stairs>>.\n"
THREE = "Text in front.\n\n== Three\n\nLast, {color}.\n"
FILLING = "\n".join(f"Line {number}.\n" for number in range(SMALL))
UNITED = "== See <<_before>>\n\n"
"""A title with a reference: a document that has one is not read in units."""
FILES = {"one.adoc": ONE, "deep/two.adoc": TWO, "deep/part.adoc": PART, "three.adoc": THREE}


@pytest.fixture
def book(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "book.adoc").write_text(
        BOOK.replace("== Before", f"{UNITED}== Before") + f"\n{FILLING}", encoding="utf-8"
    )
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("book.adoc")


def overlay(changed):
    return Overlay({Path(name).resolve(): text for name, text in changed.items()})


def read(readings, path, changed, *, exact, settings=None):
    """Read a document with files changed in the editor."""
    settings = settings or Settings(root=Path())
    readings.begin(exact=exact)
    reading = readings.reading_of(path, replace(settings, files=overlay(changed)))
    readings.end()
    return reading


EDITS = [
    ("one.adoc", "see", "see <<other>> and"),
    ("one.adoc", "[[stairs]]", "[[steps]]"),
    ("one.adoc", "== Draft", "== Scratch"),
    ("one.adoc", "ifdef::draft[]", "ifndef::draft[]"),
    ("deep/two.adoc", "[#two]", "[#three]\n.Title\n"),
    ("deep/two.adoc", "image:no.png[]", "image:gone.png[] {colour}"),
    ("deep/two.adoc", "include::part.adoc[]", "include::nothing.adoc[]"),
    ("deep/two.adoc", "include::part.adoc[]", ""),
    ("deep/part.adoc", "<<stairs>>", "<<up>>"),
    ("three.adoc", "Last", "// adoc-ignore: xref-unresolved until 2999-01-01: later\n<<nothing>>"),
]


@pytest.mark.parametrize(("name", "before", "after"), EDITS, ids=[f"{edit[0]}: {edit[1]}" for edit in EDITS])
def test_an_edited_file_read_alone_gives_what_the_whole_gives(book, name, before, after):
    assert before in FILES[name]
    changed = {name: FILES[name].replace(before, after, 1)}
    readings = Readings()
    read(readings, book, {}, exact=False)
    quick = read(readings, book, changed, exact=False)
    whole = read(Readings(), book, changed, exact=True)
    assert quick.base is not None
    assert same(quick.summary, whole.summary)
    assert {title.name for title in quick.details.headings} == {title.name for title in whole.details.headings}
    assert {use.span for use in quick.details.uses} == {use.span for use in whole.details.uses}
    assert {(use.span, use.value) for use in quick.details.uses} == {
        (use.span, use.value) for use in whole.details.uses
    }
    assert set(quick.details.files) == set(whole.details.files)
    exact = read(readings, book, changed, exact=True)
    assert exact.base is None
    assert exact.summary == whole.summary


OUTSIDE = [
    ("one.adoc", "== Notes", "== Remarks"),
    ("one.adoc", "= One", "= One\n\n:count: 9\n"),
    ("one.adoc", "== Notes", "=== Notes"),
    ("one.adoc", "[Two.]", "two:[Two.]"),
    ("one.adoc", "* Stairs", "----\n* Stairs"),
    ("one.adoc", "endif::[]", ""),
    ("deep/part.adoc", "A part", "A\n\n====== Much too deep\n\npart"),
]


@pytest.mark.parametrize(("name", "before", "after"), OUTSIDE, ids=[f"{edit[0]}: {edit[2]}" for edit in OUTSIDE])
def test_what_changes_other_files_is_read_with_them(book, name, before, after):
    changed = {name: FILES[name].replace(before, after, 1)}
    readings = Readings()
    read(readings, book, {}, exact=False)
    quick = read(readings, book, changed, exact=False)
    assert same(quick.summary, read(Readings(), book, changed, exact=True).summary)


def test_a_block_that_is_closed_gives_the_other_files_back(book):
    readings = Readings()
    read(readings, book, {"one.adoc": ONE + "\n----\nopen\n"}, exact=False)
    changed = {"one.adoc": ONE + "\n----\nopen\n----\n"}
    quick = read(readings, book, changed, exact=False)
    assert same(quick.summary, read(Readings(), book, changed, exact=True).summary)


def test_a_file_that_is_included_twice_is_not_read_alone(book):
    book.write_text(book.read_text("utf-8") + "\ninclude::three.adoc[]\n", encoding="utf-8")
    readings = Readings()
    read(readings, book, {}, exact=False)
    assert read(readings, book, {"three.adoc": THREE + "more\n"}, exact=False).base is None


def test_when_the_book_itself_changes_it_is_read_as_a_whole(book):
    readings = Readings()
    read(readings, book, {}, exact=False)
    both = {"book.adoc": BOOK.replace("draft", "final") + FILLING, "one.adoc": ONE + "more\n"}
    assert read(readings, book, both, exact=False).base is None


def test_two_files_may_change_at_once(book):
    readings = Readings()
    read(readings, book, {}, exact=False)
    both = {"one.adoc": ONE.replace("Draft", "Scratch"), "three.adoc": THREE + "\n<<nothing>>\n"}
    quick = read(readings, book, both, exact=False)
    assert quick.base is not None
    assert same(quick.summary, read(Readings(), book, both, exact=True).summary)


def test_most_chapters_of_a_large_book_can_be_read_alone(monkeypatch):
    monkeypatch.chdir(shared("corpora/pve-docs"))
    settings = Settings(root=Path(), ids="asciidoc-py")
    book = Path("pve-admin-guide.adoc")
    doc = parse_file(book, settings)
    doc.read_all()
    summary, known, by_path, files = summarize(doc), details(doc), contexts(doc), overlay({})
    alone = [
        path
        for path, context in by_path.items()
        if same(summary, spliced(summary, known, read_alone(context, settings, files), path)[0])
    ]
    assert len(by_path) > 100
    assert len(alone) > len(by_path) * 0.95
