"""What changed between two states of a set."""

from sphinx_adoc.graph import Index, summarize
from sphinx_adoc.graph.delta import delta
from sphinx_adoc.syntax.document import parse

A = "[[nodes]]\n== Nodes\n\n[[gone]]\n== Something else\n"
B = "See <<nodes>>, <<gone>> and <<never_there>>.\n"


def index(**texts):
    return Index({f"{name}.adoc": summarize(parse(text, f"{name}.adoc")) for name, text in texts.items()})


def names(hits):
    return [(hit.document, hit.anchor.id) for hit in hits]


def test_nothing_changed_is_nothing():
    made = delta(index(a=A, b=B), index(a=A, b=B))
    assert (made.removed, made.added, made.broken) == ((), (), ())


def test_a_removed_anchor_and_the_untouched_files_that_point_at_it():
    made = delta(index(a=A, b=B), index(a=A.replace("[[gone]]\n== Something else\n", ""), b=B))
    assert names(made.removed) == [("a.adoc", "gone")]
    assert [(broken.document, broken.reference.target) for broken in made.broken] == [("b.adoc", "gone")]
    assert made.broken[0].finding.code == "xref-unresolved"


def test_a_new_anchor_and_a_new_document_are_added():
    made = delta(index(a=A), index(a=A + "\n[[new]]\n== Words\n", c="[[other]]\nC.\n"))
    assert names(made.added) == [("a.adoc", "new"), ("c.adoc", "other")]


def test_a_reference_that_was_dead_before_is_not_broken_by_the_change():
    assert delta(index(b=B), index(b=B + "\nMore.\n")).broken == ()
