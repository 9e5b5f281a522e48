"""A document that is read unit by unit, some of them not again, has the summary that reading it as a whole gives."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph.collect import summarize
from sphinx_adoc.graph.rest import Rest
from sphinx_adoc.graph.stored import Staying
from sphinx_adoc.graph.unit_reader import read_rest, read_units
from sphinx_adoc.graph.units import Units
from sphinx_adoc.syntax.checkpoint import NotSeparable, checkpoint
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings

HEADS = [
    "= Book\n:doctype: book\n\n", "= Doc\n\n", ":x: 0\n\n",
    "= Doc\nA <https://me.org>\n:x: 1\n:url: https://h.org\n\n", "",
    "Doc\n===\n\n", "[#docid]\n= Doc\n:doctype: book\n:sectnums:\n\n", "= Doc <<i>>\n\n",
]  # fmt: skip
LINES = [
    "== One", "=== Two", "==== Three", "= Part", "A title\n-------", "[appendix]\n== App", "[preface]\n== Pre",
    "[discrete]\n== D", "word {x} {y}", "{counter:c} and {counter:c}", "{set:x:7}", ":x: 1", ":x: two", ":!x:",
    ":y: {x}b",
    ":url: https://ex.org/{x}", ":sectnums:", ":leveloffset: +1", ":leveloffset: 0", ":partnums:", ":page-aliases: a,b",
    ":sectids!:", ":idprefix:", ":imagesdir: https://img.org/", ":p: pass:q[*a*]", ":long: \\\nmore", "ifdef::x[]",
    "ifndef::x[]", "endif::[]", 'ifeval::["{x}" == "1"]', "include::b.adoc[]", "include::c.adoc[]",
    "include::d.adoc[leveloffset=+1]", "include::none.adoc[]", "include::{f}.adoc[]", ":f: c",
    "include::b.adoc[lines=1..3]",
    "include::c.adoc[tag=t]", "// tag::t[]", "// end::t[]", "footnote:[n] w", "footnote:k[named {x}] w",
    "footnote:k[] w",
    "== H footnote:[h]", "[[i]]", "[#j]", "[[i]]w", "== One [[k]]", "<<i>> <<j,t>> xref:c.adoc#i[]", "<<_one>> <<One>>",
    ".Title\n[#tt]\n----\ncode <1>\n----", "<1> item", "<2> item", ".Tab {x}\n|===\n|a |b\n|===",
    "|===\na|* x\n\n.In\n[#cell]\n!===\n!q\n!===\n|footnote:[c]\n|===", ".See <<i>>\n[#see]\nw", "== See <<j>>",
    "* item\n* <<x>>", "term:: def", "[[an]]term:: d", "----", "====", "////", "--", "+", "image::a.png[]",
    "{url}[link]",
    "image::{url}.png[link=https://q.org]", "link:f.html#x[y]", "a ` b", "NOE: x", "[soruce]\n----\nx\n----",
    "// comment",
    "// adoc-ignore: xref-unresolved until 2999-01-01: later", "// adoc-ignore: bad", "", "",
    "[partintro]\n--\nintro\n--",
    "[[r,Ref text]]\n.T\nw", "w [[q,Q <<i>>]]", "[.x#spn]#t <<i>> u#", "{nope} {x}\n{set:x!}", "== {x} title {y}",
    "== {counter:s} c", "== {x} footnote:[y]", "word",
]  # fmt: skip
INCLUDES = [f"include::{name}.adoc[{more}]" for name in "bcd" for more in ("", "leveloffset=+1")]
ATTRIBUTES = [{}, {"x": "1"}, {"c": "5"}, {"sectnums": ""}, {"x": "q@"}]


@st.composite
def histories(draw):
    """States of a book and its chapters, one edit each: of a few kinds of lines, so that they meet."""
    kinds = draw(st.lists(st.sampled_from(LINES), min_size=4, max_size=14))
    lines = st.lists(st.sampled_from([*kinds, "", ""]), max_size=9)
    parts = draw(st.lists(st.sampled_from([*INCLUDES, *INCLUDES, *kinds]), min_size=2, max_size=7))
    state = {
        "a": [draw(st.sampled_from(HEADS)), *(f"{part}\n" for part in parts)],
        **{name: draw(lines) for name in "bcd"},
    }
    states = [state]
    for _ in range(draw(st.integers(1, 8))):
        name = draw(st.sampled_from("abcdbcd"))
        at = draw(st.integers(0, len(state[name])))
        line = draw(st.sampled_from([*kinds, None]))
        state = {**state, name: [*state[name][:at], line, *state[name][at:]] if line is not None else state[name][:at]}
        states.append(state)
    return states


@pytest.fixture
def everywhere(monkeypatch):
    """Units end wherever they can, however short they are."""
    monkeypatch.setattr(checkpoint, "_PACE", 10**9)


@pytest.mark.usefixtures("everywhere")
@settings(max_examples=120, deadline=None)
@given(states=histories(), attributes=st.sampled_from(ATTRIBUTES), ids=st.sampled_from(["asciidoctor", "asciidoc-py"]))
def test_random_edits_give_what_the_whole_document_gives(states, attributes, ids):
    before = None
    for state in states:
        files = Snapshot({f"{name}.adoc": "\n".join(lines).encode() for name, lines in state.items()})
        given_settings = Settings(files=files, attributes=attributes, ids=ids)
        before = read_units(Path("a.adoc"), given_settings, before)
        assert before.summary() == summarize(parse_file(Path("a.adoc"), given_settings))


def rest_of(path, given_settings, line):
    """The units of a document from a line on, as another process reads them."""
    try:
        return read_rest(path, given_settings, line)
    except NotSeparable:
        return None


@pytest.mark.usefixtures("everywhere")
@settings(max_examples=120, deadline=None)
@given(states=histories(), attributes=st.sampled_from(ATTRIBUTES), line=st.integers(0, 12))
def test_units_read_elsewhere_are_those_that_are_read_here(states, attributes, line):
    files = Snapshot({f"{name}.adoc": "\n".join(lines).encode() for name, lines in states[-1].items()})
    given_settings = Settings(files=files, attributes=attributes)
    path = Path("a.adoc")
    rest = Rest(line, lambda: rest_of(path, given_settings, line))
    assert read_units(path, given_settings, rest=rest) == read_units(path, given_settings)


# -- which units are read ----------------------------------------------------------------------------------------------

PARAGRAPHS = "\n\n".join("Words in some lines,\nas there are in a chapter." for _ in range(12))
NAMES = ("one", "two", "three", "four")
BOOK = "= Book\n:doctype: book\n\n" + "\n".join(f"include::{name}.adoc[]\n" for name in NAMES)


def book(root=BOOK, **chapters):
    """The settings to read a book with, whose chapters are those given, or long ones."""
    texts = {name: chapters.get(name, f"== {name.title()}\n\n{PARAGRAPHS}\n") for name in NAMES}
    contents = {"book.adoc": root, **{f"{name}.adoc": text for name, text in texts.items()}}
    return Settings(files=Snapshot({name: text.encode() for name, text in contents.items()}))


def read(how, before=None):
    return read_units(Path("book.adoc"), how, before)


def read_anew(before, after):
    """The chapters whose units were read."""
    old = {id(unit) for unit in before.units}
    return [path for unit in after.units if id(unit) not in old for path in unit.summary.includes]


def after_change(**chapters):
    """The chapters that are read when some of a book are others."""
    before = read(book())
    changed = book(**chapters)
    after = read(changed, before)
    assert after.summary() == summarize(parse_file(Path("book.adoc"), changed))
    return read_anew(before, after)


def test_each_include_of_the_document_itself_begins_a_unit():
    assert [unit.summary.includes for unit in read(book()).units] == [(), *((f"{name}.adoc",) for name in NAMES)]


def test_another_paragraph_has_its_chapter_read_alone():
    assert after_change(two=f"== Two\n\n{PARAGRAPHS}\n\nMore <<_four>>.\n") == ["two.adoc"]


def test_another_section_has_the_next_chapter_read_too_as_it_closes_another_one():
    assert after_change(two=f"== Two\n\n=== New\n\n{PARAGRAPHS}\n") == ["two.adoc", "three.adoc"]


def test_an_id_that_a_later_chapter_has_too_has_that_read():
    assert after_change(two=f"[[_four]]\n== Two\n\n{PARAGRAPHS}\n") == ["two.adoc", "four.adoc"]


def test_an_attribute_has_all_behind_it_read():
    assert after_change(two=f"== Two\n\n:volts: 230\n\n{PARAGRAPHS}\n") == ["two.adoc", "three.adoc", "four.adoc"]


def test_a_footnote_has_those_read_that_have_some():
    three = f"== Three\n\n{PARAGRAPHS}footnote:[a]\n"
    before = read(book(three=three))
    after = read(book(three=three, two=f"== Two\n\n{PARAGRAPHS}footnote:[b]\n"), before)
    assert read_anew(before, after) == ["two.adoc", "three.adoc"]
    assert [anchor.id for anchor in after.summary().anchors if anchor.kind == "footnote"][-1] == "_footnoteref_2"


def test_an_include_that_is_there_now_has_its_chapter_read():
    two = f"== Two\n\ninclude::late.adoc[]\n\n{PARAGRAPHS}\n"
    before = read(book(two=two))
    assert [finding.code for finding in before.summary().findings] == ["include-not-found"]
    how = book(two=two)
    files = Snapshot({**how.files.contents, "late.adoc": b"Late."})
    after = read(replace(how, files=files), before)
    assert after.summary().findings == ()
    assert after.units[0] is before.units[0] or after.units[1] is before.units[1]


def test_the_document_itself_is_read_whole_when_it_is_another_one():
    before = read(book())
    after = read(book(f"{BOOK}\nA last word.\n"), before)
    assert read_anew(before, after) == [f"{name}.adoc" for name in NAMES]


SLIP = "A title\n-------\n\n----\ncode\n----\n\n"  # the underline may be a delimiter whose end is missing


def test_why_a_block_is_never_closed_is_looked_for_in_its_own_file():
    how = book(one=f"{SLIP}{PARAGRAPHS}\n", two=f"{PARAGRAPHS}\n\n----\nopen\n")
    units = read(how)
    assert units.whole == ""
    assert [finding.code for finding in units.summary().findings] == ["block-unclosed"]
    assert units.summary() == summarize(parse_file(Path("book.adoc"), how))


@pytest.mark.parametrize(
    ("root", "two", "why"),
    [
        (BOOK, "== See <<_four>>\n", "a title with a reference"),
        (BOOK, "== Two footnote:[n]\n", "a heading with a footnote"),
        (BOOK.replace("Book", "Book footnote:[n]"), "", "a heading with a footnote"),
        (f"{BOOK}\n// adoc-ignore: bad\n", "", "a waiver in the document's own file"),
        (BOOK, "{x}" * 900, "a size near the limits"),
        (f"{SLIP}{BOOK}\n----\nopen\n", "", "a block in the document's own file that is never closed"),
    ],
)
def test_a_document_that_cannot_be_taken_apart_is_read_as_a_whole(root, two, why):
    how = replace(book(root, two=f"{two}\n\n{PARAGRAPHS}\n"), attributes={"x": "y" * 4000})
    first = read(how)
    assert first.whole == why
    assert first.summary() == summarize(parse_file(Path("book.adoc"), how)) == read(how, first).summary()


def test_units_have_a_plain_form():
    units = read(book(two="[[x]]\n== Two\n\n:p: pass:q[*a*]\n\nfootnote:n[w] image:http://x.org/{a}.png[]\n"))
    form = Plain(Units)
    assert form.loads(form.dumps(units)) == units


def test_a_process_that_stays_keeps_the_units(monkeypatch):
    reading = Staying()
    assert reading(Path("book.adoc"), book()).findings == ()
    changed = book(two=f"== Two\n\n{PARAGRAPHS}\n\n{{absent}}\n")
    seen = []
    real = checkpoint.Checkpoint.apply
    monkeypatch.setattr(checkpoint.Checkpoint, "apply", lambda self, change: (seen.append(change), real(self, change)))
    assert [finding.code for finding in reading(Path("book.adoc"), changed).findings] == ["attribute-missing"]
    assert len(seen) == 3


def test_the_rest_of_a_book_is_read_from_an_include_on():
    here, there = read(book()), read_rest(Path("book.adoc"), book(), BOOK.split("\n").index("include::three.adoc[]"))
    assert [unit.summary.includes for unit in there.units] == [("three.adoc",), ("four.adoc",)]
    assert there.units == here.units[-2:]
    given_back = read_units(Path("book.adoc"), book(), rest=Rest(there.units[0].stretch.line, lambda: there))
    assert [id(unit) for unit in given_back.units[-2:]] == [id(unit) for unit in there.units]


def test_the_rest_of_another_state_of_the_book_does_not_count():
    there = read_rest(Path("book.adoc"), book(), 0)
    changed = book(root=BOOK + "\nMore.\n")
    assert read_units(Path("book.adoc"), changed, rest=Rest(0, lambda: there)) == read(changed)
