"""Offsets of inline nodes: inside the text, inside each other, in order, and true through attributes."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.syntax.attributes import PassValue
from sphinx_adoc.syntax.tree import Formatted, Link, Parent, Raw, Text

from tests.sphinx_adoc.syntax.inlines.helpers import Host, parse, text_of, walk

MARKUP = [
    "*", "_", "`", "#", "^", "~", "**", "__", "``", "##", "+", "++", "+++", "$$", '"`', '`"', "'", "[.r]", "[", "]",
    "\\", "{x}", "{y}", "{nbsp}", "{counter:n}", "{set:z!}", "{no}", "pass:q[", "stem:[", "link:", "xref:", "a[",
    "http://e.org", "<<", ">>", ",", "[[i]]", "((", "))", "footnote:[", "image:i[", "kbd:[", "<1>", " -- ", "--", "...",
    "(C)", "&lt;", "&nbsp;", " +\n", "\n", "<", ">", "a", "word", " ", "me@e.org", "=", ";", ":", ".",
]  # fmt: skip


def contained(nodes, start, end):
    """Check that nodes lie between two offsets, in order; say how many there are."""
    position, count = start, 0
    for node in nodes:
        assert position <= node.start <= node.end <= end
        position, count = node.start, count + 1 + contained(node.children, node.start, node.end)
    return count


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(MARKUP), max_size=20).map("".join), st.booleans())
def test_any_text_becomes_nodes_in_order(raw, compat):
    host = Host({"x": "va*l*ue", "y": "", "experimental": "", **({"compat-mode": ""} if compat else {})})
    nodes = text_of(raw, host).inlines
    contained(nodes, 0, len(raw))
    values = [node.value for node in walk(nodes) if isinstance(node, Text | Raw)]
    assert not any(sign < "\t" or sign >= "\U000f0000" for value in values for sign in value)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", min_codepoint=32), max_size=60))
def test_any_characters_become_nodes(raw):
    contained(parse(raw), 0, len(raw))


def test_text_without_markup_is_one_node():
    (node,) = parse("only words. And more, 1 - 2")
    assert (node.start, node.end, node.value) == (0, 27, "only words. And more, 1 - 2")


def test_a_value_stands_where_its_reference_stands():
    first, strong, last = parse("{a}{a} *b {a}* {a}", a="long value")
    assert (first.value, first.start, first.end) == ("long valuelong value ", 0, 7)
    assert (strong.start, strong.end) == (7, 14)
    assert [(node.start, node.end) for node in strong.children] == [(8, 13)]
    assert (last.start, last.end) == (14, 18)


def test_a_macro_that_begins_inside_a_value_spans_from_the_reference():
    text, link = parse("go {home}/x[there]", home="https://example.org")
    assert isinstance(link, Link)
    assert (link.start, link.end, link.target) == (3, 18, "https://example.org/x")
    assert (link.children[0].start, link.children[0].end) == (12, 17)
    assert (text.start, text.end) == (0, 3)


def test_text_after_an_empty_value_keeps_its_place():
    (link,) = parse("{empty}{blank}link:x[y]")
    assert (link.start, link.end) == (14, 23)


def test_places_in_lines():
    text = text_of("one\n*two*\nlink:x[a\nb]", Host())
    _, strong, _, link = text.inlines
    assert str(text.span(strong.start, strong.end).end) == "case.adoc:2:5"
    assert str(text.place(link.children[0].end - 1)) == "case.adoc:4:1"


def test_values_from_a_pass_macro_take_part_in_what_follows():
    host = Host({"b": PassValue("_so_ <i>", ("quotes",)), "note": PassValue("footnote:[_x_]", ("quotes",))})
    nodes = text_of("{b} and{note}", host).inlines
    assert [type(node).__name__ for node in nodes] == ["Formatted", "Text", "Raw", "Text", "Footnote"]
    assert all(node.start == 0 and node.end == 3 for node in nodes[:3])
    assert isinstance(nodes[4].children[0], Formatted)
    assert host.footnotes.notes == [nodes[4]]


def test_footnotes_are_numbered_over_the_texts_of_a_document():
    host = Host()
    notes = [text_of(f"footnote:n{number}[x]", host).inlines[0] for number in range(3)]
    again = text_of("footnote:n1[]", host).inlines[0]
    assert [note.number for note in notes] == [1, 2, 3]
    assert (again.number, again.reference, again.children) == (2, True, [])


def test_deep_nesting_is_no_trouble():
    raw = "".join(f"link:{index}[" for index in range(2000))
    assert parse(raw)
    depth = 0
    nodes = parse("[.a]##" * 500 + "x" + "##" * 500)
    while nodes and isinstance(nodes[0], Parent):
        nodes, depth = nodes[0].children, depth + 1
    assert depth == 1
