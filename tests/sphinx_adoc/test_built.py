"""Links of built pages: which lead nowhere, and how it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_adoc.built import check
from sphinx_adoc.htmltags import values

from tests.timing import cpu_time


def told(finding, folder):
    start = finding.span.start
    path = start.path.removeprefix(f"{folder}/")
    return path, start.line, start.column, finding.severity, finding.text, finding.code


@pytest.fixture
def site(tmp_path):
    """Write files below a folder and look at them: (path, line, column, severity, text, code) of each finding."""

    def site(**files):
        folder = tmp_path / "site"
        for name, text in files.items():
            path = folder / name.replace("___", "/").replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [told(finding, folder) for finding in check(folder).findings]

    return site


PAGE = '<h1 id="top-of-it">A</h1><p><a name="old"></a><i id="two words">'

GOOD = [
    "b.html", "./b.html", "b.html#top-of-it", "b.html#old", "b.html#two%20words", "#here", "#", "#top", "",
    "b.html#TOP",
    "sub/", "sub", "/b.html", "/", "sub/../b.html", "b.html?x=1#old", "data.pdf#page=2", "b.html#:~:text=A",
    "b.html#old:~:text=A", "https://example.org/x", "//example.org/x", "mailto:a@b", "javascript:void(0)", "data:,x",
]  # fmt: skip


@pytest.mark.parametrize("target", GOOD)
def test_what_is_there_is_no_trouble(site, target):
    page = f'<a id="here" href="{target}">x</a>'
    assert site(index__html=page, b__html=PAGE, sub___index__html="S", data__pdf="") == []


@pytest.mark.parametrize(
    ("target", "text", "code"),
    [
        ("bb.html", "'bb.html' leads to no file: 'bb.html'; did you mean 'b.html'?", "built-link"),
        ("other", "'other' leads to no file: 'other'", "built-link"),
        ("none/", "'none/' leads to no file: 'none/index.html'", "built-link"),
        ("sub/absent.png", "'sub/absent.png' leads to no file: 'sub/absent.png'", "built-link"),
        ("b.html#odl", "'b.html' has no anchor 'odl'; did you mean 'old'?", "built-anchor"),
        ("#absent", "'index.html' has no anchor 'absent'", "built-anchor"),
        ("b.html#two", "'b.html' has no anchor 'two'", "built-anchor"),
        ("http://[x", "'http://[x' is no link: Invalid IPv6 URL", "built-link"),
    ],
)
def test_what_is_not_there_is_told_with_its_place(site, target, text, code):
    found = site(index__html=f'<p>\n  <a class="x" href="{target}">x</a>', b__html=PAGE, sub___index__html="S")
    assert found == [("index.html", 2, 22, "error", text, code)]


def test_what_leads_out_is_told_but_no_error(site):
    found = site(index__html='<a href="../up.html">')
    assert [one[3:] for one in found] == [
        ("info", "'../up.html' leads out of the folder, and was not followed", "built-outside")
    ]


def test_all_kinds_of_links(site):
    tags = ["<img src='a'>", "<script src='b'></script>", "<link href='c'>", "<area href='d'>", "<iframe src='e'>"]
    assert [one[4] for one in site(index__html="\n".join(tags))] == [
        f"'{name}' leads to no file: '{name}'" for name in "abcde"
    ]


def test_links_are_relative_to_their_page(site):
    found = site(sub___deep___a__html='<a href="../b.html"><a href="../../b.html">', sub___b__html="B")
    assert [(*one[:3], one[5]) for one in found] == [("sub/deep/a.html", 1, 30, "built-link")]


def test_the_same_trouble_on_many_pages_is_told_once(site):
    menu = '<a href="gone.html">gone</a>'
    assert site(a__html=menu, b__html=menu + menu, sub___c__html='<a href="../gone.html">') == [
        ("a.html", 1, 10, "error", "'gone.html' leads to no file: 'gone.html' (and 3 links more)", "built-link")
    ]


def test_a_value_written_with_entities_or_over_lines_has_its_place(site):
    found = site(index__html='<a\n title="x"\n href="a&amp;b.html">\n<a title="x"\n   href="y.html">')
    assert [(*one[:3], one[4].split(";")[0]) for one in found] == [
        ("index.html", 3, 8, "'a&b.html' leads to no file: 'a&b.html'"),
        ("index.html", 5, 10, "'y.html' leads to no file: 'y.html'"),
    ]


def test_any_bytes_are_read(tmp_path):
    (tmp_path / "a.html").write_bytes(b"\xff<a href='#\xe9'>\n <![broken <a href=c.html")
    assert [(told(found, tmp_path)[1:4], found.code) for found in check(tmp_path).findings] == [
        ((1, 11, "error"), "built-anchor"),
        ((2, 20, "error"), "built-link"),
    ]


def test_pages_behind_a_link_out_of_the_folder_are_not_read(tmp_path):
    (tmp_path / "secret.html").write_text('<a href="gone.html">')
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").symlink_to(tmp_path / "secret.html")
    built = check(tmp_path / "site")
    assert (built.findings, built.pages, built.links) == ([], [], 0)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<a href=x>", [("a", "href", "x")]),
        ("<A HREF='x y' title=\"a'b\" hidden/>", [("a", "href", "x y"), ("a", "title", "a'b")]),
        ("<img src=a.png/>", [("img", "src", "a.png/")]),
        ("<a\nhref\n=\n'x'>", [("a", "href", "x")]),
        ("<!-- <a href=x> --><b id=y>", [("b", "id", "y")]),
        ("<!-- <a href=x>", []),
        ("<script src=s>'<a href=x>'</SCRIPT><b id=y>", [("script", "src", "s"), ("b", "id", "y")]),
        ("<style><a href=x>", []),
        ("1 < 2 <a href='x>", []),
        ("<a href=''>", [("a", "href", "")]),
        ("</a href=x><br/><b id=&lt;>", [("b", "id", "<")]),
    ],
)
def test_values(page, found):
    assert [value[:3] for value in values(page)] == found


@given(st.text("<>/=\"' ab!-&", max_size=60))
def test_values_stand_where_they_are_said_to(page):
    for value in values(page):
        assert 0 <= value.start <= value.end <= len(page)


@pytest.mark.parametrize(
    "part",
    ["<a", "<!--", "<![", '<a href="', "<a b=c ", "<a b='\"", "&", "</", "<script>", "<?", "<a b = ", "< ", "<a/"],
)
def test_time_grows_with_the_page(part):
    few, many = (cpu_time(lambda n=n: list(values(part * n))) for n in (2_000, 40_000))
    assert many < 60 * few + 0.01, "20 times as much takes about 20 times as long"
