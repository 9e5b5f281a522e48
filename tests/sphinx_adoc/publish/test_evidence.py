"""The evidence of claims in HTML: where a mark leads, what stands there, and the list of all claims."""

import re
import xml.etree.ElementTree as ET

import pytest
from sphinx.errors import ThemeError
from sphinx_adoc.claims import Evidence
from sphinx_adoc.claims.model import Claim, broken, failed, held
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.publish.claims.pages import overall
from sphinx_adoc.publish.claims.results import PageResults
from sphinx_adoc.syntax.source import Place, Span

PAGE = """\
= The page

It takes [#slow.claim]#90 seconds#, in a picture of [#parts.claim]#two# parts.

[source,python,role="claim",id="computed"]
----
# how slow
slow = 90
picture = Drawn("<svg xmlns='http://www.w3.org/2000/svg'/>")
parts = picture.parts()
print("<b>seen</b>")
assert slow == 90
----

[options="header",role="claim",id="twice"]
|===
|n |Result
|1 |2
|2 |4
|===
"""
PRELUDE = """
class Drawn:
    def __init__(self, svg):
        self.svg = svg

    def parts(self):
        return 2

    def _repr_svg_(self):
        return self.svg

    def _repr_alt_(self):
        return "A < B"


def twice(n):
    return 2 * n
"""
CONF = 'adoc_claims = True\nadoc_prelude = "prelude.py"'


@pytest.fixture
def built(project):
    """The project, with a page below another."""
    return project.conf(CONF).write(
        index__adoc="= Start\n\n[role=toctree]\n* xref:sub/page.adoc[]\n", sub___page__adoc=PAGE, prelude__py=PRELUDE
    )


def body(path):
    """What a page has for itself."""
    text = path.read_text(encoding="utf-8")
    return text[text.index('<section class="claims">') : text.index('<div class="clearer"')].rpartition("</section>")[0]


def tree(path):
    """The same as a tree: that it is well-formed is part of the test."""
    return ET.fromstring(body(path).replace("&nbsp;", " ") + "</section>")


def entry(path, name):
    """The words of a claim's entry."""
    found = next(element for element in tree(path).iter("section") if element.get("id") == name)
    return " ".join("".join(found.itertext()).split())


def links(text):
    return re.findall(r'<a [^>]*href="([^"]*)"', text)


@pytest.mark.parametrize(("builder", "page", "uri"), [
    ("html", "sub/page.html", "../_claims/sub/page.html#slow"),
    ("dirhtml", "sub/page/index.html", "../../_claims/sub/page/#slow"),
])  # fmt: skip
def test_a_mark_is_a_link_to_its_evidence(built, builder, page, uri):
    out = built.build(builder)
    marks = re.findall(r'<a class="claim-mark[^"]*" title="([^"]*)" href="([^"]*)" aria-label="([^"]*)"',
                       (out / page).read_text())  # fmt: skip
    assert marks[0] == ("held, computed: 90 s", uri, "slow: held, computed: 90 s; evidence")
    assert len(marks) == 4


def every_link(out):
    """Each link of the pages about claims: its file, whether that is there, and its fragment."""
    for path in [out / "adoc-claims.html", *out.glob("_claims/**/*.html")]:
        for uri in links(body(path)):
            name, _, fragment = uri.partition("#")
            yield (path.parent / name).resolve() if name else path, fragment


def test_every_link_leads_somewhere(built):
    found = list(every_link(built.build("html")))
    assert len(found) > 12
    for path, fragment in found:
        assert path.is_file(), path
        assert not fragment or f'id="{fragment}"' in path.read_text(), (path, fragment)


def test_every_page_has_an_id_once(built):
    out = built.build("html")
    for path in [out / "adoc-claims.html", out / "_claims/sub/page.html", out / "sub/page.html"]:
        ids = re.findall(r' id="([^"]*)"', path.read_text())
        assert len(ids) == len(set(ids))


def test_the_words_of_the_text_stand_beside_the_computed_value_and_its_code(built):
    path = built.build("html") / "_claims/sub/page.html"
    assert entry(path, "slow") == "✓ slow held In the text 90 seconds Computed 90 s By computed: # how slow slow = 90"
    assert "../../sub/page.html#slow" in links(body(path))


def test_what_was_printed_is_shown_escaped_and_the_snippet_is_not_repeated(built):
    path = built.build("html") / "_claims/sub/page.html"
    assert "The check said <b>seen</b>" in entry(path, "computed")
    assert "assert slow" not in entry(path, "computed")
    assert "&lt;b&gt;seen" in body(path)


def test_a_table_is_shown_row_by_row(built):
    path = built.build("html") / "_claims/sub/page.html"
    assert entry(path, "twice") == (
        "✓ twice held In the text a table of 2 rows By the prelude Row by row 1: result 2 (2) 2: result 4 (4)"
    )


def test_a_picture_is_a_file_and_its_words_stand_below(built):
    out = built.build("html")
    path = out / "_claims/sub/page.html"
    figure = next(tree(path).iter("figure"))
    image = next(figure.iter("img"))
    assert (path.parent / image.get("src")).resolve().read_text() == "<svg xmlns='http://www.w3.org/2000/svg'/>"
    assert image.get("alt") == "Picture of picture"
    assert "".join(figure.itertext()).strip() == "picture: A < B"
    assert f'href="#{figure.get("id")}"' in body(path), "a number that was taken from it leads to it"
    assert "<svg" not in body(path)


def test_the_same_picture_is_written_once(built):
    built.write(sub___more__adoc=":orphan:\n\n" + PAGE.replace("= The page", "= Another"))
    assert len(list((built.build("html") / "_images").iterdir())) == 1


def test_without_a_picture_there_is_a_sentence(built):
    built.write(sub___page__adoc=PAGE.replace("<svg xmlns='http://www.w3.org/2000/svg'/>", ""))
    found = entry(built.build("html") / "_claims/sub/page.html", "computed")
    assert found.endswith("picture: A < B It was not drawn when this page was built.")
    assert built.warnings == ""


def test_a_failure_says_what_is_wrong_and_where_but_not_on_which_machine(built):
    built.write(sub___page__adoc=PAGE.replace("assert slow == 90", "assert slow > 2 * 90, 'too & slow'"))
    out = built.build("html")
    path = out / "_claims/sub/page.html"
    found = entry(path, "computed")
    assert found.startswith("✗ computed failed In the text a snippet Wrong too & slow: the text says 'slow > 2 * 90'")
    assert "At print" not in found
    assert "At assert slow > 2 * 90, 'too & slow'" in found
    assert 'File "sub/page.adoc", line 12' in found
    assert str(built.source) not in path.read_text()
    assert str(built.source) not in (out / "sub/page.html").read_text()


def test_long_output_is_cut_in_its_middle(built):
    built.write(sub___page__adoc=PAGE.replace('"<b>seen</b>"', '*range(100), sep="\\n"'))
    found = entry(built.build("html") / "_claims/sub/page.html", "computed")
    assert " 19 ... (60 lines) 80 " in found


# -- the list of all claims --------------------------------------------------------------------------------------------


def state(path):
    found = next(element for element in tree(path).iter("p") if "claim-state" in element.get("class", ""))
    return found.get("class").rpartition("-")[2], "".join(found.itertext())


def test_the_list_has_every_claim_with_its_words_and_value(built):
    path = built.build("html") / "adoc-claims.html"
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in tree(path).iter("tr")]
    assert rows == [
        ["Evidence", "In the text", "Computed"],
        ["✓ slow", "90 seconds", "90 s"],
        ["✓ parts", "two", "2"],
        ["✓ computed", "a snippet", ""],
        ["✓ twice", "a table of 2 rows", "all as stated"],
    ]
    assert state(path) == ("held", "✓ 4 claims checked, all held.")


def test_pages_are_listed_as_they_are_read(built):
    claims = "[#size.claim]#7#\n"
    built.write(index__adoc="= Start\n\n[role=toctree]\n* xref:z.adoc[]\n* xref:sub/page.adoc[]\n")
    built.write(z__adoc=f"= Z\n\n{claims}", a__adoc=f":orphan:\n\n= A\n\n{claims}", prelude__py=PRELUDE + "size = 7\n")
    path = built.build("html") / "adoc-claims.html"
    assert ["".join(title.itertext()) for title in tree(path).iter("h2")] == ["Z", "The page", "A"]


def test_one_failure_anywhere_is_the_state_of_all(built):
    built.write(other__adoc=":orphan:\n\n= Other\n\n[#absent.claim]#7#\n")
    path = built.build("html") / "adoc-claims.html"
    assert state(path) == ("failed", "✗ 1 of 5 claims did not hold.")
    assert next(title.text for title in tree(path).iter("h2")) == "Not held"
    built.write(other__adoc=":orphan:\n\n= Other\n\nNothing.\n")
    assert state(built.build("html") / "adoc-claims.html") == ("held", "✓ 4 claims checked, all held.")


def test_a_page_that_did_not_run_is_named(built):
    forget = "lambda app, env: env.adoc_checked.pop('index')"
    built.conf(f"{CONF}\ndef setup(app):\n    app.connect('env-check-consistency', {forget})\n")
    found = state(built.build("html") / "adoc-claims.html")
    assert found == ("error", "! Not everything was checked: the claims of index did not run.")


def verdicts(*made):
    span = Span(Place("p.adoc", 1, 1), Place("p.adoc", 1, 1))
    return [each(Claim("value", f"c{number}", number, span)) for number, each in enumerate(made)]


HELD, FAILED = held, lambda claim: failed(claim, "1", "2")
NOT_RUN = lambda claim: broken(claim, "claim-error", "it raised")  # noqa: E731
TWICE = Finding(Code.CLAIM_DUPLICATE, "twice", Span(Place("p.adoc", 1, 1), Place("p.adoc", 1, 1)))


@pytest.mark.parametrize(("made", "others", "unchecked", "status"), [
    ([HELD, HELD], [], [], "held"),
    ([], [], [], "error"),
    ([HELD], [], ["page"], "error"),
    ([HELD, FAILED], [], [], "failed"),
    ([HELD, NOT_RUN], [], [], "failed"),
    ([HELD, FAILED], [], ["page"], "failed"),
    ([HELD], [TWICE], [], "failed"),
])  # fmt: skip
def test_the_overall_state_is_green_only_when_everything_ran_and_held(made, others, unchecked, status):
    checked = PageResults([Evidence(verdict) for verdict in verdicts(*made)], others)
    assert overall([PageResults([]), checked], unchecked).status == status


def test_ids_that_come_twice_have_entries_of_their_own():
    span = Span(Place("p.adoc", 1, 1), Place("p.adoc", 1, 1))
    claims = [Claim("value", "a", 0, span), Claim("value", "a", 1, span), Claim("snippet", "", 2, span)]
    assert PageResults([Evidence(held(claim)) for claim in claims]).anchors() == {0: "a", 1: "claim-1", 2: "claim-2"}


REFERENCE = "\nSee role:ref[all claims <adoc-claims>], role:ref[adoc-claims].\n"


@pytest.mark.parametrize(("builder", "page", "uris"), [
    ("html", "sub/page.html", ["../adoc-claims.html"] * 2),
    ("dirhtml", "sub/page/index.html", ["../../adoc-claims/"] * 2),
    ("epub", "sub/page.xhtml", []),
])  # fmt: skip
def test_a_page_may_refer_to_the_list(built, builder, page, uris):
    built.write(sub___page__adoc=PAGE + REFERENCE)
    text = (built.build(builder, epub_copyright="x", version="1") / page).read_text()
    assert built.warnings == ""
    paragraph = text[text.index("See ") :].partition("</p>")[0]
    assert links(paragraph) == uris
    assert re.sub("<[^>]*>", "", paragraph) == "See all claims, Claims."


def test_a_reference_to_a_list_that_is_not_written_is_dead(built):
    built.conf().write(sub___page__adoc=PAGE + REFERENCE).build("html")
    assert "undefined label: 'adoc-claims'" in built.warnings


# -- builds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["singlehtml", "epub"])
def test_builders_that_cannot_add_pages_have_marks_without_links(built, builder):
    built.write(index__adoc=f"{PAGE}\n[role=toctree]\n* xref:sub/page.adoc[]\n", sub___page__adoc="= Another\n")
    out = built.build(builder, epub_copyright="x", version="1")
    assert built.warnings == ""
    written = "".join(path.read_text() for path in out.rglob("*html") if path.is_file())
    assert '<span class="claim-mark claim-mark-held" title="held, computed: 90 s" role="img"' in written
    assert "_claims" not in written
    assert not (out / "_claims").exists()


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo", "xml", "gettext", "linkcheck"])
def test_other_builders_take_the_page(built, builder):
    built.build(builder)
    assert built.warnings == ""


def test_without_being_asked_there_are_no_pages(built):
    out = built.conf().build("html")
    assert not (out / "adoc-claims.html").exists()
    assert not (out / "_claims").exists()


def test_a_mark_in_a_link_is_no_link(built):
    built.write(sub___page__adoc=PAGE.replace("It takes", "See xref:computed[[#size.claim]#7# parts]. It takes"))
    built.write(prelude__py=PRELUDE + "size = 7\n")
    text = (built.build("html") / "sub/page.html").read_text()
    assert re.search(r'<a class="reference[^>]*>(?:(?!</a>).)*<span class="claim-mark', text)
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", text)


def test_a_parallel_build_writes_the_same(built):
    for number in range(8):
        page = PAGE.replace("= The page", f":orphan:\n\n= Page {number}").replace("90", f"9{number}")
        built.write(**{f"page{number}__adoc": page})
    alone = {path.name: body(path) for path in (built.build("html") / "_claims").rglob("*.html")}
    (built.root / "html").rename(built.root / "alone")
    (built.root / "doctrees").rename(built.root / "alone-doctrees")
    together = {path.name: body(path) for path in (built.build("html", parallel=2) / "_claims").rglob("*.html")}
    assert len(alone) == 9
    assert together == alone


def test_a_second_build_keeps_the_evidence_and_a_changed_prelude_renews_it(built):
    path = built.build("html") / "_claims/sub/page.html"
    before = body(path)
    built.write(index__adoc="= Start\n\nWords.\n\n[role=toctree]\n* xref:sub/page.adoc[]\n")
    built.build("html")
    assert body(path) == before
    built.write(prelude__py=PRELUDE.replace("A < B", "B < C") + "# changed\n")
    built.build("html")
    assert "B &lt; C" in body(path)


def test_evidence_is_no_part_of_the_page(built):
    without = len((built.conf().build("html") / "sub/page.html").read_text())
    with_marks = len((built.conf(CONF).build("html") / "sub/page.html").read_text())
    assert with_marks - without < 4 * 250 + 200


def test_a_page_that_is_called_like_the_list_is_kept_and_warned_of(project):
    page = '[#a.claim]#2# are two.\n\n[source,python,role="claim"]\n----\na = 2\n----\n'
    project.conf("adoc_claims = True").write(index__adoc=f"= I\n\n{page}", **{"adoc-claims__adoc": "= My own\n"})
    text = (project.build("html") / "adoc-claims.html").read_text()
    assert "<h1>My own" in text
    assert "adoc-claims.adoc: WARNING: the list of all claims is not written" in project.warnings


# -- templates ---------------------------------------------------------------------------------------------------------

TEMPLATES = CONF + '\ntemplates_path = ["own"]\n'
EXTENDED = """\
{% extends "!adoc/claims/list.html" %}
{% block intro %}<p>{{ pages | length }} {{ "<em>" }} {{ pages[0].claims[0].computed }}</p>{% endblock %}
"""


def test_a_template_of_the_project_takes_the_place_of_ours(built):
    built.conf(TEMPLATES).write(own___adoc___claims___list__html="<section class='claims'>{{ state.words }}</section>")
    text = (built.build("html") / "adoc-claims.html").read_text()
    assert "<section class='claims'>4 claims checked, all held.</section>" in text


def test_a_template_can_extend_ours_and_its_values_are_escaped(built):
    built.conf(TEMPLATES).write(own___adoc___claims___list__html=EXTENDED)
    text = (built.build("html") / "adoc-claims.html").read_text()
    assert "<p>1 &lt;em&gt; 90 s</p>" in text
    assert "<h2>The page</h2>" in text
    assert '<p><a href="sub/page.html">To the page</a></p>' in text


def test_a_template_of_the_theme_is_between_those_of_the_project_and_ours(built):
    built.conf(CONF + '\nhtml_theme = "mine"\nhtml_theme_path = ["themes"]\n')
    built.write(
        themes___mine___theme__conf="[theme]\ninherit = basic\n",
        themes___mine___adoc___claims___parts__html='{% macro state(state) %}<b class="mine"></b>{% endmacro %}'
        "{% macro name(claim) %}{{ claim.id }}{% endmacro %}",
    )
    out = built.build("html")
    assert '<b class="mine">' in (out / "adoc-claims.html").read_text()
    assert '<b class="mine">' in (out / "_claims/sub/page.html").read_text()


@pytest.mark.parametrize(("template", "message"), [
    ("line\n{% for %}", "list.html:2: "),
    ("line\n\n{{ absent }}", "list.html:3: 'absent' is undefined"),
    ('{% include "nowhere.html" %}', "nowhere.html"),
])  # fmt: skip
def test_a_template_that_is_wrong_is_named_with_its_line(built, template, message):
    built.conf(TEMPLATES).write(own___adoc___claims___list__html=template)
    with pytest.raises(ThemeError, match=re.escape(message)):
        built.build("html")


MANY = "= Many\n\n[source,python,role=claim,id=n]\n----\nn = 1\n----\n\n" + "\n".join(
    f"== Section {section}\n\n" + " ".join(f"[#n{section}x{number}.claim,by=n]#1#" for number in range(10)) + "\n"
    for section in range(3)
)


def groups(path):
    return [(element.find("summary/h2").text, element.get("open")) for element in tree(path).iter("details")]


def test_claims_are_grouped_by_section_and_those_that_hold_are_closed_where_they_are_many(built):
    built.write(many__adoc=":orphan:\n" + MANY)
    out = built.build("html")
    assert groups(out / "_claims" / "many.html") == [
        ("Many", None), ("Section 0", None), ("Section 1", None), ("Section 2", None),
    ]  # fmt: skip
    contents = tree(out / "_claims" / "many.html").find("nav")
    assert [link.get("href") for link in contents.iter("a")] == [f"#group.{number}" for number in range(1, 5)]
    assert {closed for _, closed in groups(out / "adoc-claims.html")} == {None}


def test_a_group_with_a_claim_that_does_not_hold_is_open(built):
    built.write(many__adoc=":orphan:\n" + MANY.replace("n1x4.claim,by=n]#1#", "n1x4.claim,by=n]#2#"))
    out = built.build("html")
    assert ("Section 1", "open") in groups(out / "_claims" / "many.html")
    assert ("Section 2", None) in groups(out / "_claims" / "many.html")
    assert ("Many", "open") in groups(out / "adoc-claims.html")


HIDDEN = """\
:orphan:

= Page

ifdef::claims-run[]
[source,python,role="claim",id="made"]
----
n = 1
----
endif::[]

[#n.claim]#1#
"""


def test_a_link_to_a_claim_that_the_page_does_not_show_leads_to_the_page(built):
    built.write(hidden__adoc=HIDDEN)
    out = built.build("html")
    shown = (out / "hidden.html").read_text(encoding="utf-8")
    for link in tree(out / "_claims" / "hidden.html").iter("a"):
        path, _, anchor = link.get("href").partition("#")
        assert not path.endswith("hidden.html") or not anchor or f'id="{anchor}"' in shown
