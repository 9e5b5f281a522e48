"""The page of a review: changed blocks as the project's own HTML, both sides, with marks inside."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import page
from sphinx_adoc.review.renderings.pages import Renderings
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.syntax.document import Settings

LIST = "".join(f"* item {number}\n" for number in range(20))
TABLE = "|===\n" + "".join(f"|a{number} |b{number}\n" for number in range(20)) + "|===\n"


def both(before, after, **more):
    contents = [{"a.adoc": text.encode()} | {name.replace("_", "."): data for name, data in more.items()}
                for text in (before, after)]  # fmt: skip
    sides = Sides(*contents, "applied on nothing", frozenset({"a.adoc"}))
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    result = review(sides, options)
    return result, Renderings(sides, options).rows(result.changes)


def rows(before, after, **more):
    return [row for listed in both(before, after, **more)[1].values() for row in listed]


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


@pytest.mark.parametrize(
    ("before", "after", "gone", "came"),
    [
        ("It *turns* once.\n", "It *turns* twice.\n", "<del>once.</del>", "<ins>twice.</ins>"),
        ("It *turns* once.\n", "It *stops* once.\n", "<strong><del>turns</del></strong>", "<strong><ins>stops</ins>"),
        ("== Lamps\n\nX.\n", "== Lights\n\nX.\n", "<del>Lamps</del></h", "<ins>Lights</ins></h"),
        ("= Lamps\n\nX.\n", "= Lights\n\nX.\n", "<del>Lamps</del>", "<ins>Lights</ins>"),
        ("* a\n* b\n", "* a\n* c\n", "<li><p><del>b</del></p>", "<li><p><ins>c</ins></p>"),
        ("a:: b\n", "c:: b\n", "<dt><del>a</del>", "<dt><ins>c</ins>"),
        (".Cap a\n----\nx\n----\n", ".Cap b\n----\nx\n----\n", "Cap <del>a</del>", "Cap <ins>b</ins>"),
        ("|===\n|a |b\n|===\n", "|===\n|a |c\n|===\n", "<td><p><del>b</del></p>", "<td><p><ins>c</ins></p>"),
        ("----\nx = 1\ny = 2\n----\n", "----\nx = 1\ny = 3\n----\n", "1\ny = <del>2</del>", "1\ny = <ins>3</ins>"),
        ("[source,c]\n----\nx\n----\n", "[source,c]\n----\ny\n----\n", 'class="del">x', 'class="ins">y'),
        ("----\nx <1>\n----\n<1> One.\n", "----\ny <1>\n----\n<1> One.\n", ">x<", ">y<"),
        ("NOTE: Same.\n", "TIP: Same.\n", 'class="changed"', 'class="changed"'),
        ("A *b* c.\n", "A b c.\n", 'class="changed"', 'class="changed"'),
        ("Text.\n", "Text.\n\nMore.\n", None, "<ins>More.</ins>"),
        ("Text.\n\nMore.\n", "Text.\n", "<del>More.</del>", None),
        ("a footnote:[One.]\n", "a footnote:[Two.]\n", "", ""),
        ("[quote,Somebody]\nText.\n", "[quote,Another]\nText.\n", "<del>Somebody</del>", "<ins>Another</ins>"),
        ("[%collapsible]\n====\nIn.\n====\n", "[%collapsible]\n====\nOut.\n====\n", "<del>In.", "<ins>Out."),
    ],
)  # fmt: skip
def test_words_are_marked_inside_the_blocks(before, after, gone, came):
    (row,) = rows(before, after)[-1:]
    assert (row.before == "") if gone is None else (gone in row.before)
    assert (row.after == "") if came is None else (came in row.after)
    assert came is None or "<del>" not in row.after
    assert gone is None or "<ins>" not in row.before


@pytest.mark.parametrize(
    ("before", "after", "gone", "came"),
    [
        ("See https://a.example[it] and https://b.example[it].\n", "See https://a.example[it] and https://c.example[it].\n",
         "it<del> → https://b.example</del>", "it<ins> → https://c.example</ins>"),
        ("A <<x>>.\n\n[#x]\n== T\n\n[#y]\n== T\n", "A <<y>>.\n\n[#x]\n== T\n\n[#y]\n== T\n",
         "<del> → x</del>", "<ins> → y</ins>"),
        ("A <<x,y>>: one.\n\n[#x]\n== T\n", "A <<z,y>>: two.\n\n[#x]\n== T\n", "<del> → x</del>", "<ins> → z</ins>"),
        ("See link:a.html[it] image:a.png[b,link=x].\n", "See link:c.html[it] image:a.png[b,link=x].\n",
         'class="changed"', 'class="changed"'),
    ],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_is_marked_whatever_it_shows(before, after, gone, came):
    (row,) = rows(before, after)
    shown = [" ".join(side.replace("> <", "><").split()) for side in (row.before, row.after)]
    assert gone in shown[0]
    assert came in shown[1]
    assert "a.example</" not in shown[0] + shown[1]


def test_what_did_not_change_is_not_shown():
    assert rows("One.\n\nTwo.\n", "One.\n\nTwo.\n") == []
    shown = rows("One.\n\n== T\n\nTwo.\n\nThree.\n", "One.\n\n== T\n\nTwo.\n\nFour.\n")
    assert [(text_of(row.before), text_of(row.after), row.section, row.lines) for row in shown] == [
        ("Three.", "Four.", "T", (7,))
    ]


@pytest.mark.parametrize("text", [LIST, TABLE, LIST.replace("* ", "").replace("\n", ":: x\n")])
def test_long_blocks_are_cut_to_what_changed(text):
    (row,) = rows(text, re.sub("(item 10|a10)", "changed", text))
    assert "9" in row.before
    assert "⋯" in row.before
    assert len(re.findall(r"item \d+|a\d+", row.before)) == 3
    assert "item 3" not in row.after


def test_ordered_lists_keep_their_numbers():
    text = "".join(f". item {number}\n" for number in range(9))
    (row,) = rows(text, text.replace("item 7", "changed"))
    assert row.before.count("<li>") == 9


EVIL = """\
= T <script>alert(1)</script>

Words <script>alert(2)</script> image:https://evil.example/t.png[x] link:javascript:alert(3)[go] https://evil.example[y]
link:++data:text/html,<script>++[z] icon:heart[] xref:a.adoc#x[q] kbd:[<b>] mailto:a@b.example[m].

image::https://evil.example/t.svg[opts=interactive]

video::abc[youtube]

++++
<script>alert(4)</script><iframe src=x><style>*{display:none}</style>
++++

pass:[<img src=x onerror=alert(5)>] +++<svg onload=alert(6)>+++

[.x" onmouseover=alert(7) y="]
Styled.

[source,"py" onclick="alert(8)"]
----
</pre><script>alert(9)</script>
----

.</p><script>
|===
|<script> |b
|===

[stem]
++++
\\href{javascript:alert(1)}{x}
++++

[#"><img]
== <b onclick=x>

// comment
footnote:[<script>]
"""


class Looked(HTMLParser):
    """What in a page could run, be loaded or lead away."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "img", "iframe", "object", "embed", "video", "audio", "svg", "form", "link", "a", "base"):
            self.wrong.append(tag)
        self.wrong += [name for name, _ in attrs if name.startswith("on") or name in ("src", "href", "srcset")]
        self.wrong += [f"{name}={value}" for name, value in attrs if name == "style" and "width" not in value]


@pytest.mark.parametrize("sides", [("Text.\n", EVIL), (EVIL, "Text.\n"), (EVIL, EVIL.replace("alert", "other"))])
def test_nothing_of_a_patch_runs_loads_or_leads_away(sides):
    result, listed = both(*sides)
    shown = page.as_html(result, listed)
    looked = Looked()
    looked.feed(shown)
    assert looked.wrong == []
    assert "default-src 'none'; style-src 'unsafe-inline'" in shown
    assert "display:none}</style>*" not in shown
    assert shown.count("<style>") == 1


def test_includes_are_shown_at_their_own_lines():
    sides = [
        {"a.adoc": b"= T\n\ninclude::p.txt[]\n", "p.txt": text} for text in (b"One.\n\nTwo.\n", b"One.\n\nThree.\n")
    ]
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    both_sides = Sides(*sides, "applied on nothing", frozenset({"p.txt"}))
    (row,) = Renderings(both_sides, options).rows(review(both_sides, options).changes)["a.adoc"]
    assert (row.path, row.lines, text_of(row.after)) == ("p.txt", (3,), "Three.")


def test_a_page_in_another_language_is_shown_by_its_words():
    result, listed = both("Text.\n", "Text.\n")
    sides = [{"conf.py": b"", "a.rst": text} for text in (b"One lamp.\n", b"Two lamps.\n")]
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    both_sides = Sides(*sides, "applied on nothing", frozenset({"a.rst"}))
    result = review(both_sides, options)
    listed = Renderings(both_sides, options).rows(result.changes)
    assert listed == {}
    assert "<ins>Two lamps.</ins>" in page.as_html(result, listed)


def test_errors_stand_before_warnings_on_the_page():
    result, listed = both("== One\n\nText.\n", "== Two\n\n<<nowhere>>\n")
    assert [each.severity for each in result.findings] == ["warning", "error"]
    shown = page.as_html(result, listed)
    assert shown.index("error: xref target not found") < shown.index("warning: anchor")
