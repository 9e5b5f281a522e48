"""Any document has a graph: it is JSON, each place lies in the document, and inner nodes lie inside outer ones."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import parse, parse_text

PIECES = [
    "= T", "== S", "word", "*b*", "_i_ `c`", "", "", "----", "====", "****", "....", "--", "|===", "|a |b", "a|* x",
    "* item", ". one", "3. three", "t:: d", "t::", "+", "+", "<.> c", ":a: *v*", "{a}", "\\{a}", "[.r#i%o,{a}]",
    ".Title", "NOTE: n", "[NOTE]", "[verse]", "  indented", "image::x.png[]", "footnote:[n]", "https://x.org[l]", "'''",
    "// c", "ifdef::a[one line]", "+++<u>+++", "[[anchor]]", "[cols=\"1a,1\"]", "[discrete]", "term\n----", " +",
    "\u00a0", "é漢𝄞", "[quote,*who*,where]", "[#j,reftext=*r*]",
    "a|= *T*", "=== D", ":doctype: manpage", "= n(1)", "== NAME", "n - *p*",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(PIECES), max_size=14).map("\n".join)


def nodes(tree):
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)


def boundary(place):
    return place["line"], place["col"]


@given(DOCUMENTS, st.booleans())
@settings(deadline=None)
def test_every_place_lies_in_the_document(text, extended):
    graph = asg.document(parse(text), extended=extended)
    lines = text.split("\n")
    assert json.loads(json.dumps(graph)) == graph
    for node in nodes(graph):
        if "location" in node:
            start, end = map(boundary, node["location"])
            assert (1, 0) <= start <= end
            assert end[0] <= len(lines)
            assert end[1] <= max(len(lines[end[0] - 1]) + 1, 1), node  # a line feed stands behind its line


@given(DOCUMENTS)
@settings(deadline=None)
def test_running_text_has_a_graph(text):
    assert all("location" in node for node in asg.text(parse_text(text)))


@pytest.mark.parametrize("depth", [10, 63, 150])
def test_deep_documents_have_a_graph(depth):
    lists = "\n".join("*" * level + " x" for level in range(1, depth))
    examples = "\n".join("=" * level for level in range(4, depth))
    cells = "".join(f'[cols="1a"]\n{mark}===\n{mark}{lists}\n\n{examples}\n\n' for mark in "|!" * 4)
    for text in (lists, examples, cells):
        json.dumps(asg.document(parse(text)))


@given(DOCUMENTS)
@settings(deadline=None)
def test_every_inline_node_is_in_the_graph(text):
    document = parse(text)
    graph = [*nodes(asg.document(document))]
    said = sum(node.get("type") in ("inline", "string") for node in graph)
    feeds = sum(node.get("value") == "\n" and node["location"][0]["col"] == 0 for node in graph)
    assert said - feeds == sum(1 for _ in document.walk_inlines())
