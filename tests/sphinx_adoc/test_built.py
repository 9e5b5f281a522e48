"""Links of built pages: which lead nowhere, and how it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_adoc.built import check
from sphinx_adoc.built import told as told_of
from sphinx_adoc.built.references import of_page, of_style
from sphinx_adoc.built.site import MAX_PAGE_BYTES
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
    "#/route", "#!/route", "b.html#/route/1", "sub\\index.html", "sub\\..\\b.html#old", "index.html?x=1&amp;y=2#here",
    " b.html ", "b%2Ehtml", "./sub/.", "tel:1", "blob:x", "about:blank", "HTTPS://example.org",
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
        ("#Here", "'index.html' has no anchor 'Here'; did you mean 'here'?", "built-anchor"),
        ("?x=1#absent", "'index.html' has no anchor 'absent'", "built-anchor"),
        ("SUB/", "'SUB/' leads to no file: 'SUB/index.html'; did you mean 'sub/index.html'?", "built-link"),
        ("b.HTML", "'b.HTML' leads to no file: 'b.HTML'; did you mean 'b.html'?", "built-link"),
        ("sub\\absent.png", "'sub\\absent.png' leads to no file: 'sub/absent.png'", "built-link"),
        ("#absent", "'index.html' has no anchor 'absent'", "built-anchor"),
        ("b.html#two", "'b.html' has no anchor 'two'", "built-anchor"),
        ("http://[x", "'http://[x' is no link: Invalid IPv6 URL", "built-link"),
    ],
)
def test_what_is_not_there_is_told_with_its_place(site, target, text, code):
    found = site(index__html=f'<p id=here>\n  <a class="x" href="{target}">x</a>', b__html=PAGE, sub___index__html="S")
    assert found == [("index.html", 2, 22, "error", text, code)]


def test_what_leads_out_and_in_again_is_followed(tmp_path):
    (tmp_path / "index.html").write_text(
        "<a href='../docs/b.html'>x</a><a href='../docs/c.html'>x</a><a href='../d.html'>x</a>"
    )
    (tmp_path / "b.html").write_text("")
    found = check(tmp_path, told_of("https://example.org/docs/")).findings
    assert [(one.code, one.message.partition(" l")[0]) for one in found] == [
        ("built-link", "'../docs/c.html'"),
        ("built-outside", "'../d.html'"),
    ]


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


@pytest.mark.parametrize(
    ("tag", "targets"),
    [
        ("<img srcset='a 1x, b 2x'>", "ab"),
        ("<img srcset='a 1x,b 2x'>", "ab"),
        ("<img srcset=',a, b,'>", "ab"),
        ("<source srcset='a'><link imagesrcset='b 2x'>", "ab"),
        ("<video poster=a src=b><track src=c>", "abc"),
        ("<object data=a></object><embed src=b><input type=image src=c>", "abc"),
        ("<svg><use href='a'/><use xlink:href='b'/><image href=c /></svg>", "abc"),
        ("<p style='background: url(a), url(\"b\")'>", "ab"),
        ("<style>@import 'a'; @font-face { src: url( b ) format('woff') } /* url(x) */</style>", "ab"),
        ("<style>@import url(a); b::before { content: 'url' }</style>", "a"),
        ("<meta http-equiv=refresh content='0; url=a'>", "a"),
        ("<style>p { b: image-set('a' 1x, url(b) 2x, 'c' type('x')); c: 'url(x)' \"url(y)\" }</style>", "abc"),
        (r"<style>p { b: url(\61); c: url('\62 ') } q::after { content: 'x\'url(x)' }</style>", "ab"),
        (
            "<picture><source srcset='data:image/png;base64,AA,BB 1x, a 2x'><img srcset='b 480w,c 800w'></picture>",
            "abc",
        ),
        ("<svg><a href=a /><a xlink:href=b /><use href=#x /><symbol id=x /></svg>", "ab"),
        ("<form action=a.html></form><form action=search></form><form action=/cgi?x=a.html></form>", ["a.html"]),
        ("<p id=''></p><p id=''></p><textarea><a href=x></textarea><script>'<a href=x>'</script><!--<a href=x>-->", ""),
        ("<meta name=description content='0 apples'><link rel=preconnect href=x>", ""),
    ],
)
def test_whatever_a_page_loads_is_looked_for(site, tag, targets):
    assert [one[4] for one in site(index__html=tag)] == [f"'{name}' leads to no file: '{name}'" for name in targets]


def test_what_a_set_of_images_and_a_style_name_has_its_place(site):
    found = site(index__html="<img srcset='a 1x, b 2x'>\n<style>\np { background: url(c) }</style>")
    assert [one[1:3] for one in found] == [(1, 14), (1, 20), (3, 21)]


def test_a_style_sheet_counts_from_its_own_folder_and_fragments_in_it_are_no_anchors(site):
    style = "@import 'b.css'; p { background: url(../a.svg#x) } q { src: url('font.eot?#iefix') }"
    assert [
        (*one[:3], one[4]) for one in site(index__html="", css___a__css=style, a__svg="<svg/>", css___b__css="")
    ] == [
        ("css/a.css", 1, 66, "'font.eot?#iefix' leads to no file: 'css/font.eot'"),
    ]


def test_what_a_picture_has_is_an_anchor(site):
    page = "<use href='a.svg#lamp'/><use href='a.svg#lmap'/><img src='a.svg#svgView(1)'>"
    assert [one[4] for one in site(index__html=page, a__svg="<svg><g id='lamp'/></svg>")] == [
        "'a.svg' has no anchor 'lmap'; did you mean 'lamp'?"
    ]


@pytest.mark.parametrize("target", ["b", "b/", "/b", "sub/c", "sub", "sub/", "sub/index", "d", "d/", "b#x", "sub/c/#x"])
def test_clean_addresses_are_there(site, target):
    page = f'<a href="{target}">'
    more = {"sub___c__html": "<p id=x>", "sub___index__html": "", "d___index__html": ""}
    assert site(index__html=page, b__html="<p id=x>", **more) == []


@pytest.mark.parametrize(
    ("base", "target", "found"),
    [
        ("/", "a", []),
        ("/sub/", "b", []),
        ("sub/", "b", []),
        ("sub/x.html", "b", []),
        ("..", "a", ["'a' leads out"]),
        ("/", "#x", ["'index.html' has no anchor 'x'"]),
        ("https://other.se/", "whatever#x", []),
        ("http://[", "a", ["'a' is no link"]),
    ],
)
def test_a_base_is_what_links_count_from(site, base, target, found):
    page = f"<base href='{base}'><a id=x href='{target}'>"
    said = site(page__html=page, index__html="", a__html="", sub___b__html="")
    assert [text.startswith(one) for text, one in zip([one[4] for one in said], found, strict=True)] == [True] * len(
        found
    )


PREFIXED = (
    "<a href='/manual/install.html'><a href='/manual/gone'><a href='/blog/'><a href='https://docs.se/manual/nope'>"
)


@pytest.mark.parametrize(
    ("head", "url", "wrong", "unchecked"),
    [
        ("", None, ["/manual/gone"], 2),
        ("", "/manual/", ["/manual/gone"], 2),
        ("", "https://docs.se/manual", ["/manual/gone", "https://docs.se/manual/nope"], 1),
        ("<link rel=canonical href='https://docs.se/manual/index.html'>", None,
         ["/manual/gone", "https://docs.se/manual/nope"], 1),
        ("", "/", ["/manual/install.html", "/manual/gone", "/blog/"], 1),
    ],
)  # fmt: skip
def test_pages_below_a_path_of_their_host(tmp_path, head, url, wrong, unchecked):
    (tmp_path / "index.html").write_text(head + PREFIXED)
    (tmp_path / "install.html").write_text("")
    built = check(tmp_path, told_of(url) if url else None)
    assert [found.message.split("'")[1] for found in built.findings] == wrong
    assert built.unchecked == unchecked


@pytest.mark.parametrize("url", ["manual", "ftp://a/", "javascript:x", "mailto:a@b"])
def test_where_no_pages_can_be_is_refused(url):
    with pytest.raises(ValueError, match="neither an address"):
        told_of(url)


def test_ids_that_stand_twice_are_told_and_an_anchor_of_the_same_name_is_no_second(site):
    assert [(*one[1:4], one[5]) for one in site(index__html="<a id=x name=x></a><p id=y><p id=y><p id=y>")] == [
        (1, 34, "warning", "built-id"), (1, 42, "warning", "built-id"),
    ]  # fmt: skip


def test_redirects_lead_somewhere(site):
    page = "<a href=/old><a href=/was/any/thing><a href=/v/3/x><a href=/gone><a href=/away>"
    lines = [
        "# comment", "", "/old  /index.html  301!", "/was/*  /:splat", "/v/:number/x  /index.html?n=:number 302",
        "/gone  /index.html  404", "/away  https://lamps.se/  Country=se", "/lost  /nowhere.html", "nonsense",
        "/odd  /index.html  always",
    ]  # fmt: skip
    assert [(*one[:2], one[4], one[5]) for one in site(index__html=page, _redirects="\n".join(lines))] == [
        ("_redirects", 8, "'/lost' leads to no file: 'nowhere.html'", "built-redirect"),
        ("_redirects", 9, "this line is no redirect: it needs a path and what that leads to", "built-redirect"),
        ("_redirects", 10, "this line is no redirect: it needs a path and what that leads to", "built-redirect"),
        ("index.html", 1, "'/gone' leads to no file: 'gone'", "built-link"),
    ]


def test_a_page_that_is_too_large_is_not_read_and_said(tmp_path):
    with (tmp_path / "a.html").open("wb") as file:
        file.truncate(MAX_PAGE_BYTES + 1)
    (tmp_path / "b.html").write_text("<a href='a.html#x'>")
    assert [found.code for found in check(tmp_path).findings] == ["page-unread"]


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


@pytest.mark.parametrize(
    "page",
    [
        lambda n: "<img srcset='" + "," * n + "'>", lambda n: "<img srcset='" + "a, " * n + "'>",
        lambda n: "<img srcset='" + "a " * n + "'>", lambda n: "<p style='" + "url(" * n + "'>",
        lambda n: "<p style='" + "/*" * n + "'>", lambda n: "<style>" + '"\\"' * n + "</style>",
        lambda n: "<style>" + 'url("\\"' * n + "</style>",
        lambda n: "<style>" + ',"\\,' * n + "</style>", lambda n: "<meta content='" + "0;" * n + "'>",
        lambda n: "<p style='" + "url(  " * n + "'>", lambda n: "<style>" + "@import " * n + "</style>",
    ],
)  # fmt: skip
def test_time_grows_with_what_a_page_names(page):
    few, many = (cpu_time(lambda n=n: of_page(page(n))) for n in (2_000, 40_000))
    assert many < 60 * few + 0.01, "20 times as much takes about 20 times as long"


def test_a_style_sheet_with_an_open_comment_ends():
    assert [one.target for one in of_style("p { x: url(a) } /* url(b)")] == ["a"]
