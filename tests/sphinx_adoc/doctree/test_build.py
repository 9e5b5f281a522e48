"""What holds for every doctree: places, ids, bounded depth, nothing raw where raw is not allowed."""

import pickle
import sys

import pytest
from docutils import nodes
from sphinx_adoc.doctree import Options, build
from sphinx_adoc.doctree.context import MAX_DEPTH
from sphinx_adoc.doctree.convert import BLOCK_RULES, INLINE_RULES
from sphinx_adoc.doctree.verbatim import line_numbers
from sphinx_adoc.gate import NO_RAW, Gate
from sphinx_adoc.syntax.document import parse, parse_file
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.tree import Block, Inline

PLACED = """\
= Title

Paragraph.

== Section

.Caption
[source,c]
----
code
----

* item
+
NOTE: note

term:: text

|===
|cell

a|inner
|===

.Figure
image::x.png[]

[quote,Who]
Quoted.

[verse]
Verse.

'''

Note.footnote:[Here.]
"""
LINES = {
    "title": [1, 5],
    "section": [5],
    "caption": [7, 25],
    "container": [9],
    "literal_block": [9],
    "list_item": [13],
    "note": [15],
    "term": [17],
    "definition": [17],
    "table": [19],
    "entry": [20, 22],
    "figure": [26],
    "image": [26],
    "attribution": [29],
    "line": [32],
    "thematic_break": [34],
    "footnote": [36],
}


@pytest.mark.parametrize(("name", "lines"), LINES.items())
def test_every_node_knows_its_line(name, lines):
    tree = build(parse(PLACED, "dir/x.adoc"))
    found = [node for node in tree.findall(nodes.Element) if node.tagname == name]
    assert [node.line for node in found] == lines
    assert {node.source for node in found} == {"dir/x.adoc"}


def test_a_node_from_an_included_file_knows_that_file(tmp_path):
    (tmp_path / "part.adoc").write_text("one\n\n* two\n")
    (tmp_path / "x.adoc").write_text("first\n\ninclude::part.adoc[]\n\nlast\n")
    tree = build(parse_file(tmp_path / "x.adoc"))
    places = [(node.source.rsplit("/")[-1], node.line) for node in tree.findall(nodes.paragraph)]
    assert places == [("x.adoc", 1), ("part.adoc", 1), ("part.adoc", 3), ("x.adoc", 5)]


def test_ids_are_letter_for_letter_and_nothing_else_makes_any():
    doc = parse("= T\n\n== A_b c.D\n\n[[X.y_Z]]\ntext [[in-Line_]]x\n", "x.adoc")
    tree = build(doc)
    assert [name for node in tree.findall(nodes.Element) for name in node["ids"]] == ["_a_b_c_d", "X.y_Z", "in-Line_"]
    assert not any(node.get("names") for node in tree.findall(nodes.Element))


def nested_examples(depth):
    text = "deep"
    for level in range(depth):
        text = f"{'=' * (level + 4)}\n{text}\n{'=' * (level + 4)}"
    return text


def nested_lists(depth):
    return "".join(f"{'*' * (level + 1)} x\n" for level in range(depth)) + f"{'*' * (depth + 1)} deep\n"


@pytest.mark.parametrize("nested", [nested_examples, nested_lists])
def test_depth_is_bounded(nested):
    doc = parse(nested(MAX_DEPTH + 10), "x.adoc")
    tree = build(doc)
    assert "deep" in tree.astext()
    pickle.dumps(tree.children[0])  # as Sphinx keeps it: the deepest recursion there is


def test_what_lies_too_deep_is_reported():
    doc = parse(nested_examples(MAX_DEPTH + 10), "x.adoc")
    build(doc)
    assert [problem.code for problem in doc.problems] == ["nesting-too-deep"]


RAW = "+++<b>x</b>+++ and pass:[<i>y</i>]\n\n++++\n<script>z</script>\n++++\n"


def test_raw_is_passed_through():
    tree = build(parse(RAW, "x.adoc"))
    assert [node.astext() for node in tree.findall(nodes.raw)] == ["<b>x</b>", "<i>y</i>", "<script>z</script>\n"]


def test_raw_can_be_forbidden():
    doc = parse(RAW, "x.adoc")
    tree = build(doc, options=Options(gate=Gate(NO_RAW)))
    assert not list(tree.findall(nodes.raw))
    assert "<script>z</script>" in tree.astext()
    assert [(problem.code, problem.span.start.line) for problem in doc.problems] == [("raw-disabled", 1)] * 2 + [
        ("raw-disabled", 3)
    ]


def test_macros_have_hooks():
    options = Options(
        inline_macros={"mine": lambda ctx, macro, text: [nodes.strong(macro.target, macro.target)]},
        block_macros={"other": lambda ctx, macro: [nodes.paragraph(macro.target, macro.target)]},
    )
    settings = Settings(inline_macros=frozenset({"mine"}), block_macros=frozenset({"other"}))
    doc = parse("a mine:b[]\n\nother::c[]\n", "x.adoc", settings)
    assert build(doc, options=options).astext().split() == ["a", "b", "c"]
    assert doc.problems == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1", [1]), ("1,3-5", [1, 3, 4, 5]), ("2;4..6", [2, 4, 5, 6]), ("x,2", [2]), ("-3", []), ("", [])],
)
def test_line_numbers(text, numbers):
    assert line_numbers(text) == numbers


def test_a_vast_range_of_lines_does_not_fill_the_memory():
    assert len(line_numbers("1-999999999")) == 10_001


def subclasses(base):
    """The classes below one, as their modules have them: one with slots is made of another, which may be there too."""
    for made in base.__subclasses__():
        if getattr(sys.modules[made.__module__], made.__name__, None) is made:
            yield made
        yield from subclasses(made)


@pytest.mark.parametrize(
    ("base", "rules", "inside_others"),
    [
        (Block, BLOCK_RULES, {"Container", "Leaf", "Compound", "Document", "ListItem", "DescriptionItem", "Cell"}),
        (Inline, INLINE_RULES, {"Parent"}),
    ],
)
def test_there_is_a_rule_for_every_node_of_the_tree(base, rules, inside_others):
    assert {made.__name__ for made in subclasses(base) if made not in rules} == inside_others


@pytest.mark.parametrize("count", [1, 64, 65, 66, 1000])
def test_no_item_has_more_terms_than_the_writers_can_bear(count):
    """For each term, docutils and Sphinx look through those behind it."""
    text = "[[first]]\n" + "".join(f"term{number}::\n" for number in range(count)) + "What they mean.\n"
    tree = build(parse(text.encode(), "x.adoc"))
    items = list(tree.findall(nodes.definition_list_item))
    assert max(len(item) for item in items) <= 65
    assert [term.astext() for term in tree.findall(nodes.term)] == [f"term{number}" for number in range(count)]
    assert [len(list(item.findall(nodes.definition))) for item in items] == [0] * (len(items) - 1) + [1]
    assert all(item.line for item in items)
