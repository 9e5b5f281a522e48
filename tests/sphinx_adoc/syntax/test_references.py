"""What cross-references show, and so titles that hold some: the same as Asciidoctor."""

import pytest
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.tree import Heading, Section, Xref, plain_text, walk_inlines


def titles(source):
    """Id and words of each section and heading."""
    document = parse(source)
    document.read_all()
    return [(block.id, block.title.plain) for block in document.walk() if isinstance(block, Section | Heading)]


def references(source):
    """What each cross-reference shows, with marks for formatting, in the order of the document."""
    document = parse(source)
    visits = [visit.inline for visit in document.walk_all() if hasattr(visit, "inline")]
    return [_marked(node.children or node.shown) or node.placeholder for node in visits if isinstance(node, Xref)]


MARKS = {"strong": "**", "emphasis": "__", "code": "``", "double": "\u201c\u201d"}


def _marked(nodes):
    return "".join(_marked_one(node) for node in nodes)


def _marked_one(node):
    if not node.children:
        return plain_text([node])
    opening, closing = MARKS.get(getattr(node, "variant", ""), ("", ""))
    return opening + _marked(node.children) + closing


def test_a_title_shows_what_it_refers_to_and_its_id_is_made_of_that():
    assert titles("[#lamp]\n== Lamp *2*\n\n== Using the <<lamp>>\n\n=== On xref:lamp[] and xref:lamp[it]\n") == [
        ("lamp", "Lamp 2"),
        ("_using_the_lamp_2", "Using the Lamp 2"),
        ("_on_lamp_2_and_it", "On Lamp 2 and it"),
    ]


def test_a_generated_id_does_not_look_ahead():
    assert titles("== Read <<later>> or xref:nothere[] in xref:other.adoc#x[]\n\n[#later]\n== Later\n")[0] == (
        "_read_later_or_nothere_in_other_html", "Read [later] or [nothere] in other.html",
    )  # fmt: skip


def test_a_heading_shows_what_its_id_was_made_of():
    """Nobody resolves it again, so that the heading, the contents and the references to it say the same."""
    document = parse("== Read <<later>> or <<elsewhere>>\n\n[#later]\n== Later\n")
    title = document.blocks[0].title
    later, elsewhere = [node for node in walk_inlines(title.inlines) if isinstance(node, Xref)]
    assert plain_text(later.shown) == "[later]"
    assert elsewhere.shown == []  # it may be in another document


def test_titles_with_ids_of_their_own_look_ahead_through_each_other():
    source = "[#a]\n== A <<b>>\n\n[#b]\n== B <<c>>\n\n[#c]\n== C\n\n[#d]\n.D <<a>>\n====\nx\n====\n\n<<d>> <<a>>\n"
    assert references(source) == ["B C", "C", "A B C", "D A B C", "A B C"]


def test_a_circle_ends_in_brackets_and_is_told():
    source = "[#a]\n== A <<b>>\n\n<<a>> <<b>> <<c>>\n\n[#b]\n== B <<a>>\n\n[#c]\n== C <<c>>\n"
    assert references(source) == ["B [a]", "A B [a]", "B [a]", "C [c]", "[a]", "[c]"]
    document = parse(source)
    assert [(problem.code, problem.span.start.line) for problem in document.problems] == [
        ("title-circular", 7), ("title-circular", 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("<<Section *1*>>", "Section *1*"),
        ("<<Section 1>>", "[Section 1]"),
        ("<<No *such*>>", "[No *such*]"),
        ("<<It's -- so (C)>>", "It\u2019s\u2009\u2014\u2009so \u00a9"),
        ("<<Called *so*>>", "Called *so*"),
        ("<<anchored>>", "Called *so*"),
        ("<<bare>>", "[bare]"),
        ("<<term>>", "Term"),
        ("<<one>>", "[one]"),
        ("<<two>>", "[2]"),
        ("<<#>>", "The document"),
        ("xref:block[xrefstyle=full]", "Example 1, \u201cBlock _t_\u201d"),
        ("xref:block[xrefstyle=short]", "Example 1"),
        ("xref:block[]", "Block _t_"),
        ("xref:part[xrefstyle=full]", "Section 1, \u201cSection *1*\u201d"),
        ("xref:part[xrefstyle=short]", "Section 1"),
        ("xref:ap[xrefstyle=full]", "Appendix A, _Ap_"),
        ("xref:ap[xrefstyle=basic]", "_Ap_"),
    ],
)
def test_references_show_reftext_title_or_label(reference, shown):
    source = f"""= The document
:sectnums:

{reference}

[#part]
== Section *1*

[[anchored,Called *so*]]Text [[bare]]here.

[[term]]Term:: Words.

.Block _t_
[#block]
====
x
====

== It's -- so (C)

[appendix#ap]
== Ap

[bibliography]
== Sources

* [[[one]]] One.
* [[[two,2]]] Two.
"""
    assert references(source)[0] == shown


def test_a_reference_says_nothing_of_links_footnotes_and_anchors_in_a_title():
    assert references("[#a]\n== link:x.html[Link] [[in]]footnote:[Note]((term))\n\n<<a>>\n") == ["Link term"]


def test_long_chains_and_titles_that_double_end():
    chain = "\n\n".join(f"[#s{n}]\n== {n} <<s{n + 1}>>" for n in range(2000))
    document = parse(chain)
    assert max(len(block.title.plain) for block in document.blocks) < 300
    assert {problem.code for problem in document.problems} == {"nesting-too-deep"}
    assert "shows [s" in document.problems[0].message
    doubling = "\n\n".join(f"[#s{n}]\n== x{n} <<s{n + 1}>> <<s{n + 1}>>" for n in range(31)) + "\n\n[#s31]\n== End\n"
    document = parse(doubling)
    document.read_all()
    assert sum(len(node.value) for block in document.blocks for node in walk_inlines(block.title.inlines)
               if node.name == "text") < 1_000_000  # fmt: skip


def test_an_id_has_the_name_of_an_icon_that_shows_as_one_and_of_a_note_that_is_not_there():
    assert titles("== A icon:x[] footnote:f[]\n")[0][0] == "_a_x_f"
    assert titles(":icons: font\n\n== A icon:x[] b\n")[0][0] == "_a_b"
