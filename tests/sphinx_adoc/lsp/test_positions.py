"""Lines and columns of an editor, of places, and offsets: each way there and back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types
from sphinx_adoc.lsp.state.positions import UTF8, UTF16, UTF32, Text
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.source import Place, Span

ENCODINGS = st.sampled_from([UTF8, UTF16, UTF32])
CHARACTERS = st.sampled_from(["a", "é", "\u2028", "\x0c", "\x1c", "语", "😋", "\U00010437", "e\u0301", "\t", " "])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
TEXTS = st.lists(st.one_of(CHARACTERS, ENDS), max_size=30).map("".join)


def units(text, encoding):
    """How many code units a text takes, by Python's own codecs."""
    name, size = {UTF8: ("utf-8", 1), UTF16: ("utf-16-le", 2), UTF32: ("utf-32-le", 4)}[encoding]
    return len(text.encode(name)) // size


@given(TEXTS, ENCODINGS)
@example("a😋b\r\n", UTF16)
@example("\u2028x", UTF16)
def test_an_offset_comes_back_from_its_position(source, encoding):
    text = Text(source, encoding)
    for offset in range(len(source) + 1):
        if source[offset - 1 : offset + 1] == "\r\n":
            continue  # no position is between the two
        assert text.offset(text.position(offset)) == offset


@given(TEXTS, ENCODINGS)
def test_a_position_counts_the_code_units_of_its_line(source, encoding):
    text = Text(source, encoding)
    start = 0
    for number, line in enumerate(lines_of(source)):
        for count in range(len(line) + 1):
            assert text.position(start + count) == types.Position(number, units(line[:count], encoding))
        start += len(line) + (2 if source.startswith("\r\n", start + len(line)) else 1)


def lines_of(source):
    """The lines of the protocol: nothing but the three ends of lines ends one."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(TEXTS, ENCODINGS, st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_a_position_outside_is_taken_to_the_nearest_character(source, encoding, line, character):
    offset = Text(source, encoding).offset(types.Position(line, character))
    assert 0 <= offset <= len(source)
    if line > source.count("\n") + source.count("\r"):
        assert offset == len(source)


@pytest.mark.parametrize(("encoding", "inside"), [(UTF16, 2), (UTF8, 2), (UTF8, 3), (UTF8, 4)])
def test_a_position_inside_a_character_is_the_one_before_it(encoding, inside):
    assert Text("a😋b", encoding).offset(types.Position(0, inside)) == 1


@given(TEXTS, ENCODINGS)
def test_a_place_comes_back_from_its_position(source, encoding):
    text = Text(source, encoding)
    rows = source.split("\n") if "\n" in source else source.split("\r")
    for number, row in enumerate(rows, 1):
        for column in range(1, len(row.removesuffix("\r") if "\n" in source else row) + 2):
            position = text.position(text.offset_of(number, column))
            assert text.place(position) == (number, column)


@given(st.lists(CHARACTERS, max_size=12).map("".join), ENCODINGS)
def test_a_span_of_the_parser_is_what_it_stands_for(words, encoding):
    source = f"x{words} [[here]]x\n"
    text = Text(source, encoding)
    doc = parse(source)
    (visit,) = (visit for visit in doc.walk_inlines() if visit.inline.name == "anchor")
    place = text.range(visit.span)
    assert source[text.offset(place.start) : text.offset(place.end)] == "[[here]]"


def test_an_empty_span_is_an_empty_range():
    text = Text("a\n\nb")
    assert text.range(Span(Place("", 2, 0), Place("", 2, 0))) == types.Range(types.Position(1, 0), types.Position(1, 0))


def test_a_mark_of_byte_order_is_no_column():
    text = Text("\ufeffab")
    assert text.offset_of(1, 1) == 1
    assert text.place(types.Position(0, 0)) == (1, 1)
