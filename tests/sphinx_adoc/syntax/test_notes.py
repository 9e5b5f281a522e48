"""Footnotes: numbered once through the document, those in headings first, and called by name in its order."""

from sphinx_adoc.graph import check, summarize
from sphinx_adoc.graph.index import Index
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.tree import Footnote, InlineVisit, plain_text

CELLS = """\
= Doc footnote:[doc]

Before footnote:[before].

[cols="1a,1"]
|===
|In footnote:[in]

* deeper footnote:[deeper]
|Plain footnote:[plain]
|Again footnote:[again]
[cols="1a"]
!===
!footnote:[deepest]
!===
|
|===

== Sect footnote:[sect]

.Title footnote:[title]
====
After footnote:[after].
====

[[x]]
[discrete]
== Disc footnote:[disc]
"""


def notes(source):
    """Number and words of each footnote in the order of the document; a further call of one has no words."""
    document = parse(source)
    visits = [visit.inline for visit in document.walk_all() if isinstance(visit, InlineVisit)]
    return [(node.number, plain_text(node.children)) for node in visits if isinstance(node, Footnote)]


def test_headings_come_first_and_cells_go_on():
    assert notes(CELLS) == [
        (1, "doc"), (4, "before"), (5, "in"), (6, "deeper"), (7, "plain"), (8, "again"), (9, "deepest"),
        (2, "sect"), (10, "title"), (11, "after"), (3, "disc"),
    ]  # fmt: skip


def test_an_id_is_made_of_the_number_in_the_heading():
    source = "Before footnote:[x].\n\n== One footnote:[y]\n\n== Two footnote:[z]\n"
    assert [block.id for block in parse(source).blocks[1:]] == ["_one_1", "_two_2"]


def test_no_id_comes_twice():
    summary = summarize(parse(CELLS))
    assert list(check(Index({summary.path: summary}), [summary.path])) == []
    ids = [anchor.id for anchor in summary.anchors]
    assert len(ids) == len(set(ids))


def test_a_name_is_known_from_where_it_was_given_whatever_is_parsed_early():
    source = "a footnote:n[Named].\n\nb {counter:x} footnote:n[] footnote:[own]\n\n* c footnote:n[]\n{counter:x}\n"
    document = parse(source)
    document.read_all()
    assert notes(source) == [(1, "Named"), (1, ""), (2, "own"), (1, "")]
    assert not document.problems


def test_a_heading_calls_a_note_of_the_text_by_its_number():
    assert notes("a footnote:n[Named].\n\n== T footnote:n[] footnote:[own]\n") == [(2, "Named"), (2, ""), (1, "own")]


def test_values_and_texts_that_became_part_of_others_number_nothing():
    assert notes("[link='a footnote:[b]']\nimage::x.png[]\n\n* a footnote:[one]\nfootnote:[two]\n") == [
        (1, "one"), (2, "two"),
    ]  # fmt: skip


def test_a_note_in_a_note_ends_at_the_first_bracket():
    assert notes("a footnote:[b footnote:[c] d]") == [(1, "b footnote:[c")]


PLACES = """\
= Page

.Of the block below footnote:[above]
== Section footnote:[heading] calls footnote:again[]

First footnote:[first].

.Dropped with its block footnote:[never]
[comment]
Not shown footnote:[never].

[quote,'Author footnote:[author]']
____
Said footnote:again[said].
____
"""


def test_numbers_follow_the_document_wherever_the_texts_stand():
    assert notes(PLACES) == [
        (1, "heading"), (4, ""), (2, "above"), (3, "first"), (4, "said"), (5, "author"),
    ]  # fmt: skip


def test_a_document_of_one_paragraph_numbers_its_footnotes():
    assert notes(":doctype: inline\n\nOne footnote:[one], two footnote:[two].\n\nNever footnote:[never].") == [
        (1, "one"), (2, "two"),
    ]  # fmt: skip


def test_a_footnote_has_the_values_of_its_place_whatever_counts_further_down():
    doc = parse(":x: 1\n\nWord.footnote:[it is {x}]\n\n:x: 2\n\nParagraph {counter:c}.\n")
    assert "it is 1" in plain_text(next(doc.find_inlines(Footnote)).inline.children)
