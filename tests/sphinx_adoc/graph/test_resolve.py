"""What a reference points at: summaries made by hand, so that each rule stands alone."""

import pickle

import pytest
from sphinx_adoc.graph import Anchor, Index, Reference, Summary, resolve, summarize
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.source import Place, Span


def at(path, line, column=3):
    return Span(Place(path, line, column), Place(path, line, column + 3))


def anchor(name, path="a.adoc", line=1, explicit=True, kind="section", **more):
    return Anchor(name, kind, explicit, at(path, line), **more)


def to(target, text="", style="", form="xref"):
    path, _, fragment = (target, "", "") if target.endswith((".adoc", ".html")) else target.rpartition("#")
    return Reference(target, path, fragment, form, at("a.adoc", 90), text, style)


def index(**documents):
    return Index({
        f"{name}.adoc": Summary(f"{name}.adoc", name.title(), tuple(anchors)) for name, anchors in documents.items()
    })  # fmt: skip


def look(found, target, document="a.adoc", **more):
    """Document, id (None: the whole) and the code of the finding."""
    made = resolve(found, document, to(target, **more))
    return made.document, made.anchor and made.anchor.id, made.finding and made.finding.code


def b(name, line=1, **more):
    return anchor(name, "b.adoc", line, **more)


def c(name, line=1, **more):
    return anchor(name, "c.adoc", line, **more)


def test_a_reference_is_resolved_once_until_a_document_comes_or_goes():
    found, reference = index(a=[]), to("x")
    first = resolve(found, "a.adoc", reference)
    assert first.finding is not None
    assert resolve(found, "a.adoc", to("x")) is first
    found.add("b.adoc", Summary("b.adoc", "B", (b("x"),)))
    assert resolve(found, "a.adoc", reference).document == "b.adoc"
    found.remove("b.adoc")
    assert resolve(found, "a.adoc", reference).finding == first.finding


# -- where an id is looked up ------------------------------------------------------------------------------------------


def test_the_own_document_comes_first():
    assert look(index(a=[anchor("x", explicit=False)], b=[b("x")]), "x") == ("a.adoc", "x", None)


def test_then_the_whole_set():
    assert look(index(a=[], b=[b("x")]), "x") == ("b.adoc", "x", None)


def test_an_explicit_id_beats_generated_ones():
    found = index(a=[], b=[b("x", explicit=False)], c=[c("x")])
    assert look(found, "x") == ("c.adoc", "x", None)


@pytest.mark.parametrize("explicit", [True, False])
def test_an_id_in_several_other_documents_is_ambiguous(explicit):
    found = index(a=[], b=[b("x", 5, explicit=explicit)], c=[c("x", 7, explicit=explicit)])
    assert look(found, "x") == ("b.adoc", "x", "xref-ambiguous")
    said = resolve(found, "a.adoc", to("x")).finding.text
    assert "2 documents: b.adoc:5, c.adoc:7" in said


def test_a_fragment_seen_through_two_pages_is_one_place_and_its_own_page_is_meant():
    shared = c("x")
    found = index(a=[], b=[shared], c=[shared])
    assert look(found, "x") == ("c.adoc", "x", None)


def test_a_file_names_the_document():
    assert look(index(a=[anchor("x")], b=[b("x")]), "b.adoc#x") == ("b.adoc", "x", None)
    assert look(index(a=[], b=[b("x")]), "b.adoc") == ("b.adoc", None, None)
    assert look(index(a=[], b=[b("x")]), "b#x") == ("b.adoc", "x", None)
    assert look(index(a=[], b=[b("x", kind="document")]), "b.adoc") == ("b.adoc", "x", None)


def test_a_file_that_is_included_names_its_includers():
    book = Summary("book.adoc", "Book", (anchor("x", "part.adoc"),), includes=("part.adoc",))
    other = Summary("other.adoc", "Other", (anchor("x", "part.adoc"),), includes=("part.adoc",))
    found = Index({"book.adoc": book, "other.adoc": other})
    assert look(found, "part.adoc#x", document="other.adoc") == ("other.adoc", "x", None)
    assert look(found, "part.adoc#x", document="book.adoc") == ("book.adoc", "x", None)


def test_a_link_to_the_page_of_a_document_is_a_reference():
    found = index(a=[], b=[b("x")])
    assert look(found, "b.html#x", form="link") == ("b.adoc", "x", None)
    assert look(found, "b.html#y", form="link") == (None, None, "xref-unresolved")


def test_a_link_to_another_page_is_none_of_ours():
    assert look(index(a=[]), "elsewhere.html#x", form="link") == (None, None, None)


@pytest.mark.parametrize(
    ("home", "target"),
    [
        ("modules/ROOT/pages/web/mvc.adoc", "core/beans.adoc#x"),
        ("modules/ROOT/pages/web/mvc.adoc", "ROOT:core/beans.adoc#x"),
        ("modules/other/pages/mvc.adoc", "ROOT:core/beans.adoc#x"),
        ("modules/ROOT/pages/core/mvc.adoc", "beans.adoc#x"),
    ],
)
def test_paths_may_start_from_the_pages_of_an_antora_module(home, target):
    page = "modules/ROOT/pages/core/beans.adoc"
    found = Index({home: Summary(home), page: Summary(page, "", (anchor("x", page),))})
    assert look(found, target, document=home) == (page, "x", None)


# -- natural references ------------------------------------------------------------------------------------------------


def test_a_title_or_reftext_can_be_the_target():
    found = index(a=[anchor("_x", title="Preparing Nodes"), anchor("_y", title="z", reftext="The Other")])
    assert look(found, "Preparing Nodes") == ("a.adoc", "_x", None)
    assert look(found, "The Other") == ("a.adoc", "_y", None)


def test_a_title_is_looked_up_in_the_set_too():
    assert look(index(a=[], b=[b("_x", title="Nodes")]), "Nodes") == ("b.adoc", "_x", None)


def test_what_may_be_an_id_is_no_title():
    assert look(index(a=[anchor("_x", title="nodes")]), "nodes")[2] == "xref-unresolved"


# -- text --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "reference", "text"),
    [
        (anchor("x", title="Nodes"), to("x", text="given"), "given"),
        (anchor("x", title="Nodes", reftext="ref"), to("x", style="full"), "ref"),
        (anchor("x", title="Nodes", label="Section 1.2"), to("x"), "Nodes"),
        (anchor("x", title="Nodes", label="Section 1.2"), to("x", style="basic"), "Nodes"),
        (anchor("x", title="Nodes", label="Section 1.2"), to("x", style="short"), "Section 1.2"),
        (anchor("x", title="Nodes", label="Section 1.2"), to("x", style="full"), "Section 1.2, \u201cNodes\u201d"),
        (anchor("x", title="Nodes"), to("x", style="full"), "Nodes"),
        (anchor("x"), to("x"), "[x]"),
        (anchor("x", kind="bibliography", reftext="1"), to("x"), "[1]"),
        (anchor("x"), to("a.adoc"), "A"),
    ],
    ids=["given", "reftext", "title", "basic", "short", "full", "unnumbered", "nothing", "bibliography", "document"],
)
def test_text(found, reference, text):
    assert resolve(index(a=[found]), "a.adoc", reference).text == text


# -- did you mean ------------------------------------------------------------------------------------------------------


def hint(found, target):
    finding = resolve(found, "a.adoc", to(target)).finding
    assert finding.message == f"xref target not found: '{target}'"
    return finding.hint


def test_a_near_id_is_named_with_its_place_and_a_fix():
    found = index(a=[anchor("pvecm_corosync_over_bonds", line=98), anchor("pvecm_corosync_addresses")])
    assert hint(found, "pvecm_corosync_over_bond") == "did you mean 'pvecm_corosync_over_bonds' (a.adoc:98)?"
    fix = resolve(found, "a.adoc", to("pvecm_corosync_over_bond")).finding.fix
    assert fix.replacement == "pvecm_corosync_over_bonds"


def test_case_and_hyphens_matter_least():
    found = index(a=[anchor("ha_manager"), anchor("ha_managers")])
    assert hint(found, "HA-Manager") == "did you mean 'ha_manager' (a.adoc:1)?"


def test_of_equally_near_ids_the_own_document_wins():
    assert "(a.adoc:1)" in hint(index(a=[anchor("node_b")], b=[b("node_a")]), "node_x")


def test_nothing_near_suggests_nothing():
    assert hint(index(a=[anchor("completely_different")]), "qqq") == ""


def test_the_same_id_in_another_file_is_named():
    assert hint(index(a=[], b=[b("y")], c=[c("x", 4)]), "b.adoc#x") == "it has no 'x', but c.adoc:4 has"


def test_the_name_of_a_document_is_no_id():
    assert hint(index(a=[], b=[]), "b") == "for the document write 'xref:b.adoc[]'"


def test_in_a_named_document_only_its_own_ids_are_meant():
    assert hint(index(a=[anchor("nodes")], b=[]), "b.adoc#node") == ""


def test_a_file_of_that_name_elsewhere_is_named():
    found = Index({"a.adoc": Summary("a.adoc", includes=("sub/nodes.adoc",))})
    assert hint(found, "nodes.adoc") == "no document 'nodes.adoc' is in the set; did you mean 'sub/nodes.adoc'?"


def test_a_near_file_is_named():
    assert hint(index(a=[], network=[]), "netwerk.adoc") == (
        "no document 'netwerk.adoc' is in the set; did you mean 'network.adoc'?"
    )


def test_a_fix_keeps_the_path():
    found = index(a=[], b=[b("nodes")])
    assert resolve(found, "a.adoc", to("b.adoc#node")).finding.fix.replacement == "b.adoc#nodes"


# -- the index ---------------------------------------------------------------------------------------------------------


def test_a_document_that_is_put_in_again_replaces_the_old_one():
    found = index(a=[], b=[b("old", title="The Old")])
    found.add("b.adoc", Summary("b.adoc", "", (b("new", title="The New"),)))
    assert look(found, "new") == ("b.adoc", "new", None)
    assert look(found, "old")[2] == look(found, "The Old")[2] == "xref-unresolved"
    assert "did you mean 'new'" in hint(found, "nev")


def test_a_removed_document_leaves_nothing():
    found = index(a=[], b=[b("x")])
    found.remove("b.adoc")
    found.remove("b.adoc")
    assert look(found, "x")[2] == look(found, "b.adoc")[2] == "xref-unresolved"


def test_summaries_can_be_pickled():
    summary = Summary("a.adoc", "A", (anchor("x"),), (to("x"),))
    assert pickle.loads(pickle.dumps(summary)) == summary


def test_an_anchor_at_the_start_of_a_term_is_called_by_the_term():
    document = parse("<<lens>> <<oil,x>>\n\n[[lens]]Fresnel lens:: glass\nthe [[oil]]oil:: fuel\n", "a.adoc")
    made = Index({"a.adoc": summarize(document)})
    texts = [resolve(made, "a.adoc", reference).text for reference in made.summaries["a.adoc"].references]
    assert texts == ["Fresnel lens", "x"]
    assert [anchor.title for anchor in made.summaries["a.adoc"].anchors] == ["Fresnel lens", ""]


def read(**documents):
    return Index({f"{name}.adoc": summarize(parse(text, f"{name}.adoc")) for name, text in documents.items()})


def test_a_message_names_four_of_many_candidates():
    many = index(a=[], **{name: [anchor("lamp", f"{name}.adoc", 7)] for name in "bcdefg"})
    finding = resolve(many, "a.adoc", to("lamp")).finding
    assert finding.message == "xref target 'lamp' is in 6 documents: b.adoc:7, c.adoc:7, d.adoc:7, e.adoc:7, ..."
    assert len(finding.related) == 4
    four = index(a=[], **{name: [anchor("lamp", f"{name}.adoc", 7)] for name in "bcde"})
    assert resolve(four, "a.adoc", to("lamp")).finding.message.endswith("e.adoc:7")


@pytest.mark.parametrize(
    ("documents", "target", "text"),
    [
        ({"b": "= B\n\n[#x]\n== See xref:c.adoc#y[]\n", "c": "= C\n\n[#y]\n== Lamps\n"}, "b.adoc#x", "See Lamps"),
        ({"b": "= B\n\n[#x]\n== See xref:c.adoc#y[now]\n", "c": "= C\n\n[#y]\n== Lamps\n"}, "b.adoc#x", "See now"),
        ({"b": "= B\n\n[#x]\n== See xref:gone.adoc#y[]\n"}, "b.adoc#x", "See [gone.adoc#y]"),
        ({"b": "= See xref:c.adoc[]\n", "c": "= C\n"}, "b.adoc", "See C"),
        ({"b": "= See xref:c.adoc[]\n\n[#x]\n== X\n", "c": "= And xref:b.adoc#x[]\n"}, "b.adoc", "See And X"),
        ({"b": "[reftext=The lamps]\n= B\n"}, "b.adoc", "The lamps"),
        ({"b": "Text.\n"}, "b.adoc", "b"),
        ({"b": "= B\n\n[#x,reftext=lit]\n== X\n"}, "b.adoc#x", "lit"),
        ({"b": "= B\n\n[#x]\nText.\n"}, "b.adoc#x", "[x]"),
    ],
)
def test_what_a_reference_shows(documents, target, text):
    assert resolve(read(a="= A\n", **documents), "a.adoc", to(target)).text == text


def test_titles_that_refer_to_each_other_end():
    round_ = read(b="= B\n\n[#x]\n== See xref:c.adoc#y[]\n", c="= C\n\n[#y]\n== And xref:b.adoc#x[]\n", a="= A\n")
    assert resolve(round_, "a.adoc", to("b.adoc#x")).text.startswith("See And ")
